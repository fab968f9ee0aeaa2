"""Read what stands inside the blocks: bylines, datelines, credits, corrections, quotes, times."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pressmark.parse.notes.bylines import byline_block, bylines
from pressmark.parse.notes.changes import (
    correction_block,
    corrections,
    printed_date_block,
    stamps,
)
from pressmark.parse.notes.credits import credit_block, credits_in
from pressmark.parse.notes.datelines import datelines
from pressmark.parse.notes.quotations import quotations
from pressmark.parse.notes.times import times
from pressmark_schema.notes import Days, Note
from pressmark_schema.vocabulary import TEXT_KINDS, AnnotationLayer, BlockKind

__all__ = ["Noted", "notes"]

_SPOKEN_KINDS = TEXT_KINDS | {BlockKind.TITLE, BlockKind.KICKER, BlockKind.CAPTION}
"""Where quotes and times are read: not in what belongs to other articles or to the page."""
_SPOKEN_LAYERS = frozenset({AnnotationLayer.QUOTE, AnnotationLayer.TIME})
_PROSE_KINDS = frozenset({BlockKind.LEAD, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_OPENING_KINDS = (BlockKind.LEAD, BlockKind.PARAGRAPH)
"""The first block of each may open with a dateline."""
_OWN_BLOCKS = {
    BlockKind.BYLINE: byline_block,
    BlockKind.AGENCY_CREDIT: credit_block,
    BlockKind.CORRECTION: correction_block,
    BlockKind.DATELINE: printed_date_block,
}
"""The kinds that are a note as a whole."""


class Noted(NamedTuple):
    """A block as far as it is needed here: its cleaned text, kind and language."""

    text: str
    kind: BlockKind
    lang: str


def notes(
    blocks: Sequence[Noted], days: Days | None, layers: Collection[AnnotationLayer]
) -> list[list[Note]]:
    """The notes of each of an article's blocks, each in the order of their places.

    Args:
        blocks: the article's blocks in order.
        days: the days on which its text can have been written; None where a bound is unknown.
        layers: the layers that are asked for.
    """
    kinds = [block.kind for block in blocks]
    opening = {kinds.index(kind) for kind in _OPENING_KINDS if kind in kinds}
    asked = _Asked(days, frozenset(layers))
    return [_of_block(block, asked, opening=at in opening) for at, block in enumerate(blocks)]


class _Asked(NamedTuple):
    """What is the same for all blocks of an article."""

    days: Days | None
    layers: frozenset[AnnotationLayer]


def _of_block(block: Noted, asked: _Asked, *, opening: bool) -> list[Note]:
    own = _OWN_BLOCKS.get(block.kind)
    found = list(own(block.text)) if own else []
    if block.kind is BlockKind.DATELINE:
        found = list(datelines(block.text, asked.days, own=True)) or found
    elif block.kind in _PROSE_KINDS:
        found += _of_prose(block.text, asked, opening=opening)
    elif block.kind is BlockKind.CAPTION:
        found += credits_in(block.text)
    if block.kind in _SPOKEN_KINDS:
        found.sort(key=_place)
        found += _spoken(block, asked, found)
    if len(found) > 1:
        found.sort(key=_place)
    return [note for note in found if note.layer in asked.layers]


def _place(note: Note) -> tuple[int, int, str, str]:
    return note.start, note.end, note.layer, note.label


def _of_prose(text: str, asked: _Asked, *, opening: bool) -> Iterator[Note]:
    """What a page prints around its texts, run into a paragraph."""
    yield from datelines(text, asked.days, opening=opening)
    yield from bylines(text)
    yield from stamps(text)
    yield from credits_in(text)
    yield from corrections(text)


def _spoken(block: Noted, asked: _Asked, before: Sequence[Note]) -> list[Note]:
    """Quotes and times; a time within what was read before is that one's date."""
    if not asked.layers & _SPOKEN_LAYERS:
        return []
    quotes = list(quotations(block.text, block.lang))
    if AnnotationLayer.TIME not in asked.layers:
        return quotes
    found = times(block.text, block.lang, asked.days, quotes)
    return quotes + list(_outside(before, found) if before else found)


def _outside(before: Sequence[Note], found: Iterable[Note]) -> Iterator[Note]:
    """The notes that do not begin within one of those before; both in the order of their places."""
    at, covered = 0, 0
    for note in found:
        while at < len(before) and before[at].start <= note.start:
            covered = max(covered, before[at].end)
            at += 1
        if note.start >= covered:
            yield note
