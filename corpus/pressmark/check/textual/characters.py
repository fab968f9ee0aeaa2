"""PM401 to PM408: lost and garbled characters, quotation marks, spacing, misread print, markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.check.catalogue import text as catalogue
from pressmark.check.record import Hit, whole
from pressmark_schema.bytewise import classes, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.record import Piece, Record

_LOST = re.compile("\ufffd+")
# What the first bytes of Latin letters, and of quotes and dashes, look like as Windows-1252. The
# quotes that may well follow a letter with a tilde or circumflex are left out.
_GARBLED = re.compile("[ÃÂ][\x80-\xaa\xac-\xba\xbc-\xbf€ƒ†‡ˆ‰ŠŒŽ˜™šœžŸ]|â€[\x80-\u2122]")
_IN_GARBLED = ("Ã", "Â", "â€")
_BEFORE, _AFTER = 19, 41
"""Code points that are told of around such a character."""
_OPENS, _CLOSES = "„", '“”"'
_QUOTES = re.compile(f"[{_OPENS}{_CLOSES}]")
_SPACED = re.compile(
    r"(?<!\w)[A-Za-zÄÖÜäöüß](?: [a-zäöüß]){4,}(?!\w)|(?<!\w)[A-ZÄÖÜ](?: [A-ZÄÖÜ]){4,}(?!\w)"
)
_LETTERS_AND_BLANKS = classes(re.compile("[A-Za-zÄÖÜäöüß]"), re.compile(" "))
_FIVE_APART = b"\1\2\1\2\1\2\1\2\1"
_CAPITAL_WORDS = 4
_CAPITAL_LETTERS = 24
_ODD = re.compile(
    r"\b[A-Za-zÄÖÜäöüß]+[0-9][a-zäöüß]{2,}\b|\b[a-zäöüß]+[A-ZÄÖÜ][a-zäöüß]*[^\w\s'’.-][a-zäöüß]\w*|"
    r"[a-zäöüß][|¦~^\\{}<>][a-zäöüß]|(?<=\s)[|¦~^\\{}<>]{1,3}(?=\s)|[^\w\s.…!?*=_/+•-]{4,}"
)
_SMALL, _SIGN = re.compile("[a-zäöüß]"), re.compile(r"[^\w\s.…!?*=_/+•-]")
_ODD_KINDS = classes(
    _SMALL, re.compile("[A-ZÄÖÜ]"), re.compile("[0-9]"), re.compile(r"[|¦~^\\{}<>]")
)
_IN_ODD = (b"\1\3", b"\2\3", b"\1\2", b"\4")
"""One of which each match of _ODD holds but that of four signs: a digit behind a letter, a capital
behind a small letter, a sign that no print has."""
_SIGNS, _FOUR_SIGNS = classes(_SIGN), b"\1\1\1\1"
_ODD_LEAST = 4
_ODD_SHARE = 0.06
_OCR_LEAST = 80
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|img|h[1-6]|ul|ol|li|script|style|iframe|figure|table|"
    r"td|tr)(?:\s[^<>]{0,300})?/?>|&(?:nbsp|amp|quot|lt|gt|shy|[aou]uml|szlig|ndash|mdash|hellip|"
    r"#\d{2,5}|#x[0-9a-f]{2,5});|<!--|-->|\bfunction ?\([^)]{0,60}\) ?\{|"
    r"\{ ?(?:display|margin|padding|color|font-size) ?:",
    re.IGNORECASE,
)
_IN_MARKUP = ("<", "&", "{", "-->")
"""One of which every match of _MARKUP holds."""


def lost(record: Record) -> Iterator[Hit]:
    """The first mark of a lost character in each piece."""
    if "\ufffd" in record.text:
        for piece in record.pieces:
            yield from _first(piece, _LOST)


def garbled(record: Record) -> Iterator[Hit]:
    """The first stretch of a piece that looks like UTF-8 read in another encoding."""
    if any(sign in record.text for sign in _IN_GARBLED):
        for piece in record.pieces:
            yield from _first(piece, _GARBLED)


def _first(piece: Piece, pattern: re.Pattern[str]) -> Iterator[Hit]:
    found = pattern.search(piece.text)
    if found:
        words = piece.text[max(found.start() - _BEFORE, 0) : found.start() + _AFTER]
        yield Hit(piece, *found.span(), words)


def unbalanced(record: Record) -> Iterator[Hit]:
    """A German quotation that is opened again or ends with the article before it was closed.

    Quotations may run on over paragraphs, each of which may open them anew.
    """
    held: Hit | None = None
    for piece in record.text_pieces:
        if _OPENS not in piece.text and held is None:
            continue
        for found in _QUOTES.finditer(piece.text):
            place = found.start()
            if found[0] in _CLOSES:
                held = None
            else:
                if held is not None and (place > 0 or held.piece is piece):
                    yield held
                held = Hit(piece, place, place + 1, _around(piece, place))
    if held is not None:
        yield held


def _around(piece: Piece, place: int) -> str:
    return piece.text[place : place + 40]


def letter_spaced(record: Record) -> Iterator[Hit]:
    """A word whose letters are parted by blanks."""
    data = record.data
    if data is not None and _FIVE_APART not in data.translate(_LETTERS_AND_BLANKS):
        return  # at a fiftieth of the cost of the pattern
    for piece in record.pieces:
        for found in _SPACED.finditer(piece.text):
            yield Hit(piece, *found.span())


def capitals(record: Record) -> Iterator[Hit]:
    """A piece of the text, of several words, without a small letter."""
    for piece in record.text_pieces:
        several = piece.text.isupper() and piece.text.count(" ") + 1 >= _CAPITAL_WORDS
        if several and sum(char.isalpha() for char in piece.text) >= _CAPITAL_LETTERS:
            yield whole(piece)


def _may_be_misread(data: bytes | None) -> bool:
    """Whether there is enough that odd words are made of: seldom, and a tenth of their search."""
    if data is None:
        return True
    kinds = data.translate(_ODD_KINDS)
    signs = data.translate(_SIGNS).count(_FOUR_SIGNS)
    return signs + sum(map(kinds.count, _IN_ODD)) >= _ODD_LEAST


def misread(record: Record) -> Iterator[Hit]:
    """A piece in which many words hold what only a machine reads there; the first is shown."""
    if not _may_be_misread(record.data):
        return
    for piece in record.text_pieces:
        if len(piece.text) < _OCR_LEAST or not _may_be_misread(encoded(piece.text)):
            continue
        odd = list(_ODD.finditer(piece.text))
        if len(odd) >= _ODD_LEAST and len(odd) >= _ODD_SHARE * (piece.text.count(" ") + 1):
            seen = " ".join(found[0] for found in odd[:5])
            yield Hit(piece, *odd[0].span(), f"{len(odd)} odd words: {seen}")


def markup(record: Record) -> Iterator[Hit]:
    """Tags, entities and scripts that were taken for text."""
    if not any(sign in record.text for sign in _IN_MARKUP):
        return
    for piece in record.text_pieces:
        found = _MARKUP.search(piece.text)
        if found:
            yield Hit(piece, *found.span())


RULES = {
    catalogue.REPLACEMENT_CHARACTER: lost,
    catalogue.MOJIBAKE: garbled,
    catalogue.UNBALANCED_QUOTES: unbalanced,
    catalogue.LETTER_SPACING: letter_spaced,
    catalogue.ALL_CAPITALS: capitals,
    catalogue.OCR_NOISE: misread,
    catalogue.MARKUP: markup,
}
