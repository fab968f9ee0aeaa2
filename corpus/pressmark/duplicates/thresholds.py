"""From where on two texts count as near duplicates, or as one a part of the other."""

from dataclasses import dataclass


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

    def near(self, shared: int, union: int) -> bool:
        """Whether two texts with so many shingles in common and in all are near duplicates."""
        return shared > 0 and shared * 1000 >= self.jaccard * union

    def part(self, shared: int, smaller: int) -> bool:
        """Whether the text with the fewer shingles is a part of the other."""
        return shared > 0 and shared * 1000 >= self.containment * smaller

    @property
    def least_shared(self) -> float:
        """The least share of the smaller set that any pair above a threshold has in common.

        With J = s / (a + b - s) and a <= b, s = J (a + b) / (1 + J) >= 2 J a / (1 + J).
        """
        return min(self.containment, 2000 * self.jaccard / (1000 + self.jaccard)) / 1000
