"""The part of CBOR (RFC 8949) that Pagefind writes, as bytes: counts, texts, arrays of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNT, _TEXT, _ARRAY = 0, 3, 4
"""What the first three bits of an item say it is."""
_ONE, _EIGHT = 24, 27
"""The other five: the value, or from 24 to 27 that it follows in 1, 2, 4 or 8 bytes."""


def elements(array: bytes) -> list[bytes]:
    """The items in an encoded array, each as it is encoded.

    Raises ValueError where that is no array of what is read here, or bytes follow it.
    """
    kind, count, at = _head(array, 0)
    if kind != _ARRAY:
        raise ValueError("no array")
    found = []
    for _ in range(count):
        end = _end(array, at)
        found.append(array[at:end])
        at = end
    if at != len(array):
        raise ValueError("bytes after the array")
    return found


def text(item: bytes) -> str:
    """The text that an item is; raises ValueError where it is none."""
    kind, length, at = _head(item, 0)
    if kind != _TEXT or at + length != len(item):
        raise ValueError("no text")
    return item[at:].decode()


def as_array(items: Sequence[bytes]) -> bytes:
    """The array of encoded `items`."""
    return _headed(_ARRAY, len(items)) + b"".join(items)


def as_text(value: str) -> bytes:
    """A text, encoded."""
    data = value.encode()
    return _headed(_TEXT, len(data)) + data


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Kind and value of the item at `at`, and where its head ends."""
    if at >= len(data):
        raise ValueError("cut short")
    kind, value = divmod(data[at], 32)
    if value < _ONE:
        return kind, value, at + 1
    if value > _EIGHT:
        raise ValueError("of a length that is not told")
    end = at + 1 + 2 ** (value - _ONE)
    return kind, int.from_bytes(data[at + 1 : end], "big"), end


def _end(data: bytes, at: int) -> int:
    """Where the item at `at` ends, with all that is in it."""
    left = 1
    while left:
        kind, value, at = _head(data, at)
        if kind not in {_COUNT, _TEXT, _ARRAY}:
            raise ValueError("neither a count, a text nor an array")
        at += value if kind == _TEXT else 0
        left += (value if kind == _ARRAY else 0) - 1
    if at > len(data):
        raise ValueError("cut short")
    return at


def _headed(kind: int, value: int) -> bytes:
    """A head, as short as it can be, as RFC 8949 (4.2.1) wants it."""
    if value < _ONE:
        return bytes([kind * 32 + value])
    size = next(size for size in (1, 2, 4, 8) if value < 256**size)
    return bytes([kind * 32 + _ONE + size.bit_length() - 1]) + value.to_bytes(size, "big")
