"""Raw files in few content-addressed shards: what `ingest` writes and `normalise` reads."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark import store
from pressmark.flow.intake import Item
from pressmark.read import archives, formats
from pressmark.read.discover import Found
from pressmark_schema.descriptor import Resource
from pressmark_schema.documents import RawFile
from pressmark_schema.errors import IntegrityError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pressmark.config import Config

SCHEMA = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
        pa.field("content", pa.binary(), nullable=False),
        pa.field("metadata", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("problem", pa.string()),
        pa.field("problem_detail", pa.string()),
    ]
)
SMALL, LARGE = 8 * 2**20, 64 * 2**20
"""Bytes of content from which a shard may end, and at which it must."""
_ONE_IN = 64
_ROWS = 8
"""Rows of a shard that are held at once, of up to 16 MiB each."""


def write(files: Iterable[RawFile], folder: Path) -> Iterator[Resource]:
    """Pack files, sorted by path, into shards named by their content; give each one's resource.

    A file in pieces comes as several, each with `size` and `sha256` of the whole.

    A shard ends where the hash of a path says so, not at a count: files added in one place move
    no other shard's bounds, so that a new version repeats most of the old one's shards.
    """
    held: list[RawFile] = []
    size = 0
    for raw in files:
        held.append(raw)
        size += len(raw.data)
        if size >= LARGE or (size >= SMALL and _ends(raw.path)):
            yield _shard(held, folder)
            held, size = [], 0
    if held:
        yield _shard(held, folder)


def read(
    folder: Path, resources: Iterable[Resource], config: Config, spooled: Path
) -> Iterator[RawFile | Item]:
    """The files in the shards; every sha256 is verified.

    A file of many records is put together again in the folder `spooled`, one at a time: it is gone
    once the next is asked for. Raises IntegrityError on a damaged shard.
    """
    spool = _Spool(spooled)
    for raw in _rows(folder, resources):
        divided = formats.of(raw.path, config) or archives.is_archive(raw.path, config)
        if raw.problem or (len(raw.data) == raw.size and not divided):
            yield raw
        elif spool.add(raw):
            yield spool.item(raw)
            if divided:
                spool.file.unlink()
    spool.require_whole("")


class _Spool:
    """Puts the pieces of one file together on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count, self._size, self._path = folder, 0, 0, ""

    @property
    def file(self) -> Path:
        """The file that is being put together."""
        return self._folder / str(self._count)

    def add(self, raw: RawFile) -> bool:
        """Append a piece; whether the file is whole with it."""
        self.require_whole(raw.path)
        self._path = raw.path
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count += self._size == 0
        with self.file.open("ab") as file:
            file.write(raw.data)
        self._size += len(raw.data)
        if self._size < raw.size:
            return False
        self._size = 0
        return True

    def require_whole(self, following: str) -> None:
        """Raise IntegrityError where another file follows before the last one is whole."""
        if self._size and self._path != following:
            raise IntegrityError(f"pieces of {self._path} are missing in the shards")

    def item(self, raw: RawFile) -> Item:
        """The file that is whole; raises IntegrityError where it is not what was ingested."""
        if store.sha256_file(self.file) != raw.sha256:
            raise IntegrityError(f"{raw.path} in the shards is not what was ingested")
        return Item(Found(raw.path, self.file), dict(raw.metadata), raw.place)


def _rows(folder: Path, resources: Iterable[Resource]) -> Iterator[RawFile]:
    for resource in resources:
        for path in resource.paths:
            file = store.inside(folder, path)
            _require_declared(file, resource)
            try:
                with pq.ParquetFile(file, page_checksum_verification=True) as shard:
                    for batch in shard.iter_batches(batch_size=_ROWS):
                        found = [_raw(row) for row in batch.to_pylist()]
                        yield from found
            except (OSError, KeyError, ValueError) as error:
                raise IntegrityError(f"{file} is damaged: {error}") from error


def _require_declared(file: Path, resource: Resource) -> None:
    try:
        found = f"sha256:{store.sha256_file(file)}"
    except OSError as error:
        raise IntegrityError(f"{file}: {error.strerror}") from error
    if found != resource.hash:
        raise IntegrityError(f"{file} is {found}, {resource.hash} is declared")


def _ends(path: str) -> bool:
    return hashlib.sha256(path.encode()).digest()[0] % _ONE_IN == 0


def _shard(files: list[RawFile], folder: Path) -> Resource:
    rows = [_row(raw) for raw in files]
    name = hashlib.sha256(
        b"".join(
            f"{row['path']}\0{_content_sha256(raw)}\0{row['metadata']}\n".encode()
            for row, raw in zip(rows, files, strict=True)
        )
    ).hexdigest()[:16]
    path = folder / f"raw-{name}.parquet"
    batch = pa.RecordBatch.from_pylist(rows, SCHEMA)
    store.write_table(path, SCHEMA, [batch])
    return Resource(
        name=f"raw-{name}",
        path=path.name,
        format="parquet",
        mediatype="application/x-parquet",
        bytes=path.stat().st_size,
        hash=f"sha256:{store.sha256_file(path)}",
    )


def _content_sha256(raw: RawFile) -> str:
    """The file's SHA-256, or for one in pieces the piece's: two shards may hold nothing else."""
    whole = raw.problem or len(raw.data) == raw.size
    return raw.sha256 if whole else hashlib.sha256(raw.data).hexdigest()


def _row(raw: RawFile) -> dict[str, object]:
    reason, detail = raw.problem or (None, None)
    return {
        "path": raw.path,
        "sha256": raw.sha256,
        "bytes": raw.size,
        "content": raw.data,
        "metadata": json.dumps(dict(raw.metadata), ensure_ascii=False, sort_keys=True),
        "place": raw.place,
        "problem": reason,
        "problem_detail": detail,
    }


def _raw(row: dict[str, object]) -> RawFile:
    data, size, sha256 = row["content"], row["bytes"], row["sha256"]
    problem = None
    if row["problem"]:
        problem = (QuarantineReason(str(row["problem"])), str(row["problem_detail"]))
    elif len(data) == size and hashlib.sha256(data).hexdigest() != sha256:  # type: ignore[arg-type]
        raise IntegrityError(f"{row['path']} in a shard is not what was ingested")
    metadata = json.loads(str(row["metadata"]))
    return RawFile(
        str(row["path"]),
        bytes(data),  # type: ignore[call-overload]
        int(size),  # type: ignore[call-overload]
        str(sha256),
        metadata,
        str(row["place"]),
        problem,
    )
