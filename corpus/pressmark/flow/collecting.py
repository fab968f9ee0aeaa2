"""Collecting: the rows of a table on disk as batches bring them, in row groups of some size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

_GROUP = 2 * 2**20
"""Bytes of rows that wait to be written together. What Parquet says of a row group is held until
the file ends, so that groups of a few rows each would take memory as the corpus grows."""


class Collected:
    """A Parquet file at `path` for this program alone; DuckDB reads it when it is closed."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        # Statistics would keep the least and the largest text of each group in memory.
        self._writer = pq.ParquetWriter(path, schema, compression="lz4", write_statistics=False)
        self._schema = schema
        self._open()

    def _open(self) -> None:
        self._held = pa.BufferOutputStream()
        self._waiting = pa.ipc.new_stream(self._held, self._schema)
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        """Take in rows: a copy, as what they came in may be far larger."""
        self._waiting.write_table(table.cast(self._schema))
        self._rows += table.num_rows
        if self._held.tell() >= _GROUP:
            self._put()

    def _put(self) -> None:
        self._waiting.close()
        if self._rows:
            with pa.ipc.open_stream(self._held.getvalue()) as waiting:
                self._writer.write_table(waiting.read_all())
        self._open()

    def close(self) -> None:
        """Write what waits, and the file's end."""
        self._put()
        self._writer.close()

    def drop(self) -> None:
        """Leave the file as it is.

        After a fault, an open writer would write its end and print the fault a second time.
        """
        self._writer.is_open = False
