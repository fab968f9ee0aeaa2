"""Compressed files: .gz and .zst as streams, checked to their end and bounded."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any, BinaryIO

from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

MEDIA_TYPES = {".gz": "application/gzip", ".zst": "application/zstd"}
"""The endings of compressed files and their IANA media types (RFC 8536, RFC 8878)."""
_OWN = (".warc.gz", ".tar.gz", ".tar.zst")
"""Endings of files whose members are looked at one by one."""
RATIO, FLOOR = 500, 64 * 2**20
"""How many times its size a file may unpack to, once that is more than FLOOR bytes.

Prose packs to a third or a tenth; deflate cannot exceed 1,032 (zlib's manual), zstd can.
"""


def ending(path: str) -> str:
    """The ending that says that a file is compressed, or nothing where its reader unpacks it."""
    name = path.lower()
    if name.endswith(_OWN):
        return ""
    return name[len(unpacked_name(name)) :]


def unpacked_name(path: str) -> str:
    """The path without the ending that says that the file is compressed."""
    packed = next((ending for ending in MEDIA_TYPES if path.lower().endswith(ending)), "")
    return path[: len(path) - len(packed)]


def unpacked(file: BinaryIO, path: str, size: int) -> BinaryIO:
    """`file`, of `size` bytes, as a stream of what is in it; itself where it is not compressed.

    Reading raises RefusedError where the data is damaged or cut, or unpacks to too much.
    """
    kind = ending(path)
    return stream(file, kind, size) if kind else file


def stream(file: BinaryIO, kind: str, size: int, ratio: int = RATIO) -> BinaryIO:
    """`file`, compressed as the ending `kind` says, unpacked to at most `ratio` times `size`."""
    return io.BufferedReader(_Unpacked(_opened(file, kind), kind, size, ratio), 2**17)


def whole(data: bytes, path: str, limit: int) -> bytes:
    """What is in the compressed bytes of a file; raises RefusedError also above `limit` bytes."""
    found = unpacked(io.BytesIO(data), path, len(data)).read(limit + 1)
    if len(found) > limit:
        detail = f"unpacks to more than {limit} bytes, which is the limit (read.max_bytes)"
        raise RefusedError(QuarantineReason.TOO_LARGE, detail)
    return found


def _opened(file: BinaryIO, kind: str) -> Any:
    if kind == ".gz":
        return gzip.GzipFile(fileobj=file)
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")


class _Unpacked(io.RawIOBase):
    """The unpacked stream, its faults as RefusedError, its size bounded by RATIO."""

    def __init__(self, stream: Any, kind: str, size: int, ratio: int) -> None:
        self._stream, self._kind = stream, kind
        self._bound, self._ratio, self._done = max(FLOOR, size * ratio), ratio, 0

    def readable(self) -> bool:
        """It can only be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack into `buffer`; raises RefusedError."""
        view = memoryview(buffer)
        try:
            found = self._stream.read1(len(view))
        except (OSError, EOFError, zlib.error) as error:
            detail = f"damaged or cut {self._kind} data after {self._done} unpacked bytes: {error}"
            raise RefusedError(QuarantineReason.MALFORMED, detail) from error
        self._done += len(found)
        if self._done > self._bound:
            detail = f"unpacks to more than {self._bound} bytes, {self._ratio} times its size"
            raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)
        view[: len(found)] = found
        return len(found)
