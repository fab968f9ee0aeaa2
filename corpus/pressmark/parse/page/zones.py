"""Move a page's instants in UTC to its outlet's own day, where the page shows what that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.parse.dates import printed_dates
from pressmark.parse.page.instants import Stamp, moved, offset_of, read_stamp
from pressmark.parse.page.marked import shown
from pressmark.parse.page.standing import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pressmark.parse.page.marked import Marked

UNMOVED = "page.utc@1"
"""The rule by which an instant in UTC keeps its UTC day, since nothing shows another."""
_DATED = ("dat", "ime", "ublish", "pub", "stand", "meta")
"""Parts of class names, without first letters that are written large in some."""
_SPEAKS = re.compile("|".join(_DATED))
_SHORT = 160
"""Code points of a line that prints when an article appeared, rather than tells a story."""
_FEW = 8
_MOST = 300


@dataclass(frozen=True, slots=True)
class Dated:
    """One statement of a date, with the column that it is for."""

    column: str
    raw: str
    basis: str
    place: str
    stamp: Stamp | None
    shown: str = ""


def time_stamp(element: HtmlElement) -> Stamp | None:
    """The date of a `time` element, as it states it for machines, else as it prints it."""
    stated = element.get("datetime") or element.get("title") or ""
    return read_stamp(stated) or read_stamp(shown(element))


def dated_elements(marked: Marked) -> list[HtmlElement]:
    """The elements beside the heading whose class speaks of dates and that hold little else."""
    return [element for element in around(marked.headings, _DATED) if len(element) < _FEW]


class Zones:
    """What a page shows of its outlet's zone: stamps, and lines that may print a time of day."""

    def __init__(self, marked: Marked, found: Sequence[Dated]) -> None:
        self._marked, self._found = marked, found

    @cached_property
    def stamps(self) -> list[Stamp]:
        """Every date that the page states; most pages need none but the article's."""
        return [stamp for stamp, _line in self._shown if stamp]

    @cached_property
    def _shown(self) -> list[tuple[Stamp | None, str]]:
        times = [(time_stamp(element), shown(element)) for element in self._marked.times]
        return [*((item.stamp, item.shown) for item in self._found), *times]

    @cached_property
    def _beside(self) -> dict[datetime, list[str]]:
        """The short lines that stand for an instant."""
        found: dict[datetime, list[str]] = {}
        for stamp, line in self._shown:
            if stamp and stamp.instant and 0 < len(line) <= _SHORT:
                found.setdefault(stamp.instant, []).append(line)
        return found

    def local(self, item: Dated) -> tuple[Stamp | None, str]:
        """A stamp in the outlet's time where the page shows it, and the rule that says by what."""
        stamp = item.stamp
        if stamp is None or stamp.instant is None or not stamp.in_utc:
            return stamp, "page.date@1"
        lines = self._beside.get(stamp.instant, [])
        shown_by = offset_of(stamp, self.stamps, lines)
        shown_by = shown_by or offset_of(stamp, (), self._dated_lines)
        if shown_by:
            offset, what = shown_by
            return moved(stamp, offset), f"page.local-{what}@1"
        days = {value for line in lines for value, _span in printed_dates(line)}
        if len(days) == 1 and days != {stamp.edtf}:
            day = days.pop()
            if len(day) == len(stamp.edtf) and abs(_days_between(day, stamp.edtf)) == 1:
                return replace(stamp, edtf=day, clock="", offset=None), "page.local-day@1"
        return stamp, UNMOVED

    @cached_property
    def _dated_lines(self) -> list[str]:
        """The short lines of elements whose class speaks of dates, wherever they are shown."""
        layer = self._marked.page.layer
        called = (at for at, names in enumerate(layer.classes) if names and _SPEAKS.search(names))
        elements = (layer.elements[at] for at in islice(called, _MOST))
        texts = (shown(element) for element in elements if len(element) < _FEW)
        return [text for text in texts if 0 < len(text) <= _SHORT]


def _days_between(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days
