"""Taking JSON values out of a stream in runs, as fast where it is a flood of brackets."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 2**17
_WINDOW = 2**9
"""Bytes that are looked at together at first; most records of a flood of them are shorter."""
_SHORT = 96
"""Bytes up to which a loop is faster than arrays."""
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_FLAT = re.compile(rb'[\[{][^\[\]{}"]*+[\]}]')
"""A value without strings and other brackets in it; a flood of brackets consists of such."""
_OPENING, _CLOSING = b"[{", b"]}"
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = np.zeros(256, np.int8)
_STEPS[list(_OPENING)], _STEPS[list(_CLOSING)] = 1, -1


class Held:
    """The bytes of one record, dropped above a limit; `size` and `sha256` are of all of them."""

    def __init__(self, limit: int) -> None:
        self._limit, self.size, self.data = limit, 0, bytearray()
        self.sha256 = hashlib.sha256()

    def take(self, data: bytes) -> None:
        """Add some bytes."""
        self.size += len(data)
        self.sha256.update(data)
        if self.size <= self._limit:
            self.data += data
        else:
            self.data.clear()


class Bytes:
    """A stream with the place and the line of its next byte."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self._stream, self._chunk, self._at = stream, b"", 0
        self.offset, self.line = offset, 1

    def next(self) -> bytes:
        """The next byte, not taken; none at the end."""
        self._fill()
        return self._chunk[self._at : self._at + 1]

    def run(self, pattern: re.Pattern[bytes], take: Callable[[bytes], object]) -> None:
        """Take what `pattern` fits from here on; it must be a run of bytes of one class."""
        while self._fill():
            found = pattern.match(self._chunk, self._at)
            if found is None:
                return
            ends = found.end() < len(self._chunk)
            take(self._take(found.end()))
            if ends:
                return

    def take_one(self, take: Callable[[bytes], object]) -> None:
        """Take the next byte."""
        if self._fill():
            take(self._take(self._at + 1))

    def value(self, take: Callable[[bytes], object]) -> bool:
        """Take the object or list that opens here up to its end; whether there is one."""
        flat = _FLAT.match(self._chunk, self._at) if self._fill() else None
        if flat:
            take(self._take(flat.end()))
            return True
        depth, window = 0, _WINDOW
        while self._fill():
            most = min(self._at + window, len(self._chunk))
            quote = self._chunk.find(b'"', self._at, most)
            behind = quote if quote >= 0 else most
            window = min(2 * window, _CHUNK)
            end, depth = closing(self._chunk[self._at : behind], depth)
            take(self._take(self._at + end if end else behind))
            if end:
                return True
            if quote >= 0 and not self.string(take):
                return False
        return False

    def string(self, take: Callable[[bytes], object]) -> bool:
        """Take the string that opens here up to its end; whether there is one."""
        take(self._take(self._at + 1))
        while self._fill():
            found = _IN_STRING.match(self._chunk, self._at)
            end = found.end() if found else self._at
            if self._chunk[end : end + 1] == b'"':
                take(self._take(end + 1))
                return True
            if end + 1 == len(self._chunk):  # a backslash, and what it escapes in the next chunk
                more = self._stream.read(_CHUNK)
                self._chunk = self._chunk[self._at :] + more
                end, self._at = end - self._at, 0
                end += 2 if more else 1
            take(self._take(end))
        return False

    def _fill(self) -> bool:
        """Whether there is a next byte."""
        if self._at == len(self._chunk):
            self._chunk, self._at = self._stream.read(_CHUNK), 0
        return self._at < len(self._chunk)

    def _take(self, end: int) -> bytes:
        found = self._chunk[self._at : end]
        self.line += found.count(b"\n")
        self.offset += len(found)
        self._at = end
        return found


def closing(data: bytes, depth: int) -> tuple[int, int]:
    """Where in `data`, which holds no string, `depth` brackets are closed: the byte behind, or 0.

    And the depth at its end.
    """
    brackets = data.translate(None, _NO_BRACKETS)
    closed = brackets.count(b"]") + brackets.count(b"}")
    behind = depth + len(brackets) - 2 * closed
    if closed == 0 or depth > closed:
        return 0, behind
    if len(data) > _SHORT:
        steps = _STEPS[np.frombuffer(data, np.uint8)]
        ends = (np.cumsum(steps, dtype=np.int64) + depth <= 0) & (steps < 0)
        first = int(ends.argmax())
        return (first + 1, 0) if ends[first] else (0, behind)
    for bracket in _BRACKET.finditer(data):
        depth += 1 if bracket[0] in _OPENING else -1
        if depth <= 0:
            return bracket.end(), 0
    return 0, behind
