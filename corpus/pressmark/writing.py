"""Writing tables: one Parquet file or several, hashed on the way, and the resource of them."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol

from pressmark import store
from pressmark.hashing import combined
from pressmark.layout import Place
from pressmark_schema import canonical, descriptor
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.table_schema import table_schema
from pressmark_schema.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

    from pressmark_schema.tables import Table


@dataclass(frozen=True, slots=True)
class Known:
    """A file that was written before, of the rows that are due; linked or copied, never read."""

    path: Path
    facts: descriptor.FileFacts


class Knowing(Protocol):
    """Says which file there is already: of a table, for a place, of the rows that `key` names."""

    def __call__(self, table: str, place: Place, key: str) -> Known | None:
        """The file, None where there is none."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What one file is to hold: its place, its rows in order, the days of the articles in it."""

    place: Place
    batches: Iterable[pa.RecordBatch] | Known
    date_from: date | None = None
    date_to: date | None = None


class TableWriter:
    """Writes one table of a dataset and gives its resource for the descriptor."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.folder, self.table = folder, table

    def write(self, batches: Iterable[pa.RecordBatch]) -> descriptor.Resource:
        """Write all rows, in the order given, to one file."""
        return self.divided([Rows(Place(), batches)])

    def divided(self, files: Iterable[Rows]) -> descriptor.Resource:
        """Write a file for each of `files`, in their order, which is that of the table's rows."""
        return resource(self.table, [self._file(rows) for rows in files])

    def _file(self, rows: Rows) -> descriptor.FileFacts:
        path = rows.place.path(self.table.name)
        if isinstance(rows.batches, Known):
            facts = rows.batches.facts
            put(rows.batches.path, self.folder / path)
        else:
            facts = write_file(self.folder / path, self.table, rows.batches)
        stated = {
            "place": rows.place.name,
            "path": path,
            "date_from": rows.date_from,
            "date_to": rows.date_to,
        }
        return facts.model_copy(update=stated)


def write_file(path: Path, table: Table, batches: Iterable[pa.RecordBatch]) -> descriptor.FileFacts:
    """Write rows of a table, in the order given, as one Parquet file, and say what is in it."""
    path.parent.mkdir(exist_ok=True)
    hashed = _Hashed(batches)
    with path.open("wb") as file:
        sink = _HashedFile(file)
        rows = store.write_table(sink, arrow_schema(table), hashed)  # type: ignore[arg-type]
    return descriptor.FileFacts(
        place="",
        path=path.name,
        bytes=sink.size,
        hash=f"sha256:{sink.hasher.hexdigest()}",
        rows=rows,
        content_sha256=hashed.hexdigest(),
    )


def put(path: Path, target: Path) -> None:
    """Have the file at `path` at `target` too: linked where the disk can, else copied."""
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


class _HashedFile:
    """A file that is hashed while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.hasher, self.size = file, hashlib.sha256(), 0
        self.closed = False

    def write(self, data: bytes) -> int:
        self.hasher.update(data)
        self.size += self._file.write(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()

    def tell(self) -> int:
        return self.size

    def close(self) -> None:
        self.closed = True


class _Hashed:
    """Passes batches on and hashes the canonical JSON of their rows."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches, self._hasher = batches, hashlib.sha256()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            for row in batch.to_pylist():
                self._hasher.update(canonical.canonical(row) + b"\n")
            yield batch

    def hexdigest(self) -> str:
        return self._hasher.hexdigest()


def resource(table: Table, files: Sequence[descriptor.FileFacts]) -> descriptor.Resource:
    """The resource of a table's Parquet files, with schema, bytes and hashes."""
    facts: dict[str, Any] = {"table": table.name, "rows": sum(file.rows for file in files)}
    stated: dict[str, Any] = {
        "name": table.name,
        "path": [file.path for file in files],
        "type": "table",
        "format": "parquet",
        "mediatype": "application/x-parquet",
    }
    if len(files) == 1:
        (file,) = files
        stated |= {"path": file.path, "bytes": file.bytes, "hash": file.hash}
        facts |= {"content_sha256": file.content_sha256}
    else:
        content = combined(file.content_sha256 for file in files)
        facts |= {"content_sha256": content, "files": [file.model_dump() for file in files]}
    schema = table_schema(table, frozenset(tables()))
    return descriptor.Resource.model_validate({**stated, "schema": schema, "pressmark": facts})
