"""Candidates: pairs of texts that share so many sampled shingles that they may be duplicates.

Instead of MinHash bands, which know only of Jaccard similarity, a join on the shingles themselves,
of which each text brings a sample decided by the hash alone: it also finds the short text inside
the long one, and each pair is met once for each shingle in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.marks import hits
from pressmark.duplicates.meetings import Buckets, packed, rank_bits
from pressmark.duplicates.runs import RANGE_BITS, Column, Run, range_bits
from pressmark.duplicates.shingles import LONG, NUMBER_BITS, halvings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.words import Hashes

_NUMBER = np.uint64((1 << NUMBER_BITS) - 1)
_DOUBT = 3
"""A pair is a candidate from a third of the shared shingles on that it would have to have."""


def candidates(spool: Spool, texts: Texts, least: float) -> tuple[Integers, Integers]:
    """Pairs of ranks, the smaller and the larger, each once and in order.

    Each may share `least` of the smaller set. Pairs grow with the number of shingles: where many
    texts have the same shingles, neighbours in size stand for all. Else a pair with a text of
    under 128 shingles is never missed; one of longer texts that share just enough is in less than
    one of a hundred cases. Whether a pair is found depends on the texts alone.
    """
    found = []
    for short, runs in ((False, (spool.sampled,)), (True, (spool.short, hits(spool, texts)))):
        found.append(_Meeting(spool, texts, runs, short=short).candidates(least))
    pairs = np.sort(np.concatenate(found))
    return pairs >> 32, pairs & 0xFFFFFFFF


class _Meeting:
    """The meeting of the short texts with all others, or of the longer ones among themselves."""

    def __init__(self, spool: Spool, texts: Texts, runs: tuple[Run, ...], *, short: bool) -> None:
        self._texts, self._runs, self._firsts = texts, runs, spool.firsts
        self._path = spool.folder / ("short" if short else "long")
        room = len(texts).bit_length() - rank_bits(0)
        self._bits = min(max(range_bits(sum(run.size for run in runs)), room), RANGE_BITS)
        self._halved = halvings(texts.sizes) * (not short)
        self._own = (texts.sizes > 0) & ((texts.sizes < LONG) == short)
        self._shift = 64 - max(1, len(texts).bit_length())

    def candidates(self, least: float) -> Integers:
        """The candidates as smaller rank << 32 | larger."""
        few, many = (np.zeros(len(self._texts), np.int32) for _ in range(2))
        with Column(self._path.with_suffix(".met")) as met:
            sizes = [met.add(self._met(part, few, many)) for part in range(1 << self._bits)]
            among_few, among_many, needed = self._wanted(least, few, many)
            with Run(self._path.with_suffix(".keys")) as keys:
                for values in met.back(sizes):
                    buckets = Buckets(values, self._bits)
                    keys.add(buckets.pairs(among_few, among_many, self._shift))
                found = list(self._enough(keys, needed))
        return np.concatenate(found)

    def _met(self, part: int, few: NDArray[np.int32], many: NDArray[np.int32]) -> Hashes:
        """The shingles of a range that several texts have, counted for each of these."""
        found = [np.zeros(0, np.uint64)]
        for run in self._runs:
            for place, values in run.part(part, self._bits):
                ranks = self._texts.ranks[(values & _NUMBER).astype(np.int64) + self._firsts[place]]
                found.append(packed(values, ranks, self._bits)[ranks >= 0])
        joined = np.concatenate(found)
        joined.sort()
        buckets = Buckets(joined, self._bits)
        buckets.count(few, many)
        return buckets.values

    def _wanted(
        self, least: float, few: NDArray[np.int32], many: NDArray[np.int32]
    ) -> tuple[Flags, Flags, NDArray[np.float64]]:
        """Whose pairs are wanted where few, and where many have a shingle; and how much to share.

        A text most of whose shingles nobody else has is part of no other. One that shares but some
        with many is told by the others; only where that is the most of it, as in a form that is
        filled in day by day, its neighbours among the many count.
        """
        due = least * self._texts.sizes
        with_few, with_many = few << self._halved, many << self._halved
        among_few = self._own & (2 * (with_few + with_many) >= due)
        form = with_many * 3 > 2 * due
        return among_few, among_few & form, np.where(form, due, due - with_many) / _DOUBT

    def _enough(self, keys: Run, needed: NDArray[np.float64]) -> Iterator[Integers]:
        bits = range_bits(keys.size)
        for part in range(1 << bits):
            met = np.concatenate([np.zeros(0, np.uint64), *(v for _, v in keys.part(part, bits))])
            met.sort()
            starts = np.flatnonzero(np.concatenate(([True], met[1:] != met[:-1]))[: len(met)])
            counts = np.diff(np.concatenate((starts, [len(met)])))
            one = (met[starts] >> np.uint64(self._shift)).astype(np.int64)
            other = (met[starts] & np.uint64((1 << self._shift) - 1)).astype(np.int64)
            shared = counts << np.maximum(self._halved[one], self._halved[other])
            enough = shared >= needed[one]
            yield one[enough] << 32 | other[enough]
