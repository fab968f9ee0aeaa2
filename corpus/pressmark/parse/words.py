"""The words of a text as far as its language is told by them."""

import re
from typing import NamedTuple

from pressmark_schema import bytewise

_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_IS_LETTER, _LOWER = bytewise.classes(_LETTER), bytewise.lowered(_LETTER)


class Words(NamedTuple):
    """How many runs of two letters or more a text has, and what they are.

    `lower` are all of them in lower case and in Windows-1252; a letter by itself may be among
    them. A word with a letter beyond that encoding is there, but not to be recognised.
    """

    total: int
    lower: list[bytes]


def words(text: str) -> Words:
    """The words of `text`."""
    data = bytewise.encoded(text)
    if data is None:
        found = in_order(text)
        lower = [word.lower().encode(bytewise.ENCODING, "replace") for word in found]
        return Words(len(found), lower)
    # A run of two or more begins where two letters follow something else.
    count = (b"\0" + data.translate(_IS_LETTER)).count(b"\0\1\1")
    return Words(count, data.translate(_LOWER).split())


def in_order(text: str) -> list[str]:
    """The runs of two letters or more as they are printed."""
    return _WORD.findall(text)
