"""Checks of DVC: installed and new enough, set up, telling nobody, its pipeline run."""

from __future__ import annotations

import importlib.util
import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.versions import process, record
from pressmark.versions.doctor.verdict import Fault
from pressmark.versions.repository import INSTALL
from pressmark_schema.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.doctor.corpus import Corpus

LEAST = (3, 60)
"""The first version of DVC that versions are tested with."""


def installed(_corpus: Corpus) -> Iterator[Fault]:
    """DVC is there, and new enough."""
    if importlib.util.find_spec("dvc") is None:
        yield Fault("DVC is not installed", INSTALL)
        return
    have = version("dvc")
    if tuple(int(part) for part in have.split(".")[:2] if part.isdigit()) < LEAST:
        yield Fault(f"DVC {have} is too old", f'pip install --upgrade "dvc>={LEAST[0]}.{LEAST[1]}"')


def readable(corpus: Corpus) -> Iterator[Fault]:
    """There is a DVC config, and it can be read."""
    if not corpus.config.is_file():
        yield Fault("the folder is no DVC repository: it has no .dvc/config", "dvc init")
        return
    from dvc.config import Config, ConfigError

    try:
        Config(str(corpus.config.parent), validate=True)
    except ConfigError as error:
        what = f"DVC cannot read its config: {process.one_line(str(error))}"
        yield Fault(what, "mend .dvc/config by hand")


def analytics(corpus: Corpus) -> Iterator[Fault]:
    """DVC reports to nobody, whoever clones the repository."""
    core = corpus.own.get("core")
    stated = core.get("analytics") if isinstance(core, dict) else None
    if str(stated).lower() != "false":
        yield Fault("DVC may report what it does", "dvc config core.analytics false")


def pipeline(corpus: Corpus) -> Iterator[Fault]:
    """There is a pipeline that makes the package."""
    if not (corpus.root / "dvc.yaml").is_file():
        yield Fault("there is no dvc.yaml", "pressmark init makes one in a new folder: copy it")
        return
    try:
        outs = [str(stage.get("outs")) for stage in corpus.stages.values()]
    except PressmarkError as fault:
        yield Fault(str(fault), "mend dvc.yaml by hand")
        return
    if not any(record.PACKAGE in out for out in outs):
        yield Fault(f"no stage of dvc.yaml makes {record.PACKAGE}", "see the dvc.yaml of init")


def up_to_date(corpus: Corpus) -> Iterator[Fault]:
    """The package was made from what is there now."""
    if not (corpus.root / "dvc.lock").is_file():
        yield Fault("nothing was built yet", "dvc repro")
        return
    ended = corpus.dvc("status", "--json")
    if ended.code:
        yield Fault(f"DVC cannot compare: {ended.reason}", "dvc status")
    elif stale := sorted(json.loads(ended.output or b"{}")):
        yield Fault(f"dvc.lock is older than what it records: {', '.join(stale)}", "dvc repro")


def no_package(corpus: Corpus) -> str:
    """What to say where no package was made yet; else empty."""
    made = (corpus.root / record.PACKAGE / store.DESCRIPTOR).is_file()
    return "" if made else "there is no package yet"


def producer(corpus: Corpus) -> Iterator[Fault]:
    """The package was made by the pressmark that is installed."""
    facts = store.read_descriptor(corpus.root / record.PACKAGE).pressmark
    now = f"pressmark {version('pressmark')}"
    if facts is not None and facts.producer != now:
        yield Fault(
            f"{record.PACKAGE} was made by {facts.producer}, this is {now}", "dvc repro --force"
        )


def in_git(corpus: Corpus) -> Iterator[Fault]:
    """What records the data is in git: without it nobody can pull a version."""
    names = ["dvc.yaml", "dvc.lock", ".dvc/config", "pressmark.toml"]
    left = [n for n in names if (corpus.root / n).is_file() and n not in corpus.tracked]
    if left:
        yield Fault(
            f"git does not track {', '.join(left)}", f"git add {' '.join(left)} && git commit"
        )
