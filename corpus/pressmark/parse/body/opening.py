"""Find what an article opens with: its title, its lead, what stands between title and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.parse.alone import alone
from pressmark.parse.body.draft import LINKED, Decision
from pressmark.parse.body.marks import Mark
from pressmark.parse.body.own import BOX
from pressmark.parse.shapes import shape
from pressmark_schema.vocabulary import BlockKind

if TYPE_CHECKING:
    from pressmark.parse.body.draft import Draft
    from pressmark.parse.body.facts import Facts

_LEAST_LEAD, _LEAST_LEADING_HEADING = 40, 60
_COMPARED = 150
"""Letters and digits in which a description, which is often cut, must be a block's beginning."""
_NO_HEADING = 9


def title(draft: Draft) -> int | None:
    """Name the unit that prints the title; its rank.

    Of those equal to a title that the page states the highest heading, before the text rather
    than in it; else the only heading of the first level in the main content.
    """
    first = min(draft.body, default=len(draft.facts))
    found = sorted(
        (_elsewhere(unit), unit.level or _NO_HEADING, rank > first, abs(first - rank), rank)
        for rank, text in enumerate(draft.folded)
        if text in draft.titles and not (unit := draft.facts[rank]).marks & Mark.NAVIGATION
    )
    rank = found[0][-1] if found else _only_top(draft)
    if rank is not None:
        draft.name(rank, Decision(BlockKind.TITLE))
    return rank


def _only_top(draft: Draft) -> int | None:
    """The heading of the first level in the main content, where there is just one."""
    inside = filter(draft.facts.is_inside, range(len(draft.facts)))
    tops = [rank for rank in inside if draft.facts[rank].level == 1]
    return tops[0] if len(tops) == 1 else None


def _elsewhere(unit: Facts) -> bool:
    """Whether a heading may be that of a link to the article: headers are called teasers, too."""
    return unit.level != 1 and bool(unit.marks & Mark.RELATED)


def lead(draft: Draft, title: int | None) -> None:
    """Find the lead: before the text, what the page's description repeats.

    Else what the markup calls a lead and reads like one, in the text if it is set off there.
    """
    first = draft.first_prose() or 0
    start = 0 if title is None or title > first else title + 1
    found = [rank for rank in range(start, first) if _may_lead(draft, rank)]
    if first in draft.body and draft.facts[first].sort not in draft.usual:
        found.append(first)
    told = [rank for rank in found if _is_told(draft, rank)]
    called = [rank for rank in found if _is_called(draft, rank)]
    for rank in (told or called)[:1]:
        draft.kinds[rank] = Decision(BlockKind.LEAD, confidence=970)
        draft.body.add(rank)


def _may_lead(draft: Draft, rank: int) -> bool:
    text = draft.folded[rank]
    linked = draft.facts[rank].links >= LINKED
    return len(text) >= _LEAST_LEAD and not linked and text not in draft.titles


def _is_told(draft: Draft, rank: int) -> bool:
    text = draft.folded[rank]
    for description in draft.descriptions:
        size = min(len(text), len(description), _COMPARED)
        if size >= _LEAST_LEAD and text[:size] == description[:size]:
            return True
    return False


def _is_called(draft: Draft, rank: int) -> bool:
    unit = draft.facts[rank]
    # Leads are called teasers, too.
    boxed = unit.marks & BOX & ~Mark.RELATED
    return bool(unit.marks & Mark.LEAD) and not boxed and alone(shape(unit.text), 1) is None


def headings(draft: Draft, title: int | None) -> None:
    """Name the headings that stand before the text: they head no part of it.

    The first is the title where none was found; a long one is the lead where there is none; the
    one directly above the text stays where there is one.
    """
    first = draft.first_prose()
    above = [rank for rank in sorted(draft.body) if first is not None and rank < first]
    if title is None and above:
        draft.name(above[0], Decision(BlockKind.TITLE, confidence=700))
    led = any(decision and decision.kind is BlockKind.LEAD for decision in draft.kinds)
    for rank in above:
        if draft.kinds[rank] or (led and first == rank + 1):
            continue
        leads = not led and len(draft.facts[rank].text) >= _LEAST_LEADING_HEADING
        led = led or leads
        kind = BlockKind.LEAD if leads else BlockKind.KICKER
        draft.kinds[rank] = Decision(kind, confidence=700)
