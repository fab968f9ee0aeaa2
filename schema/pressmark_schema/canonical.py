"""Canonical values: the one way in which rows become bytes, so that hashes depend on them alone."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import orjson

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


def instant(value: datetime) -> str:
    """A UTC instant as RFC 3339 with `Z`; fractions of a second only where they are not zero."""
    return value.replace(tzinfo=None).isoformat() + "Z"


def canonical(row: Mapping[str, Any]) -> bytes:
    """The canonical JSON of a row: UTF-8, sorted keys, no spaces, nulls kept, ISO dates."""
    return orjson.dumps(row, _plain, _OPTIONS)


def sha256_of(chunks: Iterable[bytes]) -> str:
    """The SHA-256 over `chunks`, each followed by a line feed, in hexadecimal."""
    return hashlib.sha256(b"".join([chunk + b"\n" for chunk in chunks])).hexdigest()


def json_line(value: Mapping[str, Any]) -> str:
    """`value` as one line of JSON with its keys in their own order."""
    return orjson.dumps(value, _plain, orjson.OPT_PASSTHROUGH_DATETIME).decode()
