"""A study's annotations moved from one version of a corpus to another, none of them in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pressmark.compare.words import compare_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Fate(StrEnum):
    """What became of an annotation: unchanged, moved to where its words are now, or lost."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Place:
    """What an annotation is on: an article, a block of it, a span of the text of either.

    `start` and `end` are code points, half-open, in the block's text, or in texts.text where no
    block is named.
    """

    article_id: str
    block_id: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class BlockText:
    """A block's text, and where it begins in texts.text; None where it is no part of that."""

    text: str
    start: int | None


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's analysis text and its blocks by id, in order."""

    text: str
    blocks: Mapping[str, BlockText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carried:
    """An annotation's place in the newer version, and why, where it is not the same."""

    fate: Fate
    place: Place
    reason: str = ""


def carry(
    place: Place, before: ArticleText | None, after: ArticleText | None, now: str | None
) -> Carried:
    """Find the place in the newer version; `now` is the article's id there, None where it is gone.

    A span is moved only where its very words stand in both texts, in one piece: a text in which
    they changed loses it. A block is found by its id, else by its text where one block has it.
    """
    if before is None:
        return Carried(Fate.LOST, place, "the older version has no such article")
    if now is None or after is None:
        return Carried(Fate.LOST, place, "the newer version has no such article")
    if place.block_id is None:
        return _in_article(place, before, after, now)
    block = before.blocks.get(place.block_id)
    if block is None:
        return Carried(Fate.LOST, place, "the older version has no such block")
    return _in_block(place, block, before, after, now)


def _in_article(place: Place, before: ArticleText, after: ArticleText, now: str) -> Carried:
    if place.start is None or place.end is None:
        return _settled(place, Place(now), "the article has another id")
    if not _within(place, before.text):
        return Carried(Fate.LOST, place, "the older text has no such place")
    start = moved(before.text, after.text, place.start, place.end)
    if start is None:
        return Carried(Fate.LOST, place, "its words changed")
    end = start + place.end - place.start
    return _settled(place, Place(now, None, start, end), "the text before it changed")


def _in_block(
    place: Place, block: BlockText, before: ArticleText, after: ArticleText, now: str
) -> Carried:
    if place.start is not None and not _within(place, block.text):
        return Carried(Fate.LOST, place, "the older block has no such place")
    block_id = _same_block(place.block_id or "", block, after)
    if block_id is None:
        return _through_text(place, block, before, after, now)
    if place.start is None or place.end is None:
        changed = after.blocks[block_id].text != block.text
        reason = "the block's text changed" if changed else "the block has another id"
        found = Place(now, block_id)
        if changed and found == place:
            return Carried(Fate.MOVED, found, reason)
        return _settled(place, found, reason)
    start = moved(block.text, after.blocks[block_id].text, place.start, place.end)
    if start is None:
        return Carried(Fate.LOST, place, "its words changed")
    end = start + place.end - place.start
    return _settled(place, Place(now, block_id, start, end), "the block is another")


def _same_block(block_id: str, block: BlockText, after: ArticleText) -> str | None:
    """The block of the newer version: of the same id, else the only one with the same text."""
    # In an article that was renamed the rest of a block's id is the same.
    tail = block_id[17:]
    for known in after.blocks:
        if known[17:] == tail:
            return known
    same = [known for known, other in after.blocks.items() if other.text == block.text]
    return same[0] if len(same) == 1 else None


def _through_text(
    place: Place, block: BlockText, before: ArticleText, after: ArticleText, now: str
) -> Carried:
    """A block that is gone: its words may stand in another one, found by the whole text."""
    first = place.start or 0
    last = len(block.text) if place.end is None else place.end
    if block.start is None:
        return Carried(Fate.LOST, place, "the block is gone")
    start = moved(before.text, after.text, block.start + first, block.start + last)
    if start is None:
        return Carried(Fate.LOST, place, "the block is gone, and its words changed")
    end = start + last - first
    for block_id, other in after.blocks.items():
        if (
            other.start is not None
            and other.start <= start
            and end <= other.start + len(other.text)
        ):
            found = Place(now, block_id, start - other.start, end - other.start)
            return Carried(Fate.MOVED, found, "its words are in another block")
    return Carried(Fate.LOST, place, "its words are in several blocks")


def _settled(place: Place, found: Place, reason: str) -> Carried:
    if found == place:
        return Carried(Fate.UNCHANGED, found)
    changed = place.article_id != found.article_id
    return Carried(Fate.MOVED, found, "the article has another id" if changed else reason)


def _within(place: Place, text: str) -> bool:
    return (
        place.start is not None
        and place.end is not None
        and (0 <= place.start <= place.end <= len(text))
    )


def moved(before: str, after: str, start: int, end: int) -> int | None:
    """Where `before[start:end]` begins in `after`; None where that stretch is not there whole."""
    if before == after:
        return start
    old = new = 0
    for piece in compare_words(before, after):
        length = len(piece.text)
        if piece.step == "same" and old <= start and end <= old + length:
            return new + start - old
        old += length if piece.step != "added" else 0
        new += length if piece.step != "removed" else 0
    return None


def count(carried: Sequence[Carried]) -> Counter[Fate]:
    """How many annotations had each fate."""
    return Counter(item.fate for item in carried)
