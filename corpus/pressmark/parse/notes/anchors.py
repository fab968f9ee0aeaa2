"""The dates that a partial or relative time can mean, seen from the days of writing."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum, auto
from functools import lru_cache, partial
from typing import NamedTuple

from pressmark_schema.notes import Days, Note
from pressmark_schema.vocabulary import AnnotationBasis, Tense

MOST = 60
"""Candidates that are listed: a year has 53 Wednesdays at most."""
_FIRST_YEAR, _LAST_YEAR = 1001, 2998
_MONDAY = 1
"""The ordinal of a Monday: the first of January of the year 1."""
_WEEK = 7


class Unit(Enum):
    """What a time names: something that comes again, or a distance from the day of writing.

    NEXT_WEEKDAY is the one ahead to some writers, the one after it to others: both fit.
    """

    WEEKDAY = auto()
    NEXT_WEEKDAY = auto()
    WEEKEND = auto()
    DAY_OF_YEAR = auto()
    MONTH_OF_YEAR = auto()
    DAYS = auto()
    WEEKS = auto()
    MONTHS = auto()
    YEARS = auto()
    DAY_OF_WEEK = auto()


class When(NamedTuple):
    """A time without its anchor.

    `number` is the day of the month; `weekday` counts from Monday, 0, and is -1 where none is
    named; `shift` is a distance in the unit (DAY_OF_WEEK: in weeks); `strict` leaves out what
    holds the day of writing itself.
    """

    unit: Unit
    number: int = 0
    month: int = 0
    weekday: int = -1
    shift: int = 0
    strict: bool = False


class TooManyError(Exception):
    """More dates fit than are listed."""


Period = tuple[int, int]
"""First and last day as ordinals, inclusive."""


@lru_cache(4096)
def candidates(when: When, days: Days, tense: Tense) -> tuple[str, ...]:
    """The dates (EDTF) that `when` can mean in a text written on one of `days`, ascending.

    The union, over those days, of the nearest such date in the direction of `tense`, in both where
    it is unknown. A weekday beside a day (`Mittwoch, 30. Mai`) leaves the years in which the two
    agree, where some do. A date may lie outside `days`; none where it would leave EDTF's calendar.
    Raises TooManyError where more than MOST fit.
    """
    if not _FIRST_YEAR <= days.first.year <= days.last.year <= _LAST_YEAR:
        return ()
    if when.unit in _SHIFTED:
        return _shifted(when, days)
    if when.unit is Unit.DAY_OF_YEAR and when.weekday >= 0:
        found = candidates(when._replace(weekday=-1), days, tense)
        named = tuple(day for day in found if date.fromisoformat(day).weekday() == when.weekday)
        return named or found
    first, last = days.first.toordinal(), days.last.toordinal()
    nearest = _RECURRING[when.unit]
    past, future = partial(nearest, when, -1), partial(nearest, when, 1)
    if tense is Tense.PAST:
        start, end = past(first), past(last)
    elif tense is Tense.FUTURE:
        start, end = future(first), future(last)
        if when.unit is Unit.NEXT_WEEKDAY and end is not None:
            end = (end[0] + _WEEK, end[1] + _WEEK)
    else:
        start, end = past(first), future(last)
    if start is None or end is None:
        return ()
    return tuple(_written(when.unit, period) for period in _all(when, start, end))


def anchored(note: Note, when: When, days: Days | None, tense: Tense) -> Note:
    """`note` with the dates that fit: one is its value, several its candidates, or why none is."""
    if days is None:
        return note._replace(basis=AnnotationBasis.NO_ANCHOR)
    try:
        found = candidates(when, days, tense)
    except TooManyError:
        return note._replace(basis=AnnotationBasis.TOO_MANY)
    if len(found) == 1:
        return note._replace(basis=AnnotationBasis.ONE_FITS, value=found[0], candidates=found)
    if found:
        return note._replace(basis=AnnotationBasis.SEVERAL_FIT, candidates=found)
    return note._replace(basis=AnnotationBasis.NO_ANCHOR)


def _all(when: When, start: Period, end: Period) -> Iterator[Period]:
    """Every recurrence from `start` to `end`."""
    nearest = _RECURRING[when.unit]
    period: Period | None = start
    for _ in range(MOST):
        if period is None:
            return
        yield period
        if period[0] >= end[0]:
            return
        period = nearest(when._replace(strict=False), 1, period[1] + 1)
    raise TooManyError


def _weekday(when: When, direction: int, day: int) -> Period:
    """The nearest day of a weekday from `day` on; the day itself counts unless strict."""
    seen = day + (direction if when.strict else 0)
    distance = ((when.weekday - (seen - _MONDAY)) * direction) % _WEEK
    found = seen + direction * distance
    return found, found


def _weekend(when: When, direction: int, day: int) -> Period:
    monday = day - (day - _MONDAY) % _WEEK
    saturday = monday + 5
    inside = day >= saturday
    if direction < 0:
        saturday -= 0 if inside and not when.strict else _WEEK
    elif inside and when.strict:
        saturday += _WEEK
    return saturday, saturday + 1


def _day_of_year(when: When, direction: int, day: int) -> Period | None:
    year = date.fromordinal(day).year
    for other in range(year, year + direction * 9, direction):
        if when.number > monthrange(other, when.month)[1]:
            continue
        found = date(other, when.month, when.number)
        at = found.toordinal()
        away = (at - day) * direction
        if away > 0 or (away == 0 and not when.strict):
            return at, at
    return None


def _month_of_year(when: When, direction: int, day: int) -> Period:
    seen = date.fromordinal(day)
    year = seen.year
    first = _month(year, when.month)
    holds = first[0] <= day <= first[1]
    if (holds and when.strict) or ((first[0] - day) * direction < 0 and not holds):
        first = _month(year + direction, when.month)
    return first


def _month(year: int, month: int) -> Period:
    start = date(year, month, 1).toordinal()
    return start, start + monthrange(year, month)[1] - 1


_RECURRING: dict[Unit, Callable[[When, int, int], Period | None]] = {
    Unit.WEEKDAY: _weekday,
    Unit.NEXT_WEEKDAY: _weekday,
    Unit.WEEKEND: _weekend,
    Unit.DAY_OF_YEAR: _day_of_year,
    Unit.MONTH_OF_YEAR: _month_of_year,
}


def _shifted(when: When, days: Days) -> tuple[str, ...]:
    """The units at a distance from each of the days."""
    index, period = _SHIFTED[when.unit]
    start, end = index(days.first) + when.shift, index(days.last) + when.shift
    if end - start >= MOST:
        raise TooManyError
    found = [period(when, place) for place in range(start, end + 1)]
    return () if None in found else tuple(text for text in found if text)


def _week_of(day: date) -> int:
    return (day.toordinal() - _MONDAY) // _WEEK


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _in_calendar(ordinal: int) -> bool:
    low, high = date(_FIRST_YEAR, 1, 1).toordinal(), date(_LAST_YEAR, 12, 31).toordinal()
    return low <= ordinal <= high


def _day_at(_when: When, ordinal: int) -> str | None:
    return date.fromordinal(ordinal).isoformat() if _in_calendar(ordinal) else None


def _week_at(when: When, week: int) -> str | None:
    monday = week * _WEEK + _MONDAY
    if not _in_calendar(monday):
        return None
    if when.unit is Unit.DAY_OF_WEEK:
        return date.fromordinal(monday + when.weekday).isoformat()
    return _written(Unit.WEEKS, (monday, monday + _WEEK - 1))


def _month_at(_when: When, month: int) -> str | None:
    year, rest = divmod(month, 12)
    return f"{year}-{rest + 1:02d}" if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _year_at(_when: When, year: int) -> str | None:
    return str(year) if _FIRST_YEAR <= year <= _LAST_YEAR else None


_SHIFTED: dict[Unit, tuple[Callable[[date], int], Callable[[When, int], str | None]]] = {
    Unit.DAYS: (date.toordinal, _day_at),
    Unit.WEEKS: (_week_of, _week_at),
    Unit.DAY_OF_WEEK: (_week_of, _week_at),
    Unit.MONTHS: (_month_of, _month_at),
    Unit.YEARS: (lambda day: day.year, _year_at),
}


POINTING = frozenset(_SHIFTED)
"""The units that are a distance from the day of writing: no verb decides their direction."""


def _written(unit: Unit, period: Period) -> str:
    first, last = (date.fromordinal(day) for day in period)
    if unit is Unit.MONTH_OF_YEAR:
        return first.isoformat()[:7]
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
