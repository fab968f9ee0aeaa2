"""Edges: the candidates that exact shingle Jaccard or containment confirm, with both measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pressmark.duplicates.shingles import Sets
    from pressmark.duplicates.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Edge:
    """Two texts by their places, their Jaccard similarity and containment (per mille, cut).

    `near` says whether they are near duplicates; else the shorter is a part of the longer.
    """

    one: int
    other: int
    score: int
    containment: int
    near: bool


def confirmed(
    sets: Sets, pairs: Iterable[tuple[int, int]], thresholds: Thresholds
) -> Iterator[Edge]:
    """An edge for each pair that meets a threshold by its whole sets of shingles."""
    for one, other in pairs:
        few, many = sorted((int(sets.sizes[one]), int(sets.sizes[other])))
        shared = sets.shared(one, other)
        union = few + many - shared
        near = thresholds.near(shared, union)
        if near or thresholds.part(shared, few):
            yield Edge(one, other, shared * 1000 // union, shared * 1000 // few, near)
