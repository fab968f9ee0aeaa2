"""Tables as pandas and polars frames, with the types that the schema declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark_schema.columns import ColumnType
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from pressmark_schema.columns import Column
    from pressmark_schema.tables import Table

UNIT = "us"
"""The unit of every day and instant in a frame: microseconds, as in the Parquet files."""


def to_pandas(rows: pa.Table, table: Table, categorical: bool) -> pd.DataFrame:  # noqa: FBT001
    """The rows as a pandas frame.

    Strings are `str`, days datetime64[us], instants datetime64[us, UTC]; integers and booleans
    are int64 and bool, or Int64 and boolean in columns that may be null; lists are arrays. With
    `categorical`, columns of a vocabulary are categories in its order. Raises
    EnvironmentFaultError where pandas is not installed, IntegrityError for values that are not
    of their types.
    """
    try:
        import numpy as np
        import pandas as pd
        import pyarrow as pa
    except ImportError as error:
        raise _missing("pandas") from error
    types = {
        pa.string(): pd.StringDtype(na_value=np.nan),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    exact = {column.name: _dtype(column, categorical) for column in table.columns}
    try:
        frame: pd.DataFrame = rows.to_pandas(date_as_object=False, types_mapper=types.get)
        return frame.astype({name: dtype for name, dtype in exact.items() if dtype is not None})
    except (ValueError, OverflowError) as error:
        raise _unfit(table, error) from error


def to_polars(rows: pa.Table, table: Table, categorical: bool) -> pl.DataFrame:  # noqa: FBT001
    """The rows as a polars frame; with `categorical`, columns of a vocabulary are Enums.

    Raises EnvironmentFaultError where polars is not installed, IntegrityError for values that are
    not of their types.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise _missing("polars") from error
    enums = [column for column in table.columns if column.enum and categorical]
    try:
        frame = pl.from_arrow(rows)
        assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a table makes no series
        return frame.with_columns(pl.col(item.name).cast(pl.Enum(_plain(item))) for item in enums)
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise _unfit(table, error) from error


def _dtype(column: Column, categorical: bool) -> Any:  # noqa: FBT001
    import pandas as pd

    if column.enum and categorical:
        return pd.CategoricalDtype(_plain(column))
    if column.type is ColumnType.DATE:
        return f"datetime64[{UNIT}]"
    if column.type is ColumnType.DATETIME:
        return f"datetime64[{UNIT}, UTC]"
    plain = {ColumnType.INTEGER: "int64", ColumnType.BOOLEAN: "bool"}
    return None if column.nullable else plain.get(column.type)


def _plain(column: Column) -> list[str]:
    """The values of a column's vocabulary as mere strings."""
    return [str(value) for value in column.enum]


def _unfit(table: Table, error: Exception) -> IntegrityError:
    first = str(error).partition("\n")[0]
    return IntegrityError(
        f"the values of {table.name} are not of their types: {ascii(first[:200])[1:-1]}",
        hint="pressmark validate says what is wrong",
    )


def _missing(name: str) -> EnvironmentFaultError:
    return EnvironmentFaultError(
        f"{name} is not installed", hint=f"pip install 'pressmark[{name}]'"
    )
