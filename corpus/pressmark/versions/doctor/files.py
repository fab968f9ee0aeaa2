"""Checks of the files that people write: settings, corrections, withdrawals, what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.config import FILE, Config
from pressmark.flow import corrections as layers
from pressmark.flow import waiving, withdrawn
from pressmark.versions.doctor.verdict import Fault
from pressmark_schema.errors import UsageError
from pressmark_schema.withdrawals import FILE as LIST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.doctor.corpus import Corpus


def settings(corpus: Corpus) -> Iterator[Fault]:
    """pressmark.toml is there and valid, and so is the profile that it follows."""
    file = corpus.root / FILE
    if not file.is_file():
        yield Fault(f"there is no {FILE}", "pressmark scan raw --write")
        return
    try:
        Config.load(file)
    except UsageError as fault:
        yield Fault(str(fault), fault.hint or f"mend it in {FILE}")


def waivers(corpus: Corpus) -> Iterator[Fault]:
    """The waivers can be read."""
    place = waiving.place(Config.load(corpus.root / FILE))
    try:
        waiving.read(place)
    except UsageError as fault:
        yield Fault(str(fault), fault.hint or "mend the entry by hand")


def corrections(corpus: Corpus) -> Iterator[Fault]:
    """The corrections can be read."""
    try:
        layers.layer(Config.load(corpus.root / FILE))
    except UsageError as fault:
        yield Fault(str(fault), fault.hint or "mend the line by hand")


def withdrawals(corpus: Corpus) -> Iterator[Fault]:
    """The list of withdrawals can be read, and no correction is about one of them."""
    config = Config.load(corpus.root / FILE)
    try:
        listed, known = withdrawn.listed(config), layers.layer(config).lines
    except UsageError as fault:
        yield Fault(str(fault), fault.hint or "mend the line by hand")
        return
    file = config.build.corrections
    for number, item in known.items():
        if any(found.span is None for found in listed.of([item.article_id])):
            yield Fault(
                f"{file}:{number} is about {item.article_id}, which is withdrawn",
                f"sed -i '{number}d' {file}",
            )


def sources(corpus: Corpus) -> Iterator[Fault]:
    """Every file that the settings name is there, and the pipeline runs again when it changes."""
    config = Config.load(corpus.root / FILE)
    named = {
        "metadata.table": config.metadata.table if config.metadata else None,
        "parse.profile": config.parse.profile,
        "build.previous": config.build.previous,
    }
    if (corpus.root / config.build.corrections).exists():
        named["build.corrections"] = config.build.corrections
    if (corpus.root / LIST).exists():
        named["what is withdrawn"] = LIST
    for setting, path in named.items():
        if path is None:
            continue
        if not (corpus.root / path).exists():
            yield Fault(f"{setting} names {path}, which is not there", f"mend it in {FILE}")
        elif not _watched(corpus, path):
            yield Fault(
                f"the pipeline does not run again when {path} changes ({setting})",
                f"add {path} to the deps of the stage in dvc.yaml that reads it",
            )


def _watched(corpus: Corpus, path: str) -> bool:
    """Whether a stage depends on a path, or on a folder around it."""
    listed = [stage.get("deps") for stage in corpus.stages.values()]
    deps = [str(dep) for some in listed if isinstance(some, list) for dep in some]
    return any(path == dep or path.startswith(f"{dep}/") for dep in deps)
