"""Dividing a WARC file: each record's bytes, checked against its length, whatever is damaged.

Readers of WARC take a cut record for a whole one, and end at the first damage. Here the block must
be there in the length that the header gives (ISO 28500, 4), with the two line ends behind it; where
it is not, the next record is looked for.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pressmark.read import lines
from pressmark.read.gzip_members import MAGIC, Members
from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

OPENING = b"WARC/"
_HEADER = 2**16
"""Bytes within which a record's header must end; headers of crawls have some five hundred."""
_CHUNK = 2**17
_BEHIND = 64
_START = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_NEXT = re.compile(rb"\nWARC/[01]\.\d{1,2}\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_TYPE = re.compile(rb"\nwarc-type[ \t]*:[ \t]*([a-z]{1,20})[ \t]*\r?\n", re.IGNORECASE)
_BLANK = re.compile(rb"[\r\n]+")
_LONGEST_START = 16

_NOTHING = hashlib.sha256(b"").hexdigest()

Problem = tuple[QuarantineReason, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A record, or a stretch of the file that is none.

    `offset` is the byte at which it, or its gzip member, begins in the file. `data` is its bytes,
    empty where `problem` says why it cannot be read; `kind` its WARC-Type, empty where unknown.
    """

    offset: int
    data: bytes
    sha256: str
    kind: str = ""
    problem: Problem | None = None


def header_size(data: bytes) -> int:
    """The bytes of a record up to its block."""
    end = _END.search(data, 0, _HEADER)
    return end.end() if end else len(data)


class _Run(Protocol):
    """Bytes that follow each other: a whole file, or one gzip member of it."""

    offset: int

    def begin(self) -> bool: ...
    def read(self) -> bytes: ...


def pieces(stream: BinaryIO, limit: int) -> Iterator[Piece]:
    """The records of a WARC file, plain or gzip, none held above `limit` bytes of its block.

    `stream` must be seekable.
    """
    if not _is_packed(stream):
        plain = _Plain(stream)
        yield from _Division(plain, limit, plain).pieces()
        return
    members = Members(stream)
    while members.begin():
        try:
            yield from _Division(members, limit, None).pieces()
        except RefusedError as error:
            problem = error.reason, error.detail
            yield Piece(members.offset, b"", _NOTHING, "", problem)
            members.leave(OPENING)


def _is_packed(stream: BinaryIO) -> bool:
    """Whether the file is gzip; where its very beginning is damaged, by what is found first."""
    opening = stream.read(_HEADER)
    stream.seek(0)
    if opening.startswith((MAGIC, OPENING)):
        return opening.startswith(MAGIC)
    plain, packed = _NEXT.search(opening), opening.find(MAGIC)
    return packed >= 0 and (plain is None or packed < plain.start())


class _Plain:
    """A file that is not compressed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.offset = stream, 0
        self.size = stream.seek(0, io.SEEK_END)
        stream.seek(0)

    def begin(self) -> bool:
        return self._stream.tell() < self.size

    def read(self) -> bytes:
        return self._stream.read(_CHUNK)

    def follows(self, offset: int) -> bytes:
        """Some bytes at `offset`, without going there."""
        here = self._stream.tell()
        self._stream.seek(offset)
        found = self._stream.read(_BEHIND)
        self._stream.seek(here)
        return found


class _Division:
    """Takes the records out of one run; `plain` is the run where its bytes can be gone back to."""

    def __init__(self, run: _Run, limit: int, plain: _Plain | None) -> None:
        self._run, self._limit, self._plain = run, limit, plain
        self._held, self._taken, self._ended = bytearray(), 0, False

    @property
    def _place(self) -> int:
        return self._taken if self._plain else self._run.offset

    def pieces(self) -> Iterator[Piece]:
        """The records and what is none; RefusedError of the run goes on to the caller."""
        while True:
            while self._fill(_HEADER) and (blank := _BLANK.match(self._held)):
                self._take(blank.end())
            if not self._held:
                return
            yield self._piece()

    def _piece(self) -> Piece:
        held = self._held
        end = _END.search(held, 0, _HEADER)
        if not _START.match(held):
            return self._stray("no WARC record begins here")
        if end is None:
            return self._stray(f"its header does not end within {_HEADER} bytes")
        head = bytes(held[: end.end()])
        stated, kind = _LENGTH.search(head), _TYPE.search(head)
        if stated is None:
            return self._stray("its header has no Content-Length")
        length, named = int(stated[1]), kind[1].decode().lower() if kind else "unknown"
        size = len(head) + length
        if length > self._limit:
            return self._long(size, length, named)
        self._fill(size + _BEHIND)
        fault = _fault(len(held) - len(head), length, bytes(held[size : size + _BEHIND]))
        if fault:
            return self._stray(fault)
        place, data = self._place, self._take(size)
        return Piece(place, data, hashlib.sha256(data).hexdigest(), named)

    def _long(self, size: int, length: int, kind: str) -> Piece:
        """A record above the limit: passed over, after a look at whether its length is true."""
        if self._plain:
            there = self._plain.size - self._taken
            behind = self._plain.follows(self._taken + size) if size <= there else b""
            fault = _fault(length - max(0, size - there), length, behind)
            if fault:
                return self._stray(fault)
        place, digest, done = self._place, hashlib.sha256(), 0
        while done < size and self._fill(1):
            some = self._take(min(size - done, len(self._held)))
            digest.update(some)
            done += len(some)
        fault = _fault(length - (size - done), length, self._behind())
        problem = (QuarantineReason.MALFORMED, fault) if fault else None
        problem = problem or lines.too_large(length, self._limit)
        return Piece(place, b"", digest.hexdigest(), kind, problem)

    def _stray(self, fault: str) -> Piece:
        """What stands from here up to where the next record begins, or to the end."""
        place, digest = self._place, hashlib.sha256()
        while True:
            found = _NEXT.search(self._held)
            if found:
                digest.update(self._take(found.start() + 1))
                break
            keep = 0 if self._ended else _LONGEST_START
            digest.update(self._take(max(0, len(self._held) - keep)))
            before = len(self._held)
            if not self._more():
                digest.update(self._take(before))
                break
        return Piece(place, b"", digest.hexdigest(), "", (QuarantineReason.MALFORMED, fault))

    def _behind(self) -> bytes:
        self._fill(_BEHIND)
        return bytes(self._held[:_BEHIND])

    def _fill(self, size: int) -> bool:
        """Hold `size` bytes, fewer at the end; whether there are any."""
        while len(self._held) < size and self._more():
            pass
        return bool(self._held)

    def _more(self) -> bool:
        found = b"" if self._ended else self._run.read()
        self._held += found
        self._ended = not found
        return bool(found)

    def _take(self, size: int) -> bytes:
        found = bytes(self._held[:size])
        del self._held[:size]
        self._taken += len(found)
        return found


def _fault(there: int, length: int, behind: bytes) -> str:
    """What speaks against a block of `length` bytes, `there` of which there are."""
    if there < length:
        return f"cut: {max(there, 0)} of {length} bytes of its block are there"
    rest = behind.lstrip(b"\r\n")
    if behind.startswith(b"\r\n\r\n") or not rest or rest.startswith(OPENING):
        return ""
    return f"its block is not of the {length} bytes that its Content-Length says"
