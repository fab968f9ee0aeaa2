"""Rows made canonical in Arrow are those made canonical one by one."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pressmark.canonising import canonical_lines
from pressmark_schema import canonical

SCHEMA = pa.schema(
    [
        ("text", pa.string()),
        ("added", pa.int64()),
        ("day", pa.date32()),
        ("at", pa.timestamp("us", "UTC")),
        ("share", pa.float64()),
        ("fixable", pa.bool_()),
        ("names", pa.list_(pa.string())),
        ("places", pa.list_(pa.int64())),
    ]
)
TEXTS = st.text() | st.text('"\\\n\t\r\b\f\x00\x1f\x7f aä\u2028😀', max_size=8)
ROWS = st.fixed_dictionaries(
    {
        "text": st.none() | TEXTS,
        "added": st.none() | st.integers(-(2**63), 2**63 - 1),
        "day": st.none() | st.dates(),
        "at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "share": st.none() | st.floats(),
        "fixable": st.none() | st.booleans(),
        "names": st.none() | st.lists(TEXTS, max_size=3),
        "places": st.none() | st.lists(st.integers(0, 2**40), max_size=3),
    }
)


def lines(batch: pa.RecordBatch) -> bytes:
    return b"".join(map(bytes, canonical_lines(batch)))


def one_by_one(batch: pa.RecordBatch) -> bytes:
    return b"".join(canonical.canonical(row) + b"\n" for row in batch.to_pylist())


@given(st.lists(ROWS, max_size=6), st.integers(0, 3))
def test_the_bytes_are_those_of_each_row(rows: list[dict[str, Any]], first: int) -> None:
    batch = pa.RecordBatch.from_pylist(rows, SCHEMA).slice(first)
    assert lines(batch) == one_by_one(batch)


def test_many_rows_come_in_pieces_and_in_their_order() -> None:
    row = {
        "text": 'er sagte: "nein"\n',
        "day": date(987, 1, 2),
        "at": datetime(1, 1, 1, tzinfo=UTC),
    }
    batch = pa.RecordBatch.from_pylist([row | {"added": n} for n in range(3_000)], SCHEMA)
    assert len(list(canonical_lines(batch))) > 1
    assert lines(batch) == one_by_one(batch)
