"""Bytes from disk: a file becomes a RawFile, whatever is wrong with it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pressmark.store import sha256_file
from pressmark_schema.documents import RawFile
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.read.discover import Found

PIECE = 8 * 2**20
"""Bytes of a large file that are held at once."""
_NOTHING = hashlib.sha256(b"").hexdigest()


def load(found: Found, max_bytes: int, metadata: Mapping[str, str], place: str) -> RawFile:
    """The bytes of a discovered file with its row of metadata; never raises for the file's sake.

    A file above `max_bytes` is hashed, but not held.
    """
    if found.problem:
        return _without(found.path, found.problem, metadata, place)
    try:
        size = found.location.stat().st_size
        if size > max_bytes:
            sha256 = sha256_file(found.location)
            return _without(found.path, too_large(size, max_bytes), metadata, place, size, sha256)
        data = found.location.read_bytes()
    except OSError as error:
        problem = (QuarantineReason.UNREADABLE, error.strerror or "cannot be read")
        return _without(found.path, problem, metadata, place)
    return RawFile(found.path, data, len(data), hashlib.sha256(data).hexdigest(), metadata, place)


def pieces(found: Found, metadata: Mapping[str, str], place: str) -> Iterator[RawFile]:
    """A file of any size in pieces of at most PIECE bytes, each with the whole file's facts."""
    problem = found.problem
    if problem is None:
        try:
            size, sha256 = found.location.stat().st_size, sha256_file(found.location)
            with found.location.open("rb") as file:
                yield RawFile(found.path, file.read(PIECE), size, sha256, metadata, place)
                while data := file.read(PIECE):
                    yield RawFile(found.path, data, size, sha256, metadata, place)
        except OSError as error:
            problem = (QuarantineReason.UNREADABLE, error.strerror or "cannot be read")
    if problem:
        yield _without(found.path, problem, metadata, place)


def from_bytes(path: str, data: bytes, max_bytes: int) -> RawFile:
    """`data` as a file called `path`, such as standard input."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > max_bytes:
        return _without(path, too_large(len(data), max_bytes), {}, "", len(data), sha256)
    return RawFile(path, data, len(data), sha256)


def too_large(size: int, max_bytes: int) -> tuple[QuarantineReason, str]:
    """Why a file of `size` bytes is not read."""
    detail = f"{size} bytes, the limit is {max_bytes} (read.max_bytes)"
    return QuarantineReason.TOO_LARGE, detail


def _without(
    path: str,
    problem: tuple[QuarantineReason, str],
    metadata: Mapping[str, str],
    place: str,
    size: int = 0,
    sha256: str = _NOTHING,
) -> RawFile:
    """A file whose bytes are not held."""
    return RawFile(path, b"", size, sha256, metadata, place, problem)
