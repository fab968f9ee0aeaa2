"""The body of an HTTP response as it was meant: transfer and content encodings undone, bounded."""

from __future__ import annotations

import re
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Callable

SUPPORTED = ("gzip", "x-gzip", "deflate", "br", "zstd", "identity")
"""The content encodings that are undone (RFC 9110, 8.4.1; RFC 7932; RFC 8878)."""
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4000})?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<")
_MOST_CODINGS = 4


def unchunked(body: bytes) -> bytes:
    """The body without its chunks (RFC 9112, 7.1); raises RefusedError where it is cut or faulty.

    One that has none is given back: crawlers store bodies whose chunks they have undone under the
    headers as they came.
    """
    if not _CHUNK.match(body) and _MARKUP.match(body):
        return body
    parts: list[bytes] = []
    at = 0
    while (found := _CHUNK.match(body, at)) and int(found[1], 16):
        size = int(found[1], 16)
        at = found.end() + size
        parts.append(body[found.end() : at])
        end = _LINE_END.match(body, at)
        if end is None:
            break
        at = end.end()
    else:
        if found:
            return b"".join(parts)
    if at >= len(body):
        _malformed(f"the body is cut: its last chunk is missing at byte {len(body)}")
    return _malformed(f"no chunk begins at byte {at} of the body")


def decoded(body: bytes, codings: str, limit: int) -> bytes:
    """The body without its content encodings, `codings` as the header lists them.

    Where a body is plainly not so encoded, it is taken as it is: crawlers undo an encoding and
    leave its header. Raises RefusedError where it is damaged, cut, becomes more than `limit` bytes
    or is in an encoding that is none of SUPPORTED.
    """
    names = [name for part in codings.lower().split(",") if (name := part.strip())]
    if len(names) > _MOST_CODINGS:
        _malformed(f"{len(names)} content encodings, one in the other")
    for name in reversed(names):
        if name not in SUPPORTED:
            detail = f"the content encoding {name[:40]!r} is not supported"
            raise RefusedError(QuarantineReason.UNDECODABLE, detail)
        if name != "identity" and not _is_undone(body, name):
            body = _decoded(body, name, limit)
    return body


def _is_undone(body: bytes, name: str) -> bool:
    """Whether the header speaks of an encoding that the body does not have any more."""
    if name in {"gzip", "x-gzip"}:
        return not body.startswith(b"\x1f\x8b")
    if name == "zstd":
        return not body.startswith(b"\x28\xb5\x2f\xfd")
    return _MARKUP.match(body) is not None


def _decoded(body: bytes, name: str, limit: int) -> bytes:
    steps = {"br": _brotli, "zstd": _zstd, "deflate": _deflate}.get(name, _gzip)
    found, whole = steps(body, limit)
    if len(found) > limit:
        detail = f"the body becomes more than {limit} bytes, which is the limit (read.max_bytes)"
        raise RefusedError(QuarantineReason.TOO_LARGE, detail)
    if not whole:
        _malformed(f"the body is cut or damaged: its {name} data does not end")
    return found


def _gzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    return _inflated(body, 31, limit)


def _deflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    """With the wrapper that the standard asks for, or without, as some servers send it."""
    try:
        return _inflated(body, 15, limit)
    except RefusedError:
        return _inflated(body, -15, limit)


def _inflated(body: bytes, bits: int, limit: int) -> tuple[bytes, bool]:
    stream = zlib.decompressobj(bits)
    found = _run(lambda: stream.decompress(body, limit + 1), zlib.error)
    return found, stream.eof


def _zstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    import pyarrow as pa

    stream = pa.CompressedInputStream(pa.BufferReader(body), "zstd")
    return _run(lambda: stream.read(limit + 1), OSError), True


def _brotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    import brotli

    stream = brotli.Decompressor()
    parts = [_run(lambda: stream.process(body, output_buffer_limit=limit + 1), brotli.error)]
    while parts[-1] and not stream.is_finished() and sum(map(len, parts)) <= limit:
        more = partial(stream.process, b"", output_buffer_limit=limit + 1)
        parts.append(_run(more, brotli.error))
    return b"".join(parts), stream.is_finished()


def _run(step: Callable[[], Any], error: type[Exception]) -> bytes:
    try:
        return bytes(step())
    except error:
        _malformed("the body's compressed data is damaged or cut")


def _malformed(detail: str) -> NoReturn:
    raise RefusedError(QuarantineReason.MALFORMED, detail) from None
