"""Hashes of values: of a table's rows, divided as its files are, and of what JSON can say."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from pressmark_schema import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pressmark_schema.descriptor import FileFacts


_ANY_ORDER = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


class ContentHash:
    """The content_sha256 of a table whose rows are added in order; see TableFacts.

    `files` say how many rows each of its files has, None that it has one.
    """

    def __init__(self, files: Sequence[FileFacts] | None = None) -> None:
        self._hasher = hashlib.sha256()
        self._runs = None if files is None else [file.rows for file in files]
        self._made: list[str] = []
        self._rows = 0

    def add(self, row: bytes) -> None:
        """Add the canonical JSON of a row."""
        if self._runs is not None:
            while len(self._made) < len(self._runs) and self._rows == self._runs[len(self._made)]:
                self._next()
        self._hasher.update(row + b"\n")
        self._rows += 1

    def hexdigest(self) -> str:
        """The hash over all rows that were added."""
        if self._runs is None:
            return self._hasher.hexdigest()
        return combined([*self._made, self._hasher.hexdigest()])

    def _next(self) -> None:
        self._made.append(self._hasher.hexdigest())
        self._hasher, self._rows = hashlib.sha256(), 0


def combined(hashes: Iterable[str]) -> str:
    """The content_sha256 of a table of several files, from theirs."""
    return canonical.sha256_of(digest.encode() for digest in hashes)


def of_json(value: Any) -> str:
    """The SHA-256 of a value that JSON can say, whatever the order of its keys."""
    return hashlib.sha256(orjson.dumps(value, option=_ANY_ORDER)).hexdigest()
