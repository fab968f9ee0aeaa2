"""Scattering: rows in any order sorted file by file, with no more than one file's in memory."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

_HELD = 32 * 2**20
"""Bytes of rows that wait before they are put on disk, those of one file together."""
_CHUNK = 4_096
_CODEC = "lz4"


class Scattered:
    """Rows divided by their leaf into the files that they go to, then sorted in each.

    Args:
        batches: rows in any order; their last column is the leaf.
        ends: of each file the first leaf that is not in it, ascending.
        order: the columns that sort the rows of a file; nulls come last.
        columns: those that the rows have in the end.
        folder: on whose disk the rows wait.
    """

    def __init__(
        self,
        batches: Iterable[pa.RecordBatch],
        ends: Sequence[int],
        order: Sequence[str],
        columns: Sequence[str],
        folder: Path,
    ) -> None:
        self._ends, self._order, self._columns = list(ends), order, columns
        # Closed with this object, and gone with it: it has no name.
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._held: defaultdict[int, list[pa.RecordBatch]] = defaultdict(list)
        self._places: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._bytes = 0
        self._schema: pa.Schema | None = None
        for batch in batches:
            self._add(batch)
        self._put()

    def up_to(self, last: int) -> Iterator[pa.RecordBatch]:
        """The rows, sorted, of the file that ends before the leaf `last`."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = self._places.pop(self._ends.index(last), [])
        if self._schema is None or not found:
            return
        table = pa.Table.from_batches([self._read(place) for place in found], self._schema)
        keys = [(name, "ascending") for name in self._order]
        rows = pc.sort_indices(table.select(self._order), sort_keys=keys)
        table = table.select(self._columns)
        for start in range(0, len(rows), _CHUNK):
            yield from table.take(rows.slice(start, _CHUNK)).combine_chunks().to_batches()

    def _add(self, batch: pa.RecordBatch) -> None:
        """Divide a batch, each file's rows next to each other."""
        import numpy as np
        import pyarrow as pa

        self._schema = batch.schema
        leaves = batch.column(batch.num_columns - 1).to_numpy()
        files = np.searchsorted(self._ends, leaves, side="right")
        order = np.argsort(files, kind="stable")
        batch, files = batch.take(pa.array(order)), files[order]
        starts = [0, *(np.flatnonzero(np.diff(files)) + 1).tolist(), len(files)]
        for start, end in pairwise(starts):
            self._held[int(files[start])].append(batch.slice(start, end - start))
        self._bytes += batch.nbytes
        if self._bytes > _HELD:
            self._put()

    def _put(self) -> None:
        """Put what waits on disk."""
        import pyarrow as pa

        codec = pa.Codec(_CODEC)
        for number, held in sorted(self._held.items()):
            (batch,) = pa.Table.from_batches(held).combine_chunks().to_batches()
            plain = batch.serialize()
            packed = codec.compress(plain)
            self._places[number].append((self._file.tell(), packed.size, plain.size))
            self._file.write(packed)
        self._held.clear()
        self._bytes = 0

    def _read(self, place: tuple[int, int, int]) -> pa.RecordBatch:
        import pyarrow as pa

        offset, packed, plain = place
        self._file.seek(offset)
        data = pa.Codec(_CODEC).decompress(self._file.read(packed), plain)
        return pa.ipc.read_record_batch(data, self._schema)
