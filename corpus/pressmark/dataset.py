"""A dataset on disk: a folder whose datapackage.json names the Parquet files of each table."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel

from pressmark import store
from pressmark.layout import FILE_BYTES
from pressmark_schema import descriptor
from pressmark_schema.errors import IntegrityError, UsageError
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import literal, quoted, sql_type
from pressmark_schema.older import LATER
from pressmark_schema.tables import TABLES, TABLES_OF_ARTICLES, Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from pressmark.pruning import Wanted

AGAIN = "fetch or build the package again"
"""What to do where a file is not the one declared."""
MEMORY = "1GB"
"""What DuckDB may hold at a time; more goes to its folder on disk."""
LITTLE_MEMORY = "256MB"
"""The same while tables are gathered, whose queries are made for it."""
SOME_MEMORY = "512MB"
"""The same while the rules of a build are asked, in a process that has gathered before."""
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _END = date(1, 1, 1).toordinal() - _EPOCH, date(9999, 12, 31).toordinal() - _EPOCH + 1
_MICROSECONDS = 86_400 * 10**6
_SPELT = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
"""What DuckDB calls a type of ours where it uses another of its names."""
_OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
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
        _require_sound(folder, package)
        return cls(folder, package)

    @cached_property
    def schema(self) -> dict[str, Table]:
        """Every table of a corpus, articles with this corpus's own columns."""
        return own_tables(self.package.pressmark.fields if self.package.pressmark else {})

    @cached_property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """The Parquet files of each table that is here.

        Raises IntegrityError where one is not a regular file inside the folder.
        """
        return {item.name: tuple(map(self._file, item.paths)) for item in self._resources}

    @property
    def _resources(self) -> Iterator[descriptor.Resource]:
        return tables_of(self.package)

    @property
    def file_bytes(self) -> int:
        """The bytes of content that a file of it may have."""
        facts = self.package.pressmark
        return (facts.file_bytes if facts else None) or FILE_BYTES

    @property
    def is_divided(self) -> bool:
        """Whether a table of it has several files, or is in the order of one that has."""
        facts = self.package.pressmark
        several = any(len(resource.paths) > 1 for resource in self.package.resources)
        return several or bool(facts and facts.places)

    def _file(self, relative: str) -> Path:
        path = store.inside(self.folder, relative)
        if not path.is_file():
            raise IntegrityError(f"{path} is declared but missing", hint=AGAIN)
        return path

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

    def batches(self, name: str, wanted: Wanted | None = None) -> Iterator[pa.RecordBatch]:
        """The rows of a table as Arrow batches; raises IntegrityError on a bad page.

        With `wanted`, files and row groups that hold no row of those articles are passed over.
        """
        schema = arrow_schema(self.table(name))
        for path in self.holding(name, wanted):
            try:
                for batch in store.read_table(path, groups=wanted.groups if wanted else None):
                    made = _as_today(batch, schema, name).cast(schema)
                    made.validate(full=True)
                    require_days(made)
                    yield made
            except (OSError, ValueError, KeyError, NotImplementedError) as error:
                first = str(error).partition("\n")[0]
                raise IntegrityError(f"{path} is damaged: {first}") from error

    def holding(self, name: str, wanted: Wanted | None) -> Iterator[Path]:
        """The files of a table that can hold rows of the wanted articles."""
        resource = next(r for r in self._resources if r.name == name)
        paths = dict(zip(resource.paths, self.files[name], strict=True))
        files = resource.pressmark.files if resource.pressmark else None
        if wanted is None or not files or name not in TABLES_OF_ARTICLES:
            return iter(paths.values())
        known = {file.path: file for file in files}
        return (file for path, file in paths.items() if wanted.may_be_in(known[path]))

    def beginning(self, name: str, first: date | None, last: date | None) -> list[Path]:
        """The files of a table that can hold articles whose first day is between these, or unknown.

        What the descriptor states of a file decides; where it states nothing, it can.
        """
        resource = next(r for r in self._resources if r.name == name)
        stated = resource.pressmark.files if resource.pressmark else None
        known = {file.path: (file.date_from, file.date_to) for file in stated or ()}
        found = []
        for path, file in zip(resource.paths, self.files[name], strict=True):
            low, high = known.get(path, (None, None))
            before = bool(high and first and high < first)
            if not (before or (low and last and low > last)):
                found.append(file)
        return found

    def connect(self, names: Iterable[str] | None = None) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection of its own with a view for each table; UTC, one order of rows.

        With `names`, for these tables alone: a view reads the metadata of all its files.
        Raises IntegrityError where a file is no Parquet or has other columns than its table.
        """
        connection = connect()
        for name in self.files if names is None else names:
            self.view(connection, name)
        return connection

    def view(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        """Make the view of a table; raises IntegrityError as `connect` does."""
        import duckdb

        try:
            connection.execute(f"CREATE VIEW {quoted(name)} AS {self.read(name)}")
            found = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise IntegrityError(f"{self.folder}: {name} is damaged: {first}") from error
        self._require_columns(name, [(column, kind) for column, kind, *_ in found])

    def _require_columns(self, name: str, found: list[tuple[str, str]]) -> None:
        if name in self.schema:
            due = [
                (column.name, _SPELT.get(sql_type(column), sql_type(column)))
                for column in self.schema[name].columns
            ]
            if odd := sorted(set(found) ^ set(due)):
                raise IntegrityError(
                    f"{self.folder}: {name} has other columns than declared: {odd[0][0]}",
                    hint="pressmark validate says what is wrong",
                )

    def scan(self, name: str) -> str:
        """The SQL that reads a table's files, as they are."""
        return parquet_scan(self.files[name])

    def read(self, name: str) -> str:
        """The SQL query for the rows of a table, with the columns that came later, if it lacks any.

        See `older.LATER`. Raises IntegrityError where a file is no Parquet.
        """
        lacking = self.lacking(name)
        if not lacking:
            return f"FROM {self.scan(name)}"
        columns = {column.name: column for column in self.schema[name].columns}
        chosen = [
            f"CAST({_sql(LATER[name][column])} AS {sql_type(columns[column])}) AS {quoted(column)}"
            if column in lacking
            else quoted(column)
            for column in columns
        ]
        return f"SELECT {', '.join(chosen)} FROM {self.scan(name)}"

    def lacking(self, name: str) -> tuple[str, ...]:
        """The columns of a table that came after this dataset was made."""
        later = LATER.get(name)
        if not later or not self.files[name]:
            return ()
        return tuple(column for column in later if column not in self._columns(name))

    def _columns(self, name: str) -> list[str]:
        import pyarrow.parquet as pq

        path = self.files[name][0]
        try:
            return list(pq.read_schema(path.absolute()).names)
        except (OSError, ValueError) as error:
            first = str(error).partition("\n")[0]
            raise IntegrityError(f"{self.folder}: {name} is damaged: {first}") from error


def tables_of(package: descriptor.Package) -> Iterator[descriptor.Resource]:
    """The resources that are tables of ours in Parquet."""
    return (item for item in package.resources if item.pressmark and item.format == "parquet")


def _require_sound(folder: Path, package: descriptor.Package) -> None:
    """Raise IntegrityError unless each table stands once, by its name, with its very files."""
    seen: set[str] = set()
    for resource in tables_of(package):
        if odd := _oddness(resource, seen):
            raise IntegrityError(
                f"{folder / store.DESCRIPTOR}: the resource {resource.name} {odd}", hint=AGAIN
            )
        seen.add(resource.name)


def _oddness(resource: descriptor.Resource, seen: set[str]) -> str:
    """What is wrong with the resource of a table beside those seen before; nothing, mostly."""
    facts, paths = resource.pressmark, resource.paths
    if facts is None or facts.table != resource.name:
        return f"is said to be another table: {(facts.table if facts else '')[:40]!r}"
    if resource.name in seen:
        return "stands twice"
    if len(set(paths)) < len(paths):
        return "names a file twice"
    if facts.files and sorted(file.path or "" for file in facts.files) != sorted(paths):
        return "has other files in its path than in pressmark.files"
    return ""


def _as_today(batch: pa.RecordBatch, schema: pa.Schema, name: str) -> pa.RecordBatch:
    """The rows with the columns that came after the package was made, where it lacks any."""
    import pyarrow as pa

    lacking = [column for column in LATER.get(name, ()) if column not in batch.schema.names]
    if not lacking:
        return batch
    for column in lacking:
        field = schema.field(column)
        value = pa.scalar(LATER[name][column], field.type)
        batch = batch.append_column(field, pa.repeat(value, batch.num_rows))
    known = set(batch.schema.names)
    return batch.select([field.name for field in schema if field.name in known])


def require_days(batch: pa.RecordBatch) -> None:
    """Raise ValueError for a day or instant beyond the years 1 to 9999, which Python cannot hold.

    Also for a null where there must be a value.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for field, column in zip(batch.schema, batch.columns, strict=True):
        if not field.nullable and column.null_count:
            raise ValueError(f"a null in {field.name}")
        if pa.types.is_temporal(field.type):
            ends = pc.min_max(column)
            low, high = (ends[name].value for name in ("min", "max"))
            unit = _MICROSECONDS if pa.types.is_timestamp(field.type) else 1
            if low is not None and not _FIRST * unit <= low <= high < _END * unit:
                raise ValueError(f"{field.name} is beyond the years 1 to 9999")


def _sql(value: str | None) -> str:
    return "NULL" if value is None else literal(value)


def parquet_scan(paths: Iterable[Path]) -> str:
    """The SQL that reads Parquet files.

    Their paths are absolute, since DuckDB takes a folder called ~ for the person's home.
    """
    return f"read_parquet([{', '.join(literal(str(path.absolute())) for path in paths)}])"


def connect() -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that neither loads extensions nor depends on the machine's zone."""
    import duckdb

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET temp_directory = {literal(_spill_folder())}")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    return connection


@cache
def _spill_folder() -> str:
    """A private folder for what does not fit in memory, gone with the process.

    DuckDB's own choice is the working directory, which is the user's.
    """
    folder = tempfile.mkdtemp(prefix="pressmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def may_be_own(name: str) -> bool:
    """Whether a corpus may call a column of its own so: no odd name, none that is taken."""
    taken = name in TABLES["articles"].column_names or hasattr(BaseModel, name)
    return bool(_OWN_NAME.fullmatch(name)) and not taken


def own_tables(fields: Mapping[str, descriptor.OwnColumn]) -> dict[str, Table]:
    """Every table, articles with the declared own columns; raises IntegrityError for bad names."""
    bad = next((name for name in fields if not may_be_own(name)), None)
    if bad is not None:
        raise IntegrityError(f"an own column cannot be called {bad[:40]!r}")
    return tables({n: (_OWN_TYPES[field.type], field.description) for n, field in fields.items()})
