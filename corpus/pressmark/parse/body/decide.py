"""Decide which units of a page are its article, and what each of those between them is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.parse.alone import alone
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
_LEAST_LEAD = 40
_HEAD = 40


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
        self._drop_phrases()
        self._recover()
        self._drop_tail()
        self._lead(title)
        for rank in self.body:
            if self.kinds[rank] is None:
                self.kinds[rank] = self._kind(rank)
        self._between()
        return self.kinds

    def _own(self, unit: Facts) -> bool:
        """Whether nothing around a unit says that it belongs to a box in the article."""
        return not unit.marks & _BOX and unit.links < _LINKED

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
        for place, rank in enumerate(sorted(self.body)):
            unit = self.facts[rank]
            if unit.level or unit.item >= 0:
                continue
            verdict = alone(shape(unit.text), place)
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

    def _drop_tail(self) -> None:
        """Take out headings at the end and before another heading of the same or higher rank."""
        ranks = sorted(self.body)
        while ranks and self.facts[ranks[-1]].level:
            self.body.discard(ranks.pop())

    def _lead(self, title: int | None) -> None:
        """Find the lead: what the page's own description repeats, before or at the body's start."""
        told = [fold(text) for text in self.told.descriptions]
        titles = {fold(text) for text in self.told.titles}
        first = min(self.body, default=len(self.facts))
        start = 0 if title is None else min(title, first)
        for rank in range(start, min(first + 2, len(self.facts))):
            unit = self.facts[rank]
            text = self.folded[rank]
            if len(text) < _LEAST_LEAD or unit.links >= _LINKED or text in titles:
                continue
            stated = any(_same(text, description) for description in told)
            marked = unit.marks & Mark.LEAD and not unit.marks & (_BOX & ~Mark.RELATED)
            if rank < first and (stated or marked):
                self.kinds[rank] = Decision(BlockKind.LEAD)
                self.body.add(rank)
                return

    def _kind(self, rank: int) -> Decision:
        unit = self.facts[rank]
        if unit.level:
            return Decision(BlockKind.HEADING)
        if unit.marks & Mark.HEADING:
            return Decision(BlockKind.HEADING)
        if unit.row >= 0:
            return Decision(BlockKind.TABLE)
        if unit.item >= 0:
            return Decision(BlockKind.LIST_ITEM)
        if unit.quote >= 0:
            return Decision(BlockKind.QUOTE_BLOCK)
        return Decision(BlockKind.PARAGRAPH)

    def _between(self) -> None:
        """Name what stands among the article's blocks without being of its text."""
        ranks = [rank for rank, decision in enumerate(self.kinds) if decision]
        if not ranks:
            return
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
