"""Candidates: pairs of texts that share so many sampled shingles that they may be duplicates.

Instead of MinHash bands, which know only of Jaccard similarity, a join on the shingles themselves,
of which each text brings a sample decided by the hash alone (Broder's mod-p sketch, 1997): it also
finds the short text inside the long one, and each pair is met once for each shingle in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pressmark.duplicates.shingles import Hashes, Sets

    Integers = NDArray[np.int64]

_SHORT = 128
"""Shingles from which on a text brings but a half of them, from twice as many a quarter."""
_HALVINGS = 2
_BITS = np.uint64(24)
"""Size of the table in which the shingles of short texts are marked, as a power of two."""
_ALL_PAIRS = 8
"""Texts with one shingle in common up to which all of them are paired."""
_NEXT = 3
"""Beyond, each is paired with so many next ones in order of size, and with the largest."""
_PART = 1 << 22
"""Sampled shingles that are sorted at a time."""
_CHUNK = 4_096
_DOUBT = 3
"""A pair is a candidate from a third of the shared shingles on that it would have to have."""


def candidates(sets: Sets, order: Integers, least: float) -> list[tuple[int, int]]:
    """Pairs of places in `sets`, each once, that may share `least` of the smaller set.

    Args:
        sets: the shingles of each text.
        order: the places in an order of size that depends on the texts alone; it decides which of
            many texts with the same shingle are paired.
        least: the share of the smaller set that a duplicate has in common, at least.

    Pairs grow with the number of shingles, never with the square of a bucket: where many texts
    have the same shingles, neighbours in size stand for all. Else a pair with a text of under 128
    shingles is never missed; one of longer texts that share just enough is in less than one of a
    thousand cases. Whether a pair is found depends on the texts that share its shingles alone.
    """
    if not len(sets):
        return []
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    found: list[tuple[int, int]] = []
    for sample in (_Long(sets), _Short(sets)):
        one, other, shared = _met(sets, order, ranks, sample)
        smaller = np.minimum(sets.sizes[one], sets.sizes[other])
        kept = (shared * _DOUBT >= least * smaller) & ((smaller < _SHORT) == sample.short)
        found += zip(one[kept].tolist(), other[kept].tolist(), strict=True)
    return found


class _Long:
    """The sample by which long texts meet: shingles whose lowest bits are zero."""

    short = False

    def __init__(self, sets: Sets) -> None:
        times = np.log2(np.maximum(sets.sizes, 1) / _SHORT) + 1
        self.halved = np.clip(times, 0, _HALVINGS).astype(np.int64)
        self.size = int((sets.sizes >> self.halved).sum())

    def has(self, values: Hashes, texts: Integers) -> NDArray[np.bool_]:
        """Which of the shingles, each of the text beside it, are in the sample."""
        halved = self.halved[texts].astype(np.uint64)
        lowest = values & ((np.uint64(1) << halved) - np.uint64(1))
        return np.asarray((lowest == 0) & (halved > 0), np.bool_)


class _Short:
    """The sample by which short texts meet all others: every shingle that a short text has.

    A shingle that only shares its mark with one of them is in it too, which costs time alone.
    """

    short = True

    def __init__(self, sets: Sets) -> None:
        self.halved = np.zeros(len(sets), np.int64)
        self._marks = np.zeros(1 << int(_BITS), np.bool_)
        self.size = 0
        for values, texts in _chunks(sets):
            self._marks[values[sets.sizes[texts] < _SHORT] >> (np.uint64(64) - _BITS)] = True
        for values, texts in _chunks(sets):
            self.size += int(np.count_nonzero(self.has(values, texts)))

    def has(self, values: Hashes, _texts: Integers) -> NDArray[np.bool_]:
        """Which of the shingles are in the sample."""
        return np.asarray(self._marks[values >> (np.uint64(64) - _BITS)], np.bool_)


def _met(
    sets: Sets, order: Integers, ranks: Integers, sample: _Long | _Short
) -> tuple[Integers, Integers, Integers]:
    """The pairs that meet in a sample, and about how many shingles they share."""
    parts = 1 << (sample.size // _PART).bit_length()
    keys, counts = _merged(
        [_pairs(_sorted(sets, ranks, sample, part, parts), len(sets)) for part in range(parts)]
    )
    one, other = order[keys // len(sets)], order[keys % len(sets)]
    return one, other, counts << np.maximum(sample.halved[one], sample.halved[other])


def _sorted(sets: Sets, ranks: Integers, sample: _Long | _Short, part: int, parts: int) -> Hashes:
    """One part of the sampled shingles, each with its text's rank in the low bits, sorted."""
    low = np.uint64(max(1, len(sets).bit_length()))
    width = np.uint64(parts.bit_length() - 1)
    found = []
    for values, texts in _chunks(sets):
        kept = sample.has(values, texts)
        if parts > 1:
            kept &= (values >> (np.uint64(64) - width)) == np.uint64(part)
        hashes = values[kept] << width >> low << low
        found.append(hashes | ranks[texts[kept]].astype(np.uint64))
    joined = np.concatenate(found) if found else np.zeros(0, np.uint64)
    joined.sort()
    return joined


def _chunks(sets: Sets) -> Iterator[tuple[Hashes, Integers]]:
    """The shingles of many texts at a time, and the place of the text of each."""
    for first in range(0, len(sets), _CHUNK):
        places = np.arange(first, min(first + _CHUNK, len(sets)))
        values = sets.values[sets.starts[first] : sets.starts[places[-1] + 1]]
        yield np.asarray(values), np.repeat(places, sets.sizes[places])


def _pairs(packed: Hashes, texts: int) -> tuple[Integers, Integers]:
    """The pairs among sorted shingles as rank * texts + rank, and how often each was met."""
    low = np.uint64(max(1, texts.bit_length()))
    packed = _met_again(packed, low)
    shingle = packed >> low
    rank = (packed & ((np.uint64(1) << low) - np.uint64(1))).astype(np.int64)
    starts = np.flatnonzero(np.concatenate(([True], shingle[1:] != shingle[:-1]))[: len(shingle)])
    lengths = np.diff(np.concatenate((starts, [len(shingle)])))
    size = np.repeat(lengths, lengths)
    last = np.repeat(starts + lengths - 1, lengths)
    place = np.arange(len(packed))
    met = []
    for step in range(1, _ALL_PAIRS):
        paired = (place + step <= last) & ((size <= _ALL_PAIRS) | (step <= _NEXT))
        met.append(rank[place[paired]] * texts + rank[place[paired] + step])
    paired = (size > _ALL_PAIRS) & (place + _NEXT < last)
    met.append(rank[place[paired]] * texts + rank[last[paired]])
    return np.unique(np.concatenate(met), return_counts=True)


def _met_again(packed: Hashes, low: np.uint64) -> Hashes:
    """Those of the sorted shingles that more than one text has: in most corpora, few."""
    shingle = packed >> low
    same = np.concatenate(([False], shingle[1:] == shingle[:-1], [False]))
    return packed[(same[1:] | same[:-1])[: len(packed)]]


def _merged(found: list[tuple[Integers, Integers]]) -> tuple[Integers, Integers]:
    if len(found) == 1:
        return found[0]
    keys, inverse = np.unique(np.concatenate([keys for keys, _ in found]), return_inverse=True)
    counts = np.zeros(len(keys), np.int64)
    np.add.at(counts, inverse, np.concatenate([counts for _, counts in found]))
    return keys, counts
