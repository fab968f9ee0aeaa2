"""How much of each article can be written down again from derived forms that were published.

The measure is an attacker's best case: knowing all words before a place, which words can stand
there by every published set together? A place is *determined* where one word is left and it is
right. A text is rebuilt where many determined places follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from pressmark.export.derived.knowledge import Words, knowledge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from pressmark.export.derived.knowledge import Knowledge

LONGEST = 30
"""Words in a row, determined, from which on a stretch counts as rebuilt: longer than nearly every
sentence, so that publishing sentences one by one is not itself a rebuilt text."""
SHARE = 0.9
"""Share of its words from which on an article counts as rebuilt however its stretches lie."""
LEAST = 20
"""Words below which an article has too little order to rebuild."""
SAMPLE = 5_000
"""Articles that are tried at most: those with the least ids, which are hashes, so a fair sample."""


@dataclass(frozen=True, slots=True)
class Table:
    """A published table: where it lies, what made it, and n where it holds n-grams."""

    path: Path
    operation: str
    n: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """One article: its words, how many are determined, and the longest run of such."""

    article_id: str
    tokens: int
    determined: int
    longest: int

    @property
    def rebuilt(self) -> bool:
        """Whether so much of it can be written down again that it is not a derived form."""
        enough = self.tokens >= LEAST
        return enough and (self.longest >= LONGEST or self.determined >= SHARE * self.tokens)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was measured over the articles that were tried."""

    articles: int
    tokens: int
    determined: int
    worst: Tried | None
    rebuilt: int

    @property
    def safe(self) -> bool:
        """Whether no article that was tried can be rebuilt."""
        return not self.rebuilt

    @property
    def share(self) -> float:
        """The share of all words that are determined."""
        return self.determined / self.tokens if self.tokens else 0.0

    def record(self) -> dict[str, Any]:
        """The figures as a descriptor records them."""
        return {
            "articles": self.articles,
            "determined": round(self.share, 4),
            "longest": self.worst.longest if self.worst else 0,
            "rebuilt": self.rebuilt,
            "limits": {"longest": LONGEST, "share": SHARE, "least": LEAST},
        }


def audit(texts: Iterable[tuple[str, str, str]], published: Sequence[Table]) -> Audit:
    """Try the articles of `texts` (id, language, text) against all `published` tables together."""
    sample = [Words(*text) for text in nsmallest(SAMPLE, texts)]
    known = [knowledge(table.path, table.operation, table.n, sample) for table in published]
    tried = [_tried(words, known) for words in sample]
    return Audit(
        articles=len(tried),
        tokens=sum(one.tokens for one in tried),
        determined=sum(one.determined for one in tried),
        worst=max(tried, key=lambda one: (one.rebuilt, one.longest, one.determined), default=None),
        rebuilt=sum(one.rebuilt for one in tried),
    )


def _tried(words: Words, known: Sequence[Knowledge]) -> Tried:
    determined = longest = run = 0
    told = zip(*(source.candidates(words) for source in known), strict=True)
    for token, candidates in zip(words.tokens, told, strict=False):
        run = run + 1 if _only(candidates) == token else 0
        determined += run > 0
        longest = max(longest, run)
    return Tried(words.article_id, len(words.tokens), determined, longest)


def _only(told: Iterable[Collection[str] | None]) -> str | None:
    """The one word that all leave possible; None where it is none or several."""
    limits = sorted((found for found in told if found is not None), key=len)
    if not limits:
        return None
    left = _left(limits)
    first = next(left, None)
    return first if next(left, None) is None else None


def _left(limits: Sequence[Collection[str]]) -> Iterator[str]:
    return (word for word in limits[0] if all(word in others for others in limits[1:]))
