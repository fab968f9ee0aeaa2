"""Runs: sorted arrays on disk, read by ranges of their values over all arrays at once.

Files are read piece by piece and never mapped, so that memory does not grow with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

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
        values = np.empty(count, np.uint64)
        self._file.seek(start * values.itemsize)
        rest = values.data.cast("B")
        while rest:
            rest = rest[self._file.readinto(rest) or len(rest) :]
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

    def part(self, part: int, bits: int) -> Iterator[tuple[int, Hashes]]:
        """What lies in range `part` of `1 << bits`, with the place of the array that has it."""
        width = 1 << (RANGE_BITS - bits)
        for place, (start, bounds) in enumerate(zip(self._starts, self._bounds, strict=True)):
            low, high = int(bounds[part * width]), int(bounds[(part + 1) * width])
            if low < high:
                yield place, self._column.read(start + low, high - low)

    def close(self) -> None:
        """Let the file go."""
        self._column.close()


def range_bits(size: int) -> int:
    """In how many ranges, as a power of two, that many values are read to stay in memory."""
    return min((size // _PART).bit_length(), RANGE_BITS)
