"""Whole columns of cells against a field: whether none is at fault, faster than cell by cell.

What the bytes of all cells tell at once is asked first, then what Arrow can ask of each cell. Where
neither tells, or there are few different cells, each different one is read as `cells` reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.check.foreign import cells
from pressmark.check.foreign.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pressmark.check.foreign.cells import Field
    from pressmark.check.foreign.strings import Strings

_INTEGER = r"\A[+-]?[0-9]{1,18}\z"
_ONE_WAY = r"\A(?:0|-?[1-9][0-9]{0,17})\z"
"""Integers that have only this form, so that equal ones are equal texts."""
_DIGITS, _COUNTED = "[0-9]+", "[1-9][0-9]*"
_LONGEST_INTEGER = 18
_NUMBER = r"\A[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?\z"
_PLAIN_TEXT = r'"[^"\\\x00-\x1f]*"'
_PLAIN_LIST = rf"\A\[(?:(?:{_PLAIN_TEXT}|0|[1-9][0-9]*)(?:,(?:{_PLAIN_TEXT}|0|[1-9][0-9]*))*)?\]\z"
_DAY = r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
"""Days that every year and every month has."""
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_FORMS = {"date": rf"\A{_DAY}\z", "datetime": rf"\A{_DAY}T{_CLOCK}Z?\z"}
_FEW = frozenset({"boolean", "date", "datetime", "year", "yearmonth", "time"})
"""Types of which a table has few different values."""
_IDLE = frozenset({"required", "unique"})
"""Constraints that say nothing of a value that is there alone."""


def empty(column: pa.Array) -> pa.Array:
    """Whether each cell is empty; without a Python value, for which Arrow would import pandas."""
    return pc.invert(pc.cast(pc.binary_length(column), pa.bool_()))


def missing(column: pa.Array, strings: Strings, field: Field) -> pa.Array | None:
    """Whether each cell stands for no value; None where none does. `strings` are the column's."""
    if field.missing == {""}:
        return empty(column) if strings.empty else None
    gone = pc.is_in(column, pa.array(sorted(field.missing), pa.string()))
    return gone if pc.any(gone).as_py() else None


def is_sound(column: pa.Array, strings: Strings, gone: pa.Array | None, field: Field) -> bool:
    """Whether `field` finds no fault in any cell of a column.

    `strings` are its cells, `gone` is what `missing` says of them.
    """
    if gone is not None and field.constraints.get("required") is True:
        return False
    if field.is_text and field.constraints.keys() <= _IDLE:
        return True
    if field.missing == {""}:
        if strings.are_all_empty or _is_shaped(strings.filled, field):
            return True
        if strings.are_one():
            return not field.read(column[0].as_py())[1]
    return _is_each_sound(column if gone is None else column.filter(pc.invert(gone)), field)


def _is_each_sound(present: pa.Array, field: Field) -> bool:
    if field.enum is not None or field.type in _FEW:
        present = present.unique()
    sure = _sure(present, field)
    doubtful = present if sure is None else present.filter(pc.invert(sure))
    return not any(field.read(cell)[1] for cell in doubtful.unique().to_pylist())


def _is_shaped(filled: Strings, field: Field) -> bool:
    """Whether cells, of which none is empty, have no fault by their lengths and characters."""
    if field.enum is not None:
        return False
    if field.is_text:
        asked = field.constraints
    elif _is_plain_integer(field) and filled.lengths.max() <= _LONGEST_INTEGER:
        asked = {"minimum": 0} | field.constraints
    else:
        return False
    return all(
        name in _IDLE or (name in _SHAPES and _SHAPES[name](filled, bound))
        for name, bound in asked.items()
    )


def _has_shape(filled: Strings, pattern: Any) -> bool:
    found = shape(pattern) if isinstance(pattern, str) else None
    return found is not None and found.fits(filled)


def _is_counted(filled: Strings, bound: Any) -> bool:
    """Integers without a sign from 0 or 1 on."""
    if isinstance(bound, bool) or bound not in (0, 1):
        return False
    return _has_shape(filled, _COUNTED if bound else _DIGITS)


_SHAPES: dict[str, Callable[[Strings, Any], bool]] = {
    "pattern": _has_shape,
    "minLength": lambda _, bound: isinstance(bound, int) and bound <= 1,
    "maxLength": lambda filled, bound: isinstance(bound, int) and filled.lengths.max() <= bound,
    "minimum": _is_counted,
}
"""Constraints of which the bytes of all cells can tell that they hold."""


def is_comparable(column: pa.Array, field: Field) -> bool:
    """Whether cells of a column are equal texts where, and only where, they are equal values."""
    if field.is_text:
        return True
    return _is_plain_integer(field) and _all(_matches(column, _ONE_WAY))


def _sure(column: pa.Array, field: Field) -> pa.Array | None:
    """Which cells certainly have no fault; None where that cannot be told of any."""
    if field.enum is not None:
        return None
    masks = []
    if not field.is_text:
        form = _form(field)
        if form is None:
            return None
        masks.append(_matches(column, form))
    for name, bound in field.constraints.items():
        if name in _IDLE:
            continue
        mask = _CONDITIONS[name](column, bound) if name in _CONDITIONS else None
        if mask is None:
            return None
        masks.append(mask)
    sure = masks[0]
    for mask in masks[1:]:
        sure = pc.and_(sure, mask)
    return sure


def _form(field: Field) -> str | None:
    """What cells of the field's type look like, some that do not apart."""
    if field.type == "array":
        return _PLAIN_LIST
    if field.type in _FORMS and field.format == "default":
        return _FORMS[field.type]
    if field.type == "number" and _is_plain(field) and "decimalChar" not in field.options:
        return _NUMBER
    return _INTEGER if _is_plain_integer(field) else None


def _is_plain_integer(field: Field) -> bool:
    return field.type == "integer" and _is_plain(field)


def _is_plain(field: Field) -> bool:
    return field.options.get("bareNumber", True) is not False and "groupChar" not in field.options


def _pattern(column: pa.Array, pattern: Any) -> pa.Array | None:
    if not isinstance(pattern, str):
        return None
    try:
        return _matches(column, cells.whole(pattern))
    except pa.ArrowInvalid:
        return None


def _longest(column: pa.Array, bound: Any) -> pa.Array | None:
    return pc.less_equal(pc.utf8_length(column), bound) if isinstance(bound, int) else None


def _shortest(column: pa.Array, bound: Any) -> pa.Array | None:
    return pc.greater_equal(pc.utf8_length(column), bound) if isinstance(bound, int) else None


def _at_least(column: pa.Array, bound: Any) -> pa.Array | None:
    """Of the commonest bounds of integers, 0 and 1, the sign and the form of a cell tell."""
    forms = {0: r"\A[0-9]+\z", 1: r"\A[1-9][0-9]*\z"}
    if isinstance(bound, bool) or not isinstance(bound, int) or bound not in forms:
        return None
    return _matches(column, forms[bound])


_CONDITIONS: dict[str, Callable[[pa.Array, Any], pa.Array | None]] = {
    "pattern": _pattern,
    "maxLength": _longest,
    "minLength": _shortest,
    "minimum": _at_least,
}


def _matches(column: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(column, pattern)


def _all(mask: pa.Array) -> bool:
    return bool(pc.all(mask, min_count=0).as_py())
