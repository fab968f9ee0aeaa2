"""What a part of a build saw of every input of the whole build, so that a stale part is noticed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressmark.flow.intake import Item

INPUTS = "inputs.parquet"
"""The file of a part with a row for each input, by which merge names the one that differs."""

_SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("bytes", pa.int64()),
        ("modified_ns", pa.int64()),
        ("sha256", pa.string()),
        ("stated", pa.string()),
    ]
)


class Seen(NamedTuple):
    """An input as a part saw it before it read any.

    `modified_ns` are nanoseconds since 1970; where contents are compared it is None, and `sha256`
    is that of the file. `stated` is why it is not read, and what the metadata table says of it.
    """

    path: str
    bytes: int
    modified_ns: int | None
    sha256: str | None
    stated: str


class Difference(NamedTuple):
    """The first input that two parts did not see alike; None for one that did not see it."""

    path: str
    one: Seen | None
    other: Seen | None


def seen(items: Sequence[Item], *, hashed: bool) -> list[Seen]:
    """What there is to see of `items`; where `hashed`, every file is read."""
    return [_seen(item, hashed=hashed) for item in items]


def _seen(item: Item, *, hashed: bool) -> Seen:
    found = item.found
    stated = json.dumps((found.problem, item.row, item.place), sort_keys=True)
    size, modified, digest = 0, 0, ""
    if not found.problem:
        try:
            status = found.location.stat()
            size, modified = status.st_size, status.st_mtime_ns
            digest = store.sha256_file(found.location) if hashed else ""
        except OSError:
            pass  # The part that reads it says so.
    return Seen(found.path, size, None if hashed else modified, digest if hashed else None, stated)


def sha256(inputs: Sequence[Seen]) -> str:
    """One hash of them all."""
    made = hashlib.sha256()
    for one in inputs:
        made.update(json.dumps(one).encode() + b"\n")
    return made.hexdigest()


def write(inputs: Sequence[Seen], path: Path) -> None:
    """Write a row for each input."""
    columns: list[Any] = list(zip(*inputs, strict=True)) or [()] * len(_SCHEMA)
    table = pa.table(dict(zip(_SCHEMA.names, columns, strict=True)), schema=_SCHEMA)
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def difference(one: Path, other: Path) -> Difference | None:
    """The first input that differs between two such files; raises OSError or ValueError."""
    mine, theirs = ({row.path: row for row in _read(path)} for path in (one, other))
    for path in sorted(mine.keys() | theirs.keys()):
        if mine.get(path) != theirs.get(path):
            return Difference(path, mine.get(path), theirs.get(path))
    return None


def _read(path: Path) -> Iterator[Seen]:
    for batch in pq.ParquetFile(path, page_checksum_verification=True).iter_batches():
        yield from (Seen(**row) for row in batch.to_pylist())
