"""Gathering: batches in any order become one dataset in order, captures and clusters resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pressmark import layout
from pressmark.dataset import connect
from pressmark.flow import duplicates
from pressmark.flow.batch import CAPTURE, batch_schema
from pressmark.layout import FILE_BYTES
from pressmark.ordering import LEAF, Addressed, Run, order_articles, wanted
from pressmark.weights import row_weights
from pressmark.writing import Rows, TableWriter
from pressmark_schema import canonical
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb

    from pressmark.config import DuplicatesSection
    from pressmark.layout import Piece, Place
    from pressmark.writing import Knowing, Known
    from pressmark_schema.descriptor import Resource
    from pressmark_schema.tables import Table

_CHUNK = 8_192

_RESOLVED = """
CREATE TABLE resolved AS
SELECT c.* REPLACE (
    CASE WHEN article_id IS NULL THEN NULL ELSE row_number() OVER w - 1 END AS seq,
    article_id IS NOT NULL AND row_number() OVER w = count(*) OVER (PARTITION BY article_id)
        AS is_current)
FROM raw_captures c JOIN raw_sources s USING (source_id)
WINDOW w AS (PARTITION BY article_id ORDER BY retrieved_at NULLS FIRST, s.path, record_index)
"""

_KEYS = """
CREATE TABLE keys AS
SELECT k.* FROM raw_keys k JOIN resolved r USING (capture_id) WHERE r.is_current
"""
# What the texts say of duplicates is known only when all are here.
_CLUSTERED = """
CREATE VIEW clustered AS
SELECT t.* REPLACE (d.dup_cluster AS dup_cluster, d.dup_relation AS dup_relation,
    CASE WHEN {computed} THEN coalesce(d.is_representative, true) END AS is_representative)
FROM raw_texts t LEFT JOIN raw_duplicates d USING (article_id)
"""
_ORIGINS = {"captures": "resolved", "texts": "clustered"}
"""The tables that are not written as the batches had them."""


_WEIGHT = "row_weight"
_DATED = "(SELECT c.*, k_from, k_to FROM resolved c LEFT JOIN keys ON k_article = article_id)"
# What the content of a file is known by: of each article in it the capture and its record's hash.
_RECORDS = "string_agg(capture_id || ' ' || k_record, ' ' ORDER BY position)"
_CLUSTERS = "string_agg(concat_ws(' ', d.*), ' ' ORDER BY position)"


class Laid(NamedTuple):
    """A dataset that was written: its tables, and the leaves by which articles are sorted first."""

    resources: list[Resource]
    places: tuple[Place, ...]


class Gathering:
    """Collects the tables of batches in `work`, a scratch folder, and writes the dataset."""

    def __init__(self, work: Path, tables: Mapping[str, Table]) -> None:
        self._work = work
        self._tables = {name: table for name, table in tables.items() if name != "findings"}
        batched = {name: table for name, table in self._tables.items() if name != "duplicates"}
        self._of_articles = [name for name, table in batched.items() if table.article]
        self._writers: dict[str, pq.ParquetWriter] = {}
        for name, table in batched.items():
            schema = batch_schema(name, table)
            if not table.article:
                schema = schema.append(pa.field(_WEIGHT, pa.int64()))
            self._open(name, schema)
        self._open("keys", _keys_schema(self._of_articles))

    def _open(self, name: str, schema: pa.Schema) -> None:
        self._writers[name] = pq.ParquetWriter(self._path(name), schema, compression="lz4")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        # After a fault, each open writer would write its end and print the fault a second time.
        for writer in self._writers.values():
            writer.is_open = False

    def add(self, batch: Mapping[str, pa.Table]) -> None:
        """Take in the tables of one batch."""
        for name, table in batch.items():
            if not self._tables[name].article:
                table = table.append_column(_WEIGHT, pa.array(row_weights(table)))  # noqa: PLW2901
            self._writers[name].write_table(table)
        if "articles" in batch:
            self._writers["keys"].write_table(_keys(batch, self._of_articles))

    def write(
        self,
        folder: Path,
        settings: DuplicatesSection,
        file_bytes: int = FILE_BYTES,
        known: Knowing | None = None,
    ) -> Laid:
        """Write every table to `folder`, rows in their declared order.

        Of an article captured more than once only the current capture's rows are written: the
        last by retrieved_at, then path and index; the captures table keeps all. `settings` say
        which of the texts are duplicates, `file_bytes` from which weight on a table is divided
        (see `layout`). A file of a table of articles that is `known` is not written again.
        """
        for writer in self._writers.values():
            writer.close()
        with connect() as connection:
            connection.execute(f"SET temp_directory = {literal(str(self._work / 'spill'))}")
            for name in self._writers:
                source = f"read_parquet({literal(str(self._path(name)))})"
                connection.execute(f"CREATE VIEW {quoted('raw_' + name)} AS FROM {source}")
            connection.execute(_RESOLVED)
            connection.execute(_KEYS)
            found = duplicates.find(connection, settings, self._work)
            weighed = found.append_column(_WEIGHT, pa.array(row_weights(found)))
            connection.register("raw_duplicates", weighed)
            connection.execute(_CLUSTERED.format(computed=settings.enabled))
            return _Writing(connection, folder, file_bytes, known).all(self._tables)

    def _path(self, name: str) -> Path:
        return self._work / f"{name}.parquet"


def _keys_schema(names: Sequence[str]) -> pa.Schema:
    return pa.schema(
        [
            CAPTURE,
            *((name, pa.string()) for name in ("k_outlet", "k_article", "k_record")),
            *((name, pa.date32()) for name in ("k_from", "k_to")),
            *((f"w_{name}", pa.int64()) for name in names),
        ]
    )


def _keys(batch: Mapping[str, pa.Table], names: Sequence[str]) -> pa.Table:
    """A row for each article: what it is ordered and known by, and its bytes in each table."""
    articles, texts = batch["articles"], batch["texts"]
    captures = articles.column(CAPTURE.name).combine_chunks()
    texts = texts.take(pc.index_in(captures, texts.column(CAPTURE.name).combine_chunks()))
    weights = [_weights(batch.get(name), captures) for name in names]
    return pa.Table.from_arrays(
        [
            captures,
            *(articles.column(name) for name in ("outlet_id", "article_id", "record_sha256")),
            *(texts.column(name) for name in ("date_from", "date_to")),
            *weights,
        ],
        schema=_keys_schema(names),
    )


def _weights(table: pa.Table | None, captures: pa.Array) -> pa.Array:
    if table is None:
        return pa.array(np.zeros(len(captures), np.int64))
    at = pc.index_in(table.column(CAPTURE.name).combine_chunks(), captures).to_numpy()
    # Exact: a batch has far less than 2^53 bytes.
    return pa.array(np.bincount(at, row_weights(table), len(captures)).astype(np.int64))


@dataclass
class _Writing:
    """The tables of what `connection` knows, on their way to `folder`."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    file_bytes: int
    known: Knowing | None

    def all(self, tables: Mapping[str, Table]) -> Laid:
        """Write every table."""
        names = [name for name, table in tables.items() if table.article and name != "duplicates"]
        self.places, self.leaves = order_articles(self.connection, names, self.file_bytes)
        resources = [
            self._of_articles(table) if table.article else self._of_documents(table)
            for table in tables.values()
        ]
        return Laid(resources, self.places)

    def _of_articles(self, table: Table) -> Resource:
        """A table of articles, in the order of `ordered`."""
        pieces = layout.pieces(self.places, self._bytes(table.name), self.file_bytes)
        known = self._known(table.name, pieces)
        source = quoted(_ORIGINS.get(table.name, "raw_" + table.name))
        by = "ON k_article = t.article_id" if table.name == "duplicates" else "USING (capture_id)"
        origin = f"{source} t JOIN ordered o {by}"
        missing = [piece for piece, found in zip(pieces, known, strict=True) if found is None]
        order = ["position", *(f"t.{quoted(name)}" for name in table.order)]
        run = Run(self._sorted(table, f"{origin} WHERE {wanted(missing)}", order))
        return TableWriter(self.folder, table).divided(
            Rows(piece.place, found or run.up_to(piece.last), *self._days(piece))
            for piece, found in zip(pieces, known, strict=True)
        )

    def _of_documents(self, table: Table) -> Resource:
        """Captures or sources, in an order of their own; captures are placed as their articles."""
        dated = table.name == "captures"
        words = layout.sql_words_of("k_from") if dated else "[]::VARCHAR[]"
        identity = "coalesce(article_id, capture_id)" if dated else "source_id"
        source = _DATED if dated else "raw_sources"
        addressed = Addressed(source, words, identity, (_WEIGHT,))
        places = addressed.leaves(self.connection, self.file_bytes)
        numbered = addressed.numbered(self.connection, places, f"leaves_of_{table.name}")
        order = [LEAF, *(f"t.{quoted(name)}" for name in table.order)]
        run = Run(self._sorted(table, f"{numbered} t", order))
        days = self._days_of(numbered) if dated and len(places) > 1 else {}
        return TableWriter(self.folder, table).divided(
            Rows(place, run.up_to(number + 1), *days.get(number, (None, None)))
            for number, place in enumerate(places)
        )

    def _days_of(self, source: str) -> dict[int, tuple[date | None, date | None]]:
        query = f"SELECT {LEAF}, min(k_from), max(k_to) FROM {source} GROUP BY 1"
        return {leaf: (first, last) for leaf, first, last in self.connection.sql(query).fetchall()}

    def _sorted(self, table: Table, source: str, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        columns = ", ".join(f"t.{quoted(name)}" for name in table.column_names)
        query = (
            f"SELECT {columns}, {LEAF}::BIGINT AS {LEAF} FROM {source} ORDER BY {', '.join(order)}"
        )
        schema = arrow_schema(table).append(pa.field(LEAF, pa.int64()))
        for batch in self.connection.sql(query).to_arrow_reader(_CHUNK):
            yield batch.cast(schema)

    def _bytes(self, name: str) -> list[int]:
        """The weight of a table in each leaf."""
        if name != "duplicates":
            return [leaf.weights.get(name, 0) for leaf in self.leaves]
        query = (
            f"SELECT {LEAF}, sum({_WEIGHT})::BIGINT FROM raw_duplicates "
            "JOIN ordered ON k_article = article_id GROUP BY 1"
        )
        found = dict(self.connection.execute(query).fetchall())
        return [found.get(number, 0) for number in range(len(self.places))]

    def _days(self, piece: Piece) -> tuple[date | None, date | None]:
        """The first and the last day of the articles in a file, None where none has any."""
        held = self.leaves[piece.first : piece.last]
        first = min((leaf.date_from for leaf in held if leaf.date_from), default=None)
        return first, max((leaf.date_to for leaf in held if leaf.date_to), default=None)

    def _known(self, name: str, pieces: Sequence[Piece]) -> list[Known | None]:
        """Of each file of a table the one that is there already, if it is known."""
        if self.known is None:
            return [None] * len(pieces)
        records = self._digests(f"SELECT {LEAF}, {_RECORDS} FROM ordered GROUP BY 1")
        clusters = self._digests(
            f"SELECT {LEAF}, {_CLUSTERS} FROM (SELECT * EXCLUDE ({_WEIGHT}) FROM raw_duplicates) d "
            f"JOIN ordered ON k_article = article_id GROUP BY 1"
        )
        found = []
        for piece in pieces:
            told = [records.get(number, "") for number in range(piece.first, piece.last)]
            if name in {"texts", "duplicates"}:
                told += [clusters.get(number, "") for number in range(piece.first, piece.last)]
            key = canonical.sha256_of(digest.encode() for digest in told)
            found.append(self.known(name, piece.place, key))
        return found

    def _digests(self, query: str) -> dict[int, str]:
        """The hash of what a query says of each leaf."""
        hashed = f"SELECT leaf, sha256(told) FROM ({query}) found (leaf, told)"
        return dict(self.connection.sql(hashed).fetchall())
