"""Tell the article's own text from what stands in it without being of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.parse.alone import Verdict, alone
from pressmark.parse.body.draft import LINE, LINKED, Decision
from pressmark.parse.body.marks import Mark
from pressmark.parse.body.offers import is_offer
from pressmark.parse.shapes import shape
from pressmark_schema.vocabulary import BlockKind, KindBasis

if TYPE_CHECKING:
    from pressmark.parse.body.draft import Draft
    from pressmark.parse.body.facts import Facts

BOX = (
    Mark.AD
    | Mark.ASIDE
    | Mark.AUTHOR
    | Mark.CAPTION
    | Mark.CARD
    | Mark.COMMENT
    | Mark.DATE
    | Mark.HIDDEN
    | Mark.NAVIGATION
    | Mark.NEWSLETTER
    | Mark.RELATED
    | Mark.SHARE
)
"""What an article's own text is not in."""
_TAKEN = 0.5
"""Share of a unit that the extractor must have taken."""
_LINE_LINKED = 0.45
"""The share of links from which on a short line, or an item of a list, says nothing itself."""
_LEAST_REPEAT, _LEAST_TITLE = 40, 20
_MOST_QUOTATIONS = 200
GOOD_PART = 0.2
"""Share of the prose that makes a sort of element one of the article's paragraphs."""
_NOTE = 400
_NEAR = 30
_PORTRAYS = re.compile(
    r"\b(?:ist|arbeitet|schreibt|berichtet|leitet|is|works|writes|covers|reports|est|travaille)\b"
)
PHRASES = frozenset(
    {
        BlockKind.AD,
        BlockKind.AGENCY_CREDIT,
        BlockKind.BOILERPLATE,
        BlockKind.BYLINE,
        BlockKind.CAPTION,
        BlockKind.CORRECTION,
        BlockKind.DATELINE,
        BlockKind.TEASER,
    }
)
"""What a text may be by its own words that is none of the article."""


def take(draft: Draft) -> None:
    """Begin with what the extractor took and no box around it claims."""
    taken = (rank for rank, cover in enumerate(draft.facts.cover) if cover >= _TAKEN)
    draft.body = {rank for rank in taken if is_own(draft.facts[rank])}


def is_own(unit: Facts) -> bool:
    """Whether nothing says that a unit belongs to a box or leads elsewhere."""
    line = len(unit.text) < LINE or unit.item >= 0
    return not unit.marks & BOX and unit.links < (_LINE_LINKED if line else LINKED)


def drop_before(draft: Draft, title: int | None) -> None:
    """Take out what stands before the title, unless most of the article does."""
    before = {rank for rank in draft.body if title is not None and rank < title}
    if draft.lengths(before) * 2 < draft.lengths(draft.body):
        draft.take_out(before)


def drop_repeats(draft: Draft) -> None:
    """Take out what repeats the title, a paragraph, or a part of one as a pull quote does."""
    seen: set[str] = set()
    for rank in sorted(draft.body):
        text = draft.folded[rank]
        again = text in seen and len(text) >= _LEAST_REPEAT
        if text in draft.titles or again or _holds_title(draft, rank):
            draft.take_out({rank})
        seen.add(text)
    pulled = [rank for rank in sorted(draft.body) if draft.facts[rank].marks & Mark.QUOTE]
    others = sorted(draft.body.difference(pulled))
    whole = "\n".join(draft.folded[rank] for rank in others)
    draft.take_out({rank for rank in pulled[:_MOST_QUOTATIONS] if draft.folded[rank] in whole})


def _holds_title(draft: Draft, rank: int) -> bool:
    """Whether a heading is the title with its overline."""
    text = draft.folded[rank]
    return draft.facts[rank].level > 0 and any(
        len(title) * 2 > len(text) and len(title) >= _LEAST_TITLE and title in text
        for title in draft.titles
    )


def drop_strangers(draft: Draft) -> None:
    """Take out what is marked up as no paragraph of the article is: labels, boxes at its end.

    The article's paragraphs are those of the sorts of element that hold a good part of it. A bare
    line in an element of another sort is a label; whatever stands after the last paragraph and in
    another element than any is the page's, if it is the smaller part.
    """
    prose = [rank for rank in draft.body if _is_prose(draft.facts[rank])]
    sizes: dict[tuple[str, ...], int] = {}
    for rank in prose:
        sort = draft.facts[rank].sort
        sizes[sort] = sizes.get(sort, 0) + draft.length(rank)
    good = GOOD_PART * sum(sizes.values())
    draft.usual = {sort for sort, size in sizes.items() if size >= good}
    last = max((rank for rank in prose if _is_usual(draft, rank)), default=-1)
    boxes = {draft.facts[rank].box for rank in prose if _is_usual(draft, rank)}
    after = {rank for rank in draft.body if rank > last and draft.facts[rank].box not in boxes}
    if draft.lengths(after) < good:
        draft.take_out(after)
    draft.take_out({rank for rank in prose if _is_label(draft, rank) or not draft.folded[rank]})


def _is_prose(unit: Facts) -> bool:
    return not unit.level and unit.item < 0 and unit.quote < 0 and unit.row < 0


def _is_usual(draft: Draft, rank: int) -> bool:
    return draft.facts[rank].sort in draft.usual


def _is_label(draft: Draft, rank: int) -> bool:
    return (
        draft.facts[rank].tag != "p" and is_bare(draft.facts[rank]) and not _is_usual(draft, rank)
    )


def is_bare(unit: Facts) -> bool:
    """Whether a unit is a short line without a closing mark."""
    return len(unit.text) < LINE and shape(unit.text).end == ""


def recover(draft: Draft) -> None:
    """Take in what stands among the article's blocks just as they do."""
    boxes = {draft.facts[rank].box for rank in draft.body if not draft.facts[rank].level}
    # From the end, so that a heading is seen after the text that it heads.
    for rank in reversed(range(min(draft.body, default=0), max(draft.body, default=0))):
        unit = draft.facts[rank]
        decided = rank in draft.body or rank in draft.out or draft.kinds[rank] is not None
        if decided or not unit.inside or not is_own(unit):
            continue
        heads = unit.level > 1 and rank + 1 in draft.body
        if heads or (unit.tag == "p" and unit.box in boxes and unit.item < 0):
            draft.body.add(rank)


def drop_phrases(draft: Draft) -> None:
    """Take out what its own words tell to be no text of the article, as in flat texts."""
    for place, rank in enumerate(sorted(draft.body)):
        unit = draft.facts[rank]
        verdict = None if unit.level or unit.item >= 0 else _verdict(draft, rank, place)
        if verdict and verdict.kind in PHRASES:
            draft.name(rank, Decision(verdict.kind, KindBasis.PATTERN, verdict.confidence))


def _verdict(draft: Draft, rank: int, place: int) -> Verdict | None:
    """What a block's words say, one of the author's stated names among them."""
    unit = draft.facts[rank]
    folded = draft.folded[rank]
    if is_offer(unit.text, folded):
        return Verdict(BlockKind.BOILERPLATE, "page.paywall")
    found = alone(shape(unit.text), place)
    named = is_bare(unit) and any(name in folded for name in draft.authors)
    return found or (Verdict(BlockKind.BYLINE, "byline.stated") if named else None)


def drop_tail(draft: Draft) -> None:
    """Take out headings at the end, and a note that portrays the author."""
    ranks = sorted(draft.body)
    while ranks and draft.facts[ranks[-1]].level:
        draft.body.discard(ranks.pop())
    for rank in ranks[1:][-2:]:
        if _portrays(draft, rank):
            draft.name(rank, Decision(BlockKind.BYLINE, KindBasis.PATTERN, 800))


def _portrays(draft: Draft, rank: int) -> bool:
    text, folded = draft.facts[rank].text, draft.folded[rank]
    about = any(name in folded[: len(name) + _NEAR] for name in draft.authors)
    return about and len(text) < _NOTE and _PORTRAYS.search(text) is not None
