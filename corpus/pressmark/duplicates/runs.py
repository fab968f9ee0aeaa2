"""Runs: sorted arrays on disk, read by ranges of their values over all arrays at once.

Files are read piece by piece and never mapped, so that memory does not grow with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Integers
    from pressmark.duplicates.words import Hashes

RANGE_BITS = 9
"""The finest ranges that runs can be read by, as a power of two."""
_INNER = np.arange(1, 1 << RANGE_BITS, dtype=np.uint64) << np.uint64(64 - RANGE_BITS)
_PART = 1 << 20
"""Values that are read at a time, about."""


class Column:
    """Arrays of 64-bit numbers one after the other in a file, read back by place and length."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b", buffering=0)
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def add(self, values: Hashes) -> int:
        """Keep `values` after all others; how many they are."""
        self._file.seek(self.size * values.itemsize)
        rest = np.ascontiguousarray(values).data.cast("B")
        while rest:
            rest = rest[self._file.write(rest) :]
        self.size += len(values)
        return len(values)

    def read(self, start: int, count: int) -> Hashes:
        """`count` values from `start` on."""
        return self.read_all([start], [count])

    def read_all(self, starts: Sequence[int], counts: Sequence[int]) -> Hashes:
        """As many values from each start on, one after the other."""
        values = np.empty(sum(counts), np.uint64)
        rest, size = values.data.cast("B"), values.itemsize
        for start, count in zip(starts, counts, strict=True):
            end = len(rest) - count * size
            self._file.seek(start * size)
            while count and len(rest) > end:
                # What is read is what was written; an end before that would be a fault of the disk.
                read = self._file.readinto(rest[: len(rest) - end])
                if not read:
                    raise OSError("a scratch file ends too early")
                rest = rest[read:]
        return values

    def back(self, sizes: Iterable[int]) -> Iterator[Hashes]:
        """The arrays of these sizes, from the first on."""
        start = 0
        for size in sizes:
            yield self.read(start, size)
            start += size

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


class Run:
    """Sorted arrays, each kept with the places where every range of values begins in it."""

    def __init__(self, path: Path) -> None:
        self._column = Column(path)
        self._starts: list[int] = []
        self._bounds: list[NDArray[np.uint32]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """The values of all arrays."""
        return self._column.size

    def add(self, values: Hashes) -> None:
        """Keep the next array."""
        self._starts.append(self.size)
        inner = np.searchsorted(values, _INNER)
        self._bounds.append(np.concatenate(([0], inner, [len(values)])).astype(np.uint32))
        self._column.add(values)

    def part(self, part: int, bits: int) -> tuple[Hashes, Integers]:
        """What all arrays have in range `part` of `1 << bits`, and how much of it each has."""
        width = 1 << (RANGE_BITS - bits)
        bounds = [(each[part * width], each[(part + 1) * width]) for each in self._bounds]
        lows, highs = np.array(bounds, np.int64).reshape(-1, 2).T
        counts = highs - lows
        starts = np.array(self._starts, np.int64) + lows
        return self._column.read_all(starts.tolist(), counts.tolist()), counts

    def close(self) -> None:
        """Let the file go."""
        self._column.close()


def range_bits(size: int) -> int:
    """In how many ranges, as a power of two, that many values are read to stay in memory."""
    return min((size // _PART).bit_length(), RANGE_BITS)
