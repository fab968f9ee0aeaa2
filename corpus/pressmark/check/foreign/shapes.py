"""Patterns of a simple shape, asked of the bytes of a whole column instead of cell by cell.

Most patterns of schemas are of identifiers, hashes and numbers: so many characters of this range,
so many of that, and perhaps a rest. Such a one is understood here; any other is RE2's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pressmark.check.foreign.strings import Bytes, Strings

Ranges = tuple[tuple[int, int], ...]
"""Characters of ASCII: the first and the last of each run of them."""
_UNIT = re.compile(
    r"(?:\[(?P<range>[A-Za-z0-9_.+:/-]+)\]|(?P<char>[A-Za-z0-9_:/-]))"
    r"(?:\{(?P<count>[1-9][0-9]?)\}|(?P<rest>[+*])\Z)?"
)
_MEMBER = re.compile(r"(?P<low>[A-Za-z0-9])-(?P<high>[A-Za-z0-9])|[A-Za-z0-9_.+:/]|-\Z|\A-")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text looks like: characters of these ranges, each so often, and then a rest.

    The rest is `least` or more characters of `rest`; None for that is no rest at all.
    """

    fixed: tuple[tuple[Ranges, int], ...]
    rest: Ranges | None = None
    least: int = 0

    @property
    def width(self) -> int:
        """Characters before the rest."""
        return sum(count for _, count in self.fixed)

    def fits(self, cells: Strings) -> bool:
        """Whether every cell looks like this."""
        if not len(cells.lengths):
            return True
        beginnings = self._beginnings(cells)
        if beginnings is None:
            return False
        place = 0
        for ranges, count in self.fixed:
            if not _inside(beginnings[:, place : place + count], ranges).all():
                return False
            place += count
        return self._has_rest(cells.data, beginnings)

    def _beginnings(self, cells: Strings) -> Bytes | None:
        """What stands before the rest, a row a cell; None where some cell is too short or long."""
        width = self.width
        if self.rest is None:
            rows = cells.rows()
            return rows if rows is not None and rows.shape[1] == width else None
        if cells.lengths.min() < width + self.least:
            return None
        if not width:
            return cells.data.reshape(-1, 1)[:, :0]
        return np.lib.stride_tricks.sliding_window_view(cells.data, width)[cells.starts]

    def _has_rest(self, data: Bytes, beginnings: Bytes) -> bool:
        """Whether all that is not among the beginnings is of the rest's characters."""
        if self.rest is None:
            return True
        foreign = np.count_nonzero(~_inside(data, self.rest))
        return bool(foreign == np.count_nonzero(~_inside(beginnings, self.rest)))


@cache
def shape(pattern: str) -> Shape | None:
    """The shape that a pattern asks of a whole text; None where it asks for more than a shape."""
    fixed: list[tuple[Ranges, int]] = []
    place = 0
    while place < len(pattern):
        unit = _UNIT.match(pattern, place)
        ranges = _ranges(unit["range"] or "", unit["char"]) if unit else None
        if unit is None or ranges is None:
            return None
        if unit["rest"]:
            return Shape(tuple(fixed), ranges, least=int(unit["rest"] == "+"))
        fixed.append((ranges, int(unit["count"] or 1)))
        place = unit.end()
    return Shape(tuple(fixed)) if fixed else None


def _ranges(members: str, char: str | None) -> Ranges | None:
    if char is not None:
        return ((ord(char), ord(char)),)
    found, place = [], 0
    while place < len(members):
        member = _MEMBER.match(members, place)
        if member is None:
            return None
        low, high = member["low"] or member[0], member["high"] or member[0]
        if low > high:
            return None
        found.append((ord(low), ord(high)))
        place = member.end()
    return tuple(found)


def _inside(values: Bytes, ranges: Ranges) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which bytes are in one of the ranges: below a range, a difference of bytes is large."""
    # One piece, of which numpy asks dozens of bytes at a time.
    values = np.ascontiguousarray(values)
    found = np.zeros(values.shape, np.bool_)
    for low, high in ranges:
        found |= (values - np.uint8(low)) <= np.uint8(high - low)
    return found
