"""What the steps of the decision read and write: the units, and what is held of each so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.parse.body.told import fold
from pressmark_schema.vocabulary import BlockKind, KindBasis

if TYPE_CHECKING:
    from pressmark.parse.body.facts import Units
    from pressmark.parse.body.told import Told
    from pressmark_schema.vocabulary import Platform

LINE = 100
"""Code points below which a text without a closing mark may be a label, a name, a link."""
LINKED = 0.7
"""Share of a text in links from which on it leads elsewhere and says nothing itself."""
ALONE = -1
"""The group of a unit that is a block of its own; others are indices of elements, or below."""
_LEAST_NAME = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """A unit's kind, what decided it, and how sure that is (per mille).

    The figures are shares of 2,200 blocks of 65 pages that were right, rounded down.

    Neighbours of the same `group` are one block, but for those of group ALONE.
    """

    kind: BlockKind
    basis: KindBasis = KindBasis.MARKUP
    confidence: int = 980
    group: int = ALONE
    platform: Platform | None = None


class Draft:
    """The units of a page with what is decided of each.

    `body` are the ranks of those held to be the article's text, `kinds` the decisions made, None
    where there is none yet; `usual` the sorts of element that the article's paragraphs are; `out`
    what was taken out for good.
    """

    def __init__(self, facts: Units, told: Told) -> None:
        self.facts = facts
        self.folded = [fold(facts.layer.text[start:end]) for start, end, _ in facts.layer.units]
        self.titles = {fold(title) for title in told.titles} - {""}
        self.descriptions = [fold(text) for text in told.descriptions]
        self.authors = [fold(name) for name in told.authors if len(name) >= _LEAST_NAME]
        self.kinds: list[Decision | None] = [None] * len(facts)
        self.body: set[int] = set()
        self.usual: set[tuple[str, ...]] = set()
        self.out: set[int] = set()

    def name(self, rank: int, decision: Decision) -> None:
        """Decide what a unit is that is not of the article's text."""
        self.body.discard(rank)
        self.kinds[rank] = decision

    def take_out(self, ranks: set[int]) -> None:
        """Decide that units are not of the article's text, and not yet what they are."""
        self.body -= ranks
        self.out |= ranks

    def length(self, rank: int) -> int:
        """The code points of a unit."""
        start, end, _element = self.facts.layer.units[rank]
        return end - start

    def lengths(self, ranks: set[int]) -> int:
        """The code points of several."""
        return sum(map(self.length, ranks))

    def first_prose(self) -> int | None:
        """The first unit of the article's text that is no heading."""
        return min((rank for rank in self.body if not self.facts[rank].level), default=None)
