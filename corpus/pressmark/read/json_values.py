"""The reader of JSON files: one object, a list of objects, or objects one after the other."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import lines, strict_json
from pressmark_schema.documents import RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_schema.documents import Shape

    Heads = tuple[str, ...]

NAME = "json"
"""The reader's name in the sources table."""
MEDIA_TYPE = "application/json"
ENDINGS = (".json",)
ENCODING = "utf-8"
RECORDS = ""

_CHUNK = 2**17
_MARK = re.compile(rb'["\[\]{},\n]')
_QUOTE = re.compile(rb'["\\]')
_BLANK = b" \t\r\n"


def headings(_stream: BinaryIO, _encoding: str, _delimiter: str | None) -> tuple[Heads, str]:
    """None: each record names its own keys."""
    return (), ""


def divide(stream: BinaryIO, _shape: Shape, limit: int, offset: int) -> Iterator[RawRecord]:
    """The objects of `stream`, found by counting brackets outside of strings.

    `offset` is where the stream begins in the file. What stands between objects and is neither
    blank nor a comma becomes a record too, so that it is quarantined rather than passed over.
    """
    scanner = _Scanner(limit, offset)
    while chunk := stream.read(_CHUNK):
        yield from scanner.feed(chunk)
    yield from scanner.end()


def value(record: RawRecord, shape: Shape) -> dict[str, Any]:
    """The object that a record is; raises RefusedError."""
    return strict_json.value(record, shape.encoding)


class _Scanner:
    """Divides a JSON text, chunk by chunk, holding at most one record of `limit` bytes."""

    def __init__(self, limit: int, offset: int) -> None:
        self.limit, self.offset, self.line = limit, offset, 1
        self.depth = self.index = 0
        self.in_list = self.in_string = self.escaped = False
        self._new()

    def _new(self) -> None:
        self.held, self.size, self.sha256 = bytearray(), 0, hashlib.sha256()
        self.start: int | None = None
        self.start_line = self.line

    def feed(self, chunk: bytes) -> Iterator[RawRecord]:
        """Take in the next bytes and give the records that end in them."""
        at = 0
        while at < len(chunk):
            if self.in_string:
                at = self._string(chunk, at)
                continue
            mark = _MARK.search(chunk, at)
            end = mark.start() if mark else len(chunk)
            self._take(chunk, at, end)
            at = end
            if mark:
                yield from self._mark(chunk, at)
                at += 1
        self.offset += len(chunk)

    def end(self) -> Iterator[RawRecord]:
        """What is left at the end of the file, which cuts it off if it is an open record."""
        yield from self._close()

    def _string(self, chunk: bytes, at: int) -> int:
        """Take in the string that is open at `at`; give the first byte behind what was taken."""
        start = at
        while at < len(chunk):
            if self.escaped:
                self.escaped, at = False, at + 1
                continue
            quote = _QUOTE.search(chunk, at)
            at = quote.end() if quote else len(chunk)
            self.escaped = quote is not None and quote[0] == b"\\"
            if quote and quote[0] == b'"':
                self.in_string = False
                break
        self.line += chunk.count(b"\n", start, at)
        self._take(chunk, start, at)
        return at

    def _mark(self, chunk: bytes, at: int) -> Iterator[RawRecord]:
        mark = chunk[at : at + 1]
        if self.depth == 0 and (mark in b",\n" or self._list_mark(mark)):
            if mark != b"\n" or not self.in_list:
                yield from self._close()
            else:
                self._take(chunk, at, at + 1)
            if mark in b"[]":
                self.in_list = mark == b"["
        else:
            self._take(chunk, at, at + 1)
            self.in_string = mark == b'"'
            self.depth += 1 if mark in b"[{" else -1 if mark in b"]}" and self.depth else 0
            if mark == b"}" and self.depth == 0:
                yield from self._close()
        self.line += mark == b"\n"

    def _list_mark(self, mark: bytes) -> bool:
        """Whether a bracket opens or closes the list of all records."""
        return mark == (b"]" if self.in_list else b"[") and (self.in_list or self.start is None)

    def _take(self, chunk: bytes, start: int, end: int) -> None:
        data = chunk[start:end]
        if self.start is None:
            data = data.lstrip(_BLANK)
            if not data:
                return
            self.start = self.offset + end - len(data)
            self.start_line = self.line
        self.size += len(data)
        self.sha256.update(data)
        if self.size <= self.limit:
            self.held += data
        else:
            self.held.clear()

    def _close(self) -> Iterator[RawRecord]:
        """The record that ends here, if one has begun."""
        if self.start is not None:
            place = (self.index, self.start, self.start_line)
            if self.size <= self.limit:
                yield lines.record(*place, bytes(self.held).rstrip(_BLANK))
            else:
                problem = lines.too_large(self.size, self.limit)
                yield RawRecord(*place, b"", self.sha256.hexdigest(), problem)
            self.index += 1
        self._new()
