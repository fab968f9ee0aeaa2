"""Candidates: pairs of texts that share so many sampled shingles that they may be duplicates.

Instead of MinHash bands, which know only of Jaccard similarity, a join on the shingles themselves,
of which each text brings a sample decided by the hash alone: it also finds the short text inside
the long one, and each pair is met once for each shingle in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.marks import hits
from pressmark.duplicates.meetings import Buckets, Counts, packed, rank_bits
from pressmark.duplicates.running import here
from pressmark.duplicates.runs import RANGE_BITS, Column, Run, range_bits
from pressmark.duplicates.shingles import LONG, NUMBER_BITS, halvings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.running import Run as Running
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.words import Hashes

_NUMBER = np.uint64((1 << NUMBER_BITS) - 1)
_DOUBT = 3
"""A pair is a candidate from a third of the shared shingles on that it would have to have."""


def candidates(
    spool: Spool, texts: Texts, least: float, run: Running = here
) -> tuple[Integers, Integers]:
    """Pairs of ranks, the smaller and the larger, each once and in order.

    Each may share `least` of the smaller set. Pairs grow with the number of shingles: where many
    texts have the same shingles, neighbours in size stand for all. Else a pair with a text of
    under 128 shingles is never missed; one of longer texts that share just enough is in less than
    one of a hundred cases. Whether a pair is found depends on the texts alone.
    """
    found = [_Meeting(spool, texts, (spool.sampled,), short=False).candidates(least, run)]
    with hits(spool, texts) as hit:
        runs = (spool.short, hit)
        found.append(_Meeting(spool, texts, runs, short=True).candidates(least, run))
    pairs = np.sort(np.concatenate(found))
    return pairs >> 32, pairs & 0xFFFFFFFF


class _Meeting:
    """The meeting of the short texts with all others, or of the longer ones among themselves."""

    def __init__(self, spool: Spool, texts: Texts, runs: tuple[Run, ...], *, short: bool) -> None:
        self._texts, self._runs = texts, runs
        self._firsts = np.array(spool.firsts, np.int64)
        self._path = spool.folder / ("short" if short else "long")
        room = len(texts).bit_length() - rank_bits(0)
        self._bits = min(max(range_bits(sum(run.size for run in runs)), room), RANGE_BITS)
        self._halved = halvings(texts.sizes) * np.int8(not short)
        self._own = (texts.sizes > 0) & ((texts.sizes < LONG) == short)
        self._shift = 64 - max(1, len(texts).bit_length())

    def candidates(self, least: float, run: Running) -> Integers:
        """The candidates as smaller rank << 32 | larger."""
        few, many = Counts(len(self._texts)), Counts(len(self._texts))
        with Column(self._path.with_suffix(".met")) as met:
            sizes = []
            for buckets in run(_met, self._ranges(), self._bits):
                buckets.count(few, many)
                sizes.append(met.add(buckets.values))
            among_few, among_many, needed = self._wanted(least, few.total(), many.total())
            with Run(self._path.with_suffix(".keys")) as keys:
                wanted = (self._bits, among_few, among_many, self._shift)
                for pairs in run(_pairs, met.back(sizes), wanted):
                    keys.add(pairs)
                # Ranges of pairs are of unequal size: small texts are the first of more pairs.
                bits = min(range_bits(keys.size) + 1, RANGE_BITS)
                joined = (keys.part(part, bits)[0] for part in range(1 << bits))
                found = list(run(_enough, joined, (needed, self._halved, self._shift)))
        return np.concatenate(found)

    def _ranges(self) -> Iterator[Hashes]:
        """The shingles of each range, packed, in any order."""
        for part in range(1 << self._bits):
            found = []
            for run in self._runs:
                values, counts = run.part(part, self._bits)
                numbers = (values & _NUMBER).astype(np.int64)
                numbers += np.repeat(self._firsts[: len(counts)], counts)
                ranks = self._texts.ranks[numbers]
                found.append(packed(values, ranks, self._bits)[ranks >= 0])
            yield _joined(found)

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


def _joined(arrays: Iterable[Hashes]) -> Hashes:
    return np.concatenate([np.zeros(0, np.uint64), *arrays])


def _sorted(values: Hashes) -> Hashes:
    """The same sorted, in place unless they are shared with others."""
    values = values if values.flags.writeable else values.copy()
    values.sort()
    return values


def _met(values: Hashes, bits: int) -> Buckets:
    """The shingles of a range that several texts have."""
    return Buckets(_sorted(values), bits)


def _pairs(values: Hashes, wanted: tuple[int, Flags, Flags, int]) -> Hashes:
    """The pairs of a range that are wanted, sorted; see Buckets."""
    bits, among_few, among_many, shift = wanted
    return Buckets(values, bits).pairs(among_few, among_many, shift)


def _enough(met: Hashes, told: tuple[NDArray[np.float64], NDArray[np.int8], int]) -> Integers:
    """Of all meetings of some pairs, the pairs that meet as often as is needed."""
    needed, halved, shift = told
    met = _sorted(met)
    starts = np.flatnonzero(np.concatenate(([True], met[1:] != met[:-1]))[: len(met)])
    counts = np.diff(np.concatenate((starts, [len(met)])))
    one = (met[starts] >> np.uint64(shift)).astype(np.int64)
    other = (met[starts] & np.uint64((1 << shift) - 1)).astype(np.int64)
    shared = counts << np.maximum(halved[one], halved[other])
    enough = shared >= needed[one]
    return one[enough] << 32 | other[enough]
