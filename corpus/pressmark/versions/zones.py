"""Zones: what the articles in one file of a divided table can be, and whether a condition can hold.

An answer errs to one side alone: a file may be taken for needed that is not.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from pressmark import layout
from pressmark.dataset import connect
from pressmark.layout import UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pressmark_schema.descriptor import FileFacts

    Bounds = tuple[date, date]

_YEAR = "(?P<year>(?!0000)[0-9]{4})"
_MONTH = "(?P<month>0[1-9]|1[0-2])"
_PLACE = re.compile(
    rf"(?:{_YEAR}(?:-{_MONTH}(?:-(?P<bits>[01]+))?)?|(?P<undated>{UNDATED})(?:-(?P<more>[01]+))?)?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATES = ("date_from", "date_to")
_COMPARED: dict[str, Callable[[Bounds, date], bool]] = {
    "COMPARE_EQUAL": lambda bounds, day: bounds[0] <= day <= bounds[1],
    "COMPARE_LESSTHAN": lambda bounds, day: bounds[0] < day,
    "COMPARE_LESSTHANOREQUALTO": lambda bounds, day: bounds[0] <= day,
    "COMPARE_GREATERTHAN": lambda bounds, day: bounds[1] > day,
    "COMPARE_GREATERTHANOREQUALTO": lambda bounds, day: bounds[1] >= day,
}
_TURNED = {
    "COMPARE_LESSTHAN": "COMPARE_GREATERTHAN",
    "COMPARE_LESSTHANOREQUALTO": "COMPARE_GREATERTHANOREQUALTO",
    "COMPARE_GREATERTHAN": "COMPARE_LESSTHAN",
    "COMPARE_GREATERTHANOREQUALTO": "COMPARE_LESSTHANOREQUALTO",
}


@dataclass(frozen=True, slots=True)
class Zone:
    """What the articles of a file have: ids whose digests begin with `bits`, dates within `days`.

    None for a date that none of them has.
    """

    days: dict[str, Bounds | None]
    bits: str = ""

    @classmethod
    def of(cls, file: FileFacts) -> Zone:
        """The zone of a file of a table of articles, by its place and the days stated of it."""
        place = _PLACE.fullmatch(file.place)
        if place is None:
            return cls({})
        bits = place["bits"] or place["more"] or ""
        if file.date_from is None or file.date_to is None or place["undated"]:
            return cls(dict.fromkeys(_DATES), bits)
        first, last = _days_of(place["year"], place["month"])
        low = max(first, file.date_from)
        days = {"date_from": (low, min(last, file.date_to)), "date_to": (low, file.date_to)}
        return cls({**days}, bits)

    def may_hold(self, condition: Any) -> bool:
        """Whether an article of the file can meet a condition, as DuckDB's parser gives it."""
        kind = condition.get("type") if isinstance(condition, dict) else None
        read = _READ.get(str(kind))
        return True if read is None else read(self, condition)

    def compared(self, kind: str, of: Any, value: Any) -> bool:
        """Whether a column can stand in this relation to a constant; True for all else."""
        column, text = _column(of), _text(value)
        if column is None or text is None:
            return True
        if column == "article_id" and kind == "COMPARE_EQUAL":
            return not _is_id(text) or layout.bits_of(text).startswith(self.bits)
        if column not in self.days or not _DAY.fullmatch(text):
            return True
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return True
        bounds = self.days[column]
        return bounds is not None and _COMPARED[kind](bounds, day)


def _every(zone: Zone, condition: dict[str, Any]) -> bool:
    return all(map(zone.may_hold, condition.get("children") or ()))


def _some(zone: Zone, condition: dict[str, Any]) -> bool:
    return any(map(zone.may_hold, condition.get("children") or (None,)))


def _between(zone: Zone, condition: dict[str, Any]) -> bool:
    of, low, high = (condition.get(name) for name in ("input", "lower", "upper"))
    least = zone.compared("COMPARE_GREATERTHANOREQUALTO", of, low)
    return least and zone.compared("COMPARE_LESSTHANOREQUALTO", of, high)


def _listed(zone: Zone, condition: dict[str, Any]) -> bool:
    of, *values = condition.get("children") or (None, None)
    return any(zone.compared("COMPARE_EQUAL", of, value) for value in values)


def _comparison(zone: Zone, condition: dict[str, Any]) -> bool:
    kind, left, right = (condition.get(name) for name in ("type", "left", "right"))
    turned = _TURNED.get(str(kind), str(kind))
    return zone.compared(str(kind), left, right) and zone.compared(turned, right, left)


_READ: dict[str, Callable[[Zone, dict[str, Any]], bool]] = {
    "CONJUNCTION_AND": _every,
    "CONJUNCTION_OR": _some,
    "COMPARE_BETWEEN": _between,
    "COMPARE_IN": _listed,
    **dict.fromkeys(_COMPARED, _comparison),
}


def _days_of(year: str | None, month: str | None) -> Bounds:
    if year is None:
        return date.min, date.max
    if month is None:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    last = calendar.monthrange(int(year), int(month))[1]
    return date(int(year), int(month), 1), date(int(year), int(month), last)


def _is_id(text: str) -> bool:
    return bool(re.fullmatch(r"a[0-9a-z]{16}", text))


def _column(part: Any) -> str | None:
    """The name of the column that a part of a condition is."""
    names = part.get("column_names") if isinstance(part, dict) else None
    return names[-1].lower() if isinstance(names, list) and names else None


def _text(part: Any) -> str | None:
    """The text of a constant, which may be cast to a type of days."""
    if not isinstance(part, dict):
        return None
    if part.get("class") == "CAST" and not part.get("try_cast"):
        return _text(part.get("child"))
    if part.get("type") != "VALUE_CONSTANT":
        return None
    # DuckDB 2 gives a constant as it was written, DuckDB 1 as a value.
    held = part.get("literal") or part.get("value")
    found = (held.get("text") or held.get("value")) if isinstance(held, dict) else None
    return found if isinstance(found, str) else None


def needed(where: str, files: Sequence[FileFacts]) -> list[FileFacts]:
    """Those files of a table of articles that can hold one that meets the condition `where`."""
    condition = _parsed(where)
    try:
        return [file for file in files if Zone.of(file).may_hold(condition)]
    except RecursionError:
        return list(files)


def _parsed(where: str) -> Any:
    """The condition as a tree; None where it is none that can be understood."""
    import duckdb

    try:
        with connect() as connection:
            query = "SELECT json_serialize_sql($1)"
            (text,) = connection.execute(query, [f"SELECT 1 WHERE (\n{where}\n)"]).fetchall()[0]
        (statement,) = orjson.loads(text)["statements"]
    except (duckdb.Error, ValueError, KeyError, TypeError):
        return None
    node = statement.get("node", {})
    simple = node.get("type") == "SELECT_NODE" and not node.get("modifiers")
    return node.get("where_clause") if simple else None
