"""The members of a zip file in the order of its directory, each checked as it is read."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from pressmark.read.members import Member, Problem, safe_name
from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.read.members import Budget

_FAULTS = (
    *(BadZipFile, EOFError, OSError, ValueError, LookupError),
    *(NotImplementedError, RuntimeError, struct.error, zlib.error),
)
"""What zipfile lets through of the faults of a file."""
_ENTRY = b"PK\x01\x02"
_END, _END_SIZE, _COMMENT = b"PK\x05\x06", 22, 2**16
_DIRECTORY = 64 * 2**20
"""Bytes of a directory up to which it is read: with names of sixty characters, 600,000 members."""
_IN_ZIP64, _ZIP64_END, _FEW = 2**32 - 1, 2**10, 2**10
_ENCRYPTED, _UTF8 = 1, 0x800


def members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The members that are files; raises RefusedError where it is no sound zip file."""
    stated = _stated_count(stream)
    with opened(stream, budget) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            budget.take_member()
            name, outside = safe_name(_name(info).replace("\\", "/"))
            yield Member(
                name,
                max(0, info.header_offset),
                outside or _problem(info),
                partial(content, archive, info, budget),
            )
        there = len(archive.infolist())
    if stated not in {there % 2**16, 2**16 - 1}:
        detail = f"its directory has {there} entries, but counts {stated}"
        raise RefusedError(QuarantineReason.MALFORMED, detail)


@contextmanager
def opened(stream: BinaryIO, budget: Budget) -> Iterator[ZipFile]:
    """The zip file; raises RefusedError where it is none, or its directory too large to hold."""
    _require_small_directory(stream, budget)
    with _faults("no sound zip file"):
        archive = ZipFile(stream)
    with archive:
        yield archive


def content(archive: ZipFile, info: ZipInfo, budget: Budget) -> BinaryIO:
    """The bytes of a member; opening and reading raise RefusedError where they are faulty."""
    with _faults("a damaged member"):
        stream: Any = archive.open(info)
    return budget.counted(_Checked(stream), info.compress_size)


def _problem(info: ZipInfo) -> Problem | None:
    if info.flag_bits & _ENCRYPTED:
        return QuarantineReason.UNREADABLE, "it is encrypted"
    if info.header_offset < 0:
        return QuarantineReason.MALFORMED, "its place is before the beginning of the file"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return QuarantineReason.UNREADABLE, "a symbolic link"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return QuarantineReason.UNREADABLE, "not a regular file"
    return None


def _name(info: ZipInfo) -> str:
    """The name as stored: in UTF-8 where it is that, else in cp437 (APPNOTE, appendix D)."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return info.orig_filename


def _end(stream: BinaryIO) -> tuple[int, bytes]:
    """Where the record that ends a zip file begins, and what stands from there on."""
    size = stream.seek(0, io.SEEK_END)
    begins = max(0, size - _END_SIZE - _COMMENT)
    stream.seek(begins)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        detail = "no sound zip file: it has no end, as where it is cut"
        raise RefusedError(QuarantineReason.MALFORMED, detail)
    return begins + at, tail[at:]


def _stated_count(stream: BinaryIO) -> int:
    """How many members the end of the file counts, by its 16 bits."""
    return int.from_bytes(_end(stream)[1][10:12], "little")


def _require_small_directory(stream: BinaryIO, budget: Budget) -> None:
    """Raise RefusedError for a directory that would fill the memory: zipfile reads it whole."""
    place, end = _end(stream)
    stated = int.from_bytes(end[12:16], "little")
    length = min(place, _DIRECTORY + 1) if stated == _IN_ZIP64 else min(stated, _DIRECTORY + 1)
    stream.seek(max(0, place - length - _ZIP64_END))
    count = stream.read(length + _ZIP64_END).count(_ENTRY)
    stream.seek(0)
    if length > _DIRECTORY or count > 2 * budget.limits.max_members + _FEW:
        detail = f"its directory has {count} entries or more (archives.max_members)"
        raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)


@contextmanager
def _faults(what: str) -> Iterator[None]:
    """Faults of the file as RefusedError."""
    try:
        yield
    except RefusedError:
        raise
    except _FAULTS as error:
        detail = f"{what}: {' '.join(str(error).split())[:200]}"
        raise RefusedError(QuarantineReason.MALFORMED, detail) from error


class _Checked(io.RawIOBase):
    """A member as zipfile unpacks it, its faults as RefusedError."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises RefusedError where they are damaged, or cut."""
        with _faults("a damaged member"):
            return self._stream.read(size)
