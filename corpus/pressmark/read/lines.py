"""The lines of a stream with their bytes and places, however long one is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from pressmark_schema.documents import RawRecord
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands: its first byte, its number from 1, its bytes with the line end.

    Of a line above the limit `data` is empty; `size` (bytes) and `sha256` are the line's always.
    """

    offset: int
    number: int
    data: bytes
    size: int
    sha256: str


def lines(stream: BinaryIO, limit: int, offset: int = 0) -> Iterator[Line]:
    r"""Every line of `stream` up to `\n`, holding at most `limit` bytes of one and a chunk more."""
    number = 0
    while data := stream.readline(limit + 2):
        number += 1
        size, digest = len(data), hashlib.sha256(data.rstrip(b"\r\n"))
        if size > limit and not data.endswith(b"\n"):
            digest, data = hashlib.sha256(data), b""
            while more := stream.readline(_CHUNK):
                size += len(more)
                digest.update(more.rstrip(b"\r\n") if more.endswith(b"\n") else more)
                if more.endswith(b"\n"):
                    break
        yield Line(offset, number, data, size, digest.hexdigest())
        offset += size


def too_large(size: int, limit: int) -> tuple[QuarantineReason, str]:
    """Why a record of `size` bytes is not read."""
    return QuarantineReason.TOO_LARGE, f"{size} bytes, the limit is {limit} (read.max_bytes)"


def record(index: int, offset: int | None, line: int | None, data: bytes) -> RawRecord:
    """A record that is held whole."""
    return RawRecord(index, offset, line, data, hashlib.sha256(data).hexdigest())
