"""Clusters: connected components over confirmed edges, each walked from its representative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pressmark.duplicates.characters import Integers
    from pressmark.duplicates.edges import Edges

NONE = -1


@dataclass(frozen=True)
class Clusters:
    """Of each text: the first of its cluster, the text it was reached from, and over which edge.

    The first of a cluster, and a text alone, are their own first and reached from NONE.
    """

    firsts: Integers
    origins: Integers
    edges: Integers


def clusters(count: int, edges: Edges) -> Clusters:
    """The connected components of `count` texts, numbered in order of preference.

    The first of a component is its text of the lowest number. Every other text is reached over the
    fewest edges, and of these over the one with the highest score, then the highest containment,
    then from the lowest number; so the order of the edges does not matter.
    """
    firsts = _components(count, edges)
    origins, over = (np.full(count, NONE, np.int64) for _ in range(2))
    reached = firsts == np.arange(count)
    tails, heads, which, starts = _neighbours(count, edges)
    frontier = np.flatnonzero(reached)
    while len(frontier):
        lengths = starts[frontier + 1] - starts[frontier]
        begins = starts[frontier] - (np.cumsum(lengths) - lengths)
        found = np.repeat(begins, lengths) + np.arange(lengths.sum())
        found = found[~reached[heads[found]]]
        edge = which[found]
        keys = (tails[found], -edges.containment[edge], -edges.score[edge], heads[found])
        found = found[np.lexsort(keys)]
        found = found[np.concatenate(([True], np.diff(heads[found]) > 0))[: len(found)]]
        frontier = heads[found]
        reached[frontier] = True
        origins[frontier], over[frontier] = tails[found], which[found]
    return Clusters(firsts, origins, over)


def _components(count: int, edges: Edges) -> Integers:
    """The lowest number of each text's component, by hooking and pointer jumping."""
    firsts = np.arange(count)
    while True:
        one, other = firsts[edges.one], firsts[edges.other]
        apart = one != other
        if not apart.any():
            return firsts
        low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        np.minimum.at(firsts, high, low)
        while not np.array_equal(firsts[firsts], firsts):
            firsts = firsts[firsts]


def _neighbours(count: int, edges: Edges) -> tuple[Integers, Integers, Integers, Integers]:
    """Each edge both ways, by tail: tails, heads, edges, and where those of each tail begin."""
    tails = np.concatenate((edges.one, edges.other))
    order = np.argsort(tails, kind="stable")
    heads = np.concatenate((edges.other, edges.one))[order]
    which = np.tile(np.arange(len(edges.one)), 2)[order]
    starts = np.searchsorted(tails[order], np.arange(count + 1))
    return tails[order], heads, which, starts
