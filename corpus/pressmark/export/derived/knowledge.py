"""What a reader of published derived forms knows of the next word of an article.

Each class answers, place by place, which words can stand there for one who has written the article
correctly so far; None: any word. What all published sets leave possible is their intersection.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from pressmark import store
from pressmark.export.derived import bag_of_words, masked, ngrams, sentences
from pressmark.export.derived.forms import tokens
from pressmark.export.sentences import sentences as divide
from pressmark_schema.analysis import JOINT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_MANY = 64
"""Successors of a run of words above which they tell nothing."""
_REACH = 4
"""Words of a sentence that are looked back at: five in a row are all but unique in a language."""


class Words:
    """One article to be guessed: its words, in order."""

    def __init__(self, article_id: str, lang: str, text: str) -> None:
        self.article_id = article_id
        self.tokens = tokens(text)
        self._lang, self._text = lang, text

    @cached_property
    def starts(self) -> frozenset[int]:
        """The places at which a sentence begins."""
        found, place = [], 0
        for block in self._text.split(JOINT):
            for start, end in divide(block, self._lang):
                found.append(place)
                place += len(tokens(block[start:end]))
        return frozenset(found)


class Knowledge(Protocol):
    """What one published set tells."""

    def candidates(self, words: Words) -> Iterator[Collection[str] | None]:
        """For each place of the article the words that can stand there; None: any."""


class Bag:
    """The words of an article that are not used up yet."""

    def __init__(self, path: Path, sample: Sequence[Words]) -> None:
        wanted = {words.article_id for words in sample}
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in _rows(path):
            if row["article_id"] in wanted:
                self._counts[row["article_id"]][row["token"]] = row["n"]

    def candidates(self, words: Words) -> Iterator[Collection[str] | None]:
        """The same words at every place, but for those used up."""
        left = Counter(self._counts[words.article_id])
        for token in words.tokens:
            yield left.keys()
            left[token] -= 1
            if left[token] <= 0:
                del left[token]


class Ngrams:
    """The words that follow the last n - 1 somewhere in the corpus."""

    def __init__(self, path: Path, sample: Sequence[Words], n: int) -> None:
        self._before = n - 1
        wanted = {context for words in sample for context in self._contexts(words.tokens)}
        pairs = (row["ngram"].rpartition(" ") for row in _rows(path))
        self._following = _following((ctx, word) for ctx, _, word in pairs if ctx in wanted)

    def candidates(self, words: Words) -> Iterator[Collection[str] | None]:
        """The published successors of the words before; none is known at the beginning."""
        yield from [None] * min(self._before, len(words.tokens))
        for context in self._contexts(words.tokens)[: len(words.tokens) - self._before]:
            yield self._following.get(context)

    def _contexts(self, found: list[str]) -> list[str]:
        return list(ngrams.runs(found, self._before))


class Sentences:
    """The words that follow within a sentence; where one begins, any can stand."""

    def __init__(self, path: Path, sample: Sequence[Words]) -> None:
        wanted = {context for words in sample for context in _in_sentences(words) if context}
        self._following = _following(
            (context, word)
            for row in _rows(path)
            for context, word in _steps(tokens(row["sentence"]))
            if context in wanted
        )

    def candidates(self, words: Words) -> Iterator[Collection[str] | None]:
        """The published successors of the words before in the sentence."""
        for context in _in_sentences(words):
            yield self._following.get(context) if context else None


class Masked:
    """The words that are readable."""

    def __init__(self, path: Path, sample: Sequence[Words]) -> None:
        wanted = {words.article_id for words in sample}
        self._shown = {
            row["article_id"]: tokens(row["text"])
            for row in _rows(path)
            if row["article_id"] in wanted
        }

    def candidates(self, words: Words) -> Iterator[Collection[str] | None]:
        """The word itself where it is readable."""
        shown = self._shown.get(words.article_id, [])
        for place in range(len(words.tokens)):
            readable = place < len(shown) and shown[place] != masked.MASK
            yield (shown[place],) if readable else None


def knowledge(path: Path, operation: str, n: int, sample: Sequence[Words]) -> Knowledge:
    """What the table at `path`, made by `operation`, tells of the articles in `sample`."""
    if operation == ngrams.NAME:
        return Ngrams(path, sample, n)
    made: dict[str, type[Bag | Sentences | Masked]] = {
        bag_of_words.NAME: Bag,
        sentences.NAME: Sentences,
        masked.NAME: Masked,
    }
    return made[operation](path, sample)


def _steps(found: list[str]) -> Iterator[tuple[str, str]]:
    """Each word of a sentence but the first, with those before it, up to the reach."""
    for place in range(1, len(found)):
        yield _context(found, 0, place), found[place]


def _in_sentences(words: Words) -> Iterator[str]:
    """For each place the words of its sentence before it, up to the reach; "" where it begins."""
    start = 0
    for place in range(len(words.tokens)):
        start = place if place in words.starts else start
        yield _context(words.tokens, start, place)


def _context(found: list[str], start: int, place: int) -> str:
    """The words before `place`; those that open a sentence are marked, since a reader sees that."""
    first = max(start, place - _REACH)
    if first == place:
        return ""
    return ("^ " if first == start else "") + " ".join(found[first:place])


def _following(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Collection[str] | None]:
    found: dict[str, set[str]] = {}
    for context, word in pairs:
        held = found.setdefault(context, set())
        if len(held) <= _MANY:
            held.add(word)
    return {context: None if len(held) > _MANY else held for context, held in found.items()}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for batch in store.read_table(path):
        yield from batch.to_pylist()
