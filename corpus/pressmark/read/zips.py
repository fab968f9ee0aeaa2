"""The members of a zip file in the order of its directory, each checked as it is read."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from contextlib import contextmanager
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
_ENCRYPTED, _UTF8 = 1, 0x800


def members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The members that are files; raises RefusedError where it is no sound zip file."""
    with opened(stream, budget) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            budget.take_member()
            name, outside = safe_name(_name(info).replace("\\", "/"))
            problem = outside or _problem(info)
            yield Member(
                name, info.header_offset, problem, lambda i=info: content(archive, i, budget)
            )


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
    return budget.counted(_Checked(stream), info.compress_size)  # type: ignore[arg-type]


def _problem(info: ZipInfo) -> Problem | None:
    if info.flag_bits & _ENCRYPTED:
        return QuarantineReason.UNREADABLE, "it is encrypted"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return QuarantineReason.UNREADABLE, "a symbolic link"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return QuarantineReason.UNREADABLE, "not a regular file"
    return None


def _name(info: ZipInfo) -> str:
    """The name as stored: UTF-8 where it is that or says so, else in cp437 (APPNOTE, appendix D)."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return info.orig_filename


def _require_small_directory(stream: BinaryIO, budget: Budget) -> None:
    """Raise RefusedError for a directory that would fill the memory: zipfile reads it whole."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_SIZE - _COMMENT))
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        detail = "no sound zip file: it has no end, as where it is cut"
        raise RefusedError(QuarantineReason.MALFORMED, detail)
    stated = int.from_bytes(tail[end + 12 : end + 16], "little")
    length = min(stated, _DIRECTORY + 1) if stated != 0xFFFFFFFF else _DIRECTORY + 1  # noqa: PLR2004
    stream.seek(max(0, size - len(tail) + end - length - 2**10))
    count = stream.read(length + 2**10).count(_ENTRY)
    too_many = count > 2 * budget.limits.max_members + 2**10
    if length > _DIRECTORY or too_many:
        detail = (
            f"its directory has {count} entries or more in {stated} bytes (archives.max_members)"
        )
        raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)
    stream.seek(0)


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
        """The next bytes; raises RefusedError where they are damaged, cut or of a wrong checksum."""
        with _faults("a damaged member"):
            return self._stream.read(size)
