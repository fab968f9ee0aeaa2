"""The rows of a batch, gathered by table until they become Arrow tables."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pressmark_schema.generate.arrow_schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pressmark_schema.tables import Table

CAPTURE = pa.field("capture_id", pa.string(), nullable=False)
"""The column by which rows of all tables are told to be of one capture, until it is resolved."""
_OF_FILES = frozenset({"sources", "captures"})
"""The tables that are not about articles, and so not told apart by CAPTURE."""


class Rows:
    """The rows of a batch in the order in which they were added."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._held: dict[str, _Held] = {}

    def add(self, name: str, rows: Iterable[Mapping[str, Any]], capture: str = "") -> None:
        """Rows of the table `name`; those about an article have come with `capture`."""
        held = self._held.get(name)
        if held is None:
            held = self._held[name] = _Held(name, self._tables[name])
        # Its values are taken from a row at once: of thousands the dictionaries would have left
        # the processor's cache, and take three times as long.
        before = len(held.values)
        held.values += map(held.taken, rows)
        held.captures += [capture] * (len(held.values) - before)

    def tables(self) -> dict[str, pa.Table]:
        """The Arrow tables that were added to, be it no row; those about articles have CAPTURE."""
        return {name: held.table() for name, held in self._held.items()}

    def counts(self) -> dict[str, int]:
        """The rows that each table has by now."""
        return {name: len(held.values) for name, held in self._held.items()}


class _Held:
    """The rows of one table as tuples, and the capture of each."""

    def __init__(self, name: str, table: Table) -> None:
        self.schema = batch_schema(name, table)
        self.taken = itemgetter(*table.column_names)
        self.values: list[tuple[Any, ...]] = []
        self.captures: list[str] = []

    def table(self) -> pa.Table:
        if not self.values:
            return self.schema.empty_table()
        columns = [*zip(*self.values, strict=True), self.captures][: len(self.schema)]
        named = zip(columns, self.schema, strict=True)
        arrays = [pa.array(column, field.type) for column, field in named]
        return pa.Table.from_arrays(arrays, schema=self.schema)


def batch_schema(name: str, table: Table) -> pa.Schema:
    """The Arrow schema of a batch's table: the table's own and, about articles, the capture."""
    schema = arrow_schema(table)
    return schema if name in _OF_FILES else schema.append(CAPTURE)
