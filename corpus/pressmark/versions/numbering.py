"""Which version a difference asks for, and whether one that a person names is large enough.

MAJOR: a column or value removed or redefined, an id gone without alias or tombstone. MINOR: an
article or column added, an analysis text or a block's kind changed. PATCH: anything less, and
what is withdrawn, whole or in part.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from pressmark.compare import Cause, Effect
from pressmark.versions.reference import is_version, precedence
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.compare import Diff

FIRST = "0.1.0"
"""What a corpus begins with, where its settings name no version."""

_SHOWN = 3


class Step(IntEnum):
    """How much a version must grow, from least to most."""

    PATCH = 0
    MINOR = 1
    MAJOR = 2


def step(diff: Diff) -> tuple[Step, list[str]]:
    """The least step that `diff` asks for, and its reasons; none where PATCH is enough."""
    for found, reasons in ((Step.MAJOR, list(_major(diff))), (Step.MINOR, list(_minor(diff)))):
        if reasons:
            return found, reasons
    return Step.PATCH, []


def _major(diff: Diff) -> Iterator[str]:
    if diff.shape.removed:
        yield f"removed: {', '.join(diff.shape.removed)}"
    if diff.shape.redefined:
        yield f"redefined: {', '.join(diff.shape.redefined)}"
    if diff.lost:
        names = [gone.article_id for gone in diff.each_removed() if gone.now is None]
        more = ", …" if len(names) > _SHOWN else ""
        shown = f"{', '.join(names[:_SHOWN])}{more}"
        yield f"ids gone without alias or tombstone: {diff.lost:,} ({shown})"


def _minor(diff: Diff) -> Iterator[str]:
    if diff.added:
        yield f"articles added: {diff.added:,}"
    if diff.shape.added:
        yield f"added: {', '.join(diff.shape.added)}"
    if texts := diff.text_changed - _withdrawn(diff, Effect.TEXT):
        yield f"analysis texts changed: {texts:,}"
    if kinds := diff.effects[Effect.KINDS] - _withdrawn(diff, Effect.KINDS):
        yield f"articles with other kinds of blocks: {kinds:,}"
    if moved := diff.renamed + diff.removed:
        yield f"ids that are now aliases: {moved:,}"


def _withdrawn(diff: Diff, effect: Effect) -> int:
    """The articles that changed so since a block of theirs was withdrawn."""
    counts = [t.articles for t in diff.tallies if (t.effect, t.cause) == (effect, Cause.WITHDRAWN)]
    return sum(counts)


def after(version: str, by: Step) -> str:
    """The next version after `version` by a step; a pre-release grows to its own release first."""
    major, minor, patch = (int(part) for part in version.split("-", maxsplit=1)[0].split("."))
    if "-" in version and by <= _of(major, minor, patch):
        return f"{major}.{minor}.{patch}"
    if by is Step.MAJOR:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if by is Step.MINOR else f"{major}.{minor}.{patch + 1}"


def _of(major: int, minor: int, patch: int) -> Step:
    """The step whose result a version can be."""
    return Step.PATCH if patch else Step.MINOR if minor else Step.MAJOR if major else Step.PATCH


def require_enough(asked: str, previous: str | None, least: str, reasons: list[str]) -> None:
    """Raise UsageError unless `asked` is a version, later than `previous` and at least `least`.

    A pre-release of a version counts as that version.
    """
    if not is_version(asked):
        raise UsageError(f"not a version: {asked!r}", hint="write 1.2.0")
    if previous is None:
        return
    if precedence(asked) <= precedence(previous):
        raise UsageError(f"{asked} does not come after {previous}", hint=f"the next is {least}")
    if precedence(asked.split("-", maxsplit=1)[0]) < precedence(least):
        why = "; ".join(reasons) or "something changed"
        raise UsageError(f"{asked} is too small after {previous}: {why}", hint=f"at least {least}")
