"""Packs: the rows that a batch of files gave, in one signed file, file by file."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from pressmark.flow.cache import regular
from pressmark.flow.lending import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pressmark.flow.cache.folder import CacheFolder

PART = "packs"
_MAGIC = b"pressmark pack 1\n"
_LONGEST_HEAD = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, or a part of one, in a pack: its key, and how many rows of each table are its own.

    `place` is where its row of metadata stood, where its rows tell that; `bound` what the kept
    ids and corrections said of its articles.
    """

    key: str
    rows: dict[str, int]
    place: str | None = None
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Blob:
    """Where the rows of a table lie in a pack, in bytes behind the head, and their SHA-256."""

    offset: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Pack:
    """The head of a pack: its name is the signature of the head, which has the tables' hashes."""

    name: str
    units: tuple[Unit, ...]
    blobs: dict[str, Blob]
    start: int


def write(folder: CacheFolder, tables: Mapping[str, pa.Table], units: Sequence[Unit]) -> Pack:
    """Keep the tables of some units, whose rows stand in them one unit after the other."""
    data = {name: _serialised(table) for name, table in tables.items()}
    blobs, offset = {}, 0
    for name, buffer in data.items():
        blobs[name] = Blob(offset, buffer.size, hashlib.sha256(buffer).hexdigest())
        offset += buffer.size
    head = orjson.dumps(
        {
            "units": [asdict(unit) for unit in units],
            "blobs": {name: asdict(blob) for name, blob in blobs.items()},
        }
    )
    name = folder.mac(PART, head).hexdigest()
    opening = _opening(head)
    folder.replace(f"{PART}/{name}", opening, *[memoryview(buffer) for buffer in data.values()])
    return Pack(name, tuple(units), blobs, len(opening))


def _opening(head: bytes) -> bytes:
    return _MAGIC + f"{len(head):012d}\n".encode() + head


def heads(folder: CacheFolder) -> Iterable[Pack]:
    """The packs that are there, with what their heads say; damaged and foreign ones are dropped."""
    for name in folder.names(PART):
        try:
            yield _head(folder, name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            folder.drop(f"{PART}/{name}")


def _head(folder: CacheFolder, name: str) -> Pack:
    with regular.opened(folder.folder / PART / name) as file:
        opening = file.read(len(_MAGIC) + 13)
        size = int(opening[len(_MAGIC) :])
        if not opening.startswith(_MAGIC) or not 0 < size <= _LONGEST_HEAD:
            raise ValueError(name)
        head = file.read(size)
    if not hmac.compare_digest(folder.mac(PART, head).hexdigest(), name):
        raise ValueError(name)
    value = orjson.loads(head)
    units = tuple(Unit(**unit) for unit in value["units"])
    blobs = {table: Blob(**blob) for table, blob in value["blobs"].items()}
    return Pack(name, units, blobs, len(opening) + size)


def read(folder: CacheFolder, pack: Pack, schemas: Mapping[str, pa.Schema]) -> dict[str, pa.Table]:
    """The tables of `pack` that are in `schemas`; drops a damaged one and raises DamagedError."""
    found = {}
    try:
        with regular.opened(folder.folder / PART / pack.name) as file:
            for name, blob in pack.blobs.items():
                if name in schemas:
                    found[name] = _table(_bytes(file, pack, blob), schemas[name])
    except (OSError, ValueError, pa.ArrowException) as error:
        folder.drop(f"{PART}/{pack.name}")
        raise DamagedError(pack.name) from error
    return found


def drop_damaged(folder: CacheFolder) -> None:
    """Look at every byte of every pack, and drop those that are not as they were written."""
    for pack in heads(folder):
        try:
            with regular.opened(folder.folder / PART / pack.name) as file:
                for blob in pack.blobs.values():
                    _bytes(file, pack, blob)
        except (OSError, ValueError):
            folder.drop(f"{PART}/{pack.name}")


def _bytes(file: IO[bytes], pack: Pack, blob: Blob) -> bytes:
    """The bytes of a table in the file of a pack; raises ValueError where they are others."""
    file.seek(pack.start + blob.offset)
    data = file.read(blob.size)
    if hashlib.sha256(data).hexdigest() != blob.sha256:
        raise ValueError("not the bytes that were written")
    return data


def _table(data: bytes, schema: pa.Schema) -> pa.Table:
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        table = reader.read_all()
    table.validate(full=True)
    if not table.schema.equals(schema):
        raise ValueError("other columns than now")
    return table


def _serialised(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    return sink.getvalue()


def chosen(
    tables: Mapping[str, pa.Table], units: Sequence[Unit], wanted: Iterable[str]
) -> dict[str, pa.Table]:
    """The rows of the units whose keys are `wanted`, in their order.

    Of what is made of all units together, such as segments, nothing where some are left out.
    """
    keys = frozenset(wanted)
    if all(unit.key in keys for unit in units):
        return dict(tables)
    found: dict[str, Any] = {}
    for name, table in tables.items():
        slices, start = [], 0
        for unit in units:
            count = unit.rows.get(name, 0)
            if count and unit.key in keys:
                slices.append(table.slice(start, count))
            start += count
        if slices:
            found[name] = pa.concat_tables(slices)
    return found
