"""Texts as one byte a character, so that C finds their words several times as fast as a pattern.

Windows-1252 holds every character of most German, English and French articles. What a byte is, the
pattern itself says when the table is made; a text with any other character is left to the pattern.
"""

import re

ENCODING = "cp1252"
_ALL = [bytes([byte]).decode(ENCODING, "replace") for byte in range(256)]


def encoded(text: str) -> bytes | None:
    """`text` as one byte for each code point; None where one is beyond ENCODING."""
    try:
        return text.encode(ENCODING)
    except UnicodeEncodeError:
        return None


def classes(*kinds: re.Pattern[str]) -> bytes:
    """A table for `bytes.translate`: for each character the rank of the first kind that it is of.

    Ranks count from 1; 0 is a character that none of `kinds` matches.
    """
    ranks = [[rank for rank, kind in enumerate(kinds, 1) if kind.match(char)] for char in _ALL]
    return bytes(found[0] if found else 0 for found in ranks)


def lowered(inside: re.Pattern[str]) -> bytes:
    """Another: the characters that `inside` matches in lower case, a blank for each other one."""
    return "".join(char.lower() if inside.match(char) else " " for char in _ALL).encode(ENCODING)


def holds(text: str, data: bytes | None, words: tuple[bytes, ...]) -> bool:
    """Whether one of `words`, small letters of ASCII, is in `text`, whatever its case there.

    `data` is the text `encoded`.
    """
    small = text.casefold().encode() if data is None else data.lower()
    return any(word in small for word in words)
