"""The visible shape of a block: its length, how it ends, what it is made of."""

import re
from typing import NamedTuple

_CLOSING = "\"'“”„«»‘’‹›)]* \u00a0"
_SENTENCE_END = (".", "!", "?", "…", ":", ";", ",")
# French sets a blank before its question and exclamation marks.
_INNER_STOP = re.compile(r"[a-zäöüßéèà)\"”“»]{2}(?:[.…]| ?[!?])[\"”“»’)]?\s+[\"„“«»‘(]?[A-ZÄÖÜÉÀ]")
_SIGNED = re.compile(r"[.!…] [a-z]{2,5}$")
_ONLY_QUESTION = re.compile(r"^[^.!…]{1,90}\?\s[^.!?…]{1,90}$")

LINE_LIMIT = 160
"""The longest heading or link line, in code points; the longest heading measured has 157."""


class Shape(NamedTuple):
    """What the rules ask of a block's text.

    `end` is its last mark beside closing quotes and brackets ("" when it ends in a word);
    `sentences`: whether a sentence ends before the block does; `line`: whether it is short enough
    for a heading or a link and does not end as a statement does, with its author's sign or without.
    """

    text: str
    length: int
    words: int
    end: str
    sentences: bool
    line: bool


def shape(text: str) -> Shape:
    """Measure `text`; the cost is that of one look at its first and last few words."""
    length = len(text)
    core = text[-8:].rstrip(_CLOSING)
    end = core[-1:] if core.endswith(_SENTENCE_END) else ""
    if length > LINE_LIMIT:
        return Shape(text, length, length // 6, end, sentences=True, line=False)
    stops = _INNER_STOP.search(text) is not None
    words = text.count(" ") + 1
    line = end == "" and (not stops or _ONLY_QUESTION.search(text) is not None)
    line = (line or (end in ("?", "!") and not stops)) and _SIGNED.search(text) is None
    return Shape(text, length, words, end, stops, line)
