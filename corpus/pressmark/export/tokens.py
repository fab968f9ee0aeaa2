"""Words of a text with their places and lemmas, sentence by sentence, by simplemma or a plug-in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points, version
from typing import TYPE_CHECKING, Protocol

from pressmark.export.abbreviations import ENDING, GOING_ON
from pressmark.export.sentences import sentences
from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simplemma import Lemmatizer

GROUP = "pressmark.tokenisers"
"""The entry points that name tokenisers of other packages, which may have other licences."""
DEFAULT = "simplemma"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: a half-open span in code points, and its lemma; None where not known."""

    start: int
    end: int
    lemma: str | None = None


class Tokeniser(Protocol):
    """Divides a text (one line, language as BCP 47) into sentences of tokens, in order.

    Each character that is no white space must be in exactly one token.
    """

    def __call__(self, text: str, lang: str) -> Sequence[Sequence[Token]]:
        """Divide `text`."""
        ...


def tokeniser(name: str = DEFAULT) -> tuple[Tokeniser, str]:
    """The tokeniser called `name`, and the name and version to record for it.

    Raises UsageError where there is none, EnvironmentFaultError where simplemma is not installed.
    """
    if name == DEFAULT:
        return tokenised, _recorded()
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join([DEFAULT, *sorted(found)])
        raise UsageError(f"no such tokeniser: {name}", hint=f"one of {known}")
    package = found[name].dist
    made: Tokeniser = found[name].load()
    return checked(made, name), f"{name} {package.version}" if package else name


def _recorded() -> str:
    try:
        import simplemma  # noqa: F401 - whether it is there
    except ImportError as error:
        raise EnvironmentFaultError(
            "simplemma is not installed", hint='pip install "pressmark[tokens]"'
        ) from error
    return f"simplemma {version('simplemma')} with German abbreviations of pressmark@1"


def tokenised(text: str, lang: str) -> list[list[Token]]:
    """The sentences of `text` by simplemma, each as its tokens with lemmas where it knows them."""
    found = []
    for start, end in sentences(text, lang):
        spans = list(words(text, start, end))
        lemmas = _lemmas([text[first:last] for first, last in spans], lang.partition("-")[0])
        found.append([Token(*span, lemma) for span, lemma in zip(spans, lemmas, strict=True)])
    return found


def checked(made: Tokeniser, name: str) -> Tokeniser:
    """`made`, held to its contract: what it leaves out or doubles raises UsageError."""

    def call(text: str, lang: str) -> Sequence[Sequence[Token]]:
        found = made(text, lang)
        place = 0
        for token in (token for sentence in found for token in sentence):
            if not place <= token.start < token.end or text[place : token.start].strip():
                raise UsageError(f"the tokeniser {name} lost its place at {place} of a text")
            place = token.end
        if text[place:].strip() or place > len(text):
            raise UsageError(f"the tokeniser {name} left out the end of a text")
        return found

    return call


_CHUNK = re.compile(r"\S+")
_MARKS = frozenset(".,:;?!")
_LETTERS = r"[^\W\d_]"
# What stays one word though marks stand in it: addresses, abbreviations of letters such as z.B.,
# and the gender colon.
_WHOLE = re.compile(
    r"https?://\S+"
    r"|www\.\S+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){0,3}"
    r"\.(?:de|com|org|net|at|ch|eu|info|tv|uk|fr)(?![\w.-])(?:/\S*)?"
    rf"|(?<!\w)(?:{_LETTERS}{{1,2}}\.){{2,6}}(?!\w)"
    rf"|{_LETTERS}+:inn?(?:en)?(?!\w)"
)
_TRAILING = re.compile(r"[.,;:!?…)\]}>“”‘’'\"«»‹›]+$")
# An emoji with what modifies or joins it, a flag, or any other sign: one token.
_SIGN = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|\\S[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d\\S[\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)
_INITIAL = re.compile(rf"{_LETTERS}\.")


def words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The tokens of the sentence text[start:end] as spans, each character but spaces in one."""
    for chunk in _CHUNK.finditer(text, start, end):
        first, last = chunk.span()
        if chunk[0].isalpha():
            yield first, last
        elif chunk[0][-1] in _MARKS and chunk[0][:-1].isalpha():
            yield from _with_stop(text, [(first, last - 1), (last - 1, last)], is_last=last == end)
        else:
            yield from _with_stop(text, list(_parts(text, first, last)), is_last=last == end)


def _with_stop(
    text: str, spans: list[tuple[int, int]], *, is_last: bool
) -> Iterator[tuple[int, int]]:
    """The spans of a chunk, its full stop within the word where the word is an abbreviation.

    Inside a sentence a word with a full stop is one, or the sentence would have ended.
    """
    *others, last = spans
    joins = text[slice(*last)] == "." and others and others[-1][1] == last[0]
    if joins and _keeps_stop(text[slice(*others[-1])], is_last=is_last):
        yield from others[:-1]
        yield others[-1][0], last[1]
    else:
        yield from spans


def _keeps_stop(word: str, *, is_last: bool) -> bool:
    if is_last:
        return word.lower() in GOING_ON or word.lower() in ENDING
    return word.isalnum()


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The tokens of text[start:end], which holds no white space."""
    place = start
    for found in _WHOLE.finditer(text, start, end):
        last = found.end()
        if "://" in found[0] or found[0].startswith("www.") or "/" in found[0]:
            last -= len(tail[0]) if (tail := _TRAILING.search(found[0])) else 0
        if last > found.start() >= place:
            yield from _plain(text, place, found.start())
            yield found.start(), last
            place = last
    yield from _plain(text, place, end)


def _plain(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    from simplemma.tokenizer import TOKREGEX

    place = start
    for found in TOKREGEX.finditer(text, start, end):
        yield from _signs(text, place, found.start())
        yield found.span()
        place = found.end()
    yield from _signs(text, place, end)


def _signs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The characters that simplemma drops, such as emoji and arrows."""
    for found in _SIGN.finditer(text, start, end):
        yield found.span()


class _Lines:
    """A tokeniser in simplemma's sense, for words that are divided already: one a line."""

    def split_text(self, text: str) -> Iterator[str]:
        return iter(text.split("\n"))


@cache
def _lemmatizer() -> Lemmatizer:
    from simplemma import Lemmatizer

    return Lemmatizer(tokenizer=_Lines())


@cache
def _has_lemmas(lang: str) -> bool:
    try:
        _lemmatizer().lemmatize("a", lang)
    except ValueError:
        return False
    return True


def _lemmas(found: list[str], lang: str) -> list[str | None]:
    """The lemma of each word of one sentence; None for each where the language has none."""
    if not found or not _has_lemmas(lang):
        return [None] * len(found)
    lemmas = _lemmatizer().get_lemmas_in_text("\n".join(found), lang)
    return [
        word if _INITIAL.fullmatch(word) else lemma
        for word, lemma in zip(found, lemmas, strict=True)
    ]
