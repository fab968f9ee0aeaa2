"""Sentences of a text: simplemma's boundaries, mended where German abbreviations mislead them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.export.abbreviations import ENDING, GOING_ON, OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST = re.compile(r"(\S{1,40})\.$")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = "\"'„“‚‘»«›‹([{–—-"
# The mark that closes a German quotation opens an English one, so that simplemma passes over it.
_QUOTED_END = re.compile(r"(?<=[.!?…])[“‘«»]+\s+(?=[„‚»«]*[^\W\d_])")


def sentences(text: str, lang: str) -> list[tuple[int, int]]:
    """The sentences of `text` as half-open spans in code points, in order.

    Spans neither begin nor end with white space; all else is in one of them. `lang` is BCP 47; the
    rules for abbreviations are those of its language, of German our own besides.
    """
    spans = list(_found(text, lang))
    if lang.partition("-")[0] != "de":
        return spans
    return list(_joined(text, [part for span in spans for part in _parted(text, *span)]))


def _found(text: str, lang: str) -> Iterator[tuple[int, int]]:
    from simplemma import split_sentences

    place = 0
    for sentence in split_sentences(text, lang.partition("-")[0]):
        # A sentence is a slice of the text, without the white space around it.
        start = text.index(sentence, place)
        place = start + len(sentence)
        yield start, place


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A German sentence in two where one ended with the mark that closes a quotation."""
    for found in _QUOTED_END.finditer(text, start, end):
        if text[found.end()].isupper() or text[found.end()] in _OPENING:
            yield start, found.start() + len(found[0].rstrip())
            start = found.end()
    yield start, end


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans, those as one between which only an abbreviation ended."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held is not None and not _goes_on(text, held, start, end):
            yield held
            held = None
        held = (held[0] if held else start, end)
    if held is not None:
        yield held


def _goes_on(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether the sentence `before` has not ended where that from `start` to `end` begins."""
    last = _LAST.search(text[max(before[0], before[1] - 42) : before[1]])
    if last is None:
        return False
    if text[before[0] : before[1] - 1].isdigit():
        return True  # the number of an item in a list
    word = last[1].lstrip(_OPENING).lower()
    following = _WORD.search(text[start : min(end, start + 40)])
    opens = following is not None and following[0].lower() in OPENERS
    numbered = word.endswith("str") and text[start].isdigit()
    return numbered or word in GOING_ON or (word in ENDING and not opens)
