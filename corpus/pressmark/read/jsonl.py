"""The reader of JSON Lines: a record a line, each parsed strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import lines, strict_json
from pressmark_schema.documents import RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_schema.documents import Shape

    Heads = tuple[str, ...]

NAME = "jsonl"
"""The reader's name in the sources table."""
MEDIA_TYPE = "application/jsonl"
ENDINGS = (".jsonl", ".ndjson")
ENCODING = "utf-8"
RECORDS = ""


def headings(_stream: BinaryIO, _encoding: str, _delimiter: str | None) -> tuple[Heads, str]:
    """None: each record names its own keys."""
    return (), ""


def divide(stream: BinaryIO, _shape: Shape, limit: int, offset: int) -> Iterator[RawRecord]:
    """The lines of `stream` that are not blank; `offset` is where it begins in the file."""
    index = 0
    for line in lines.lines(stream, limit, offset):
        data = line.data.rstrip(b"\r\n")
        if line.data and not data.strip():
            continue
        if line.data and len(data) <= limit:
            yield RawRecord(index, line.offset, line.number, data, line.sha256)
        else:
            problem = lines.too_large(line.size, limit)
            yield RawRecord(index, line.offset, line.number, b"", line.sha256, problem)
        index += 1


def value(record: RawRecord, shape: Shape) -> dict[str, Any]:
    """The object in a line; raises RefusedError."""
    return strict_json.value(record, shape.encoding)
