"""Tell the language of each block, among the languages that a corpus declares."""

import copy
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pressmark.parse import function_words
from pressmark.parse.words import in_order, words
from pressmark_schema.vocabulary import LangBasis

UNDETERMINED = "und"
"""BCP 47's code for a language that is not known."""

_MIN_WORDS = 3
_SURE_WORDS = 12
_SURE = 0.9
_READ_CHARS = 500
"""Code points of a block that are read: on 2,735 blocks the verdict is that on the whole text."""

_SIGNS = re.compile(r"https?://\S+|(?:pic\.twitter\.com|t\.co)/\S+|[@#]\w+(?:\.\w+)*")
_IN_SIGNS = ("/", "@", "#")
"""One of which every match of _SIGNS holds: most blocks hold none."""


def identify(
    texts: Sequence[str], languages: Sequence[str], inherited: str | None
) -> list[tuple[str, LangBasis]]:
    """The language of each of an article's blocks and what decided it, in the order of `texts`.

    `languages` are the BCP 47 codes that come into question; `inherited` is the article's
    language, by default the one most of its text is in. A block inherits it when it has under
    three words beside names, handles and addresses, or is short and the verdict is not clear.
    """
    verdicts = _verdicts(texts, languages)
    default = inherited or _weighted(texts, verdicts)
    return [
        (default, LangBasis.INHERITED) if verdict is None else (verdict, LangBasis.IDENTIFIED)
        for verdict in verdicts
    ]


def article_language(texts: Sequence[str], languages: Sequence[str]) -> str:
    """The language in which most of the text is, by length; `und` when no block tells."""
    return _weighted(texts, _verdicts(texts, languages))


def _verdicts(texts: Sequence[str], languages: Sequence[str]) -> list[str | None]:
    among = tuple(languages)
    return [_verdict(text[:_READ_CHARS], among) for text in texts]


def _weighted(texts: Sequence[str], verdicts: Sequence[str | None]) -> str:
    weights: Counter[str] = Counter()
    for text, verdict in zip(texts, verdicts, strict=True):
        if verdict is not None:
            weights[verdict] += len(text)
    best = max(weights.values(), default=0)
    return min((code for code, weight in weights.items() if weight == best), default=UNDETERMINED)


@lru_cache(maxsize=4096)
def _verdict(text: str, languages: tuple[str, ...]) -> str | None:
    """The block's own language, or None when it does not tell.

    Cached, since `article_language` and `identify` ask about the same blocks one after the other.
    """
    prose = _SIGNS.sub(" ", text) if any(sign in text for sign in _IN_SIGNS) else text
    told = words(prose)
    if told.total < _MIN_WORDS or (told.total < 2 * _MIN_WORDS and _names_only(prose)):
        return None
    codes = _codes(languages)
    if len(codes) == 1 and function_words.listed(*codes):
        return next(iter(codes.values()))  # as a model that knows one language alone would say
    plain = function_words.language(told, tuple(codes))
    if plain in codes:
        return codes[plain]
    model = _model(tuple(codes))
    if model is None:
        return None
    code, confidence = model.classify(prose)
    if told.total < _SURE_WORDS and confidence < _SURE:
        return None
    return codes.get(code)


def _names_only(text: str) -> bool:
    """Whether every word is capitalised: names, or a title in a case that hides the language."""
    return all(word[0].isupper() for word in in_order(text))


@lru_cache(maxsize=8)
def _codes(languages: tuple[str, ...]) -> dict[str, str]:
    """The declared code by the primary one, which is all that words and model know."""
    codes: dict[str, str] = {}
    for language in languages:
        codes.setdefault(language.split("-")[0].lower(), language)
    return codes


@lru_cache(maxsize=8)
def _model(languages: tuple[str, ...]) -> Any:
    """The identifier restricted to `languages`; None where it knows none of them."""
    whole = _whole_model()
    known = sorted(set(languages) & set(whole.labels))
    if not known:
        return None
    model = copy.copy(whole)
    model.set_languages(known)
    return model


@lru_cache(maxsize=1)
def _whole_model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    load: Any = LanguageIdentifier.from_model_file  # carries no types
    return load(MODEL_FILE, norm_probs=True)
