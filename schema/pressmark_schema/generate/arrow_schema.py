"""Arrow schema of a table; pyarrow is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_schema.columns import Column, ColumnType

if TYPE_CHECKING:
    import pyarrow as pa

    from pressmark_schema.tables import Table


def arrow_schema(table: Table) -> pa.Schema:
    """The table's Arrow schema: instants in microseconds UTC, lists of non-null items."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(column.name, arrow_type(column), nullable=column.nullable)
            for column in table.columns
        ]
    )


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of one column."""
    import pyarrow as pa

    types = {
        ColumnType.STRING: pa.string(),
        ColumnType.INTEGER: pa.int64(),
        ColumnType.NUMBER: pa.float64(),
        ColumnType.BOOLEAN: pa.bool_(),
        ColumnType.DATE: pa.date32(),
        ColumnType.DATETIME: pa.timestamp("us", tz="UTC"),
        ColumnType.STRINGS: pa.list_(pa.field("item", pa.string(), nullable=False)),
        ColumnType.INTEGERS: pa.list_(pa.field("item", pa.int64(), nullable=False)),
    }
    return types[column.type]
