"""Bag of words: how often each word stands in each article, without their order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pressmark.export.derived.forms import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.export.derived.forms import Parameters
    from pressmark.export.derived.source import Source

NAME = "bag-of-words"
TAKES = ("min_articles",)


def columns() -> Mapping[str, str]:
    """Article, word, and how often it stands there."""
    return {"article_id": "string", "token": "string", "n": "integer"}


def rows(source: Source, parameters: Parameters) -> Iterator[dict[str, Any]]:
    """The words of each article that stand in enough articles, sorted in each."""
    common = _common(source, parameters.min_articles)
    for article, _, text in source.texts():
        for token, count in sorted(Counter(tokens(text)).items()):
            if common is None or token in common:
                yield {"article_id": article, "token": token, "n": count}


def _common(source: Source, least: int) -> frozenset[str] | None:
    """The words in at least `least` articles; None where that leaves out none."""
    if least <= 1:
        return None
    found: Counter[str] = Counter()
    for _, _, text in source.texts():
        found.update(set(tokens(text)))
    return frozenset(token for token, count in found.items() if count >= least)
