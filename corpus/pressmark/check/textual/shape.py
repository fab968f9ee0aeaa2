"""PM309 and PM310: lists that became one line, paragraphs that are several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.check.catalogue import blocks as catalogue
from pressmark.check.record import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.record import Record

LONG = 5_000
"""Code points above which a paragraph is likely to be several; people do write 3,500."""
_PROSE = frozenset({"lead", "paragraph", "unknown"})
_MARKS = "•▪◦●‣"
_BULLET = re.compile(rf"(?:^|(?<=\s))[{_MARKS}](?=\s)")
_FEWEST = 3
_FIRST = range(1, _FEWEST + 1)
_NUMBERED = re.compile(
    r"(?:^|(?<=\s))(?P<number>[0-9]{1,2})[.)] (?=[A-ZÄÖÜ])"
    r"(?!Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    r"Jahrhundert|Liga|Bundesliga|Klasse|Platz|Minute|Runde|Etage|Stock)"
)


def flattened(record: Record) -> Iterator[Hit]:
    """A piece with three or more marks of list items, or items numbered from 1 on."""
    if not _may_be_listed(record.text):
        return
    for piece in record.text_pieces:
        if piece.kind not in _PROSE:
            continue
        marks = [found.start() for found in _BULLET.finditer(piece.text)]
        if len(marks) >= _FEWEST:
            yield Hit(piece, marks[0], len(piece.text), f"{len(marks)} list marks in one line")
            continue
        due, first = 1, 0
        for found in _NUMBERED.finditer(piece.text):
            if int(found["number"]) == due:
                first = found.start() if due == 1 else first
                due += 1
        if due > _FEWEST:
            yield Hit(piece, first, len(piece.text), f"{due - 1} numbered items in one line")


def _may_be_listed(text: str) -> bool:
    """Whether there is a list's mark, or the first numbers of a list: both are seldom."""
    numbered = all(f"{number}. " in text or f"{number}) " in text for number in _FIRST)
    return numbered or any(mark in text for mark in _MARKS)


def long_paragraph(record: Record) -> Iterator[Hit]:
    """A paragraph of more code points than people write."""
    for piece in record.text_pieces:
        if piece.kind == "paragraph" and len(piece.text) > LONG:
            yield Hit(piece, 0, len(piece.text), f"{len(piece.text):,} code points")


RULES = {catalogue.FLATTENED_LIST: flattened, catalogue.LONG_PARAGRAPH: long_paragraph}
