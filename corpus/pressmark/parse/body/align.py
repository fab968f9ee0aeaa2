"""Find the words that an extractor gives back in the text layer that they came from."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pressmark.markup import Layer

_WORD = re.compile(r"\w+")
_SHORT = 12
"""Letters and digits below which a piece is only looked for close to the one before it."""
_NEAR = 400
_EFFORT = 200
"""How many times the text's length all searches may pass over, so that none takes its square."""
_ENDS = 24
"""Letters and digits by which either end of a piece is known."""


def coverage(layer: Layer, pieces: Iterable[str]) -> list[float]:
    """The share of each unit's letters and digits that stand in `pieces`, 0 to 1.

    `pieces` are an extractor's texts, in its order. Extractors rewrite blanks and punctuation, so
    only letters and digits are compared. A piece is looked for after the one before it, then from
    the start; one that the layer does not have counts for nothing. A unit without any letter or
    digit is covered if those around it are.
    """
    words = ["".join(_WORD.findall(layer.text[unit.start : unit.end])) for unit in layer.units]
    squeezed = "".join(words)
    edges = [0, *accumulate(map(len, words))]
    marked = bytearray(len(squeezed))
    at, effort = 0, _EFFORT * len(squeezed)
    for piece in pieces:
        sought = "".join(_WORD.findall(piece))
        if not sought:
            continue
        place, end = _found(sought, squeezed, at, thorough=effort > 0)
        effort -= abs(place - at) if place < end else len(squeezed)
        if place < end:
            marked[place:end] = b"\1" * (end - place)
            at = end
    shares = [
        marked.count(1, start, end) / (end - start) if end > start else None
        for start, end in pairwise(edges)
    ]
    return _filled(shares)


def _found(sought: str, squeezed: str, at: int, *, thorough: bool) -> tuple[int, int]:
    """Where `sought` stands, from `at` on if it does; where only its ends do, what they enclose.

    What is inside may differ a little: an extractor also gives what a style sheet hides.
    """
    size = len(sought)
    if size < _SHORT or not thorough:
        place = squeezed.find(sought, at, at + size + _NEAR)
        return (place, place + size) if place >= 0 else (0, 0)
    for start in (at, 0):
        place = squeezed.find(sought, start)
        if place >= 0:
            return place, place + size
    if size < _ENDS * 2:
        return 0, 0
    place = squeezed.find(sought[:_ENDS], at)
    last = squeezed.find(sought[-_ENDS:], place, place + size + _NEAR) if place >= 0 else -1
    return (place, last + _ENDS) if last >= 0 else (0, 0)


def _filled(shares: list[float | None]) -> list[float]:
    """The shares, those of units without words taken from the neighbours."""
    known: list[float] = []
    for rank, share in enumerate(shares):
        after = next((later for later in shares[rank + 1 : rank + 2] if later is not None), 0.0)
        known.append(min(known[-1] if known else 0.0, after) if share is None else share)
    return known
