"""Read one stated date with its time and offset, and tell which local day an instant in UTC is.

Nothing is assumed of a country's zone: an instant in UTC is moved only by an offset that the page
itself shows (`offset_of`), else it keeps its UTC day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pressmark.parse.dates import printed_dates
from pressmark.parse.stamps import date_value
from pressmark_schema.edtf import is_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ISO = re.compile(
    r"(?P<day>[12]\d{3}-\d\d-\d\d)(?:[T ]|T ?)"
    r"(?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?"
    r" ?(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
_SCRIPT = re.compile(  # Date.toString() of a browser: Fri Apr 28 2023 17:52:31 GMT+0000 (…)
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<d>\d\d) (?P<year>\d{4}) "
    r"(?P<clock>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})(?: \([^()]{0,60}\))?",
    re.ASCII,
)
_ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MAIL = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d", re.ASCII)
_COMPACT = re.compile(r"([12]\d{3})(\d\d)(\d\d)", re.ASCII)
_UNSET = {"1970-01-01", "0001-01-01"}
"""What programs print for a date that was never set: zero of Unix and of .NET."""
_CLOCK = re.compile(r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:.]\d)")
_PM = re.compile(r"\s?(?P<half>[ap])\.?m\b", re.IGNORECASE)
_LONGEST = 120
_FARTHEST_WEST, _FARTHEST_EAST = timedelta(hours=-12), timedelta(hours=14)
_NEAR = timedelta(days=7)
"""How far apart two instants may be to share an offset: summer time begins and ends."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One date as stated: its EDTF value, wall clock and offset, as far as they go.

    `offset` is None for a time without a zone and zero for one in UTC, be it `Z` or `+00:00`.
    """

    raw: str
    edtf: str
    clock: str = ""
    offset: timedelta | None = None

    @property
    def local(self) -> datetime | None:
        """The wall clock, without a zone; None where no time of day is stated."""
        return datetime.fromisoformat(f"{self.edtf}T{self.clock}") if self.clock else None

    @property
    def instant(self) -> datetime | None:
        """The instant in UTC; None where time or offset is not stated."""
        local = self.local
        return None if local is None or self.offset is None else local - self.offset

    @property
    def in_utc(self) -> bool:
        """Whether the stamp says nothing about the outlet's own zone."""
        return self.offset == timedelta(0)


def read_stamp(raw: str) -> Stamp | None:
    """The date that `raw` states, as ISO 8601, RFC 5322, a browser's, or a printed one."""
    text = raw.strip()
    if not text or len(text) > _LONGEST:
        return None
    found = _iso(text) or _browser(text) or _mail(text)
    if found is None:
        compact = _COMPACT.fullmatch(text)
        value = "-".join(compact.groups()) if compact else date_value(text) or _printed(text)
        found = Stamp(raw, value) if value and is_edtf(value) else None
    return (
        None
        if found is None or found.edtf in _UNSET
        else Stamp(raw, found.edtf, found.clock, found.offset)
    )


def _iso(text: str) -> Stamp | None:
    match = _ISO.fullmatch(text)
    return None if match is None else _stamp(text, match["day"], match["clock"], match["zone"])


def _browser(text: str) -> Stamp | None:
    match = _SCRIPT.fullmatch(text)
    if match is None or match["month"] not in _ENGLISH:
        return None
    month = _ENGLISH.index(match["month"]) + 1
    day = f"{match['year']}-{month:02d}-{match['d']}"
    return _stamp(text, day, match["clock"], match["zone"])


def _mail(text: str) -> Stamp | None:
    if not _MAIL.match(text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    day = found.strftime("%Y-%m-%d")
    clock = found.strftime("%H:%M:%S")
    return Stamp(text, day, clock, found.utcoffset()) if is_edtf(day) else None


def _stamp(raw: str, day: str, clock: str, zone: str | None) -> Stamp | None:
    """A stamp of day, clock and zone; without the clock where that is none."""
    if not is_edtf(day):
        return None
    hour, minute, *_ = (int(part) for part in clock.split(":"))
    if hour > 23 or minute > 59 or clock[6:] > "59":  # noqa: PLR2004 - of a clock
        return Stamp(raw, day)
    return Stamp(raw, day, clock, _offset(zone) if zone else None)


def _offset(zone: str) -> timedelta | None:
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    found = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    found = -found if zone[0] == "-" else found
    return found if _FARTHEST_WEST <= found <= _FARTHEST_EAST else None


def _printed(text: str) -> str | None:
    """The one date that a short line prints; None where it prints none or several."""
    found = {value for value, _span in printed_dates(text)}
    return found.pop() if len(found) == 1 else None


def offset_of(
    stamp: Stamp, others: Iterable[Stamp], lines: Iterable[str]
) -> tuple[timedelta, str] | None:
    """The outlet's offset at an instant in UTC, and what shows it; None where nothing does.

    In this order: another stamp of the same instant with an offset; a time without a zone, or a
    printed time, that is the same instant but for an offset of whole or half hours; any stamp of
    the page with an offset within a week. What contradicts itself shows nothing.
    """
    instant = stamp.instant
    if instant is None:
        return None
    stamps = list(others)
    zoned = [s for s in stamps if s.offset and s.instant is not None]
    same = {s.offset for s in zoned if s.instant and abs(s.instant - instant) < _MINUTE}
    naive = {
        shift
        for other in stamps
        if other.offset is None and other.local and (shift := _shift(instant, other.local))
    }
    near = {s.offset for s in zoned if s.instant and abs(s.instant - instant) < _NEAR}
    for shifts, shown in ((same, "offset"), (naive, "clock"), (near, "zone")):
        if len(shifts) == 1:
            return next(shift for shift in shifts if shift is not None), shown
    printed = {shift for line in lines for shift in _printed_shifts(instant, line)}
    return (printed.pop(), "printed") if len(printed) == 1 else None


_MINUTE = timedelta(minutes=1)


def _shift(instant: datetime, local: datetime) -> timedelta | None:
    """What has to be added to `instant` for `local`, if that is an offset other than zero.

    Compared to the minute, since printed times have no seconds.
    """
    found = local.replace(second=0) - instant.replace(second=0, microsecond=0)
    half_hours = found % timedelta(minutes=30) == timedelta(0)
    fits = half_hours and _FARTHEST_WEST <= found <= _FARTHEST_EAST
    return found if fits and found else None


def _printed_shifts(instant: datetime, line: str) -> Sequence[timedelta]:
    """The offset that a line's time of day shows, by its date or, without one, the nearest day."""
    clock = _CLOCK.search(_without_dates(line))
    if clock is None:
        return ()
    text = _without_dates(line)
    hour, half = int(clock["h"]), _PM.match(text, clock.end())
    if half:
        hour = hour % 12 + (12 if half["half"].lower() == "p" else 0)
    days = {value for value, _span in printed_dates(line) if len(value) == len("2018-05-03")}
    if len(days) > 1:
        return ()
    base = [datetime.fromisoformat(day) for day in days] or [
        instant.replace(hour=0, minute=0, second=0) + timedelta(days=n) for n in (-1, 0, 1)
    ]
    shifts = [
        shift
        for day in base
        if (shift := _shift(instant, day.replace(hour=hour, minute=int(clock["m"]))))
    ]
    return sorted(shifts, key=abs)[:1]


def _without_dates(line: str) -> str:
    for _value, span in reversed(list(printed_dates(line))):
        line = line[: span.start] + " " + line[span.end :]
    return line


def moved(stamp: Stamp, offset: timedelta) -> Stamp:
    """The stamp in the outlet's own time."""
    instant = stamp.instant
    if instant is None:
        return stamp
    local = instant + offset
    day, clock = local.isoformat()[: len("2018-05-03")], local.isoformat()[len("2018-05-03T") :]
    clock = clock[: len(stamp.clock)]
    return Stamp(stamp.raw, day, clock, offset) if is_edtf(day) else stamp


def iso(stamp: Stamp) -> str:
    """The stamp as EDTF, or with its time and offset as ISO 8601, where both are known."""
    if not stamp.clock:
        return stamp.edtf
    if stamp.offset is None:
        return f"{stamp.edtf}T{stamp.clock}"
    minutes = int(stamp.offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{stamp.edtf}T{stamp.clock}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
