"""Edges: the candidates that exact shingle Jaccard or containment confirm, with both measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.shingles import NUMBER_BITS

if TYPE_CHECKING:
    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.thresholds import Thresholds

_PAIRS = 1 << NUMBER_BITS
"""Pairs that are compared at a time, at most."""
_SHINGLES = 1 << 21
"""Shingles after which no more are compared at a time."""


@dataclass(frozen=True)
class Edges:
    """Pairs of texts, their Jaccard similarity and containment (per mille, cut), by place.

    `near` says whether they are near duplicates; else the shorter is a part of the longer.
    """

    one: Integers
    other: Integers
    score: Integers
    containment: Integers
    near: Flags


def confirmed(
    one: Integers, other: Integers, shared: Integers, sizes: Integers, thresholds: Thresholds
) -> Edges:
    """The edges among pairs of texts, given how many shingles they share and how many each has."""
    few = np.minimum(sizes[one], sizes[other]).astype(np.int64)
    union = sizes[one].astype(np.int64) + sizes[other] - shared
    near = thresholds.near(shared, union)
    kept = near | thresholds.part(shared, few)
    one, other, shared, few, union = (each[kept] for each in (one, other, shared, few, union))
    return Edges(one, other, shared * 1000 // union, shared * 1000 // few, near[kept])


class Comparing:
    """The comparison of whole sets of shingles, of texts given by their ranks."""

    def __init__(self, spool: Spool, texts: Texts) -> None:
        self._column, self._sizes = spool.sets, texts.sizes.astype(np.int64)
        sizes = spool.numbers("sizes").astype(np.int64)
        self._starts = (np.cumsum(sizes) - sizes)[texts.numbers]

    def shared(self, one: Integers, other: Integers) -> Integers:
        """How many shingles the texts of each pair have in common."""
        ends = np.cumsum(self._sizes[one] + self._sizes[other])
        found = [np.zeros(0, np.int64)]
        start = 0
        while start < len(one):
            before = int(ends[start - 1]) if start else 0
            stop = int(np.searchsorted(ends, before + _SHINGLES))
            stop = min(max(stop, start + 1), start + _PAIRS, len(one))
            found.append(self._shared(one[start:stop], other[start:stop]))
            start = stop
        return np.concatenate(found)

    def _shared(self, one: Integers, other: Integers) -> Integers:
        texts, places = np.unique(np.concatenate((one, other)), return_inverse=True)
        sizes, starts = self._sizes[texts], self._starts[texts]
        sets = np.concatenate(
            [self._column.read(*each) for each in zip(starts.tolist(), sizes.tolist(), strict=True)]
        )
        # Each set once for each pair that it is in, its shingles with the number of the pair.
        counts = sizes[places]
        begins = (np.cumsum(sizes) - sizes)[places] - (np.cumsum(counts) - counts)
        which = np.repeat(begins, counts) + np.arange(counts.sum())
        pairs = np.repeat(np.tile(np.arange(len(one), dtype=np.uint64), 2), counts)
        values = sets[which] << np.uint64(NUMBER_BITS) | pairs
        values.sort()
        both = values[1:][values[1:] == values[:-1]] & np.uint64(_PAIRS - 1)
        return np.bincount(both.astype(np.int64), minlength=len(one))
