"""One DuckDB file: the tables with their types and keys, and views that join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.dataset import parquet_scan
from pressmark.export.mapping import everything, unsaid
from pressmark.export.relational import definition, in_order, views
from pressmark.export.resources import file_resource, write_descriptor
from pressmark_schema.errors import IntegrityError
from pressmark_schema.generate.sql import literal, quoted, sql_type

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

FILE = "corpus.duckdb"


def places(schema: Mapping[str, Table]) -> Places:
    """Where the database says the fields of a corpus: each in its column."""
    return everything(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write `corpus.duckdb` and the descriptor returned.

    The rows are the same for the same dataset, the bytes of the file are not: DuckDB writes a
    random identifier into each. Raises IntegrityError where a key is not unique or leads nowhere.
    """
    _fill(dataset, folder / FILE)
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, FILE, "corpus", "duckdb", "application/octet-stream")],
        {"unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files)},
    )


def _fill(dataset: Dataset, path: Path) -> None:
    import duckdb

    tables = in_order(dataset)
    present = frozenset(table.name for table in tables)
    with dataset.connect() as connection:
        # One thread, so that rows keep their order.
        connection.execute("SET threads = 1")
        connection.execute(f"ATTACH {literal(str(path.absolute()))} AS made")
        connection.execute("USE made")
        try:
            for table in tables:
                connection.execute(definition(table, present, sql_type))
                scan = parquet_scan(dataset.files[table.name])
                connection.execute(f"INSERT INTO {quoted(table.name)} FROM {scan}")
        except duckdb.ConstraintException as error:
            first = str(error).partition("\n")[0]
            raise IntegrityError(f"{dataset.folder}: {first}", hint="pressmark validate") from error
        for statement in views(present):
            connection.execute(statement)
        connection.execute("CHECKPOINT made")
        connection.execute("USE memory")
        connection.execute("DETACH made")
