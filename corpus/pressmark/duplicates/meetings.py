"""Meetings: which texts have the same shingle, and the pairs of them that may share many.

All in an order of ranks, of one range of hashes at a time; a range can be worked on anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.words import Hashes

MET_BITS = 40
"""Bits of a shingle by which texts meet; the whole shingles are compared afterwards."""
_NEXT = 3
"""Of the texts with one shingle in common each is paired with so many next ones by size."""
FEW = _NEXT + 1
"""Texts up to which that is all of them; where more have the shingle, also with the largest."""


def rank_bits(bits: int) -> int:
    """Low bits that hold a rank, where hashes are divided into `1 << bits` ranges."""
    return 64 - MET_BITS + bits


def packed(values: Hashes, ranks: Integers, bits: int) -> Hashes:
    """Shingles of a range, hashes in their high bits, each with its text's rank in the low bits.

    The bits that all of the range have in common fall off, and leave room for more texts.
    """
    rest = np.uint64(64 - MET_BITS)
    return values >> rest << np.uint64(rank_bits(bits)) | ranks.astype(np.uint64)


class Buckets:
    """The shingles of a range that more than one text has, given sorted and packed.

    By shingle and text: `ranks`, `sizes` (texts that have the shingle) and `lasts` (the place of
    the last of them).
    """

    def __init__(self, values: Hashes, bits: int) -> None:
        below = np.uint64(1) << np.uint64(rank_bits(bits))
        same = np.zeros(len(values) + 1, np.bool_)
        np.less(values[1:] ^ values[:-1], below, out=same[1:-1])
        self.values = values[same[1:] | same[:-1]]
        self.ranks = (self.values & (below - np.uint64(1))).astype(np.int64)
        new = np.ones(len(self.values), np.bool_)
        np.greater_equal(self.values[1:] ^ self.values[:-1], below, out=new[1:])
        starts = np.flatnonzero(new)
        lengths = np.diff(starts, append=len(new))
        self.sizes = np.repeat(lengths.astype(np.int32), lengths)
        self.lasts = np.repeat((starts + lengths - 1).astype(np.int32), lengths)

    def count(self, few: Counts, many: Counts) -> None:
        """Add the ranks of each shingle that few others have, and that many have."""
        among_few = self.sizes <= FEW
        few.add(self.ranks[among_few])
        many.add(self.ranks[~among_few])

    def pairs(self, among_few: Flags, among_many: Flags, shift: int) -> Hashes:
        """The pairs that meet, smaller rank << `shift` | larger, sorted; one for each meeting.

        `among_few` and `among_many` say of each rank whether its pairs with larger ones are of
        interest. They grow with the number of shingles, never with the square of a bucket.
        """
        place = np.arange(len(self.ranks), dtype=np.int32)
        many = self.sizes > FEW
        wanted = np.where(many, among_many[self.ranks], among_few[self.ranks])
        found = []
        for step in range(1, _NEXT + 1):
            chosen = np.flatnonzero(wanted & (place + step <= self.lasts))
            found.append((self.ranks[chosen] << shift) | self.ranks[chosen + step])
        chosen = np.flatnonzero(wanted & many & (place + _NEXT < self.lasts))
        found.append((self.ranks[chosen] << shift) | self.ranks[self.lasts[chosen]])
        keys = np.concatenate(found).astype(np.uint64)
        keys.sort()
        return keys


class Counts:
    """How often each of `count` numbers came; added up when as many have come as there are."""

    def __init__(self, count: int) -> None:
        self._total = np.zeros(count, np.int32)
        self._waiting: list[NDArray[np.int32]] = []

    def add(self, numbers: Integers) -> None:
        """Count these numbers too."""
        self._waiting.append(numbers.astype(np.int32))
        if sum(map(len, self._waiting)) >= len(self._total):
            self.total()

    def total(self) -> NDArray[np.int32]:
        """The counts so far."""
        if self._waiting:
            waiting, self._waiting = np.concatenate(self._waiting), []
            counts = np.bincount(waiting, minlength=len(self._total))
            self._total += counts.astype(np.int32)
        return self._total
