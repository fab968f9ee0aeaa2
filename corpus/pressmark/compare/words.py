"""Two texts compared word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 4_000_000
"""Pairs of words up to which two stretches are compared; above, one is replaced as a whole."""

Step = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is the same in both, was removed, or was added."""

    step: Step
    text: str


def compare_words(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order: without the added ones they are `before`, without the
    removed ones `after`.

    Paragraphs that both have are found first, then words within those that differ; stretches of
    more than some two thousand words each are not looked into.
    """  # noqa: D205 - one sentence
    pieces: list[Piece] = []
    for mine, theirs in _stretches(_lines(before), _lines(after)):
        if mine == theirs:
            _append(pieces, "same", mine)
        else:
            for one, other in _stretches(_TOKEN.findall(mine), _TOKEN.findall(theirs)):
                _append(pieces, "same", one if one == other else "")
                _append(pieces, "removed", one if one != other else "")
                _append(pieces, "added", other if one != other else "")
    return pieces


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of stretches that are equal or replace each other, in order."""
    start, end = _ends(one, other)
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    yield "".join(one[:start]), "".join(other[:start])
    if len(left) * len(right) > _MOST:
        yield "".join(left), "".join(right)
    else:
        for _, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield "".join(left[a:b]), "".join(right[c:d])
    yield "".join(one[len(one) - end :]), "".join(other[len(other) - end :])


def _ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many items both begin with, and how many of the rest both end with."""
    most = min(len(one), len(other))
    start = next((at for at in range(most) if one[at] != other[at]), most)
    rest = most - start
    end = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    return start, end


def _append(pieces: list[Piece], step: Step, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].step == step:
        pieces[-1] = Piece(step, pieces[-1].text + text)
    else:
        pieces.append(Piece(step, text))
