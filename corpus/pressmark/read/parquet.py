"""The reader of Parquet: rows in batches, page checksums verified, values converted exactly."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import lines
from pressmark.read.refused import RefusedError
from pressmark.read.strict_json import Number
from pressmark_schema.documents import RawRecord
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

    from pressmark_schema.documents import Shape

NAME = "parquet"
"""The reader's name in the sources table."""
MEDIA_TYPE = "application/vnd.apache.parquet"
ENDINGS = (".parquet",)
ENCODING = None
RECORDS = ""

_BATCH, _ROOM = 64, 2**30
"""Rows read together at most, and bytes that they may become.

Each row can hold the whole of what a group's columns unpack to, by a dictionary of one long text.
"""
_BUFFER = 2**20
_NUMBER = "\ue000number:"
_BYTES = "\ue000bytes:"
_TEXT = "\ue000text:"
"""Mark, in the canonical JSON of a row, what JSON has no type for, and texts that look so."""


def headings(
    stream: BinaryIO, _encoding: str, _delimiter: str | None
) -> tuple[tuple[str, ...], str]:
    """The names of the columns; raises RefusedError for a file that is no Parquet or damaged."""
    return tuple(_open(stream).schema_arrow.names), ""


def divide(stream: BinaryIO, shape: Shape, limit: int, _offset: int) -> Iterator[RawRecord]:
    """The rows, each as the canonical JSON of the columns that the mapping names.

    A row group that is damaged is one record with the problem, at the first row that is lost; the
    rows before it and the other groups are read.
    """
    file = _open(stream)
    columns = _columns(shape, file.schema_arrow.names)
    first = 0
    for group in range(file.num_row_groups):
        index, behind = first, first + file.metadata.row_group(group).num_rows
        try:
            size = _rows_at_once(file, group, columns)
            for batch in file.iter_batches(size, row_groups=[group], columns=columns):
                for data in _rows(batch):
                    yield _record(index, data, limit)
                    index += 1
        except (OSError, ValueError, NotImplementedError, OverflowError) as error:
            detail = f"rows {index} to {behind - 1} are lost: {error}"
            problem = QuarantineReason.MALFORMED, " ".join(detail.split())
            yield RawRecord(index, None, None, b"", lines.record(0, 0, 0, b"").sha256, problem)
        first = behind


def _rows_at_once(file: pq.ParquetFile, group: int, columns: list[str]) -> int:
    """How many rows of a group are read together: fewer where its columns unpack to much."""
    found = file.metadata.row_group(group)
    chunks = (found.column(place) for place in range(found.num_columns))
    unpacked: int = sum(
        max(chunk.total_uncompressed_size, 0)
        for chunk in chunks
        if chunk.path_in_schema.partition(".")[0] in columns
    )
    return max(1, min(_BATCH, _ROOM // max(unpacked, 1)))


def value(record: RawRecord, _shape: Shape) -> dict[str, Any]:
    """The values of a row by column; raises RefusedError for bytes that are no UTF-8."""
    found: dict[str, Any] = json.loads(record.data, object_hook=_restored)
    return _restored(found)


def _open(stream: BinaryIO) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(
            stream, page_checksum_verification=True, buffer_size=_BUFFER, pre_buffer=False
        )
    except (OSError, ValueError) as error:
        detail = f"no sound Parquet file: {' '.join(str(error).split())}"
        raise RefusedError(QuarantineReason.MALFORMED, detail) from error


def _columns(shape: Shape, names: list[str]) -> list[str]:
    wanted = {key for keys in shape.mapping.values() for key in keys}
    roots = {key.partition(".")[0] for key in wanted}
    return [name for name in names if name in wanted or name in roots]


def _record(index: int, data: bytes, limit: int) -> RawRecord:
    record = lines.record(index, None, None, data)
    if len(data) <= limit:
        return record
    return RawRecord(index, None, None, b"", record.sha256, lines.too_large(len(data), limit))


def _rows(batch: pa.RecordBatch) -> Iterator[bytes]:
    columns = [_microseconds(column).to_pylist() for column in batch.columns]
    for row in zip(*columns, strict=True):
        values = dict(zip(batch.schema.names, map(_plain, row), strict=True))
        yield json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()


def _microseconds(column: pa.Array) -> pa.Array:
    """Nanoseconds cut to what Python's instants hold; news is not dated finer."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return column.cast(pa.timestamp("us", kind.tz), safe=False)
    return column


def _plain(found: Any) -> Any:
    """A value as JSON has it: dates and instants in ISO 8601, numbers as they are written."""
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, str):
        return _TEXT + found if found.startswith(_TEXT[0]) else found
    if isinstance(found, dict):
        return {str(key): _plain(inner) for key, inner in found.items()}
    if isinstance(found, (list, tuple)):
        return [_plain(inner) for inner in found]
    return _scalar(found)


def _scalar(found: Any) -> str:
    if isinstance(found, (int, float, Decimal)):
        return _NUMBER + (repr(found) if isinstance(found, float) else str(found))
    if isinstance(found, (datetime, date, time)):
        return found.isoformat()
    return _BYTES + found.hex() if isinstance(found, bytes) else str(found)


def _restored(found: dict[str, Any]) -> dict[str, Any]:
    return {key: _value(inner) for key, inner in found.items()}


def _value(found: Any) -> Any:
    if isinstance(found, list):
        return [_value(inner) for inner in found]
    if not isinstance(found, str) or not found.startswith((_NUMBER, _BYTES, _TEXT)):
        return found
    if found.startswith(_TEXT):
        return found.removeprefix(_TEXT)
    if found.startswith(_NUMBER):
        return Number(found.removeprefix(_NUMBER))
    data = bytes.fromhex(found.removeprefix(_BYTES))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        detail = f"a value of {len(data)} bytes is not UTF-8 at its byte {error.start}"
        raise RefusedError(QuarantineReason.UNDECODABLE, detail) from error
