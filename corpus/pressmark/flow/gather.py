"""Gathering: batches in any order become one dataset in order, captures and clusters resolved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pressmark import memory
from pressmark.arranging import WEIGHT, Arranging, Recognising
from pressmark.dataset import LITTLE_MEMORY, connect
from pressmark.duplicates import Spool
from pressmark.flow import duplicates
from pressmark.flow.collecting import Collected
from pressmark.flow.lending import KEYS, Lent
from pressmark.flow.rows import CAPTURE, batch_schema
from pressmark.flow.withdrawn import LEFT_OUT, WITHDRAWN
from pressmark.layout import FILE_BYTES
from pressmark.weights import row_weights
from pressmark_schema.generate.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from pressmark.arranging import Laid
    from pressmark.config import DuplicatesSection
    from pressmark.duplicates.running import Run
    from pressmark.flow.lending import Rows
    from pressmark.writing import Knowing
    from pressmark_schema.tables import Table

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
# A file of which every document was left out would give its text away by its hash.
_REMAINING = """
CREATE VIEW remaining AS
SELECT s.* FROM raw_sources s
WHERE source_id NOT IN (SELECT source_id FROM left_out)
    OR source_id IN (SELECT source_id FROM raw_captures)
"""
_ORIGINS = {"captures": "resolved", "texts": "clustered", "sources": "remaining"}
"""The tables that are not written as the batches had them."""
_LATER = {"duplicates", "findings"}
"""The tables that are made when all batches are here."""
_RECORD = "capture_id || ' ' || k_record"
"""What tells the rows of an article: its capture, and the hash of its record."""


class Measured(Protocol):
    """Where it is kept how much pairs of texts share."""

    def read(self) -> pa.Table | None:
        """What was measured before."""

    def keep(self, table: pa.Table) -> None:
        """Keep what is measured now."""


class Gathering:
    """Collects the tables of batches in `work`, a scratch folder, and writes the dataset."""

    def __init__(self, work: Path, tables: Mapping[str, Table]) -> None:
        self._work = work
        self._tables = {name: table for name, table in tables.items() if name != "findings"}
        batched = {name: table for name, table in self._tables.items() if name != "duplicates"}
        self._of_articles = of_articles(tables)
        self._left_out = [LEFT_OUT.empty_table()]
        self._writers: dict[str, Collected] = {}
        for name, table in batched.items():
            schema = batch_schema(name, table)
            if not table.article:
                schema = schema.append(pa.field(WEIGHT, pa.int64()))
            self._open(name, schema)
        self._open(KEYS, keys_schema(self._of_articles))
        self._lent: list[tuple[pa.Array, Rows]] = []
        self._spool = Spool(work / duplicates.SEGMENTS)

    def _open(self, name: str, schema: pa.Schema) -> None:
        self._writers[name] = Collected(self._path(name), schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        for writer in self._writers.values():
            writer.drop()
        self._spool.close()

    def add(self, batch: Mapping[str, pa.Table]) -> None:
        """Take in the tables of one batch."""
        for name, table in batch.items():
            if name == duplicates.SEGMENTS:
                self._spool.add(table)
                continue
            if name == KEYS:
                self._writers[KEYS].add(table)
                continue
            if name == WITHDRAWN:
                self._left_out.append(table)
                continue
            if not self._tables[name].article:
                table = table.append_column(WEIGHT, pa.array(row_weights(table)))  # noqa: PLW2901
            self._writers[name].add(table)
        if isinstance(batch, Lent):
            if KEYS in batch:
                captures = batch[KEYS].column(CAPTURE.name).combine_chunks()
                self._lent.append((captures, batch.rows))
        elif "articles" in batch and KEYS not in batch:
            self._writers[KEYS].add(keys_of(batch, self._of_articles))
        # What brought the batch here is free by now, and many times what is kept of it.
        memory.give_back()

    @property
    def left_out(self) -> pa.Table:
        """The documents that were left out, as LEFT_OUT has them."""
        return pa.concat_tables(self._left_out)

    def write(
        self,
        folder: Path,
        settings: DuplicatesSection,
        file_bytes: int = FILE_BYTES,
        known: Knowing | None = None,
        measured: Measured | None = None,
        run: Run | None = None,
    ) -> Laid:
        """Write every table to `folder`, rows in their declared order.

        Of an article captured more than once only the current capture's rows are written: the
        last by retrieved_at, then path and index; the captures table keeps all. `settings` say
        which of the texts are duplicates, `file_bytes` from which weight on a table is divided
        (see `layout`). A file of a table of articles that is `known` is not written again;
        what is known of pairs of texts is taken from and told to `measured`; `run` says where they
        are compared, None in this process.
        """
        with connect() as connection:
            connection.execute(f"SET temp_directory = {literal(str(self._work / 'spill'))}")
            connection.execute(f"SET memory_limit = '{LITTLE_MEMORY}'")
            for name in ("captures", "sources", KEYS):
                self._view(connection, name)
            connection.register("left_out", self.left_out)
            connection.execute(_REMAINING)
            connection.execute(_RESOLVED)
            connection.execute(_KEYS)
            pairs = measured.read() if measured else None
            found = duplicates.find(connection, settings, self._spool, pairs, run)
            if measured:
                measured.keep(found.measured)
            weighed = found.rows.append_column(WEIGHT, pa.array(row_weights(found.rows)))
            connection.register("raw_duplicates", weighed)
            origins = {name: _ORIGINS.get(name, f"raw_{name}") for name in self._tables}
            by = dict.fromkeys(self._of_articles, "USING (capture_id)")
            knowing = Recognising(known, _RECORD) if known else None
            supply = partial(self._supply, connection, settings)
            memory.give_back()
            arranging = Arranging(connection, folder, file_bytes, origins, by, knowing, supply)
            return arranging.all(self._tables)

    def _supply(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: DuplicatesSection,
        name: str,
        where: str,
    ) -> None:
        """Have the rows of a table ready: all of the batches, and of what is lent those wanted."""
        if name == "duplicates":
            return
        if self._lent:
            sql = f"SELECT capture_id FROM ordered WHERE {where}"
            captures = connection.sql(sql).to_arrow_table().column(0).combine_chunks()
            for own, rows in _wanted(self._lent, captures):
                table = rows(name)
                if table is not None:
                    self._writers[name].add(_due(table, own))
        self._view(connection, name)
        if name == "texts":
            connection.execute(_CLUSTERED.format(computed=settings.enabled))

    def _view(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        """Let SQL see what was collected of a table, of which nothing more comes."""
        self._writers[name].close()
        source = f"read_parquet({literal(str(self._path(name)))})"
        connection.execute(f"CREATE VIEW {quoted('raw_' + name)} AS FROM {source}")

    def _path(self, name: str) -> Path:
        return self._work / f"{name}.parquet"


def _wanted(
    lent: Sequence[tuple[pa.Array, Rows]], captures: pa.Array
) -> Iterator[tuple[pa.Array | None, Rows]]:
    """Of what is lent that with some of `captures`: which of them, None for all that it has."""
    every = pa.concat_arrays([own for own, _ in lent])
    wanted = pc.is_in(every, captures)
    start = 0
    for own, rows in lent:
        mask = wanted.slice(start, len(own))
        start += len(own)
        if mask.true_count:
            yield (own.filter(mask) if mask.true_count < len(own) else None), rows


def _due(table: pa.Table, captures: pa.Array | None) -> pa.Table:
    """The rows of these captures; of all where none are named."""
    return table if captures is None else table.filter(pc.is_in(table[CAPTURE.name], captures))


def of_articles(tables: Mapping[str, Table]) -> list[str]:
    """The names of the tables of articles that batches have."""
    return [name for name, table in tables.items() if table.article and name not in _LATER]


def keys_schema(names: Sequence[str]) -> pa.Schema:
    """The columns of KEYS; `names` are the tables of articles that batches have."""
    return pa.schema(
        [
            CAPTURE,
            *((name, pa.string()) for name in ("k_outlet", "k_article", "k_record")),
            *((name, pa.date32()) for name in ("k_from", "k_to")),
            *((f"w_{name}", pa.int64()) for name in names),
        ]
    )


def keys_of(batch: Mapping[str, pa.Table], names: Sequence[str]) -> pa.Table:
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
        schema=keys_schema(names),
    )


def _weights(table: pa.Table | None, captures: pa.Array) -> pa.Array:
    if table is None:
        return pa.array(np.zeros(len(captures), np.int64))
    at = pc.index_in(table.column(CAPTURE.name).combine_chunks(), captures).to_numpy()
    # Exact: a batch has far less than 2^53 bytes.
    return pa.array(np.bincount(at, row_weights(table), len(captures)).astype(np.int64))
