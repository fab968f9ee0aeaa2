r"""Words: those of many texts at once as 64-bit hashes, casefolded, without an object for each.

A word is what the pattern `\w+` finds in the text that `str.casefold` gives: a run of letters,
digits and underscores. It is found in the UTF-8 bytes themselves.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.characters import FOLDED, IN_WORD, Characters

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Bytes, Flags, Integers

    Hashes = NDArray[np.uint64]

_LANE = 8
"""Bytes of a word that are hashed at a time."""
_LANES = 8
"""Lanes up to which words are hashed together; the few that are longer, one by one."""
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_LANE + 1)], np.uint64)
# A round of MurmurHash3's 64-bit finaliser (public domain) for each lane.
_FACTOR, _SHIFT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(32)


class Words:
    """The words of `texts`: `hashes` in order, of which text n has [bounds[n], bounds[n + 1]).

    `blank` says of each text whether it has neither letter nor digit. A hash depends on the word
    alone, and is the same on every machine.
    """

    def __init__(self, texts: pa.LargeStringArray) -> None:
        data, within, begins = _folded(texts)
        turns = np.flatnonzero(within[1:] != within[:-1]) + 1
        starts, stops = turns[::2], turns[1::2]
        self.hashes = _hashed(data, starts, stops - starts)
        self.bounds = np.searchsorted(starts, begins)
        self.blank = self._blank(texts, data[starts] == ord("_"))

    def _blank(self, texts: pa.LargeStringArray, underscore: Flags) -> Flags:
        counts = np.diff(np.concatenate(([0], np.cumsum(underscore)))[self.bounds])
        # Only where all words begin with an underscore may there be nothing else.
        blank: Flags = counts == np.diff(self.bounds)
        for place in np.flatnonzero(blank).tolist():
            blank[place] = not any(map(str.isalnum, texts[place].as_py()))
        return blank


def _folded(texts: pa.LargeStringArray, *, again: bool = False) -> tuple[Bytes, Flags, Integers]:
    """The bytes of the texts, casefolded; which are of words; where each text, and all, ends.

    Before each text stands a byte that is of no word.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    before, between = (pa.scalar(text, texts.type) for text in ("", "\n"))
    joined = pc.binary_join_element_wise(before, texts, between)
    offsets = np.frombuffer(joined.buffers()[1], np.int64)[joined.offset :][: len(joined) + 1]
    begins = offsets - offsets[0]
    raw = bytes(memoryview(joined.buffers()[2] or b"")[offsets[0] : offsets[-1]])
    data = _padded(raw.translate(FOLDED), ord("\n"))
    within = _padded(raw.translate(IN_WORD), 0).view(np.bool_)
    characters = Characters(data)
    if len(characters.resized) and not again:
        rows = np.unique(np.searchsorted(begins, characters.resized, "right") - 1)
        return _folded(_casefolded(texts, rows), again=True)
    characters.apply(data, within)
    return data, within, begins


def _padded(raw: bytes, byte: int) -> Bytes:
    """The bytes as an array, and so many more that a lane can begin at the last of them."""
    found = np.full(len(raw) + _LANE, byte, np.uint8)
    found[: len(raw)] = np.frombuffer(raw, np.uint8)
    return found


def _casefolded(texts: pa.LargeStringArray, rows: Integers) -> pa.LargeStringArray:
    """The texts, those of `rows` casefolded by Python."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = np.zeros(len(texts), np.bool_)
    chosen[rows] = True
    folded = [text.casefold() for text in texts.take(pa.array(rows)).to_pylist()]
    return pc.replace_with_mask(texts, pa.array(chosen), pa.array(folded, texts.type))


def _hashed(data: Bytes, starts: Integers, lengths: Integers) -> Hashes:
    """The hash of the word at each start."""
    lanes = np.ndarray((len(data) - _LANE + 1,), "<u8", data.data, 0, (1,))
    chunk = lanes[starts] & _MASKS[np.minimum(lengths, _LANE)]
    mixed = _mixed(lengths.astype(np.uint64), chunk)
    which = np.flatnonzero(lengths > _LANE)
    for start in range(_LANE, _LANES * _LANE, _LANE):
        rest = lengths[which] - start
        chunk = lanes[starts[which] + start] & _MASKS[np.minimum(rest, _LANE)]
        mixed[which] = _mixed(mixed[which], chunk)
        which = which[np.flatnonzero(rest > _LANE)]
    for place in which.tolist():
        word = data[starts[place] : starts[place] + lengths[place]]
        digest = hashlib.blake2b(word.data, digest_size=8).digest()
        mixed[place] = int.from_bytes(digest, "little")
    return mixed


def _mixed(before: Hashes, chunk: Hashes) -> Hashes:
    found = before ^ chunk
    found *= _FACTOR
    found ^= found >> _SHIFT
    return found
