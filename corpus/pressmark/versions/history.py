"""The life of one article over the versions of its corpus: when it came, changed, and went."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.compare import compare
from pressmark.dataset import Dataset
from pressmark.flow import withdrawn
from pressmark.versions import git, since
from pressmark.versions.listing import list_versions
from pressmark.versions.part import Part
from pressmark.versions.pull import pull_revision
from pressmark_schema.generate.sql import literal
from pressmark_schema.tables import ARTICLE_TABLES
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressmark.versions.listing import Version
    from pressmark_schema.withdrawals import Withdrawal

_TABLES = (*ARTICLE_TABLES, "annotations", "captures", "sources")


@dataclass(frozen=True, slots=True)
class Event:
    """What a version did to the article; `day` is that of its release.

    `what` is added, unchanged, changed, renamed, removed, withdrawn, or absent. Of a change
    `effect` is the gravest thing (see `compare.Effect`) and `cause` what it is put down to;
    `fields` are the columns that differ. `detail` is the new id, or the reason of a withdrawal.
    """

    version: str
    day: str | None
    what: str
    effect: str = ""
    cause: str = ""
    fields: tuple[str, ...] = ()
    detail: str = ""


def history(
    folder: Path, article_id: str, progress: Callable[[str], None] = lambda _: None
) -> list[Event]:
    """What each tagged version of the repository around `folder` did to an article, in order.

    An id by which another version knows the article is followed. Nothing of its words is told.
    Raises UsageError where there is no repository, else as `pull_revision`.
    """
    top = git.top(folder)
    file = top / FILE
    listed = withdrawn.read(file).of([article_id]) if file.is_file() else []
    names = {article_id, *(name for item in listed for name in item.names)}
    return list(_Walk(top, names, progress).events())


class _Walk:
    """One walk over the versions; `names` are the ids that the article is known by so far."""

    def __init__(self, top: Path, names: set[str], progress: Callable[[str], None]) -> None:
        self.top, self.names, self.progress = top, names, progress

    def events(self) -> Iterator[Event]:
        with ExitStack() as stack:
            before: Dataset | None = None
            known = False
            for version in list_versions(str(self.top)):
                data = self._pulled(version, stack)
                here = self._has(data)
                stated = since.of(self.top, f"{version.tag}^{{commit}}")
                yield self._event(version, (before if known else None, data), stated, here=here)
                before, known = data, here

    def _event(
        self,
        version: Version,
        sides: tuple[Dataset | None, Dataset],
        listed: tuple[Withdrawal, ...],
        *,
        here: bool,
    ) -> Event:
        day = version.date.date().isoformat() if version.date else None
        before, now = sides
        gone = [item for item in listed if item.names & self.names and item.span is None]
        if gone and not here:
            return Event(version.version, day, "withdrawn", detail=gone[0].reason.value)
        if before is None:
            return Event(version.version, day, "added" if here else "absent")
        with compare(before, now, ids=sorted(self.names), verify=False) as diff:
            for moved in diff.each_renamed():
                self.names.add(moved.new_id)
                return Event(version.version, day, "renamed", detail=moved.new_id)
            for item in diff.each_changed():
                fields = tuple(change.field for change in item.fields)
                return Event(version.version, day, "changed", item.effect, item.cause, fields)
        return Event(version.version, day, "unchanged" if here else "removed")

    def _pulled(self, version: Version, stack: ExitStack) -> Dataset:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressmark-")))
        part = Part(_TABLES)
        pull_revision(self.top, version.tag, scratch / "tables", part=part, progress=self.progress)
        return Dataset.open(scratch / "tables")

    def _has(self, data: Dataset) -> bool:
        """Whether a version has the article; the ids that it knows it by are known then."""
        listed = ", ".join(map(literal, sorted(self.names)))
        with data.connect() as connection:
            found = connection.execute(
                f"SELECT article_id FROM articles WHERE article_id IN ({listed}) UNION "
                f"SELECT article_id FROM aliases WHERE alias_id IN ({listed})"
            ).fetchall()
        self.names |= {str(row[0]) for row in found}
        return bool(found)
