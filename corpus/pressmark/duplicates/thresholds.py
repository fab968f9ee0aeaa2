"""From where on two texts count as near duplicates, or as one a part of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressmark.duplicates.characters import Flags, Integers


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least Jaccard similarity and containment (per mille), and the words a text must have.

    The defaults were measured on pairs of real articles: 0.5 on 5-word shingles finds nearly all
    pairs that a reader calls near and no other, 0.8 misses a quarter of them; paywall cuts are
    told by a containment of 0.6.
    """

    jaccard: int = 500
    containment: int = 600
    min_words: int = 10

    def near(self, shared: Integers, union: Integers) -> Flags:
        """Which texts with so many shingles in common and in all are near duplicates."""
        return (shared > 0) & (shared * 1000 >= self.jaccard * union)

    def part(self, shared: Integers, smaller: Integers) -> Flags:
        """Which texts with the fewer shingles are a part of the other."""
        return (shared > 0) & (shared * 1000 >= self.containment * smaller)

    @property
    def least_shared(self) -> float:
        """The least share of the smaller set that any pair above a threshold has in common.

        With J = s / (a + b - s) and a <= b, s = J (a + b) / (1 + J) >= 2 J a / (1 + J).
        """
        return min(self.containment, 2000 * self.jaccard / (1000 + self.jaccard)) / 1000
