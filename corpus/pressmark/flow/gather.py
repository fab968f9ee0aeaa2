"""Gathering: batches in any order become one dataset in order, captures and clusters resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyarrow.parquet as pq

from pressmark.dataset import TableWriter, connect
from pressmark.flow import duplicates
from pressmark.flow.rows import batch_schema
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from pressmark.config import DuplicatesSection
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
SELECT a.capture_id, a.outlet_id AS k_outlet, a.article_id AS k_article
FROM raw_articles a JOIN resolved r USING (capture_id) WHERE r.is_current
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


class Gathering:
    """Collects the tables of batches in `work`, a scratch folder, and writes the dataset."""

    def __init__(self, work: Path, tables: Mapping[str, Table]) -> None:
        self._work = work
        self._tables = {name: table for name, table in tables.items() if name != "findings"}
        batched = {name: table for name, table in self._tables.items() if name != "duplicates"}
        self._writers: dict[str, pq.ParquetWriter] = {}
        for name, table in batched.items():
            schema = batch_schema(name, table)
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
            self._writers[name].write_table(table)

    def write(self, folder: Path, settings: DuplicatesSection) -> list[Resource]:
        """Write every table to `folder`, rows in their declared order, and give the resources.

        Of an article captured more than once only the current capture's rows are written: the
        last by retrieved_at, then path and index; the captures table keeps all. `settings` say
        which of the texts are duplicates.
        """
        for writer in self._writers.values():
            writer.close()
        connection = connect()
        connection.execute(f"SET temp_directory = {literal(str(self._work / 'spill'))}")
        for name in self._writers:
            source = f"read_parquet({literal(str(self._path(name)))})"
            connection.execute(f"CREATE VIEW {quoted('raw_' + name)} AS FROM {source}")
        connection.execute(_RESOLVED)
        connection.execute(_KEYS)
        found = duplicates.find(connection, settings, self._work)
        connection.register("raw_duplicates", found)
        connection.execute(_CLUSTERED.format(computed=settings.enabled))
        resources = [
            TableWriter(folder, table).write(_sorted(connection, table))
            for table in self._tables.values()
        ]
        connection.close()
        return resources

    def _path(self, name: str) -> Path:
        return self._work / f"{name}.parquet"


def _sorted(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[pa.RecordBatch]:
    columns = ", ".join(f"t.{quoted(name)}" for name in table.column_names)
    order = [f"t.{quoted(name)}" for name in table.order]
    origin = f"{quoted(_ORIGINS.get(table.name, 'raw_' + table.name))} t"
    if table.name == "duplicates":
        origin += " JOIN keys ON k_article = article_id"
    elif table.article:
        origin += " JOIN keys USING (capture_id)"
    if table.article:
        order = ["k_outlet", "k_article", *order]
    query = f"SELECT {columns} FROM {origin} ORDER BY {', '.join(order)}"
    schema = arrow_schema(table)
    for batch in connection.sql(query).to_arrow_reader(_CHUNK):
        yield batch.cast(schema)
