"""Check single values: every row against the conditions compiled from the table's model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import values
from pressmark.check.opened import Opened, key_sql, rows
from pressmark_schema.findings import OBSERVED_LIMIT, Finding
from pressmark_schema.generate.sql import Condition, conditions, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from pressmark_schema.tables import Table


def field_findings(
    connection: duckdb.DuckDBPyConnection, table: Table, path: str | None
) -> Iterator[Finding]:
    """One finding for every row and condition on a single row that it does not meet.

    `connection` has a relation of the table's name with its columns in their types; `path` is
    the file as findings show it. In the order of the rows' keys, then of the conditions.
    """
    asked = conditions(table)
    opened = Opened(connection, {table.name: table}, {table.name: path} if path else {})
    for row in rows(opened, _sql(table, asked), table.name):
        if isinstance(row, Finding):
            yield row
            continue
        for place in row["broken"]:
            yield _finding(table, asked[place], row, path)


def _finding(
    table: Table, condition: Condition, row: dict[str, object], path: str | None
) -> Finding:
    observed = row[condition.column] if condition.column else condition.says
    return Finding(
        values.OF_CONDITION[condition.kind],
        table.name,
        str(row["row_id"]),
        field=condition.column,
        observed=None if observed is None else str(observed),
        path=path,
    )


def _sql(table: Table, asked: Sequence[Condition]) -> str:
    """One scan: the faulty rows, with the places of the broken conditions and all values."""
    broken = [f"CASE WHEN {_fails(c)} THEN {place} END" for place, c in enumerate(asked)]
    shown = [
        f"left(CAST({quoted(name)} AS VARCHAR), {OBSERVED_LIMIT}) AS {quoted(name)}"
        for name in table.column_names
    ]
    return (
        f"SELECT {key_sql(table)} AS row_id, "
        f"list_filter([{', '.join(broken)}], lambda place: place IS NOT NULL) AS broken, "
        f"{', '.join(shown)} FROM {quoted(table.name)} "
        f"WHERE {' OR '.join(_fails(c) for c in asked)} ORDER BY ALL"
    )


def _fails(condition: Condition) -> str:
    """As in a CHECK constraint, what cannot be told passes; that a value is there is another's."""
    return f"NOT coalesce({condition.sql}, true)"
