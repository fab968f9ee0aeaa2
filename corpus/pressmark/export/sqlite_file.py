"""One SQLite file: the tables with their keys, views, and full-text search over the texts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from pressmark.export.mapping import everything, unsaid
from pressmark.export.relational import definition, in_order, views
from pressmark.export.resources import file_resource, write_descriptor
from pressmark_schema import canonical
from pressmark_schema.columns import ColumnType
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError
from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark_schema.columns import Column
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

FILE = "corpus.sqlite"
_TYPES = {
    ColumnType.INTEGER: "INTEGER",
    ColumnType.BOOLEAN: "INTEGER",
    ColumnType.NUMBER: "REAL",
}
# Umlauts are letters of their own: schon is not schön. Datasette knows the index by its quotes.
_SEARCH = (
    """CREATE VIRTUAL TABLE texts_fts
    USING fts5 (title, text, content="texts", tokenize='unicode61 remove_diacritics 0')""",
    "INSERT INTO texts_fts (texts_fts) VALUES ('rebuild')",
)


def places(schema: Mapping[str, Table]) -> Places:
    """Where the database says the fields of a corpus: each in its column."""
    return everything(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write `corpus.sqlite` and the descriptor returned.

    Days and instants are ISO 8601 text, lists JSON arrays, booleans 0 and 1. Raises IntegrityError
    where a key is not unique or leads nowhere, EnvironmentFaultError where Python's SQLite has no
    full-text search.
    """
    try:
        _fill(dataset, folder / FILE)
    except sqlite3.IntegrityError as error:
        raise IntegrityError(f"{dataset.folder}: {error}", hint="pressmark validate") from error
    except sqlite3.OperationalError as error:
        raise EnvironmentFaultError(f"SQLite {sqlite3.sqlite_version}: {error}") from error
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, FILE, "corpus", "sqlite", "application/vnd.sqlite3")],
        {"unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files)},
    )


def _fill(dataset: Dataset, path: Path) -> None:
    tables = in_order(dataset)
    present = frozenset(table.name for table in tables)
    with closing(sqlite3.connect(path)) as connection:
        # The folder is staged, so that a fault of the machine loses nothing but time.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.execute("PRAGMA foreign_keys = ON")
        with connection:
            for table in tables:
                connection.execute(definition(table, present, _kind))
                marks = ", ".join("?" * len(table.columns))
                statement = f"INSERT INTO {quoted(table.name)} VALUES ({marks})"
                connection.executemany(statement, _rows(dataset, table))
            _index(connection, tables)
            for statement in [*views(present), *(_SEARCH if "texts" in present else ())]:
                connection.execute(statement)
        connection.execute("VACUUM")


def _index(connection: sqlite3.Connection, tables: list[Table]) -> None:
    """An index for each reference that is no key itself, so that a join finds its rows."""
    for table in tables:
        for key in table.foreign_keys:
            if key.columns != table.key:
                name = quoted("_".join([table.name, *key.columns]))
                columns = ", ".join(map(quoted, key.columns))
                connection.execute(f"CREATE INDEX {name} ON {quoted(table.name)} ({columns})")


def _kind(column: Column) -> str:
    return _TYPES.get(column.type, "TEXT")


def _rows(dataset: Dataset, table: Table) -> Iterator[list[Any]]:
    written = [_WRITTEN.get(column.type) for column in table.columns]
    for batch in dataset.batches(table.name):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [
                value if made is None or value is None else made(value)
                for made, value in zip(written, values, strict=True)
            ]


def _listed(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_WRITTEN: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.DATE: lambda day: day.isoformat(),
    ColumnType.DATETIME: canonical.instant,
    ColumnType.BOOLEAN: int,
    ColumnType.STRINGS: _listed,
    ColumnType.INTEGERS: _listed,
}
