"""A column's cells as the bytes of all, side by side, of which numpy asks everything at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    Places = np.ndarray[tuple[int], np.dtype[np.int32]]

_ASCII_END = 0x80
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits are spread: 2^64 over the golden ratio (Knuth 1973, section 6.4)."""
_LEAD, _CONTINUES = np.uint8(0xC0), np.uint8(0x80)
"""The bits that tell the bytes within a character of UTF-8 from those that begin one."""


@dataclass(frozen=True)
class Strings:
    """The cells of a column of strings without nulls: `data` and the place of each end in it.

    The first of `ends` is where the first cell begins, so there is one more of them than of cells.
    """

    data: Bytes
    ends: Places

    @classmethod
    def of(cls, column: pa.StringArray) -> Strings:
        """Those of an Arrow column, of which nothing is copied."""
        _, ends, data = column.buffers()
        if not len(column) or ends is None:
            return cls(np.zeros(0, np.uint8), np.zeros(1, np.int32))
        places = np.frombuffer(ends, np.int32)[column.offset : column.offset + len(column) + 1]
        if data is None or places[0] == places[-1]:
            return cls(np.zeros(0, np.uint8), np.zeros(len(places), np.int32))
        first, last = places[0], places[-1]
        return cls(np.frombuffer(data, np.uint8)[first:last], places - first if first else places)

    @cached_property
    def lengths(self) -> Places:
        """The bytes of each cell."""
        return np.diff(self.ends)

    @cached_property
    def empty(self) -> int:
        """How many cells are empty."""
        return len(self.lengths) - int(np.count_nonzero(self.lengths))

    @property
    def are_all_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not len(self.data)

    @cached_property
    def filled(self) -> Strings:
        """The cells that are not empty."""
        if not self.empty:
            return self
        kept = np.flatnonzero(self.lengths) + 1
        return Strings(self.data, np.concatenate([self.ends[:1], self.ends[kept]]))

    @property
    def starts(self) -> Places:
        """Where each cell begins."""
        return self.ends[:-1]

    def rows(self) -> Bytes | None:
        """The cells as a matrix, a row each, where all are of one length, which is not 0."""
        width = int(self.ends[-1]) // max(len(self.lengths), 1)
        if not width or (self.lengths != width).any():
            return None
        return self.data.reshape(-1, width)

    def are_one(self) -> bool:
        """Whether all cells are equal and there is one; costs a look at each byte."""
        rows = self.rows()
        return rows is not None and rows[0].tobytes() * len(rows) == self.data.tobytes()

    def are_surely_distinct(self) -> bool:
        """Whether no two cells are equal, by hashes that all differ; not told of mixed lengths."""
        rows = self.rows()
        if rows is None:
            return False
        padded = np.zeros((len(rows), -(-rows.shape[1] // 8) * 8), np.uint8)
        padded[:, : rows.shape[1]] = rows
        words = padded.view(np.uint64)
        hashes = words[:, 0].copy()
        for place in range(1, words.shape[1]):
            hashes *= _MIX
            hashes ^= hashes >> np.uint64(29)
            hashes += words[:, place]
        hashes.sort()
        return bool((hashes[1:] != hashes[:-1]).all())

    def are_utf8(self) -> bool:
        """Whether each cell is UTF-8 by itself: all of them together, and none begins amid it."""
        if not len(self.data) or self.data.max() < _ASCII_END:
            return True
        begun = self.data[self.filled.starts]
        return bool(((begun & _LEAD) != _CONTINUES).all()) and _is_utf8(self.data)


def _is_utf8(data: Bytes) -> bool:
    ends = np.array([0, len(data)], np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(data)]
    try:
        pa.Array.from_buffers(pa.string(), 1, buffers).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
