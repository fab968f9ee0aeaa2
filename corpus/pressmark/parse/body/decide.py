"""Decide which units of a page are its article, and what each of those between them is."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pressmark.parse.alone import Verdict, alone
from pressmark.parse.body.marks import Mark
from pressmark.parse.body.told import fold
from pressmark.parse.shapes import shape
from pressmark_schema.vocabulary import BlockKind, KindBasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.parse.body.embeds import Embedded
    from pressmark.parse.body.facts import Facts
    from pressmark.parse.body.told import Told
    from pressmark_schema.vocabulary import Platform

_TAKEN = 0.5
"""Share of a unit that the extractor must have taken."""
_LINKED = 0.7
_BOX = (
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
_SHORT_LINKED = 0.45
_LEAST_LEAD = 40
_LEAST_HEADING_LEAD = 60
_HEAD = 40
_LINE = 100
"""Code points below which a text without a closing mark may be a label."""
_GOOD_PART = 0.2
_BOLD = 0.95
_CELLS = frozenset({"td", "th"})
_ITEMS = frozenset({"li", "dd", "dt"})
_LONG_CELL = 200
"""Code points from which on a cell is one of a table that only lays out a page."""
_NAME = 6
_NEAR = 30
_NOTE = 400
_PORTRAYS = re.compile(
    r"\b(?:ist|arbeitet|schreibt|berichtet|leitet|is|works|writes|covers|reports|est|travaille)\b"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A unit's kind, what decided it, and how sure that is (per mille).

    Units of the same `group` are one block; -1 for a unit that is a block of its own. `taken`:
    the extractor said that it is of the article.
    """

    kind: BlockKind
    basis: KindBasis = KindBasis.MARKUP
    confidence: int = 900
    group: int = -1
    taken: bool = False
    platform: Platform | None = None


class Decider:
    """The steps of the decision, each reading what the earlier ones found."""

    def __init__(self, found: Sequence[Facts], told: Told, posts: Sequence[Embedded]) -> None:
        self.facts, self.told, self.posts = found, told, posts
        self.folded = [fold(unit.text) for unit in found]
        self.kinds: list[Decision | None] = [None] * len(found)
        self.usual: set[tuple[str, ...]] = set()
        self.body = {
            rank for rank, unit in enumerate(found) if unit.cover >= _TAKEN and self._own(unit)
        }

    def decide(self) -> list[Decision | None]:
        """A decision for each unit of the article; None for those that are not of it."""
        title = self._title()
        if title is not None:
            self.kinds[title] = Decision(BlockKind.TITLE)
        self._drop_head(title)
        self._posts()
        self._drop_echoes()
        self._drop_strangers()
        self._recover()
        self._drop_phrases()
        self._drop_tail()
        self._lead(title)
        self._opening()
        for rank in self.body:
            if self.kinds[rank] is None:
                self.kinds[rank] = self._kind(rank)
        self._set_off()
        self._attributions()
        self._between()
        return self.kinds

    def _own(self, unit: Facts) -> bool:
        """Whether nothing around a unit says that it belongs to a box in the article."""
        few = _SHORT_LINKED if len(unit.text) < _LINE else _LINKED
        return not unit.marks & _BOX and unit.links < (_LINKED if unit.item >= 0 else few)

    def _title(self) -> int | None:
        """The unit that prints the title: of those equal to a stated one the highest heading."""
        titles = {fold(title) for title in self.told.titles} - {""}
        first = min(self.body, default=len(self.facts))
        found = [
            rank
            for rank, text in enumerate(self.folded)
            if text in titles and not self.facts[rank].marks & (Mark.NAVIGATION | Mark.RELATED)
        ]
        ranked = sorted(
            found, key=lambda rank: (self.facts[rank].level or 9, rank > first, abs(first - rank))
        )
        if ranked:
            return ranked[0]
        tops = [rank for rank, unit in enumerate(self.facts) if unit.level == 1 and unit.inside]
        return tops[0] if len(tops) == 1 else None

    def _drop_head(self, title: int | None) -> None:
        """Take out what stands before the title, unless most of the article does."""
        if title is None:
            return
        before = {rank for rank in self.body if rank < title}
        if sum(self._length(rank) for rank in before) * 2 < sum(map(self._length, self.body)):
            self.body -= before

    def _posts(self) -> None:
        """Name the posts that stand among the article's blocks."""
        if not self.body:
            return
        first, last = min(self.body), max(self.body)
        begins = [unit.start for unit in self.facts]
        for post in self.posts:
            ranks = range(bisect_left(begins, post.start), bisect_left(begins, post.end))
            inside = all(self.facts[rank].inside for rank in ranks)
            if self.body.isdisjoint(ranks) and not (inside and first <= ranks[0] <= last):
                continue
            made = Decision(BlockKind.EMBED, group=post.element, platform=post.platform)
            for rank in ranks:
                self.kinds[rank] = made
                self.body.discard(rank)

    def _drop_echoes(self) -> None:
        """Take out what repeats the title, a paragraph, or a part of one as a pull quote does."""
        titles = {fold(title) for title in self.told.titles}
        seen: set[str] = set()
        for rank in sorted(self.body):
            text = self.folded[rank]
            if text in titles or (text in seen and len(text) >= _HEAD):
                self.body.discard(rank)
            seen.add(text)
        whole = "\n".join(self.folded[rank] for rank in sorted(self.body) if not self._pulled(rank))
        for rank in [rank for rank in self.body if self._pulled(rank)]:
            if self.folded[rank] in whole:
                self.body.discard(rank)

    def _pulled(self, rank: int) -> bool:
        return bool(self.facts[rank].marks & Mark.QUOTE)

    def _drop_phrases(self) -> None:
        """Take out what the set phrases of newspaper pages tell to be no text of the article."""
        authors = [fold(name) for name in self.told.authors if len(name) >= _NAME]
        for place, rank in enumerate(sorted(self.body)):
            unit = self.facts[rank]
            if unit.level or unit.item >= 0:
                continue
            line = shape(unit.text)
            verdict = alone(line, place)
            if line.line and len(line.text) < _LINE and line.end == "":
                named = any(name in self.folded[rank] for name in authors)
                verdict = verdict or (Verdict(BlockKind.BYLINE, 800) if named else None)
            if verdict and verdict.kind in _PHRASES:
                self.body.discard(rank)
                self.kinds[rank] = Decision(verdict.kind, KindBasis.PATTERN, verdict.confidence)

    def _recover(self) -> None:
        """Take in what stands among the article's blocks just as they do."""
        if not self.body:
            return
        boxes = {self.facts[rank].box for rank in self.body if not self.facts[rank].level}
        first, last = min(self.body), max(self.body)
        for rank in range(first, last):
            unit = self.facts[rank]
            if rank in self.body or self.kinds[rank] or not unit.inside or not self._own(unit):
                continue
            if unit.level > 1 or (unit.tag == "p" and unit.box in boxes and unit.item < 0):
                self.body.add(rank)

    def _drop_strangers(self) -> None:
        """Take out what is marked up as no paragraph of the article is: labels, boxes at its end.

        The article's paragraphs are those of the sorts of element that hold a good part of it. A
        bare line in an element of another sort is a label; whatever stands after the last
        paragraph in an element of another sort is the page's, if it is the smaller part.
        """
        sizes: dict[tuple[str, ...], int] = {}
        prose = [rank for rank in self.body if self._is_prose(rank)]
        for rank in prose:
            sort = self.facts[rank].sort
            sizes[sort] = sizes.get(sort, 0) + self._length(rank)
        total = sum(sizes.values())
        usual = {sort for sort, size in sizes.items() if size >= _GOOD_PART * total}
        self.usual = usual
        last = max((rank for rank in prose if self.facts[rank].sort in usual), default=-1)
        after = {rank for rank in self.body if rank > last and self.facts[rank].sort not in usual}
        if sum(map(self._length, after)) < _GOOD_PART * total:
            self.body -= after
        for rank in prose:
            unit = self.facts[rank]
            bare = unit.tag != "p" and len(unit.text) < _LINE and shape(unit.text).end == ""
            if bare and unit.sort not in usual:
                self.body.discard(rank)

    def _is_prose(self, rank: int) -> bool:
        unit = self.facts[rank]
        return not unit.level and unit.item < 0 and unit.quote < 0 and unit.row < 0

    def _drop_tail(self) -> None:
        """Take out headings at the end, and the note on its author after it."""
        ranks = sorted(self.body)
        while ranks and self.facts[ranks[-1]].level:
            self.body.discard(ranks.pop())
        authors = [fold(name) for name in self.told.authors if len(name) >= _NAME]
        for rank in ranks[-2:]:
            text = self.folded[rank]
            about = any(name in text[: len(name) + _NEAR] for name in authors)
            short = len(self.facts[rank].text) < _NOTE
            if rank > ranks[0] and about and short and _PORTRAYS.search(self.facts[rank].text):
                self.body.discard(rank)
                self.kinds[rank] = Decision(BlockKind.BYLINE, KindBasis.PATTERN, 800)

    def _lead(self, title: int | None) -> None:
        """Find the lead: before or at the body's start, what the page's description repeats.

        Else what the markup calls so and reads like a sentence.
        """
        told = [fold(text) for text in self.told.descriptions]
        first = min((rank for rank in self.body if not self.facts[rank].level), default=0)
        start = 0 if title is None or title > first else title + 1
        found = [rank for rank in range(start, first) if self._may_lead(rank)]
        stated = [rank for rank in found if any(_same(self.folded[rank], text) for text in told)]
        marked = [rank for rank in found if self._is_called_lead(rank)]
        opener = first in self.body and self.facts[first].sort not in self.usual
        if not (stated or marked) and opener and self._is_called_lead(first):
            marked = [first]
        for rank in (stated or marked)[:1]:
            self.kinds[rank] = Decision(BlockKind.LEAD)
            self.body.add(rank)

    def _may_lead(self, rank: int) -> bool:
        unit, text = self.facts[rank], self.folded[rank]
        titles = {fold(title) for title in self.told.titles}
        return len(text) >= _LEAST_LEAD and unit.links < _LINKED and text not in titles

    def _is_called_lead(self, rank: int) -> bool:
        unit = self.facts[rank]
        boxed = unit.marks & _BOX & ~Mark.RELATED
        return bool(unit.marks & Mark.LEAD) and not boxed and alone(shape(unit.text), 1) is None

    def _opening(self) -> None:
        """Name the headings that stand before the first paragraph: they head no part of it."""
        ranks = sorted(self.body)
        first = next((rank for rank in ranks if not self.facts[rank].level), None)
        for rank in ranks:
            if first is None or rank >= first:
                break
            if self.kinds[rank] is None:
                long = len(self.facts[rank].text) >= _LEAST_HEADING_LEAD
                led = any(decision and decision.kind is BlockKind.LEAD for decision in self.kinds)
                follows = rank + 1 == first and led
                if not follows:
                    kind = BlockKind.LEAD if long and not led else BlockKind.KICKER
                    self.kinds[rank] = Decision(kind, confidence=700)

    def _set_off(self) -> None:
        """Make headings of the bare lines between paragraphs that are set off from these.

        That is by an element of another sort than theirs, or by bold type throughout.
        """
        ranks = sorted(self.body)
        for before, rank, after in zip(ranks, ranks[1:], ranks[2:], strict=False):
            unit = self.facts[rank]
            between = all(self._is_paragraph(beside) for beside in (before, rank, after))
            line = shape(unit.text)
            apart = unit.sort not in self.usual or unit.bold >= _BOLD
            long = len(self.facts[after].text) >= _LINE
            if between and apart and long and line.line and line.end == "":
                self.kinds[rank] = Decision(BlockKind.HEADING, KindBasis.PATTERN, 800)

    def _is_paragraph(self, rank: int) -> bool:
        decision = self.kinds[rank]
        return decision is not None and decision.kind in {BlockKind.PARAGRAPH, BlockKind.LEAD}

    def _attributions(self) -> None:
        """Join a quotation that is set off with the bare line that names its speaker."""
        for rank in sorted(self.body):
            unit, before = self.facts[rank], self.facts[rank - 1]
            decision = self.kinds[rank - 1]
            bare = len(unit.text) < _LINE and shape(unit.text).end == "" and unit.tag != "p"
            quoted = decision is not None and decision.kind is BlockKind.QUOTE_BLOCK
            if decision and quoted and bare and 0 <= unit.quote == before.quote:
                joined = replace(decision, group=unit.quote)
                self.kinds[rank - 1] = self.kinds[rank] = joined

    def _kind(self, rank: int) -> Decision:
        unit = self.facts[rank]
        if unit.level:
            return Decision(BlockKind.HEADING)
        if unit.marks & Mark.HEADING:
            return Decision(BlockKind.HEADING)
        if unit.row >= 0 and unit.tag in _CELLS and len(unit.text) < _LONG_CELL:
            return Decision(BlockKind.TABLE, group=unit.row)
        if unit.item >= 0 and (unit.tag in _ITEMS or self._alone(rank)):
            return Decision(BlockKind.LIST_ITEM)
        if unit.quote >= 0:
            return Decision(BlockKind.QUOTE_BLOCK)
        return Decision(BlockKind.PARAGRAPH)

    def _alone(self, rank: int) -> bool:
        """Whether a unit is all that its list item holds; an item of more is a box of blocks."""
        item = self.facts[rank].item
        beside = self.facts[max(0, rank - 1) : rank + 2]
        return sum(1 for unit in beside if unit.item == item) == 1

    def _between(self) -> None:
        """Name what stands among the article's blocks without being of its text."""
        ranks = [rank for rank, decision in enumerate(self.kinds) if decision]
        if not ranks:
            return
        if ranks[0] and self.facts[ranks[0] - 1].marks & Mark.KICKER:
            self.kinds[ranks[0] - 1] = Decision(BlockKind.KICKER)
        for rank in range(ranks[0], ranks[-1]):
            if self.kinds[rank] is None:
                self.kinds[rank] = _aside(self.facts[rank])

    def _length(self, rank: int) -> int:
        return self.facts[rank].end - self.facts[rank].start


_PHRASES = frozenset(
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
_ASIDES = (
    (Mark.AD, BlockKind.AD),
    (Mark.CAPTION, BlockKind.CAPTION),
    (Mark.CARD | Mark.RELATED, BlockKind.TEASER),
    (Mark.AUTHOR, BlockKind.BYLINE),
    (Mark.DATE, BlockKind.DATELINE),
    (Mark.KICKER, BlockKind.KICKER),
)


def _aside(unit: Facts) -> Decision:
    for mark, kind in _ASIDES:
        if unit.marks & mark:
            return Decision(kind)
    if unit.links >= _LINKED:
        return Decision(BlockKind.TEASER, confidence=700)
    return Decision(BlockKind.BOILERPLATE, confidence=600)


def _same(text: str, description: str) -> bool:
    """Whether a block says what a description says, which is often cut."""
    size = min(len(text), len(description), 150)
    return size >= _LEAST_LEAD and text[:size] == description[:size]
