"""Cells of foreign tables: read by the types of Table Schema, held against its constraints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import orjson

from pressmark.check.catalogue import files
from pressmark.check.foreign.source import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from pressmark_schema.findings import Rule

Problems = list[tuple["Rule", str]]
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_SPECIAL = frozenset({"NaN", "INF", "-INF"})
_BARE = re.compile(r"[+-]?[0-9.].*[0-9.]|[0-9]")
_YEARMONTH = re.compile(r"-?[0-9]{4}-(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"-?[0-9]{4}")
_DURATION = re.compile(
    r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:[\d.]+S)?)?"
)
_NATIVE: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "list": (list,),
    "object": (dict,),
    "geojson": (dict,),
    "geopoint": (dict, list),
    "year": (int,),
}


@dataclass(frozen=True)
class Field:
    """A field of a foreign schema."""

    name: str
    type: str
    format: str
    options: dict[str, Any]
    constraints: dict[str, Any]
    missing: frozenset[str]
    enum: frozenset[Hashable] | None

    @classmethod
    def of(cls, given: dict[str, Any], missing: object) -> Field:
        """Read a field; what is of a wrong type is left out, that is the profile's business."""
        constraints = given.get("constraints")
        constraints = constraints if isinstance(constraints, dict) else {}
        own = given.get("missingValues", missing)
        bare = cls(
            name=str(given.get("name")),
            type=str(given.get("type", "any")),
            format=str(given.get("format", "default")),
            options=given,
            constraints=constraints,
            missing=frozenset(_missing(own)),
            enum=None,
        )
        enum = constraints.get("enum")
        if not isinstance(enum, list):
            return bare
        values = frozenset(value for value in map(bare.value, enum) if value is not None)
        return cls(**{**vars(bare), "enum": values})

    @property
    def unique(self) -> bool:
        """Whether no value may stand twice."""
        return self.constraints.get("unique") is True

    @property
    def is_text(self) -> bool:
        """Whether every text is a value, itself."""
        return self.type not in _READ

    def value(self, cell: object) -> Hashable:
        """The value of a cell, comparable and hashable; None where it is not of the type."""
        try:
            if not isinstance(cell, str):
                return _native(self.type, cell)
            return _READ.get(self.type, _text)(cell, self)
        except (ValueError, InvalidOperation, OverflowError, TypeError):
            return None

    def read(self, cell: object) -> tuple[Hashable, Problems]:
        """The value of a cell, None where it is missing, and what is wrong with it."""
        if cell is None or (isinstance(cell, str) and cell in self.missing):
            required = self.constraints.get("required") is True
            return None, [(files.CELL_CONSTRAINT, "is required")] if required else []
        value = self.value(cell)
        if value is None:
            return None, [(files.CELL_TYPE, f"{shown(cell)[:80]!r} is no {self.type}")]
        return value, [(files.CELL_CONSTRAINT, what) for what in self._against(value, cell)]

    def _against(self, value: Any, cell: object) -> list[str]:
        found = []
        if self.enum is not None and value not in self.enum:
            found.append(f"{shown(cell)[:80]!r} is not in the enumeration")
        for name, fails in _BOUNDS.items():
            bound = self.constraints.get(name)
            limit = None if bound is None else self.value(bound)
            if limit is not None and _fails(fails, value, limit):
                found.append(f"{shown(cell)[:80]!r} against {name} {shown(bound)[:40]}")
        length = len(shown(cell))
        low, high = self.constraints.get("minLength"), self.constraints.get("maxLength")
        if isinstance(low, int) and length < low:
            found.append(f"{length} code points, at least {low}")
        if isinstance(high, int) and length > high:
            found.append(f"{length} code points, at most {high}")
        pattern = self.constraints.get("pattern")
        if isinstance(pattern, str) and not matches(pattern, shown(cell)):
            found.append(f"{shown(cell)[:80]!r} against the pattern {pattern[:80]}")
        return found


def whole(pattern: str) -> str:
    """The pattern of RE2 that asks a pattern of the whole text."""
    return rf"\A(?:{pattern})\z"


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches the whole text, in linear time (RE2); true where it is none.

    Patterns come from a descriptor that nobody vouches for, so no backtracking engine is used.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        found = pc.match_substring_regex(pa.array([text]), whole(pattern))
    except pa.ArrowInvalid:
        return True
    return bool(found[0].as_py())


def _fails(fails: Callable[[Any, Any], bool], value: Any, limit: Any) -> bool:
    try:
        return fails(value, limit)
    except (TypeError, InvalidOperation):
        return False


_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, limit: value < limit,
    "maximum": lambda value, limit: value > limit,
    "exclusiveMinimum": lambda value, limit: value <= limit,
    "exclusiveMaximum": lambda value, limit: value >= limit,
}


def _missing(given: object) -> list[str]:
    """The texts that stand for no value; version 2 lets each carry a label."""
    items = given if isinstance(given, list) else [""]
    values = [item.get("value") if isinstance(item, dict) else item for item in items]
    return [value for value in values if isinstance(value, str)]


def _native(kind: str, cell: object) -> Hashable:
    """A value of inline data that JSON has already typed."""
    allowed = _NATIVE.get(kind)
    if kind == "any" or allowed is None:
        return shown(cell)
    if not isinstance(cell, allowed) or (isinstance(cell, bool) and bool not in allowed):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(str(cell)) if kind == "number" else int(cell)
    return cell if isinstance(cell, bool) else shown(cell)


def _text(cell: str, _field: Field) -> Hashable:
    return cell


def _integer(cell: str, field: Field) -> Hashable:
    text = _bare(cell, field).replace(str(field.options.get("groupChar", "")), "")
    return int(text) if _INTEGER.fullmatch(text) else None


def _number(cell: str, field: Field) -> Hashable:
    if cell in _SPECIAL:
        return Decimal(cell.replace("INF", "Infinity"))
    text = _bare(cell, field).replace(str(field.options.get("groupChar", "")), "")
    text = text.replace(str(field.options.get("decimalChar", ".")), ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _bare(cell: str, field: Field) -> str:
    """A number without what may stand around it (`95%`), where the schema says it is not bare."""
    if field.options.get("bareNumber", True) is not False:
        return cell
    found = _BARE.search(cell)
    return found[0] if found else cell


def _boolean(cell: str, field: Field) -> Hashable:
    true = field.options.get("trueValues", ["true", "True", "TRUE", "1"])
    false = field.options.get("falseValues", ["false", "False", "FALSE", "0"])
    return True if cell in true else False if cell in false else None


def _json(kind: type) -> Callable[[str, Field], Hashable]:
    def read(cell: str, _field: Field) -> Hashable:
        return cell if isinstance(orjson.loads(cell), kind) else None

    return read


def _moment(kind: type[date | time], default: str) -> Callable[[str, Field], Hashable]:
    """Dates and times: ISO 8601 by default, `any` unread, else a strptime pattern."""

    def read(cell: str, field: Field) -> Hashable:
        if field.format == "any":
            return cell
        if field.format == "default":
            if not re.fullmatch(default, cell):
                return None
            return kind.fromisoformat(cell.removesuffix("Z"))
        found = datetime.strptime(cell, field.format)  # noqa: DTZ007 - the file states no zone
        return found if kind is datetime else found.date() if kind is date else found.time()

    return read


def _shaped(pattern: re.Pattern[str]) -> Callable[[str, Field], Hashable]:
    def read(cell: str, _field: Field) -> Hashable:
        return cell if pattern.fullmatch(cell) else None

    return read


def _geopoint(cell: str, field: Field) -> Hashable:
    if field.format == "object":
        found = orjson.loads(cell)
        pair = [found["lon"], found["lat"]] if isinstance(found, dict) and len(found) > 1 else []
    else:
        pair = orjson.loads(cell) if field.format == "array" else cell.split(",")
    longitude, latitude = (Decimal(str(part).strip()) for part in pair)
    inside = abs(longitude) <= 180 and abs(latitude) <= 90  # noqa: PLR2004 - degrees
    return (longitude, latitude) if inside else None


_CLOCK = r"\d\d:\d\d:\d\d(?:\.\d{1,6})?"
_READ: dict[str, Callable[[str, Field], Hashable]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "object": _json(dict),
    "array": _json(list),
    "geojson": _json(dict),
    "date": _moment(date, r"\d{4}-\d\d-\d\d"),
    "datetime": _moment(datetime, rf"\d{{4}}-\d\d-\d\dT{_CLOCK}(?:Z|[+-]\d\d:\d\d)?"),
    "time": _moment(time, rf"{_CLOCK}Z?"),
    "year": _shaped(_YEAR),
    "yearmonth": _shaped(_YEARMONTH),
    "duration": _shaped(_DURATION),
    "geopoint": _geopoint,
}
