"""Dates that keep their precision: the part of EDTF that a newspaper article needs.

Source of the syntax: ISO 8601-2:2019 annex A (EDTF), level 0 dates and intervals and, of level 1,
the qualifiers `?`, `~`, `%` and unspecified months and days written `XX`. Years run from 1000 to
2999, so that a four-digit number that is no year is refused.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from pressmark_schema.vocabulary import Precision

_DATE = r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?|-XX(?:-XX)?)?[?~%]?"
_SIDE = r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?[?~%]?"
PATTERN = rf"^(?:{_DATE}|{_SIDE}/{_SIDE})$"
"""The shape of every value this module reads or writes; valid in RE2 and in Python."""

_FULL = re.compile(PATTERN)
_PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval of dates, no finer than it was stated.

    `earliest` and `latest` are inclusive days. `precision` is that of the coarsest unit stated;
    `2018-05-XX` has month precision. Two values are equal when their text is.
    """

    text: str
    earliest: date
    latest: date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `text`; raises ValueError when it is not of the shape or no day of the calendar."""
        return cls._parse(text)

    @classmethod
    @lru_cache(maxsize=4096)
    def _parse(cls, text: str) -> Self:
        if not _FULL.match(text) or text.endswith("\n"):
            raise ValueError(f"not an EDTF date that this corpus can hold: {text[:40]!r}")
        if "/" in text:
            return cls._interval(text)
        first, last, precision = _bounds(text)
        return cls(text, first, last, precision)

    @classmethod
    def _interval(cls, text: str) -> Self:
        left, right = (_bounds(side) for side in text.split("/"))
        if left[0] > right[1]:
            raise ValueError(f"an interval that ends before it begins: {text}")
        return cls(text, left[0], right[1], Precision.INTERVAL)

    @classmethod
    def of_days(cls, first: date, last: date) -> Self:
        """The shortest value that covers exactly the days from `first` to `last`, inclusive."""
        text = first.isoformat()
        if (first.day, last) == (1, _last_day(first.year, first.month)):
            text = text[:7]
        elif first.isoformat()[4:] == "-01-01" and last == date(first.year, 12, 31):
            text = text[:4]
        elif first != last:
            text = f"{text}/{last.isoformat()}"
        return cls.parse(text)

    def overlaps(self, other: Self) -> bool:
        """Whether some day lies in both."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def within(self, other: Self) -> bool:
        """Whether every day of this lies in `other`."""
        return other.earliest <= self.earliest and self.latest <= other.latest

    def __str__(self) -> str:
        return self.text


def is_edtf(text: str) -> bool:
    """Whether `Edtf.parse` accepts `text`."""
    try:
        Edtf.parse(text)
    except ValueError:
        return False
    return True


def _bounds(text: str) -> tuple[date, date, Precision]:
    parts = [int(part) for part in text.rstrip("?~%").split("-") if part != "XX"]
    precision = _PRECISIONS[len(parts)]
    if precision is Precision.DAY:
        day = date(parts[0], parts[1], parts[2])
        return day, day, precision
    if precision is Precision.MONTH:
        return date(parts[0], parts[1], 1), _last_day(parts[0], parts[1]), precision
    return date(parts[0], 1, 1), date(parts[0], 12, 31), precision


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
