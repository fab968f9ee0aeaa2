"""Clusters: connected components over confirmed edges, each walked from its representative."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressmark.duplicates.edges import Edge

Reached = tuple[int, int | None, "Edge | None"]
"""A text's place, the place it was reached from and over which edge; None for the first."""


def clusters(edges: Iterable[Edge], ranks: Sequence[int]) -> Iterator[list[Reached]]:
    """The texts of each connected component from its first on, the nearest of them first.

    `ranks` orders the texts: the lowest rank of a component is its first. Every other text is
    reached over the fewest edges, and of these over the one with the highest score, then the
    highest containment, then from the lowest rank. Neither the order of `edges` nor the numbering
    of the texts matters.
    """
    neighbours: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        neighbours[edge.one].append(edge)
        neighbours[edge.other].append(edge)
    seen: set[int] = set()
    for first in sorted(neighbours, key=ranks.__getitem__):
        if first not in seen:
            yield list(_walk(first, neighbours, ranks, seen))


def _walk(
    first: int, neighbours: dict[int, list[Edge]], ranks: Sequence[int], seen: set[int]
) -> Iterator[Reached]:
    seen.add(first)
    yield first, None, None
    level = [first]
    while level:
        best: dict[int, tuple[tuple[int, int, int], int, Edge]] = {}
        for place in level:
            for edge in neighbours[place]:
                to = edge.other if edge.one == place else edge.one
                found = ((edge.score, edge.containment, -ranks[place]), place, edge)
                if to not in seen and (to not in best or found[0] > best[to][0]):
                    best[to] = found
        level = sorted(best, key=ranks.__getitem__)
        seen.update(level)
        yield from ((to, best[to][1], best[to][2]) for to in level)
