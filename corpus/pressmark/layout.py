"""Layout: the places that rows are divided into, by words and an id, and a table's files there.

A place is a node of a tree. Its words narrow first (year, month), then the bits of an id, one at a
time. Which nodes are divided follows from the weights of the rows alone, so that the same rows
give the same files, and rows that come in one place leave every other place's files as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    Words = tuple[str, ...]

FILE_BYTES = 64 * 2**20
"""Bytes of content that one file of a table may have where the settings say nothing else."""
BITS = 15
"""Bits of an id by which rows are told apart, those of three characters in base 32."""
UNDATED = "undated"
"""The word for articles of which no day is known."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz2345670189"
"""RFC 4648's, then the digits that no digest of ours has, which begin anew."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A node: `words`, and the first bits of the ids below them, `0` and `1`; the root has none."""

    words: Words = ()
    bits: str = ""

    @property
    def name(self) -> str:
        """What its files are called: `2018`, `2018-05`, `2018-05-0110`, `undated-0`; '' the root.

        Places of which none holds another are in the order of their names.
        """
        return "-".join([*self.words, self.bits] if self.bits else self.words)

    def path(self, table: str) -> str:
        """The path of a table's file for this place, relative to the dataset, POSIX."""
        return f"{table}/{self.name}.parquet" if self.name else f"{table}.parquet"

    def holds(self, other: Place) -> bool:
        """Whether `other` is this place or one below it."""
        if self.bits:
            return self.words == other.words and other.bits.startswith(self.bits)
        return other.words[: len(self.words)] == self.words

    def chain(self) -> Iterator[Place]:
        """The places that hold this one, the root first, itself last."""
        for count in range(len(self.words) + 1):
            yield Place(self.words[:count])
        for count in range(1, len(self.bits) + 1):
            yield Place(self.words, self.bits[:count])


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows, or articles, that are not told apart: how many, and their weight in each table."""

    rows: int
    weights: tuple[int, ...]

    def fits(self, limit: int) -> bool:
        """Whether they can be in one file of each table; a single one always can."""
        return self.rows <= 1 or max(self.weights) <= limit


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a table: its place, and the leaves from `first` up to, without, `last`."""

    place: Place
    first: int
    last: int


def words_of(day: date | None) -> Words:
    """Year and month of an article's first day, or UNDATED."""
    return (UNDATED,) if day is None else (f"{day.year:04}", f"{day.month:02}")


def bits_of(identity: str) -> str:
    """The first BITS bits of an id's digest, which begins after one letter."""
    return "".join(f"{_ALPHABET.index(char) % 32:05b}" for char in identity[1 : 1 + BITS // 5])


def sql_words_of(day: str) -> str:
    """`words_of` in DuckDB's SQL, as a list."""
    parts = f"[lpad(year({day})::VARCHAR, 4, '0'), lpad(month({day})::VARCHAR, 2, '0')]"
    return f"CASE WHEN {day} IS NULL THEN ['{UNDATED}'] ELSE {parts} END"


def sql_bits_of(identity: str) -> str:
    """`bits_of` in DuckDB's SQL."""
    chars = [f"substr({identity}, {2 + place}, 1)" for place in range(BITS // 5)]
    values = [f"(strpos('{_ALPHABET}', {char}) - 1) % 32" for char in chars]
    return " || ".join(f"lpad(bin({value}), 5, '0')" for value in values)


def sql_address(words: str, identity: str) -> str:
    """The name of the last place of a row, in DuckDB's SQL; the names of its places begin it."""
    named = f"array_to_string({words}, '-')"
    return f"{named} || if({named} = '', '', '-') || {sql_bits_of(identity)}"


def leaves(
    coarse: Mapping[Words, Cell], finer: Callable[[Words], Mapping[str, Cell]], limit: int
) -> tuple[Place, ...]:
    """The leaves of the tree, in order: no node has more than `limit` bytes in any table.

    Args:
        coarse: the rows by all their words; none of the keys is the beginning of another.
        finer: gives the rows with these words by the first BITS bits of their id.
        limit: bytes. A leaf may have more where it is one row or where the bits are at their end.
    """
    return tuple(_divided(Place(), coarse, finer, limit)) or (Place(),)


def _divided(
    place: Place,
    cells: Mapping[Words, Cell],
    finer: Callable[[Words], Mapping[str, Cell]],
    limit: int,
) -> Iterator[Place]:
    """The leaves at or below a place that has no bits; `cells` are those of its rows."""
    if not cells:
        return
    if _sum(cells.values()).fits(limit):
        yield place
    elif list(cells) == [place.words]:
        yield from _by_bits(place, finer(place.words), limit)
    else:
        depth = len(place.words) + 1
        for words in sorted({words[:depth] for words in cells}):
            below = {key: cell for key, cell in cells.items() if key[:depth] == words}
            yield from _divided(Place(words), below, finer, limit)


def _by_bits(place: Place, cells: Mapping[str, Cell], limit: int) -> Iterator[Place]:
    if not cells:
        return
    if len(place.bits) == BITS or _sum(cells.values()).fits(limit):
        yield place
        return
    for bit in "01":
        bits = place.bits + bit
        below = {key: cell for key, cell in cells.items() if key.startswith(bits)}
        yield from _by_bits(Place(place.words, bits), below, limit)


def _sum(cells: Collection[Cell]) -> Cell:
    weights = zip(*(cell.weights for cell in cells), strict=True)
    return Cell(sum(cell.rows for cell in cells), tuple(map(sum, weights)))


def pieces(found: Sequence[Place], weights: Sequence[int], limit: int) -> list[Piece]:
    """The files of one table: the highest places whose rows fit, in order.

    A place without rows has no file; a table without any has one, that of the root.

    Args:
        found: the leaves, in order.
        weights: the table's bytes in each of them.
        limit: bytes that a file may have; a leaf is one file in any case.
    """
    before = [0, *accumulate(weights)]
    if before[-1] <= limit:
        return [Piece(Place(), 0, len(found))]
    made: list[Piece] = []
    at = 0
    while at < len(found):
        piece = _highest(found, at, before, limit)
        if before[piece.last] > before[piece.first]:
            made.append(piece)
        at = piece.last
    return made


def _highest(found: Sequence[Place], at: int, before: Sequence[int], limit: int) -> Piece:
    """The highest place that begins with the leaf `at` and fits."""
    for place in found[at].chain():
        if at and place.holds(found[at - 1]):
            continue
        last = at + 1
        while last < len(found) and place.holds(found[last]):
            last += 1
        if before[last] - before[at] <= limit:
            return Piece(place, at, last)
    return Piece(found[at], at, at + 1)
