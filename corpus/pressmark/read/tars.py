"""The members of a tar file in one pass, none passed over in silence.

Python's tarfile takes a damaged header for the end of the archive, a cut archive for a whole one,
and holds extended headers of any size; so the blocks are walked here (POSIX.1-2017, pax), and
tarfile reads each header.
"""

from __future__ import annotations

import io
import tarfile
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from pressmark.read.members import Member, Problem, safe_name
from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from tarfile import TarInfo

    from pressmark.read.members import Budget

_BLOCK = tarfile.BLOCKSIZE
_CHUNK = 2**17
_EXTENDED = 2**20
"""Bytes of an extended header up to which it is read; one holds some names and numbers."""
_NAMES = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}
_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_LINKS = (tarfile.LNKTYPE, tarfile.SYMTYPE)
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_OTHERS = {
    tarfile.LNKTYPE: "a second name of a file that stands elsewhere in the archive",
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
    tarfile.GNUTYPE_SPARSE: "a file with holes",
}


def members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The members that are no folders; raises RefusedError where the archive is cut or damaged."""
    place = _Place(stream, budget)
    extended: dict[str, str] = {}
    begins = 0
    while header := place.header():
        begins = begins if extended else place.offset - _BLOCK
        if header.type in _NAMES or header.type in _PAX or header.type == tarfile.XGLTYPE:
            data = place.extended(header)
            if header.type in _NAMES:
                extended[_NAMES[header.type]] = _text(data.partition(b"\0")[0])
            elif header.type in _PAX:
                extended |= _pax(data)
            continue
        size = _size(header, extended)
        name = extended.get("path", header.name)
        if header.type != tarfile.DIRTYPE and not name.endswith("/"):
            budget.take_member()
            safe, outside = safe_name(name)
            slice_ = _Slice(place, size)
            problem = outside or _problem(header, extended)
            yield Member(safe, begins, problem, partial(budget.counted, slice_))
            slice_.close_up()
        else:
            place.skip(size)
        place.skip(-size % _BLOCK)
        extended = {}
    place.require_nothing_more()


def _problem(header: TarInfo, extended: dict[str, str]) -> Problem | None:
    if header.type in _OTHERS:
        return QuarantineReason.UNREADABLE, _OTHERS[header.type]
    if any(key.startswith("GNU.sparse.") for key in extended):
        return QuarantineReason.UNREADABLE, _OTHERS[tarfile.GNUTYPE_SPARSE]
    if header.type not in _FILES:
        return QuarantineReason.UNREADABLE, "not a regular file"
    return None


def _size(header: TarInfo, extended: dict[str, str]) -> int:
    """The bytes that follow the header; links have none, whatever they state."""
    if header.type in _LINKS:
        return 0
    stated = extended.get("size", "")
    size = int(stated) if stated.isdecimal() and len(stated) < 20 else header.size  # noqa: PLR2004
    if size < 0:
        _malformed("a header states a negative size")
    return size


def _pax(data: bytes) -> dict[str, str]:
    """The keys and values of an extended header: `LENGTH KEY=VALUE` lines, LENGTH of the line."""
    found, at = {}, 0
    while at < len(data) and data[at : at + 1] != b"\0":
        digits = data[at : at + 20].partition(b" ")[0]
        length = int(digits) if digits.isdigit() else 0
        line = data[at : at + length]
        if length <= len(digits) + 1 or len(line) < length or not line.endswith(b"\n"):
            _malformed("a damaged extended header")
        key, _, value = line[len(digits) + 1 : -1].partition(b"=")
        found[_text(key)] = _text(value)
        at += length
    return found


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _malformed(detail: str) -> NoReturn:
    raise RefusedError(QuarantineReason.MALFORMED, detail)


class _Place:
    """Where in the archive reading stands, in bytes; every byte is drawn from the budget."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget, self.offset = stream, budget, 0

    def header(self) -> TarInfo | None:
        """The next header, None at the mark that ends an archive; raises RefusedError."""
        where, block = self.offset, self.read(_BLOCK)
        if len(block) < _BLOCK:
            _malformed(f"cut: the archive ends at byte {self.offset} without its mark")
        if not block.strip(b"\0"):
            return None
        try:
            return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError) as error:
            _malformed(f"no sound header at byte {where}: {error}; what follows is not read")

    def extended(self, header: TarInfo) -> bytes:
        """What belongs to an extended header."""
        if not 0 <= header.size <= _EXTENDED:
            _malformed(f"an extended header of {header.size} bytes at byte {self.offset}")
        data = self.read(header.size)
        if len(data) < header.size:
            self._cut()
        self.skip(-header.size % _BLOCK)
        return data

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        found = self._stream.read(size)
        self.offset += len(found)
        return found

    def skip(self, size: int) -> None:
        """Pass over `size` bytes; raises RefusedError where they are not there."""
        while size > 0:
            found = self.read(min(size, _CHUNK))
            self._budget.take_bytes(len(found))
            if not found:
                self._cut()
            size -= len(found)

    def require_nothing_more(self) -> None:
        """Raise RefusedError where anything but padding stands behind the mark."""
        behind = self.offset
        while found := self.read(_CHUNK):
            self._budget.take_bytes(len(found))
            if found.strip(b"\0"):
                _malformed(f"more data behind the mark that ends the archive at byte {behind}")

    def _cut(self) -> NoReturn:
        _malformed(f"cut: the archive ends at byte {self.offset}, inside of a member")


class _Slice(io.RawIOBase):
    """The bytes of one member."""

    def __init__(self, place: _Place, size: int) -> None:
        self._place, self._left = place, size

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises RefusedError where the archive ends before the member does."""
        wanted = self._left if size < 0 else min(size, self._left)
        found = self._place.read(wanted)
        if wanted and not found:
            self._place.skip(1)
        self._left -= len(found)
        return found

    def close_up(self) -> None:
        """Pass over what was not read."""
        self._place.skip(self._left)
        self._left = 0
