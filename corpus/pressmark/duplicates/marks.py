"""Marks: which shingles of longer texts a short text may have, told by a set of bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.runs import Run, range_bits
from pressmark.duplicates.shingles import HASH_BITS, LONG, NUMBER_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.words import Hashes

_EACH = 8
"""Bits for each shingle of a short text: about one of thirty others is kept in vain."""
_LEAST_BITS, _MOST_BITS = 12, 31
_BYTE = np.uint64(3)
_NUMBER = np.uint64(NUMBER_BITS)


class Marks:
    """The shingles of the short texts: each sets the bits that its highest and lowest bits name.

    Two in a small set, so that it stays in a processor's cache for long (Bloom 1970).
    """

    def __init__(self, short: Run) -> None:
        bits = max(_LEAST_BITS, min((short.size * _EACH).bit_length(), _MOST_BITS))
        self._shift = np.uint64(HASH_BITS - bits)
        self._lowest = np.uint64((1 << bits) - 1)
        self.bits: NDArray[np.uint8] = np.zeros(1 << (bits - 3), np.uint8)
        parts = range_bits(short.size)
        for part in range(1 << parts):
            hashes = short.part(part, parts)[0] >> _NUMBER
            for places in (hashes >> self._shift, hashes & self._lowest):
                np.bitwise_or.at(self.bits, places >> _BYTE, _bit(places))

    def among(self, hashes: Hashes) -> Integers:
        """The places of the hashes that may be among them."""
        first = np.flatnonzero(self._set(hashes >> self._shift))
        return first[np.flatnonzero(self._set(hashes[first] & self._lowest))]

    def _set(self, places: Hashes) -> Flags:
        # Indices that are signed already need not be made so, which takes as long as the rest.
        found: Flags = (self.bits[(places >> _BYTE).view(np.int64)] & _bit(places)) != 0
        return found


def _bit(places: Hashes) -> NDArray[np.uint8]:
    """Which bit of its byte each place is."""
    found: NDArray[np.uint8] = np.uint8(1) << (places.astype(np.uint8) & np.uint8(7))
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
        places = marks.among(shingles)
        numbers = np.searchsorted(ends, places, "right")
        kept = compared[first:last][numbers]
        values = shingles[places[kept]] << _NUMBER | numbers[kept].astype(np.uint64)
        values.sort()
        found.add(values)
    return found
