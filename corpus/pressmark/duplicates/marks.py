"""Marks: which shingles of longer texts a short text may have, told by a set of bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.runs import RANGE_BITS, Run
from pressmark.duplicates.shingles import HASH_BITS, LONG, NUMBER_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.words import Hashes

_EACH = 32
"""Bits for each shingle of a short text: one of 32 others is kept in vain, which costs time."""
_MOST_BITS = 31
_BYTE = np.uint64(3)
_NUMBER = np.uint64(NUMBER_BITS)


class Marks:
    """The shingles of the short texts, of which each sets the bit that its highest bits name."""

    def __init__(self, short: Run) -> None:
        bits = min(max((short.size * _EACH).bit_length(), RANGE_BITS + 3), _MOST_BITS)
        self._shift = np.uint64(HASH_BITS - bits)
        parts = [
            self._part(short, part, 1 << (bits - RANGE_BITS)) for part in range(1 << RANGE_BITS)
        ]
        self.bits: NDArray[np.uint8] = np.concatenate(parts)

    def _part(self, short: Run, part: int, width: int) -> NDArray[np.uint8]:
        marked = np.zeros(width, np.bool_)
        for _, values in short.part(part, RANGE_BITS):
            marked[(values >> _NUMBER >> self._shift) % np.uint64(width)] = True
        return np.packbits(marked, bitorder="little")

    def has(self, hashes: Hashes) -> Flags:
        """Which of the hashes may be among them."""
        places = hashes >> self._shift
        lowest = (places & np.uint64(7)).astype(np.uint8)
        found: Flags = (self.bits[places >> _BYTE] >> lowest & np.uint8(1)) > 0
        return found


def hits(spool: Spool, texts: Texts) -> Run:
    """What the longer texts have of the short ones' shingles: an array for each segment."""
    found = Run(spool.folder / "hits")
    if not spool.short.size:
        return found
    marks = Marks(spool.short)
    sizes = spool.numbers("sizes")
    compared = (sizes >= LONG) & (texts.ranks >= 0)
    start = 0
    for first, last in zip(spool.firsts, [*spool.firsts[1:], len(spool)], strict=True):
        ends = np.cumsum(sizes[first:last])
        shingles = spool.sets.read(start, int(ends[-1]))
        start += len(shingles)
        places = np.flatnonzero(marks.has(shingles))
        numbers = np.searchsorted(ends, places, "right")
        kept = compared[first:last][numbers]
        values = shingles[places[kept]] << _NUMBER | numbers[kept].astype(np.uint64)
        values.sort()
        found.add(values)
    return found
