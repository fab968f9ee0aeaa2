"""A block's text in stretches: what was changed in it, and what is annotated, each told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Row = Mapping[str, Any]

_LAYERS = ("quote", "time")
"""The layers of annotations that a page shows."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change at its place in the block's text: `after` stands there, `before` did; half-open."""

    start: int
    end: int
    before: str
    rules: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text, with the change that it is the result of and what is said about it."""

    text: str
    change: Changed | None = None
    layer: str = ""
    said: str = ""


def changes(block: Row, rows: Sequence[Row]) -> list[Changed]:
    """The changes of a block at their places in its text, in order.

    Positions are code points of the source; each change moves what follows it.
    """
    places = sorted((place, row) for row in rows for place in row["positions"])
    found, moved = [], -int(block["src_start"] or 0)
    for place, row in sorted(places, key=lambda item: item[0]):
        before = row["before"]
        length = len(before) if before is not None else row["src_end"] - row["src_start"]
        start = place + moved
        shown = before if before is not None else f"[{length} characters]"
        found.append(Changed(start, start + len(row["after"]), shown, ", ".join(row["rules"])))
        moved += len(row["after"]) - length
    return found


def stretches(text: str, changed: Sequence[Changed], notes: Sequence[Row]) -> Iterator[Stretch]:
    """`text` in order, cut wherever a change or an annotation begins or ends.

    Nothing is lost: the stretches joined are the text. A deletion is a stretch without text.
    """
    shown = [row for row in notes if row["layer"] in _LAYERS]
    cuts = {0, len(text)}
    for change in changed:
        cuts |= {change.start, change.end}
    for row in shown:
        cuts |= {row["block_start"], row["block_end"]}
    places = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    begun = {change.start: change for change in changed if change.end == change.start}
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        if start in begun:
            yield Stretch("", begun[start])
        if start < end:
            yield _stretch(text, start, end, changed, shown)


def _stretch(
    text: str, start: int, end: int, changed: Sequence[Changed], notes: Sequence[Row]
) -> Stretch:
    change = next((one for one in changed if one.start <= start < end <= one.end), None)
    note = next(
        (row for row in notes if row["block_start"] <= start < end <= row["block_end"]), None
    )
    if note is None:
        return Stretch(text[start:end], change)
    return Stretch(text[start:end], change, note["layer"], said(note))


def said(note: Row) -> str:
    """What an annotation says, for a person who points at it."""
    parts = [f"{note['label']} {note['layer']}"]
    if note["layer"] == "quote":
        parts.append(f"speaker: {note['speaker'] or 'not printed'}")
        if note["mediator"]:
            parts.append(f"through: {note['mediator']}")
    elif note["value"]:
        parts.append(note["value"])
    elif note["candidates"]:
        parts.append("one of " + ", ".join(note["candidates"][:6]))
    return "; ".join(parts)
