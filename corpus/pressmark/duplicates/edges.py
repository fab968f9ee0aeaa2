"""Edges: the candidates that exact shingle Jaccard or containment confirm, with both measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.running import here
from pressmark.duplicates.shingles import NUMBER_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.running import Run
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.texts import Texts
    from pressmark.duplicates.thresholds import Thresholds
    from pressmark.duplicates.words import Hashes

    _Sets = tuple[Hashes, Integers, Integers]
    """Sets of shingles one after the other, their sizes, and which of them each pair has: first
    the one of every pair, then the other."""

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

    def shared(self, one: Integers, other: Integers, run: Run = here) -> Integers:
        """How many shingles the texts of each pair have in common."""
        found = run(_shared, self._some(one, other), None)
        return np.concatenate([np.zeros(0, np.int64), *found])

    def _some(self, one: Integers, other: Integers) -> Iterator[_Sets]:
        """The pairs with their sets, some at a time."""
        ends = np.cumsum(self._sizes[one] + self._sizes[other])
        start = 0
        while start < len(one):
            before = int(ends[start - 1]) if start else 0
            stop = int(np.searchsorted(ends, before + _SHINGLES))
            stop = min(max(stop, start + 1), start + _PAIRS, len(one))
            yield self._sets(one[start:stop], other[start:stop])
            start = stop

    def _sets(self, one: Integers, other: Integers) -> _Sets:
        texts, places = np.unique(np.concatenate((one, other)), return_inverse=True)
        sizes, starts = self._sizes[texts], self._starts[texts]
        sets = [
            self._column.read(*each) for each in zip(starts.tolist(), sizes.tolist(), strict=True)
        ]
        return np.concatenate(sets), sizes, places


def _shared(pairs: _Sets, _: None) -> Integers:
    """How many shingles the two sets of each pair have in common."""
    sets, sizes, places = pairs
    count = len(places) // 2
    # Each set once for each pair that it is in, its shingles with the number of the pair.
    counts = sizes[places]
    begins = (np.cumsum(sizes) - sizes)[places] - (np.cumsum(counts) - counts)
    which = np.repeat(begins, counts) + np.arange(counts.sum())
    numbers = np.repeat(np.tile(np.arange(count, dtype=np.uint64), 2), counts)
    values = sets[which] << np.uint64(NUMBER_BITS) | numbers
    values.sort()
    both = values[1:][values[1:] == values[:-1]] & np.uint64(_PAIRS - 1)
    return np.bincount(both.astype(np.int64), minlength=count)
