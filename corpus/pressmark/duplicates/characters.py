"""Characters: what `str.casefold` and `str.isalnum` say of each, kept for whole arrays of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Flags = NDArray[np.bool_]
    Integers = NDArray[np.int64]

FOLDED = bytes.maketrans(bytes(range(65, 91)), bytes(range(97, 123)))
"""What each ASCII byte is casefolded to; other bytes stay."""
IN_WORD = bytes(byte > 127 or chr(byte).isalnum() or chr(byte) == "_" for byte in range(256))  # noqa: PLR2004
"""1 for the bytes of words, and for all that are not ASCII: what they are of is to be seen."""
_KNOWN, _WORD, _CHANGED, _RESIZED = 1, 2, 4, 8


class Characters:
    """The characters beyond ASCII in UTF-8 bytes; each is asked about once in a process."""

    _kinds = np.zeros(0x110000, np.uint8)
    _folds = np.zeros(0x110000, np.uint32)

    def __init__(self, data: Bytes) -> None:
        self._firsts = np.flatnonzero(data >= 0xC0)  # noqa: PLR2004 - where a character begins
        self._sizes, self._points = _decoded(data, self._firsts)
        unknown = self._points[self._kinds[self._points] == 0]
        for point in np.unique(unknown).tolist():
            self._learn(point)
        self._found = self._kinds[self._points]

    @property
    def resized(self) -> Integers:
        """Where a character begins that casefolding does not leave as long as it is."""
        return self._firsts[(self._found & _RESIZED) > 0]

    def apply(self, data: Bytes, within: Flags) -> None:
        """Casefold them in `data`, and take those that are in no word out of `within`."""
        other = (self._found & _WORD) == 0
        changed = (self._found & _CHANGED) > 0
        for place in range(4):
            there = self._sizes > place
            within[self._firsts[other & there] + place] = False
            chosen = changed & there
            folds = self._folds[self._points[chosen]] >> np.uint32(8 * place)
            data[self._firsts[chosen] + place] = folds.astype(np.uint8)

    def _learn(self, point: int) -> None:
        folded = chr(point).casefold()
        words = {char.isalnum() or char == "_" for char in folded}
        before, after = chr(point).encode(), folded.encode()
        kind = _KNOWN | (_WORD if True in words else 0)
        if len(after) != len(before) or len(words) > 1:
            kind |= _RESIZED
        elif after != before:
            kind |= _CHANGED
            self._folds[point] = int.from_bytes(after, "little")
        self._kinds[point] = kind


def _decoded(data: Bytes, firsts: Integers) -> tuple[Bytes, NDArray[np.uint32]]:
    """The bytes and the code point of each character."""
    lead = data[firsts]
    sizes = (2 + (lead >= 0xE0) + (lead >= 0xF0)).astype(np.uint8)  # noqa: PLR2004 - UTF-8's own
    points = (lead & (0xFF >> (sizes + 1))).astype(np.uint32)
    for place in range(1, 4):
        longer = np.flatnonzero(sizes > place)
        following = data[firsts[longer] + place] & np.uint8(0x3F)
        points[longer] = (points[longer] << np.uint32(6)) | following
    return sizes, points
