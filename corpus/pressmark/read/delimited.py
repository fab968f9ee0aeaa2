"""The reader of CSV: strictly quoted rows under one line of headings (RFC 4180)."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import lines
from pressmark.read.refused import RefusedError
from pressmark_schema.documents import RawRecord
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_schema.documents import Shape

NAME = "csv"
"""The reader's name in the sources table."""
MEDIA_TYPE = "text/csv"
ENDINGS = (".csv", ".tsv")
ENCODING = ""
RECORDS = ""
DELIMITERS = ",;\t|"
"""What may part cells; where none is declared, the commonest of them in the line of headings."""

MAX_COLUMNS = 10_000
"""Columns of a table; those of news exports have up to some hundred."""
_BYTES = "iso-8859-1"
"""Maps each byte to one character: rows are divided before they are decoded."""


class _TooLargeError(Exception):
    """A row, or an open quotation mark, runs on above the limit."""


def headings(stream: BinaryIO, encoding: str, delimiter: str | None) -> tuple[tuple[str, ...], str]:
    """The headings of a table and its delimiter; raises RefusedError where they are unusable."""
    rows = _Rows(stream, 2**20, 0)
    sample = next(rows.taken, None)
    if sample is None or not sample.data.strip():
        raise RefusedError(QuarantineReason.EMPTY, "no line of headings")
    first = sample.data.decode(_BYTES)
    delimiter = delimiter or max(DELIMITERS, key=first.count)
    cells = _cells(sample.data, encoding, delimiter, 0)
    if len(cells) > MAX_COLUMNS:
        detail = f"{len(cells):,} columns, the limit is {MAX_COLUMNS:,}"
        raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)
    doubled = sorted(cell for cell, times in Counter(cells).items() if cell and times > 1)
    if doubled:
        raise RefusedError(QuarantineReason.MALFORMED, f"two columns are called {doubled[0]!r}")
    return tuple(cells), delimiter


def divide(stream: BinaryIO, shape: Shape, limit: int, offset: int) -> Iterator[RawRecord]:
    """The rows below the headings that are not blank; `offset` is where the stream begins.

    Where quotation marks do not fit, the lines that were read for that row are one record with
    its problem, and the next line begins the next row.
    """
    rows = _Rows(stream, limit, offset)
    reader = csv.reader(rows, delimiter=shape.delimiter, strict=True)
    csv.field_size_limit(2**31 - 1)
    index = -1
    while True:
        problem: tuple[QuarantineReason, str] | None = None
        rows.begin()
        try:
            next(reader)
        except StopIteration:
            if not rows.held:
                return
            problem = QuarantineReason.MALFORMED, "a quotation mark is never closed"
        except csv.Error as error:
            problem = QuarantineReason.MALFORMED, str(error)
        except _TooLargeError:
            problem = lines.too_large(rows.size, limit)
            reader = csv.reader(rows, delimiter=shape.delimiter, strict=True)
        data = b"".join(line.data for line in rows.held).rstrip(b"\r\n")
        if index < 0 or data.strip() or problem:
            if index >= 0:
                yield _record(index, rows.held, data, problem)
            index += 1


def value(record: RawRecord, shape: Shape) -> dict[str, Any]:
    """The cells of a row by heading, empty ones left out; raises RefusedError."""
    cells = _cells(record.data, shape.encoding, shape.delimiter, record.offset or 0)
    if len(cells) != len(shape.head):
        detail = f"{len(cells)} cells, but {len(shape.head)} headings"
        raise RefusedError(QuarantineReason.MALFORMED, detail)
    pairs = zip(shape.head, cells, strict=True)
    return {heading: cell for heading, cell in pairs if heading and cell}


class _Rows:
    """The lines for csv.reader, those of the current row held with their places."""

    def __init__(self, stream: BinaryIO, limit: int, offset: int) -> None:
        self.limit = limit
        self.taken = lines.lines(stream, limit, offset)
        self.held: list[lines.Line] = []
        self.size = 0

    def begin(self) -> None:
        """Let the next line begin a row."""
        self.held, self.size = [], 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.taken)
        self.held.append(line)
        self.size += line.size
        if self.size > self.limit + 2:
            raise _TooLargeError
        return line.data.decode(_BYTES)


def _record(
    index: int, held: list[lines.Line], data: bytes, problem: tuple[QuarantineReason, str] | None
) -> RawRecord:
    first, last = held[0], held[-1]
    if problem is None:
        return lines.record(index, first.offset, first.number, data)
    reason, detail = problem
    if last.number > first.number:
        detail = f"lines {first.number} to {last.number}: {detail}"
    digest = hashlib.sha256(b"".join(line.data or line.sha256.encode() for line in held))
    return RawRecord(index, first.offset, first.number, b"", digest.hexdigest(), (reason, detail))


def _cells(data: bytes, encoding: str, delimiter: str, offset: int) -> list[str]:
    if b"\0" in data:
        detail = f"NUL byte at offset {offset + data.index(0)}"
        raise RefusedError(QuarantineReason.MALFORMED, detail)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        shown = f"byte 0x{data[error.start]:02x} at offset {offset + error.start} is not {encoding}"
        raise RefusedError(QuarantineReason.UNDECODABLE, shown) from error
    csv.field_size_limit(2**31 - 1)
    try:
        return next(csv.reader(_with_ends(text), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        raise RefusedError(QuarantineReason.MALFORMED, f"no row of a table: {error}") from error


def _with_ends(text: str) -> Iterator[str]:
    r"""The lines of `text` with their ends, at `\n` alone, as the row was divided."""
    *whole, last = text.split("\n")
    yield from (f"{line}\n" for line in whole)
    yield last
