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

_SAMPLED = 64
"""Shingles above which a text brings but a half of them, above twice as many a quarter."""
_RATES = 2
"""Halvings of the sample, at most: with more, a short text would miss its part of a long one."""
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

    Pairs grow with the number of shingles, never with the square of a bucket. A pair that is left
    out though it shares enough has less than one chance in a hundred for texts of 60 shingles,
    none below, unless many texts have the same shingles: then neighbours in size stand for all.
    """
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    halved = np.clip(np.log2(np.maximum(sets.sizes, 1) / _SAMPLED), 0, _RATES).astype(np.int64)
    total = int((sets.sizes >> halved).sum())
    parts = 1 << max(0, (total // _PART)).bit_length()
    keys, counts = _merged(
        [_pairs(_sorted(sets, ranks, halved, part, parts), len(sets)) for part in range(parts)]
    )
    one, other = order[keys // max(len(sets), 1)], order[keys % max(len(sets), 1)]
    shared = counts << np.maximum(halved[one], halved[other])
    due = least * np.minimum(sets.sizes[one], sets.sizes[other])
    kept = shared * _DOUBT >= due
    return list(zip(one[kept].tolist(), other[kept].tolist(), strict=True))


def _sorted(sets: Sets, ranks: Integers, halved: Integers, part: int, parts: int) -> Hashes:
    """One part of the sampled shingles, each with its text's rank in the low bits, sorted."""
    low = np.uint64(max(1, len(sets).bit_length()))
    width = np.uint64(parts.bit_length() - 1)
    found = []
    for values, texts in _chunks(sets):
        mask = (np.uint64(1) << halved[texts].astype(np.uint64)) - np.uint64(1)
        kept = (values & mask) == 0
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
