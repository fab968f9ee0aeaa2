"""Weights: how many bytes of content a row has, by its values alone, however they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark_schema.columns import ColumnType
from pressmark_schema.generate.sql import quoted
from pressmark_schema.records import CORPUS_COLUMNS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from pressmark_schema.tables import Table

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

WIDTH = 8
"""Bytes that a column counts for in each row, whatever it holds, and an item of a list."""


def row_weights(rows: pa.RecordBatch | pa.Table) -> Numbers:
    """The weight in bytes of each row: WIDTH a column, and the bytes of its strings.

    Neither compression nor the writer has a part in it, nor what a row says of other articles
    (CORPUS_COLUMNS), so that a row weighs the same in every corpus.
    """
    import numpy as np

    found = np.full(rows.num_rows, WIDTH * rows.num_columns, np.int64)
    for field, column in zip(rows.schema, rows.columns, strict=True):
        if field.name not in CORPUS_COLUMNS:
            found += _content(column)
    return found


def sql_weight(table: Table) -> str:
    """`row_weights` of a table in DuckDB's SQL."""
    parts = [str(WIDTH * len(table.columns))]
    for column in table.columns:
        name = quoted(column.name)
        if column.name in CORPUS_COLUMNS:
            continue
        if column.type is ColumnType.STRING:
            parts.append(f"coalesce(strlen({name}), 0)")
        elif column.type is ColumnType.STRINGS:
            items = f"list_transform({name}, lambda item: strlen(item) + {WIDTH})"
            parts.append(f"coalesce(list_sum({items}), 0)::BIGINT")
        elif column.type is ColumnType.INTEGERS:
            parts.append(f"coalesce(len({name}), 0) * {WIDTH}")
    return f"({' + '.join(parts)})"


def _content(column: Any) -> Numbers | int:
    """The bytes of the strings in each value of a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_list(kind):
        return _items(column)
    if not (_is_text(kind) or pa.types.is_binary(kind)):
        return 0
    return _numbers(pc.fill_null(pc.binary_length(column), 0))


def _items(column: Any) -> Numbers:
    import numpy as np
    import pyarrow.compute as pc

    items = pc.list_flatten(column)
    each = _numbers(pc.binary_length(items)) + WIDTH if _is_text(items.type) else None
    rows = _numbers(pc.list_parent_indices(column))
    weights = None if each is None else each.astype(np.float64)
    # Exact: sums of lengths stay far below 2^53.
    found = np.bincount(rows, weights, len(column))
    return (found if weights is not None else found * WIDTH).astype(np.int64)


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _numbers(values: Any) -> Numbers:
    import numpy as np

    found: Numbers = np.asarray(values.to_numpy(zero_copy_only=False), np.int64)
    return found
