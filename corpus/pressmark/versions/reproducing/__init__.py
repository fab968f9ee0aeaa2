"""Making a version again from its recorded sources, and saying whether the same comes out."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.compare import compare, summary
from pressmark.dataset import Dataset
from pressmark.versions import dvc, git, record
from pressmark.versions.process import masked
from pressmark.versions.pull import pull_recorded, resolve
from pressmark.versions.reference import parse_reference
from pressmark.versions.released import FILE, Released
from pressmark.versions.remote import choose_remote
from pressmark.versions.reproducing import tools
from pressmark.versions.reproducing.rebuild import rebuild, settings
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressmark.versions.reference import Reference

SOURCES = "data/ingested"
"""Where a corpus repository has its raw files, packed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of making a version again.

    `identical` is byte for byte; `equal` is in content: each table has the same rows, as its
    `content_sha256` says, written by another Parquet writer. Where neither is so, `tables` are
    those that differ, and `difference` says in sentences which articles. `others` are the
    packages of another version here, each with the recorded one and ours. `lost` is whether the
    version, or what was made now, says of itself that a worker was lost to a document (PM103), so
    that it depends on the machine.
    """

    released: Released
    identical: bool
    equal: bool
    tables: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    lost: bool = False


def reproduce(
    reference: Reference | str, *, progress: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Make a version again from the sources and settings that it records.

    Nothing of the repository is run or checked out: the steps are this program's own. Raises
    UsageError for a version that records too little, EnvironmentFaultError where the sources
    cannot be had ("needs the raw remote") or another program is needed, with what to install.
    """
    asked = parse_reference(reference) if isinstance(reference, str) else reference
    dvc.require()
    exact = resolve(asked)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressmark-")))
        progress(f"reading {exact.tag} of {masked(exact.repo)}")
        commit = _Commit.fetch(exact, scratch / "repository.git")
        released = commit.released
        tools.require(released.tools)
        folder = scratch / "again"
        folder.mkdir()
        config = settings(folder, commit.file)
        progress("fetching its sources")
        commit.sources(folder / SOURCES)
        package = rebuild(folder, config, released, progress)
        others = tools.others(released.tools)
        if store.sha256_file(package / store.DESCRIPTOR) == released.sha256:
            return Outcome(released, identical=True, equal=True, others=others, lost=_lost(package))
        progress("fetching its package, to compare")
        return _compared(commit, package, scratch / "released", others)


def _compared(
    commit: _Commit, package: Path, place: Path, others: dict[str, tuple[str, str]]
) -> Outcome:
    """The outcome where the descriptors are not the same."""
    commit.pull(record.PACKAGE, place)
    before, now = Dataset.open(place), Dataset.open(package)
    lost = _lost(place) or _lost(package)
    contents = [_contents(dataset) for dataset in (before, now)]
    names = sorted({*contents[0], *contents[1]})
    tables = tuple(name for name in names if contents[0].get(name) != contents[1].get(name))
    if not tables:
        return Outcome(commit.released, identical=False, equal=True, others=others, lost=lost)
    with compare(before, now, names=("released", "again")) as diff:
        each = (diff.each_added(), diff.each_removed(), diff.each_renamed(), diff.each_changed())
        articles = {item.article_id for items in each for item in items}
        said = tuple(summary.sentences(diff))
    return Outcome(
        commit.released,
        identical=False,
        equal=False,
        tables=tables,
        articles=tuple(sorted(articles)),
        difference=said,
        others=others,
        lost=lost,
    )


def _lost(package: Path) -> bool:
    facts = store.read_descriptor(package).pressmark
    return facts is not None and facts.reproducible is False


def _contents(dataset: Dataset) -> dict[str, str]:
    """The hash of the rows of each table."""
    return {
        item.pressmark.table: item.pressmark.content_sha256
        for item in dataset.package.resources
        if item.pressmark
    }


@dataclass(frozen=True, slots=True)
class _Commit:
    """The commit of a version, in a bare repository: its files are read, never checked out."""

    reference: Reference
    bare: Path
    released: Released

    @classmethod
    def fetch(cls, reference: Reference, bare: Path) -> _Commit:
        git.fetch(reference.repo, reference.tag, bare)
        name = f"refs/tags/{reference.tag}^{{commit}}:{FILE}"
        found = git.objects(bare, [name], record.LIMIT)
        if name not in found:
            raise UsageError(
                f"{reference.tag} does not say what made it",
                hint="only a version by `pressmark release` can be made again",
            )
        released = Released.read(found[name][1])
        if f"v{released.version}" != reference.tag:
            raise IntegrityError(f"{reference.tag} records another version, {released.version}")
        return cls(reference, bare, released)

    def file(self, name: str) -> bytes | None:
        """A file of the commit; None where it has none, or a very large one."""
        spelt = f"refs/tags/{self.reference.tag}^{{commit}}:{name}"
        found = git.objects(self.bare, [spelt], 64 * record.LIMIT)
        return found[spelt][1] if spelt in found else None

    def sources(self, target: Path) -> None:
        """Pull the raw files."""
        try:
            self.pull(SOURCES, target)
        except EnvironmentFaultError as fault:
            raise EnvironmentFaultError(
                f"needs the raw remote: {fault}", hint="ask the owner of the corpus for access"
            ) from fault

    def pull(self, path: str, target: Path) -> None:
        """Pull the dataset at `path`, every byte verified."""
        lock, pipeline, config = (
            self.file(name) or b"" for name in ("dvc.lock", "dvc.yaml", ".dvc/config")
        )
        recorded = record.outs(lock).get(path)
        if recorded is None:
            raise UsageError(f"{self.reference.tag} records no {path}")
        remote = choose_remote(
            config, git.local_folder(self.reference.repo), record.remote_of(pipeline, path)
        )
        pull_recorded(target, self.released.version, recorded, remote)
