"""Both datasets in one DuckDB connection: schema `a` and schema `b`, a view for each table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.dataset import connect, parquet_scan
from pressmark_schema.errors import IntegrityError
from pressmark_schema.generate.sql import quoted
from pressmark_schema.tables import ARTICLE_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pressmark.dataset import Dataset

_MEMORY = "2GB"
"""What DuckDB may hold at a time; more goes to its folder on disk."""
_COMPARED = (*ARTICLE_TABLES, "annotations", "captures")


class Opened:
    """Datasets `a` and `b` in one connection.

    `columns` are those of each table that both have, side by side; `same` the tables whose rows
    are the same in both, by the hash of the file or of its canonical values.
    """

    def __init__(self, a: Dataset, b: Dataset) -> None:
        self.a, self.b = a, b
        self.connection = connect()
        self.connection.execute(f"SET memory_limit = '{_MEMORY}'")
        self.connection.execute("SET preserve_insertion_order = false")
        self.columns: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        for name, dataset in (("a", a), ("b", b)):
            _attach(self.connection, name, dataset)
        for name in _COMPARED:
            if name in a.files and name in b.files:
                self.columns[name] = (self._columns("a", name), self._columns("b", name))
        self.same = frozenset(name for name in self.columns if _same(a, b, name))

    def execute(self, query: str) -> duckdb.DuckDBPyConnection:
        """Run a query; raises IntegrityError where a file is not what it should be."""
        import duckdb

        try:
            return self.connection.execute(query)
        except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException) as e:
            raise IntegrityError(f"a table is damaged: {str(e).partition(chr(10))[0]}") from e

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        row = self.execute(query).fetchone()
        return int(row[0]) if row else 0

    def differs(self, name: str) -> bool:
        """Whether both sides have this table with different rows."""
        return name in self.columns and name not in self.same

    def apart(self, side: str, name: str) -> str:
        """The SQL that reads one side's rows of a table, but of the files that both sides have.

        No row of such a file differs, nor has it a counterpart in another file.
        """
        dataset, other = (self.a, self.b) if side == "a" else (self.b, self.a)
        files = dict(zip(_files(dataset, name).items(), dataset.files[name], strict=True))
        shared = set(_files(other, name).values()) - {None}
        kept = [path for (_, digest), path in files.items() if digest not in shared]
        # At least one, so that there are columns; nobody misses its rows, which the other has too.
        both = len(kept) == len(files) or not kept
        return f"{side}.{quoted(name)}" if both else parquet_scan(kept)

    def common(self, name: str) -> list[str]:
        """The columns that both sides' table has."""
        mine, theirs = self.columns[name]
        return [column for column in mine if column in theirs]

    def _columns(self, side: str, name: str) -> tuple[str, ...]:
        rows = self.connection.execute(f"DESCRIBE {side}.{quoted(name)}").fetchall()
        return tuple(row[0] for row in rows)


def _attach(connection: duckdb.DuckDBPyConnection, side: str, dataset: Dataset) -> None:
    """Make a schema with a view for each table; what is no Parquet is named."""
    import duckdb

    connection.execute(f"CREATE SCHEMA {side}")
    for name in dataset.files:
        try:
            connection.execute(f"CREATE VIEW {side}.{quoted(name)} AS FROM {dataset.scan(name)}")
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise IntegrityError(f"{dataset.folder}: {name} is damaged: {first}") from error


def _files(dataset: Dataset, name: str) -> dict[str, str | None]:
    """The hash of each file of a table, in order."""
    resource = next(
        item
        for item in dataset.package.resources
        if item.format == "parquet" and item.pressmark and item.pressmark.table == name
    )
    return {path: digest for path, (_, digest) in resource.stated.items()}


def _same(a: Dataset, b: Dataset, name: str) -> bool:
    return bool(_hashes(a)[name] & _hashes(b)[name])


def _hashes(dataset: Dataset) -> Mapping[str, set[str]]:
    """For each table the hashes that stand for its rows: of its file, of its canonical values."""
    found: dict[str, set[str]] = {}
    for resource in dataset.package.resources:
        if resource.pressmark and resource.format == "parquet":
            hashes = {resource.pressmark.content_sha256}
            hashes |= {resource.hash} if resource.hash else set()
            found[resource.pressmark.table] = hashes
    return found
