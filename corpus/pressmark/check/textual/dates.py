"""PM208: dates in the head of an article that the calendar does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.check.catalogue import metadata as catalogue
from pressmark.check.record import Hit
from pressmark_schema.edtf import is_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.record import Record

_HEAD = 2
"""Pieces that can be the head of an article."""
_STATED = re.compile(
    r"\W{0,2}(?:date|datum|published|veröffentlicht(?: am)?|stand|publié le)\W{1,2}"
    r"(?P<date>[12]\d{3}-\d{1,2}(?:-\d{1,2})?)\b",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"\b(?P<day>\d{1,2})\. ?(?P<month>[A-ZÄÖÜ][a-zäöü]{2,8}) (?P<year>[12]\d{3})\b"
)
_DAY = re.compile(r"\d\. ?[A-ZÄÖÜ]")
"""In every match of _PRINTED, and found by a scan for digits."""
_LENGTHS = {
    "januar": 31, "jänner": 31, "februar": 29, "feber": 29, "märz": 31, "april": 30, "mai": 31,
    "juni": 30, "juli": 31, "august": 31, "september": 30, "oktober": 31, "november": 30,
    "dezember": 31,
}  # fmt: skip


def impossible(record: Record) -> Iterator[Hit]:
    """A date that opens the text, or a printed one in its first two pieces."""
    for place, piece in enumerate(record.pieces[:_HEAD]):
        stated = _STATED.match(piece.text) if place == 0 else None
        if stated and not is_edtf(stated["date"]):
            yield Hit(piece, *stated.span("date"))
        for found in _PRINTED.finditer(piece.text) if _DAY.search(piece.text) else ():
            most = _LENGTHS.get(found["month"].casefold())
            if most and not 1 <= int(found["day"]) <= most:
                yield Hit(piece, *found.span())


RULES = {catalogue.DATE_IMPOSSIBLE: impossible}
