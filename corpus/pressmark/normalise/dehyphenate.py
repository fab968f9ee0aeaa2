"""Join words that a line break divided at a hyphen."""

import re
from unicodedata import normalize

from pressmark.normalise.rule import Replacement, Rule
from pressmark.normalise.spaces import BLANK, BREAK

_LINE_END = re.compile(f"([-\u2010\u00ad])[{BLANK}]*[{BREAK}][{BLANK}{BREAK}]*")
_REACH = 64
"""Code points looked at on either side; longer than any word, so that the cost is bounded."""
_SUSPENDED = re.compile(r"(?:und|oder|bzw|sowie|bis|et|ou|and|or)\b")
_FRENCH_COMPOUND = re.compile(
    r"(?:être|dire|mêmes?|là|delà|dess[ou]us|vous|nous|moi|toi|lui|elles?|ils)\b"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_OPENING = "„“”\"'‚‘’«»‹›([{<–—-*"


def find(text: str) -> list[Replacement]:
    """Join the two halves of a word at a line end.

    The hyphen goes when it only marks the division: letters before it, a small letter after. It
    stays, without a space, where it belongs to the word (before a capital, in numbers, addresses
    and chains of hyphens, after a single letter). It is not a division where the next word is a
    conjunction (a suspended compound) or no word at all; the line is then joined by `line-wraps`.
    """
    found = (_joined(text, line_end) for line_end in _LINE_END.finditer(text))
    return [replacement for replacement in found if replacement is not None]


def _joined(text: str, line_end: re.Match[str]) -> Replacement | None:
    start, end = line_end.span()
    left = normalize("NFC", text[max(0, start - _REACH) : start]).replace("\u00ad", "")
    right = text[end : end + _REACH]
    if not (left[-1:].isalnum() and right[:1].isalnum()):
        return None
    if line_end[1] == "\u00ad":
        return Replacement(start, end, "")
    if _SUSPENDED.match(right):
        return None
    if _divides(left.split()[-1], right):
        return Replacement(start, end, "")
    return Replacement(start + 1, end, "")


def _divides(word: str, right: str) -> bool:
    """Whether the hyphen after `word` stands only because the line ended there."""
    begun = _LETTERS.match(right)
    if begun is None or not begun[0].islower() or _FRENCH_COMPOUND.match(right):
        return False
    word = re.split("['’]", word.lstrip(_OPENING))[-1]
    head, hyphen, part = word.rpartition("-")
    if hyphen and not (head.replace("-", "").isalpha() and part[:1].isupper()):
        return False
    return len(part) > 1 and part.isalpha()


DEHYPHENATE = Rule("dehyphenate", 1, "a word divided at a line end is one word", find)
