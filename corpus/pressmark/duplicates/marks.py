"""Marks: which shingles of longer texts a short text may have, told by a set of bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.runs import Run
from pressmark.duplicates.shingles import HASH_BITS, LONG, NUMBER_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.words import Hashes

_EACH = 32
"""Bits for each shingle of a short text: one of 32 others is kept in vain, which costs time."""
_LEAST_BITS, _PART_BITS, _MOST_BITS = 12, 24, 31
"""So many at least, at most, and that are set at a time."""
_BYTE = np.uint64(3)
_NUMBER = np.uint64(NUMBER_BITS)


class Marks:
    """The shingles of the short texts, of which each sets the bit that its highest bits name."""

    def __init__(self, short: Run) -> None:
        bits = max(_LEAST_BITS, min((short.size * _EACH).bit_length(), _MOST_BITS))
        self._shift = np.uint64(HASH_BITS - bits)
        parts = max(0, bits - _PART_BITS)
        marked = [self._part(short, part, parts, bits - parts) for part in range(1 << parts)]
        self.bits: NDArray[np.uint8] = np.concatenate(marked)

    def _part(self, short: Run, part: int, parts: int, bits: int) -> NDArray[np.uint8]:
        """The bits of range `part` of `1 << parts`, which are `1 << bits`."""
        marked = np.zeros(1 << bits, np.bool_)
        within = np.uint64(len(marked) - 1)
        values, _ = short.part(part, parts)
        marked[(values >> _NUMBER >> self._shift) & within] = True
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
