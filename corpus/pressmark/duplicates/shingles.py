"""Shingles: each text as the sorted set of the 64-bit hashes of its 5-word runs, kept on disk."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

SHINGLE = 5
"""Words in a shingle."""

_WORD = re.compile(r"\w+")
_KNOWN_WORDS = 200_000
"""Words whose hash is remembered; beyond, all are forgotten, which costs time and nothing else."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# Rounds of MurmurHash3's 64-bit finaliser (public domain): every bit depends on every other, so
# that low bits can sample and high bits sort.
_MIX = (
    (np.uint64(33), np.uint64(0xFF51AFD7ED558CCD)),
    (np.uint64(33), np.uint64(0xC4CEB9FE1A85EC53)),
)


class Words(dict[str, int]):
    """The hash of each word: the first eight bytes of its BLAKE2b, the same on every machine."""

    def __missing__(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[word] = value = int.from_bytes(digest, "little")
        return value

    def of(self, text: str) -> Hashes:
        """The hashes of the words of `text`, casefolded, in order."""
        if len(self) > _KNOWN_WORDS:
            self.clear()
        found = _WORD.findall(text.casefold())
        return np.fromiter(map(self.__getitem__, found), np.uint64, len(found))


def shingles(words: Sequence[Hashes]) -> list[Hashes]:
    """The set of shingles of each text, given the hashes of its words; sorted, without repeats."""
    if not words:
        return []
    joined = np.concatenate(words)
    runs = max(len(joined) - SHINGLE + 1, 0)
    mixed = np.zeros(runs, np.uint64)
    for place in range(SHINGLE):
        mixed = mixed * _FACTOR + joined[place : place + runs]
    for shift, factor in _MIX:
        mixed = (mixed ^ (mixed >> shift)) * factor
    mixed ^= mixed >> np.uint64(33)
    found, start = [], 0
    for each in words:
        # The runs that go on into the next text are left out.
        found.append(_set(mixed[start : start + max(len(each) - SHINGLE + 1, 0)]))
        start += len(each)
    return found


def _set(values: Hashes) -> Hashes:
    ordered = np.sort(values)
    if len(ordered) < 2:  # noqa: PLR2004 - nothing to repeat
        return ordered
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


class Spool:
    """The shingle sets of many texts in one file, read back through the page cache."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, path.open("wb")
        self._sizes: list[int] = []

    def add(self, sets: Sequence[Hashes]) -> None:
        """Keep the sets of the next texts."""
        for each in sets:
            self._file.write(each.tobytes())
            self._sizes.append(len(each))

    def close(self) -> Sets:
        """Every set that was added, by its place."""
        self._file.close()
        sizes = np.array(self._sizes, np.int64)
        values = np.zeros(0, np.uint64)
        if sizes.sum():
            values = np.memmap(self._path, np.uint64, "r")
        return Sets(values, sizes)


class Sets:
    """Shingle sets by the place of their text; `sizes` says how many shingles each has."""

    def __init__(self, values: Hashes, sizes: NDArray[np.int64]) -> None:
        self.values, self.sizes = values, sizes
        self.starts = np.concatenate(([0], np.cumsum(sizes)))

    def __len__(self) -> int:
        return len(self.sizes)

    def __getitem__(self, place: int) -> Hashes:
        return self.values[self.starts[place] : self.starts[place + 1]]

    def shared(self, one: int, other: int) -> int:
        """How many shingles two texts have in common."""
        few, many = self[one], self[other]
        if len(few) > len(many):
            few, many = many, few
        if not len(few):
            return 0
        places = np.searchsorted(many, few)
        places[places == len(many)] = 0
        return int(np.count_nonzero(many[places] == few))
