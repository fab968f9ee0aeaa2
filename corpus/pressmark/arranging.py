"""Arranging: the tables that DuckDB knows written as a dataset, in their order and their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pressmark import layout, memory
from pressmark.dataset import parquet_scan
from pressmark.ordering import LEAF, Addressed, Run, order_articles, wanted
from pressmark.scattering import Scattered
from pressmark.weights import row_weights, sql_weight
from pressmark.writing import Rows, TableWriter
from pressmark_schema import canonical
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import quoted
from pressmark_schema.ids import ARTICLE_ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from pressmark.dataset import Dataset
    from pressmark.layout import Piece, Place
    from pressmark.writing import Knowing, Known
    from pressmark_schema.descriptor import Resource
    from pressmark_schema.tables import Table

    Supply = Callable[[str, str], None]
    """Called with the name of a table, and what is true, in SQL, of the articles in `ordered` whose
    rows are to be written."""

WEIGHT = "row_weight"
"""The column that says what a row of a table of documents, or of duplicates, weighs."""
_CHUNK = 8_192
_CLUSTERS = "string_agg(d::VARCHAR, ' ' ORDER BY position)"


class Laid(NamedTuple):
    """A dataset that was written: its tables, and the leaves by which articles are sorted first."""

    resources: list[Resource]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Recognising:
    """Which files are there already; `record`, SQL over `ordered`, tells the rows of an article."""

    known: Knowing
    record: str


@dataclass(frozen=True)
class _Documents:
    """Where the rows of a table of no articles belong: expressions over a source."""

    words: str
    identity: str
    source: str = "{}"


_DAYS = layout.sql_words_of("k_from")
_DOCUMENTS = {
    # Captures and findings are placed as their articles are, so that new ones touch few files.
    "captures": _Documents(
        _DAYS,
        "coalesce(article_id, capture_id)",
        "(SELECT c.*, k_from, k_to FROM {} c LEFT JOIN keys ON k_article = article_id)",
    ),
    "findings": _Documents(
        _DAYS,
        "finding_id",
        "(SELECT c.*, k_from, k_to FROM {} c "
        f"LEFT JOIN keys ON k_article = left(row_id, {ARTICLE_ID_LENGTH}))",
    ),
    "sources": _Documents("[]::VARCHAR[]", "source_id"),
}


@dataclass
class Arranging:
    """The tables of what `connection` knows, on their way to `folder`.

    It has `keys` (see `order_articles`). `origins` names the relation with the rows of each table;
    those of documents and of duplicates have WEIGHT besides. `by` says, in SQL, how a table of
    articles is joined with `ordered`, where it is not by its article. `supply` is called before the
    rows of a table of articles are read.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    file_bytes: int
    origins: Mapping[str, str]
    by: Mapping[str, str] = field(default_factory=dict)
    recognising: Recognising | None = None
    supply: Supply | None = None

    def all(self, tables: Mapping[str, Table]) -> Laid:
        """Write every table."""
        names = [name for name, table in tables.items() if table.article and name != "duplicates"]
        self._places, self._leaves = order_articles(self.connection, names, self.file_bytes)
        return Laid(list(map(self._written, tables.values())), self._places)

    def _written(self, table: Table) -> Resource:
        made = self._of_articles(table) if table.article else self.of_documents(table)
        memory.give_back()
        return made

    def of_documents(self, table: Table) -> Resource:
        """Write a table of no articles, which has places and an order of its own."""
        due = _DOCUMENTS[table.name]
        source = due.source.format(quoted(self.origins[table.name]))
        addressed = Addressed(source, due.words, due.identity, (WEIGHT,))
        places = addressed.leaves(self.connection, self.file_bytes)
        numbered = addressed.numbered(self.connection, places, f"leaves_of_{table.name}")
        days = self._days_of(numbered) if due.words is _DAYS and len(places) > 1 else {}
        order = [LEAF, *table.order]
        run = self._run(table, f"{numbered} t", order, range(1, len(places) + 1))
        return TableWriter(self.folder, table).divided(
            Rows(place, run.up_to(number + 1), *days.get(number, (None, None)))
            for number, place in enumerate(places)
        )

    def _of_articles(self, table: Table) -> Resource:
        """A table of articles, in the order of `ordered`."""
        pieces = layout.pieces(self._places, self._bytes(table.name), self.file_bytes)
        known = self._known(table.name, pieces)
        by = self.by.get(table.name, f"ON k_article = {table.article}")
        origin = f"{quoted(self.origins[table.name])} t JOIN ordered o {by}"
        missing = [piece for piece, found in zip(pieces, known, strict=True) if found is None]
        if self.supply:
            self.supply(table.name, wanted(missing) if len(missing) < len(pieces) else "true")
        if len(missing) < len(pieces):
            origin += f" WHERE {wanted(missing)}"
        order = ["position", *table.order]
        run = self._run(table, origin, order, [piece.last for piece in pieces])
        return TableWriter(self.folder, table).divided(
            Rows(piece.place, found or run.up_to(piece.last), *self._days(piece))
            for piece, found in zip(pieces, known, strict=True)
        )

    def _run(
        self, table: Table, source: str, order: Sequence[str], ends: Sequence[int]
    ) -> Run | Scattered:
        """The rows of a table to be taken file by file, each of which ends before a leaf.

        Those of one file are sorted by DuckDB. Of more it would hold as much as there is: its
        sort of long rows goes on only where memory is plenty.
        """
        columns = [f"t.{quoted(name)}" for name in table.column_names]
        if len(ends) == 1:
            sort = [order[0], *(f"t.{quoted(name)}" for name in order[1:])]
            found = self._rows(table, f"{source} ORDER BY {', '.join(sort)}", [*columns, LEAF])
            return Run(found)
        numbers = [LEAF] if order[0] == LEAF else [order[0], LEAF]
        found = self._rows(table, source, [*columns, *numbers])
        return Scattered(found, ends, order, table.column_names, self.folder)

    def _rows(self, table: Table, source: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Batches of a table's columns and of numbers after them."""
        import pyarrow as pa

        own = len(table.columns)
        numbers = [f"{name}::BIGINT AS {name}" for name in columns[own:]]
        query = f"SELECT {', '.join([*columns[:own], *numbers])} FROM {source}"
        schema = arrow_schema(table)
        for name in columns[own:]:
            schema = schema.append(pa.field(name, pa.int64()))
        for batch in self.connection.sql(query).to_arrow_reader(_CHUNK):
            yield batch.cast(schema)

    def _bytes(self, name: str) -> list[int]:
        """The weight of a table in each leaf."""
        if name != "duplicates":
            return [leaf.weights.get(name, 0) for leaf in self._leaves]
        query = (
            f"SELECT {LEAF}, sum({WEIGHT})::BIGINT FROM {quoted(self.origins[name])} "
            "JOIN ordered ON k_article = article_id GROUP BY 1"
        )
        found = dict(self.connection.execute(query).fetchall())
        return [found.get(number, 0) for number in range(len(self._places))]

    def _days(self, piece: Piece) -> tuple[date | None, date | None]:
        """The first and the last day of the articles in a file, None where none has any."""
        held = self._leaves[piece.first : piece.last]
        first = min((leaf.date_from for leaf in held if leaf.date_from), default=None)
        return first, max((leaf.date_to for leaf in held if leaf.date_to), default=None)

    def _days_of(self, source: str) -> dict[int, tuple[date | None, date | None]]:
        query = f"SELECT {LEAF}, min(k_from), max(k_to) FROM {source} GROUP BY 1"
        found = self.connection.execute(query).fetchall()
        return {leaf: (first, last) for leaf, first, last in found}

    def _known(self, name: str, pieces: Sequence[Piece]) -> list[Known | None]:
        """Of each file of a table the one that is there already, if it is known."""
        if self.recognising is None:
            return [None] * len(pieces)
        found = []
        for piece in pieces:
            told = self._records[piece.first : piece.last]
            if name in {"texts", "duplicates"}:
                told = told + self._clusters[piece.first : piece.last]
            key = canonical.sha256_of(digest.encode() for digest in told)
            found.append(self.recognising.known(name, piece.place, key))
        return found

    @cached_property
    def _records(self) -> list[str]:
        """A hash over the articles of each leaf."""
        record = self.recognising.record if self.recognising else "NULL"
        return self._digests(f"string_agg({record}, ' ' ORDER BY position)", "ordered")

    @cached_property
    def _clusters(self) -> list[str]:
        """A hash over the duplicates of each leaf."""
        rows = f"(SELECT * EXCLUDE ({WEIGHT}) FROM {quoted(self.origins['duplicates'])}) d"
        return self._digests(_CLUSTERS, f"{rows} JOIN ordered ON k_article = article_id")

    def _digests(self, told: str, source: str) -> list[str]:
        query = f"SELECT {LEAF}, sha256({told}) FROM {source} GROUP BY 1"
        found = dict(self.connection.sql(query).fetchall())
        return [found.get(number, "") for number in range(len(self._places))]


def arranged(dataset: Dataset, folder: Path, file_bytes: int) -> Laid:
    """Write the tables of a dataset, whatever their order and files, to `folder` as they belong.

    Articles without a row of texts, and rows of no article, are left out.
    """
    tables = {name: dataset.table(name) for name in dataset.schema if name in dataset.files}
    with dataset.connect() as connection:
        _weigh(connection, tables)
        origins = {
            name: name if table.article and name != "duplicates" else f"weighed_{name}"
            for name, table in tables.items()
        }
        return Arranging(connection, folder, file_bytes, origins).all(tables)


def _weigh(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> None:
    """Make `keys`, and for each table of documents a view with what its rows weigh."""
    sums, joins = [], []
    for name, table in tables.items():
        if name == "duplicates" or not table.article:
            _weigh_rows(connection, table, quoted(name))
            continue
        sums.append(f"coalesce({name}_bytes, 0) AS {quoted('w_' + name)}")
        joins.append(
            f"LEFT JOIN (SELECT {table.article} AS of_article, "
            f"sum({sql_weight(table)})::BIGINT AS {name}_bytes FROM {quoted(name)} GROUP BY 1) "
            f"of_{name} ON of_{name}.of_article = t.article_id"
        )
    connection.execute(
        f"CREATE TABLE keys AS SELECT t.outlet_id AS k_outlet, t.article_id AS k_article, "
        f"t.date_from AS k_from, t.date_to AS k_to, {', '.join(sums)} "
        f"FROM texts t {' '.join(joins)}"
    )


def _weigh_rows(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    connection.execute(
        f"CREATE VIEW {quoted('weighed_' + table.name)} AS "
        f"SELECT *, {sql_weight(table)} AS {WEIGHT} FROM {source}"
    )


def write_findings(dataset: Dataset, batches: Iterable[pa.RecordBatch], folder: Path) -> Resource:
    """Write the findings of a dataset, which come in their order; divided where they are many."""
    table = dataset.schema["findings"]
    weighed = _Weighed(batches)
    resource = TableWriter(folder, table).write(weighed)
    if weighed.bytes <= dataset.file_bytes:
        return resource
    whole = folder / f".{table.name}.whole"
    (folder / resource.paths[0]).rename(whole)
    with dataset.connect() as connection:
        _weigh_rows(connection, table, parquet_scan([whole]))
        connection.execute(
            "CREATE VIEW keys AS SELECT article_id AS k_article, date_from AS k_from, "
            "date_to AS k_to FROM texts"
        )
        origins = {table.name: f"weighed_{table.name}"}
        divided = Arranging(connection, folder, dataset.file_bytes, origins).of_documents(table)
    whole.unlink()
    return divided


class _Weighed:
    """Passes batches on; `bytes` is the weight of their rows."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches, self.bytes = batches, 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.bytes += int(row_weights(batch).sum())
            yield batch
