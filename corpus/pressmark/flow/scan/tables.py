"""Metadata tables that lie beside the files: which column names the files, and how many match."""

from __future__ import annotations

import csv
import re
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pressmark.config import MetadataSection
from pressmark.flow.scan.seen import MetadataTable
from pressmark.read import sidecar
from pressmark_schema.errors import UsageError
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.read.discover import Found

_ENDINGS = (".csv", ".tsv")
_MOST_TABLES = 20
_MOST_BYTES = 256 * 2**20
_PEEKED = 200
_SHARE = 1 / 3
_OWN = re.compile(r"[a-z][a-z0-9_]*")


def find(left: Sequence[Found], paths: Sequence[str]) -> list[MetadataTable]:
    """The tables among the files left out of which a column names at least a third of its rows.

    One that has such a column and still cannot be used comes with its problem.
    """
    tables = [found for found in left if found.location.suffix.lower() in _ENDINGS]
    names = {
        name for path in map(PurePosixPath, paths) for name in (str(path), path.name, path.stem)
    }
    seen = (_seen(found, paths, names) for found in tables[:_MOST_TABLES] if not found.problem)
    return [table for table in seen if table]


def _seen(found: Found, paths: Sequence[str], names: set[str]) -> MetadataTable | None:
    place = found.location
    if not isinstance(place, Path) or place.stat().st_size > _MOST_BYTES:
        return None
    folder = PurePosixPath(found.path).parent
    inner = {
        str(path.relative_to(folder))
        for path in map(PurePosixPath, paths)
        if path.is_relative_to(folder)
    }
    header, rows = _peek(place)
    key = _key(header, rows, names | inner)
    if key is None:
        return None
    try:
        table = sidecar.load(MetadataSection(table="", key=key), place, folder, [])
    except UsageError as error:
        return MetadataTable(found.path, key, problem=str(error))
    table.expect(paths)
    matched = sum(bool(table.row_for(path)[1]) for path in paths)
    used = [heading for heading in header if heading not in {key, *table.unused_columns}]
    own = {
        heading: _type(_column(header, rows, heading))
        for heading in table.unused_columns
        if _OWN.fullmatch(heading) and heading not in TABLES["articles"].column_names
    }
    return MetadataTable(found.path, key, len(table.rows), matched, used, own)


def _key(header: Sequence[str], rows: Sequence[Sequence[str]], names: set[str]) -> str | None:
    """The column most of whose values are files, if they are at least a third."""
    hits = {
        heading: sum(value.strip() in names for value in _column(header, rows, heading))
        for heading in header
    }
    best = max(hits, key=lambda heading: hits[heading], default=None)
    return best if best is not None and hits[best] > _SHARE * len(rows) else None


def _column(header: Sequence[str], rows: Sequence[Sequence[str]], heading: str) -> Iterator[str]:
    at = header.index(heading)
    return (row[at] for row in rows if at < len(row))


def _type(values: Iterator[str]) -> str:
    filled = [value.strip() for value in values if value.strip()]
    if filled and all(re.fullmatch(r"-?[0-9]{1,18}", value) for value in filled):
        return "integer"
    return "string"


def _peek(table: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the first rows, as far as they can be read."""
    rows: list[list[str]] = []
    try:
        with table.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            sample = file.readline(_MOST_BYTES)
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=sample.count))
            rows.extend(islice(reader, _PEEKED + 1))
    except (OSError, csv.Error):
        return [], []
    return (rows[0], rows[1:]) if rows else ([], [])
