"""The reader of JSON files: objects one after the other, in a list, or in a list in an object."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import lines, strict_json
from pressmark.read.json_bytes import Bytes, Held
from pressmark_schema.documents import LeftOut, RawRecord
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark_schema.documents import Shape

    Heads = tuple[str, ...]
    Records = Iterator[RawRecord | LeftOut]

NAME = "json"
"""The reader's name in the sources table."""
MEDIA_TYPE = "application/json"
ENDINGS = (".json",)
ENCODING = "utf-8"
RECORDS = ""
ANY = "*"
"""In a pointer, every key that has a list; in a mapping, the key whose list a record is in."""
WRAPPERS = (
    *("articles", "items", "records", "results", "documents", "docs", "data", "entries"),
    *("news", "posts", "rows", "hits", "response", "value", "content"),
)
"""The keys under which programs put the list of all records; from APIs and database exports."""

_BLANK = re.compile(rb"[ \t\r\n]++")
_BETWEEN = re.compile(rb"[ \t\r\n,]++")
_STRAY = re.compile(rb'[^,\n\[\]{}"]++')
_STRAY_IN_LIST = re.compile(rb'[^,\[\]{}"]++')
_CLOSERS = re.compile(rb"[\]}]++")
_BRACES = re.compile(rb"}++")
_SCALAR = re.compile(rb'[^,\[\]{}"]++')
_ENDS = (b"{", b"[", b",")
_LONGEST_KEY = 1_000
_PEEKED = 2**20


def headings(_stream: BinaryIO, _encoding: str, _delimiter: str | None) -> tuple[Heads, str]:
    """None: each record names its own keys."""
    return (), ""


def divide(stream: BinaryIO, shape: Shape, limit: int, offset: int) -> Records:
    """The objects of `stream`, found by counting brackets outside of strings.

    `offset` is where the stream begins in the file. What stands between objects and is neither
    blank nor a comma becomes a record too, so that it is quarantined rather than passed over. Where
    the shape has a `pointer`, the records are in the list to which its keys lead; what stands
    beside it is left out.
    """
    yield from _Division(stream, limit, offset, shape.pointer).records()


def value(record: RawRecord, shape: Shape) -> dict[str, Any]:
    """The object that a record is; raises RefusedError."""
    found = strict_json.value(record, shape.encoding)
    return found | {ANY: record.key} if record.key else found


def wrapper(stream: BinaryIO) -> tuple[str, ...]:
    """The keys that lead to the list of all records, where the file is one object around it.

    Only WRAPPERS are followed, and only as far as the first mebibyte goes.
    """
    source = Bytes(stream, 0)
    source.run(_BLANK, len)
    return _wrapper(source) if source.next() == b"{" else ()


def has_lists(stream: BinaryIO) -> bool:
    """Whether the file is one object whose first key has a list of objects."""
    source = Bytes(stream, 0)
    source.run(_BLANK, len)
    if source.next() != b"{" or not next(_keys(source), "") or source.next() != b"[":
        return False
    source.take_one(len)
    source.run(_BLANK, len)
    return source.next() == b"{"


def _wrapper(source: Bytes) -> tuple[str, ...]:
    for key in _keys(source):
        if source.offset > _PEEKED:
            return ()
        opening = source.next()
        if key in WRAPPERS and opening == b"{":
            inner = _wrapper(source)
            if inner:
                return (key, *inner)
        elif key in WRAPPERS and opening == b"[":
            source.take_one(len)
            source.run(_BLANK, len)
            return (key,) if source.next() == b"{" else ()
        else:
            _pass_over(source)
    return ()


def _keys(source: Bytes) -> Iterator[str]:
    """The keys of the object that opens here, each with its value next; stops where it is none."""
    source.take_one(len)
    while True:
        source.run(_BETWEEN, len)
        if source.next() != b'"':
            if source.next() == b"}":
                source.take_one(len)
            return
        key = Held(_LONGEST_KEY)
        source.string(key.take)
        source.run(_BLANK, len)
        if source.next() != b":":
            return
        source.take_one(len)
        source.run(_BLANK, len)
        yield _name(bytes(key.data))


def _name(written: bytes) -> str:
    try:
        return str(json.loads(written))
    except ValueError:
        return ""


def _pass_over(source: Bytes) -> None:
    """Take the value that begins here."""
    opening = source.next()
    if opening == b'"':
        source.string(len)
    elif opening in (b"{", b"["):
        source.value(len)
    else:
        source.run(_SCALAR, len)


class _Division:
    """Divides a JSON text, holding at most one record of `limit` bytes."""

    def __init__(self, stream: BinaryIO, limit: int, offset: int, pointer: Sequence[str]) -> None:
        self._source, self._limit, self._pointer = Bytes(stream, offset), limit, tuple(pointer)
        self._index = 0

    def records(self) -> Records:
        """All records, each bracketed value, string or stretch of anything else one."""
        source = self._source
        while True:
            source.run(_BETWEEN, len)
            opening = source.next()
            if not opening:
                return
            if opening == b"[":
                yield from self._list()
            elif opening == b"{" and self._pointer:
                yield from self._inside(self._pointer)
            else:
                yield self._record(_STRAY)[0]

    def _list(self, key: str = "") -> Records:
        """The records of the list that opens here, which stands under `key`."""
        source, whole = self._source, True
        source.take_one(len)
        while True:
            source.run(_BETWEEN, len)
            opening = source.next()
            if opening == b"]":
                source.take_one(len)
                return
            if not opening:
                if whole:
                    yield self._fault("the list is never closed; the file is cut off")
                return
            record, whole = self._record(_STRAY_IN_LIST)
            yield replace(record, key=key) if key else record

    def _inside(self, pointer: Sequence[str]) -> Records:
        """The records in the list to which the keys of `pointer` lead from here."""
        source, found = self._source, False
        for key in _keys(source):
            opening = source.next()
            fits = pointer[0] in {key, ANY}
            if fits and len(pointer) > 1 and opening == b"{":
                found = True
                yield from self._inside(pointer[1:])
            elif fits and len(pointer) == 1 and opening == b"[":
                found = True
                yield from self._list(key if pointer[0] == ANY else "")
            else:
                yield LeftOut("value beside the records")
                _pass_over(source)
        if not found:
            yield self._fault(f"no list at {'.'.join(self._pointer)} (records.records)")

    def _record(self, stray: re.Pattern[bytes]) -> tuple[RawRecord, bool]:
        """What begins here, and whether it is whole."""
        source, held = self._source, Held(self._limit)
        place = self._index, source.offset, source.line
        whole = True
        if source.next() in (b"{", b"["):
            whole = source.value(held.take)
        else:
            ends = _ENDS if stray is _STRAY_IN_LIST else (*_ENDS, b"\n")
            while (byte := source.next()) and byte not in ends:
                if byte == b'"':
                    whole = source.string(held.take)
                elif byte in (b"]", b"}"):
                    if stray is _STRAY_IN_LIST and byte == b"]":
                        break
                    source.run(_BRACES if stray is _STRAY_IN_LIST else _CLOSERS, held.take)
                else:
                    source.run(stray, held.take)
        self._index += 1
        if held.size <= self._limit:
            return lines.record(*place, bytes(held.data).rstrip(b" \t\r\n")), whole
        problem = lines.too_large(held.size, self._limit)
        return RawRecord(*place, b"", held.sha256.hexdigest(), problem), whole

    def _fault(self, detail: str) -> RawRecord:
        """A record that stands for what is wrong here."""
        source, index = self._source, self._index
        self._index += 1
        problem = QuarantineReason.MALFORMED, detail
        sha256 = lines.record(0, None, None, b"").sha256
        return RawRecord(index, source.offset, source.line, b"", sha256, problem)
