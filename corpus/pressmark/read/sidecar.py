"""Sidecar metadata: one table with a row a file, matched by path, name or stem."""

from __future__ import annotations

import csv
import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressmark.config import MetadataSection

COLUMNS = {
    "native_id": ("native_id", "id"),
    "canonical_url": ("canonical_url", "url", "link"),
    "outlet": ("outlet", "source", "newspaper", "publisher", "zeitung", "journal"),
    "edition": ("edition", "ausgabe"),
    "page": ("page", "seite"),
    "section": ("section", "ressort", "rubrik", "rubrique"),
    "keywords": ("keywords", "tags"),
    "authors": ("authors", "author", "autor", "autoren", "auteur"),
    "agency": ("agency", "agentur"),
    "genre": ("genre",),
    "title": ("title", "titel", "headline", "titre"),
    "kicker": ("kicker",),
    "subtitle": ("subtitle", "untertitel"),
    "published": ("published", "date", "datum", "published_edtf"),
    "modified": ("modified", "updated", "modified_edtf"),
    "retrieved_at": ("retrieved_at", "retrieved", "downloaded", "abgerufen"),
    "lang": ("lang", "language", "sprache", "langue"),
    "rights": ("rights", "licence", "license", "lizenz"),
    "rights_holder": ("rights_holder",),
    "access": ("access",),
    "sharing": ("sharing",),
}
"""Our columns and the headings that are taken for them unless `metadata.columns` says otherwise."""
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""What a spreadsheet's number format shows as it stands, and its colours and locales."""


_UNPACKED = 512 * 2**20
_SHOWN = 300
_MALFORMED = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError),
    *(SyntaxError, RuntimeError, BadZipFile, zlib.error),
)
"""What openpyxl lets through of the faults of a file; an XML parser's is a SyntaxError."""


@dataclass
class Sidecar:
    """The rows of a metadata table by key, and which of them a file has claimed."""

    name: str = ""
    folder: PurePosixPath | None = None
    rows: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    unused_columns: list[str] = field(default_factory=list)
    claimed: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)

    def expect(self, paths: Iterable[str]) -> None:
        """Tell which files there are: the end of a path only matches while it is unambiguous."""
        for path in map(PurePosixPath, paths):
            self.names.update(_ends(path))

    def row_for(self, path: str) -> tuple[dict[str, str], str]:
        """The row of the file at `path` and its place (`metadata.csv line 7`), or empty."""
        for key in self._keys(PurePosixPath(path)):
            if key in self.rows:
                self.claimed.add(key)
                line, row = self.rows[key]
                return row, f"{self.name} line {line}"
        return {}, ""

    def unmatched(self) -> list[str]:
        """The keys of the rows that no file has claimed, in the order of the table."""
        return [key for key in self.rows if key not in self.claimed]

    def _keys(self, path: PurePosixPath) -> Iterator[str]:
        yield str(path)
        if self.folder is not None and path.is_relative_to(self.folder):
            yield str(path.relative_to(self.folder))
        yield from (key for key in _ends(path) if self.names[key] == 1)


def _ends(path: PurePosixPath) -> list[str]:
    """What a table may call a file, the most exact first: ends of its path, its name, its stem."""
    parts = path.parts
    return ["/".join(parts[start:]) for start in range(1, len(parts))] + [path.stem]


def load(
    section: MetadataSection, table: Path, folder: PurePosixPath | None, own: Sequence[str]
) -> Sidecar:
    """Read the table; `folder` is its folder in the corpus, `own` the corpus's own columns.

    Raises UsageError for a missing key column, a key given twice or a malformed file.
    """
    header, lines = _rows(table)
    if section.key not in header:
        there = ", ".join(header)
        there = there if len(there) <= _SHOWN else f"{there[:_SHOWN]}…"
        raise UsageError(f"{table} has no column {section.key!r}; it has {there}")
    wanted = _wanted(section, header, own)
    sidecar = Sidecar(table.name, folder)
    used = {section.key, *wanted.values()}
    sidecar.unused_columns = [head for head in header if head.strip() and head not in used]
    for line, values in lines:
        row = dict(zip(header, values, strict=True))
        key = unicodedata.normalize("NFC", row[section.key].strip())
        if key in sidecar.rows:
            first = sidecar.rows[key][0]
            raise UsageError(f"{table}: lines {first} and {line} are both for {key!r}")
        sidecar.rows[key] = (
            line,
            {ours: row[theirs].strip() for ours, theirs in wanted.items() if row[theirs].strip()},
        )
    return sidecar


def _wanted(section: MetadataSection, header: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """Our column to the table's heading: declared mappings, then own columns, then known names."""
    unknown = set(section.columns) - set(COLUMNS) - set(own)
    if unknown:
        raise UsageError(f"metadata.columns: {min(unknown)} is no column of ours")
    missing = set(section.columns.values()) - set(header)
    if missing:
        raise UsageError(f"metadata.columns: the table has no column {min(missing)!r}")
    taken = {section.key, *section.columns.values()}
    free = {head.strip().casefold(): head for head in reversed(header) if head not in taken}
    found = {name: free.pop(name) for name in own if name in free}
    found |= {
        ours: free[name]
        for ours, names in COLUMNS.items()
        for name in reversed(names)
        if name in free
    }
    return found | section.columns


def _rows(table: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header and the (line, values) of each row that is not empty."""
    rows = _xlsx(table) if table.suffix.lower() == ".xlsx" else _csv(table)
    try:
        _, header = next(rows)
    except StopIteration:
        raise UsageError(f"{table} is empty") from None
    named = [heading for heading in header if heading.strip()]
    if len(set(named)) != len(named):
        raise UsageError(f"{table} has two columns of one name")
    return header, _checked(table, len(header), rows)


def _checked(
    table: Path, width: int, rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    for line, values in rows:
        if len(values) != width:
            raise UsageError(f"{table} line {line}: {len(values)} cells instead of {width}")
        if any("\0" in value for value in values):
            raise UsageError(f"{table} line {line}: a NUL character")
        yield line, values


def _csv(table: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            sample = file.readline()
            file.seek(0)
            delimiter = max(",;\t", key=sample.count)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            line = 1
            for values in reader:
                if any(values):
                    yield line, values
                line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise UsageError(f"{table} is not UTF-8: byte {error.start}") from error
    except csv.Error as error:
        raise UsageError(f"{table}: {error}") from error
    except OSError as error:
        raise UsageError(f"{table}: {error.strerror}") from error


def _xlsx(table: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet; whatever the reader stumbles over is a fault of the file."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        hint = 'pip install "pressmark[xlsx]"'
        raise EnvironmentFaultError(f"reading {table} needs openpyxl", hint=hint) from error
    try:
        _require_unpackable(table)
        book = load_workbook(table, read_only=True, data_only=True)
        for line, cells in enumerate(book.worksheets[0].iter_rows(), 1):
            values = ["" if cell.value is None else _text(cell) for cell in cells]
            if any(values):
                yield line, values
        book.close()
    except _MALFORMED as error:
        raise UsageError(f"{table} is no XLSX workbook: {str(error)[:_SHOWN]}") from error


def _require_unpackable(table: Path) -> None:
    """Raise UsageError for a workbook that is far larger unpacked than any table of metadata."""
    with ZipFile(table) as packed:
        size = sum(item.file_size for item in packed.infolist())
    if size > _UNPACKED:
        raise UsageError(f"{table} is {size:,} bytes unpacked, the limit is {_UNPACKED:,}")


def _text(cell: Any) -> str:
    """A cell as text; a date no finer than the cell shows it.

    A spreadsheet makes the first of the month of a typed `2018-05` and shows the month alone.
    """
    if not isinstance(cell.value, date):
        return str(cell.value)
    shown = _LITERAL.sub("", cell.number_format.casefold())
    if "d" in shown or "y" not in shown:
        return str(cell.value).removesuffix(" 00:00:00")
    return f"{cell.value:%Y-%m}" if "m" in shown else f"{cell.value:%Y}"
