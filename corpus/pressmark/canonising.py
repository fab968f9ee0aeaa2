"""Rows as the bytes that their hash is over, made in Arrow: what `canonical` says row by row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressmark_schema import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

_SLICE = 1_024
"""Rows that are made at a time: few enough that long texts take no memory to speak of."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_SPECIAL, _RARE = r'["\\\x00-\x1f]', r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
"""What JSON escapes, and of that what no text of an article has."""


def canonical_lines(batch: pa.RecordBatch) -> Iterator[memoryview]:
    """The canonical JSON of the rows in order, a line feed after each, in pieces."""
    for start in range(0, batch.num_rows, _SLICE):
        yield _lines(batch.slice(start, _SLICE))


def _lines(batch: pa.RecordBatch) -> memoryview:
    import pyarrow.compute as pc

    parts: list[Any] = []
    opening = "{"
    for name in sorted(batch.schema.names):
        parts += [_large(f"{opening}{json.dumps(name)}:"), _values(batch.column(name))]
        opening = ","
    lines = pc.binary_join_element_wise(*parts, _large("}\n"), _large(""))
    # Offsets and characters of a large string array without nulls: Arrow columnar format 1.0.
    offsets = memoryview(lines.buffers()[1]).cast("q")[lines.offset :]
    return memoryview(lines.buffers()[2])[offsets[0] : offsets[len(lines)]]


def _values(column: pa.Array) -> pa.LargeStringArray:
    """Each value as JSON."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_string(kind):
        found = column.cast(pa.large_string())
        special = _any(found, _SPECIAL)
        if special and _any(found, _RARE):
            return _one_by_one(column)
        found = _quoted(_escaped(found) if special else found)
    elif pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        found = column.cast(pa.large_string())
    elif pa.types.is_date32(kind):
        found = _quoted(column.cast(pa.large_string()))
    else:
        return _one_by_one(column)
    return pc.fill_null(found, "null") if column.null_count else found


def _escaped(column: pa.LargeStringArray) -> pa.LargeStringArray:
    import pyarrow.compute as pc

    for plain, escaped in _ESCAPES.items():
        column = pc.replace_substring(column, plain, escaped)
    return column


def _quoted(column: pa.LargeStringArray) -> pa.LargeStringArray:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(_large('"'), column, _large('"'), _large(""))


def _any(column: pa.LargeStringArray, pattern: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(column, pattern)).as_py())


def _one_by_one(column: pa.Array) -> pa.LargeStringArray:
    import pyarrow as pa

    found = [canonical.canonical({"": value})[4:-1].decode() for value in column.to_pylist()]
    return pa.array(found, pa.large_string())


def _large(text: str) -> pa.LargeStringScalar:
    import pyarrow as pa

    return pa.scalar(text, pa.large_string())
