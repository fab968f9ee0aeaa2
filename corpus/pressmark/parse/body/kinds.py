"""Say of each unit of the article, and of those between them, what kind of block it is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from pressmark.parse.alone import alone
from pressmark.parse.body.draft import ALONE, LINE, LINKED, Decision
from pressmark.parse.body.marks import Mark
from pressmark.parse.body.own import PHRASES, is_bare
from pressmark.parse.posts import post
from pressmark.parse.shapes import shape
from pressmark_schema.vocabulary import BlockKind, KindBasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.parse.body.draft import Draft
    from pressmark.parse.body.embeds import Embedded
    from pressmark.parse.body.facts import Facts

_BOLD = 0.95
_HANDLE = "(@"
_CELLS = frozenset({"td", "th"})
_ITEMS = frozenset({"li", "dd", "dt"})
_LONG_CELL = 200
"""Code points from which on a cell is one of a table that only lays out a page."""
_ASIDES = (
    (Mark.AD, BlockKind.AD),
    (Mark.CAPTION, BlockKind.CAPTION),
    (Mark.CARD | Mark.RELATED, BlockKind.TEASER),
    (Mark.AUTHOR, BlockKind.BYLINE),
    (Mark.DATE, BlockKind.DATELINE),
    (Mark.KICKER, BlockKind.KICKER),
)
"""What a box makes of a text in it, the surer mark first."""


def posts(draft: Draft, found: Sequence[Embedded]) -> None:
    """Name the posts that stand among the article's blocks."""
    if not draft.body:
        return
    first, last = min(draft.body), max(draft.body)
    begins = [unit.start for unit in draft.facts.layer.units]
    for embed in found:
        ranks = range(bisect_left(begins, embed.start), bisect_left(begins, embed.end))
        inside = all(draft.facts[rank].inside for rank in ranks)
        if not draft.body.isdisjoint(ranks) or (inside and first <= ranks[0] <= last):
            made = Decision(BlockKind.EMBED, group=embed.element, platform=embed.platform)
            for rank in ranks:
                draft.name(rank, made)


def signed_posts(draft: Draft) -> None:
    """Name the posts whose embed code was lost: quotations and paragraphs that one signs.

    `— Name (@handle) date` ends them, as where a post is pasted into a text.
    """
    for _, group in groupby(sorted(draft.body), key=lambda rank: _quotation(draft, rank)):
        ranks = list(group)
        words = " ".join(draft.facts[rank].text for rank in ranks)
        if _HANDLE in words and post(" ".join(words.split())):
            joined = -2 - ranks[0] if len(ranks) > 1 else ALONE
            made = Decision(BlockKind.EMBED, KindBasis.PATTERN, 950, group=joined)
            for rank in ranks:
                draft.name(rank, made)


def _quotation(draft: Draft, rank: int) -> tuple[int, int]:
    """What tells the blocks of one quotation from all others."""
    quote = draft.facts[rank].quote
    return (quote, -1) if quote >= 0 else (-1, rank)


def text(draft: Draft) -> None:
    """Say of the article's text what its markup makes of it."""
    for rank in draft.body:
        if draft.kinds[rank] is None:
            draft.kinds[rank] = _of(draft, rank)


def _of(draft: Draft, rank: int) -> Decision:
    unit = draft.facts[rank]
    if unit.level or unit.marks & Mark.HEADING:
        return Decision(BlockKind.HEADING, confidence=950)
    if unit.row >= 0 and unit.tag in _CELLS and len(unit.text) < _LONG_CELL:
        return Decision(BlockKind.TABLE, confidence=900, group=unit.row)
    if unit.item >= 0 and (unit.tag in _ITEMS or _is_whole_item(draft, rank)):
        return Decision(BlockKind.LIST_ITEM, confidence=800)
    if unit.quote >= 0:
        return Decision(BlockKind.QUOTE_BLOCK, confidence=700)
    sure = 980 if unit.sort in draft.usual else 600
    return Decision(BlockKind.PARAGRAPH, confidence=sure)


def _is_whole_item(draft: Draft, rank: int) -> bool:
    """Whether a unit is all that its list item holds; an item of more is a box of blocks."""
    beside = draft.facts[max(0, rank - 1) : rank + 2]
    return sum(1 for unit in beside if unit.item == draft.facts[rank].item) == 1


def set_off(draft: Draft) -> None:
    """Make headings of the bare lines between paragraphs that are set off from these.

    That is by an element of another sort than theirs, or by bold type throughout.
    """
    ranks = sorted(draft.body)
    for before, rank, after in zip(ranks, ranks[1:], ranks[2:], strict=False):
        unit = draft.facts[rank]
        apart = unit.sort not in draft.usual or unit.bold >= _BOLD
        between = all(_is_paragraph(draft, beside) for beside in (before, rank, after))
        if apart and between and len(draft.facts[after].text) >= LINE and _is_line(unit):
            draft.kinds[rank] = Decision(BlockKind.HEADING, KindBasis.PATTERN, 930)


def _is_paragraph(draft: Draft, rank: int) -> bool:
    decision = draft.kinds[rank]
    return decision is not None and decision.kind in {BlockKind.PARAGRAPH, BlockKind.LEAD}


def _is_line(unit: Facts) -> bool:
    line = shape(unit.text)
    return line.line and line.end == ""


def speakers(draft: Draft) -> None:
    """Join a quotation that is set off with the bare line that names its speaker."""
    for rank in sorted(draft.body):
        unit, before = draft.facts[rank], draft.facts[rank - 1]
        decision = draft.kinds[rank - 1]
        if decision is None or decision.kind is not BlockKind.QUOTE_BLOCK:
            continue
        if unit.tag != "p" and is_bare(unit) and 0 <= unit.quote == before.quote:
            joined = replace(decision, group=unit.quote)
            draft.kinds[rank - 1] = draft.kinds[rank] = joined


def between(draft: Draft) -> None:
    """Name what stands among the article's blocks without being of its text."""
    ranks = [rank for rank, decision in enumerate(draft.kinds) if decision]
    if not ranks:
        return
    if ranks[0] and draft.facts[ranks[0] - 1].marks & Mark.KICKER:
        draft.kinds[ranks[0] - 1] = Decision(BlockKind.KICKER)
    for rank in range(ranks[0], ranks[-1]):
        if draft.kinds[rank] is None:
            draft.kinds[rank] = _aside(draft.facts[rank])


def _aside(unit: Facts) -> Decision:
    """What a text is that is not of the article: by its box, else by its words or its links."""
    for mark, kind in _ASIDES:
        if unit.marks & mark:
            return Decision(kind)
    found = None if unit.level else alone(shape(unit.text), 1)
    if found and found.kind in PHRASES:
        return Decision(found.kind, KindBasis.PATTERN, found.confidence)
    if unit.links >= LINKED:
        return Decision(BlockKind.TEASER, confidence=850)
    return Decision(BlockKind.BOILERPLATE, confidence=900)
