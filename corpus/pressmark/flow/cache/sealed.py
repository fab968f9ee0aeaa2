"""Small entries as JSON under a checksum: read back whole and as written, or not at all."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

_DIGITS = 64


def seal(value: Any) -> bytes:
    """`value` as JSON, its SHA-256 in a line before it."""
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text


def unseal(data: bytes | None) -> Any:
    """The value; None where the bytes are not those that were written."""
    if data is None or data[_DIGITS : _DIGITS + 1] != b"\n":
        return None
    text = data[_DIGITS + 1 :]
    if hashlib.sha256(text).hexdigest().encode() != data[:_DIGITS]:
        return None
    try:
        return orjson.loads(text)
    except ValueError:
        return None
