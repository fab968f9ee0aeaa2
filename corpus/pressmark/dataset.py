"""A dataset on disk: a folder whose datapackage.json names one Parquet file a table."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pressmark import store
from pressmark_schema import canonical, descriptor
from pressmark_schema.errors import IntegrityError, UsageError
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.generate.table_schema import table_schema
from pressmark_schema.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

_OWN_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "date": date,
}


@dataclass(frozen=True)
class Dataset:
    """The tables in `folder`, as its descriptor declares them; nothing is read yet."""

    folder: Path
    package: descriptor.Package

    @classmethod
    def open(cls, path: Path) -> Dataset:
        """Open a dataset, or the Parquet half of a package, by its folder or descriptor.

        Raises UsageError where there is none, IntegrityError where its descriptor is broken.
        """
        folder = path.parent if path.name == store.DESCRIPTOR else path
        inner = folder / "parquet"
        if (inner / store.DESCRIPTOR).is_file():
            folder = inner
        package = store.read_descriptor(folder)
        facts = package.pressmark
        if facts is None:
            raise UsageError(f"{path} is a data package, but not one of pressmark's")
        if facts.format_version != descriptor.FORMAT_VERSION:
            raise UsageError(
                f"{path} has format version {facts.format_version}, this is for "
                f"{descriptor.FORMAT_VERSION}",
                hint="install the pressmark that wrote it",
            )
        return cls(folder, package)

    @cached_property
    def schema(self) -> dict[str, Table]:
        """Every table of a corpus, articles with this corpus's own columns."""
        return own_tables(self.package.pressmark.fields if self.package.pressmark else {})

    @cached_property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """The Parquet files of each table that is here."""
        return {
            resource.pressmark.table: tuple(
                store.inside(self.folder, path) for path in resource.paths
            )
            for resource in self.package.resources
            if resource.pressmark and resource.format == "parquet"
        }

    def table(self, name: str) -> Table:
        """The description of the table `name`; raises UsageError where it is not here."""
        if name not in self.files:
            raise UsageError(f"{self.folder} has no table {name}")
        return self.schema[name]

    def arrow(self, name: str) -> pa.Table:
        """A whole table in Arrow, in its declared schema; raises IntegrityError on a bad page."""
        import pyarrow as pa

        schema = arrow_schema(self.table(name))
        return pa.Table.from_batches(self.batches(name), schema).combine_chunks()

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table as Arrow batches; raises IntegrityError on a bad page."""
        schema = arrow_schema(self.table(name))
        for path in self.files[name]:
            try:
                for batch in store.read_table(path):
                    yield batch.cast(schema)
            except (OSError, ValueError, KeyError) as error:
                raise IntegrityError(f"{path} is damaged: {error}") from error

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection of its own with a view for each table; UTC, one order of rows."""
        connection = connect()
        for name in self.files:
            connection.execute(f"CREATE VIEW {quoted(name)} AS FROM {self.scan(name)}")
        return connection

    def scan(self, name: str) -> str:
        """The SQL that reads a table's files."""
        paths = ", ".join(literal(str(path)) for path in self.files[name])
        return f"read_parquet([{paths}])"


def connect() -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that neither loads extensions nor depends on the machine's zone."""
    import duckdb

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET temp_directory = {literal(_spill_folder())}")
    return connection


@cache
def _spill_folder() -> str:
    """A private folder for what does not fit in memory, gone with the process.

    DuckDB's own choice is the working directory, which is the user's.
    """
    folder = tempfile.mkdtemp(prefix="pressmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def own_tables(fields: Mapping[str, descriptor.OwnColumn]) -> dict[str, Table]:
    """Every table, articles with the declared own columns."""
    return tables({n: (_OWN_TYPES[field.type], field.description) for n, field in fields.items()})


class TableWriter:
    """Writes one table of a dataset and gives its resource for the descriptor."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.folder, self.table = folder, table
        self.path = folder / f"{table.name}.parquet"

    def write(self, batches: Iterable[pa.RecordBatch]) -> descriptor.Resource:
        """Write all rows, in the order given, and hash their canonical values on the way."""
        hashed = _Hashed(batches)
        rows = store.write_table(self.path, arrow_schema(self.table), hashed)
        return parquet_resource(self.path, self.table, rows, hashed.hexdigest())


class _Hashed:
    """Passes batches on and hashes the canonical JSON of their rows."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        import hashlib

        self._batches, self._hasher = batches, hashlib.sha256()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            for row in batch.to_pylist():
                self._hasher.update(canonical.canonical(row) + b"\n")
            yield batch

    def hexdigest(self) -> str:
        return self._hasher.hexdigest()


def parquet_resource(path: Path, table: Table, rows: int, content: str) -> descriptor.Resource:
    """The resource of a table's Parquet file, with hash, bytes and schema."""
    return descriptor.Resource.model_validate(
        {
            "name": table.name,
            "path": path.name,
            "type": "table",
            "format": "parquet",
            "mediatype": "application/x-parquet",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{store.sha256_file(path)}",
            "schema": table_schema(table, frozenset(tables())),
            "pressmark": {"table": table.name, "rows": rows, "content_sha256": content},
        }
    )
