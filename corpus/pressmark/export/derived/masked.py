"""Masked texts: each article with all but the corpus's commonest words made unreadable."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pressmark.export.derived.forms import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.export.derived.forms import Parameters
    from pressmark.export.derived.source import Source

NAME = "masked"
TAKES = ("keep",)
MASK = "▢"
"""Stands for one word that is left out (U+25A2)."""
_WORD = re.compile(r"\w+")


def columns() -> Mapping[str, str]:
    """Article, and its text with the words masked."""
    return {"article_id": "string", "text": "string"}


def rows(source: Source, parameters: Parameters) -> Iterator[dict[str, Any]]:
    """The articles with each word masked that is none of the commonest; marks and breaks stay."""
    kept = _commonest(source, parameters.keep)
    for article, _, text in source.texts():
        hidden = _WORD.sub(lambda word: word[0] if word[0].lower() in kept else MASK, text)
        yield {"article_id": article, "text": hidden}


def _commonest(source: Source, keep: int) -> frozenset[str]:
    """The `keep` words that stand in most articles; of equals, the first by the alphabet."""
    found: Counter[str] = Counter()
    for _, _, text in source.texts():
        found.update({token for token in tokens(text) if _WORD.fullmatch(token)})
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return frozenset(token for token, _ in ranked[:keep])
