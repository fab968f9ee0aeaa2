"""How a file of many records is read: its encoding, its headings, which key is what."""

from __future__ import annotations

import codecs
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import compressed, docx, json_values, mapping
from pressmark.read.refused import RefusedError
from pressmark_schema.documents import LeftOut, Shape
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.config import Config, RecordsRule
    from pressmark.objects import Location
    from pressmark.read.formats import Reader
    from pressmark_schema.documents import RawRecord

_PEEKED = 20
"""Records whose keys are looked at where no mapping is declared."""
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOTHING = "no record to know it by"
_STRUCTURE = '\n\r,;\t|"\\[]{}:'


def look(path: str, location: Location, reader: Reader, config: Config) -> tuple[Shape, set[str]]:
    """The shape without its mapping, and the keys at the top of the first records.

    Raises RefusedError where the file is not of the format at all.
    """
    rule = config.records_for(path)
    name = encoding(path, reader, config)
    with opened(path, location) as (stream, mark):
        name = "utf-8" if mark else name
        head, delimiter = reader.headings(stream, name, rule.delimiter if rule else None)
        found = Shape(reader.NAME, name, head=head, delimiter=delimiter)
        if reader.RECORDS:
            return found, set()
    found = replace(found, pointer=_pointer(path, location, found, rule, config.read.max_bytes))
    with opened(path, location) as (stream, _):
        if head:
            return found, {name for name in head if name}
        records = reader.divide(stream, found, config.read.max_bytes, 0)
        return found, set(_keys(records, found, reader))


def _pointer(
    path: str, location: Location, found: Shape, rule: RecordsRule | None, limit: int
) -> tuple[str, ...]:
    """The keys that lead to the list of records in a JSON file that is one object around it.

    Declared, or known by their names where the object itself is not mapped.
    """
    if found.reader != json_values.NAME:
        return ()
    if rule and rule.records:
        return tuple(rule.records.split("."))
    with opened(path, location) as (stream, _):
        known = json_values.wrapper(stream)
    if known:
        return known
    with opened(path, location) as (stream, _):
        if not json_values.has_lists(stream):
            return ()
    # As Fundus writes what it has crawled: a list for each publisher's name.
    by_name = replace(found, pointer=(json_values.ANY,))
    with opened(path, location) as (stream, start):
        records = json_values.divide(stream, by_name, limit, start)
        keys = set(_keys(records, by_name, json_values))
    return by_name.pointer if mapping.detect(keys) == "fundus" else ()


def shape(path: str, location: Location, reader: Reader, config: Config) -> Shape:
    """How the records of the file at `location` are read, settled before any is.

    Raises UsageError where neither the configuration nor the keys say which key is the text, and
    RefusedError where the file is not of the format at all.
    """
    rule = config.records_for(path)
    found, keys = look(path, location, reader, config)
    if found.reader == docx.NAME:
        return docx.shaped(found, rule, config.fields)
    if reader.RECORDS:
        return replace(found, named=reader.RECORDS)
    if not keys and not (rule and (rule.preset or rule.fields)):
        return replace(found, mapping={mapping.TEXT: (mapping.TEXT,)}, named=_NOTHING)
    mapped, named = mapping.resolve(path, rule, keys, config.fields)
    _require_columns(path, rule.fields if rule else {}, found.head)
    inside = f", in the list at {'.'.join(found.pointer)}" if found.pointer else ""
    return replace(found, mapping=mapped, named=f"{named}{inside}")


@contextmanager
def opened(path: str, location: Location) -> Iterator[tuple[BinaryIO, int]]:
    """The unpacked file behind its byte order mark, and the mark's length."""
    with location.open("rb") as file:
        stream = compressed.unpacked(file, path, location.stat().st_size)
        opening = stream.peek(4)[:4]  # type: ignore[attr-defined]
        if opening.startswith(_WIDE):
            detail = "UTF-16 or UTF-32 by its byte order mark; write it in UTF-8"
            raise RefusedError(QuarantineReason.UNDECODABLE, detail)
        marked = opening.startswith(codecs.BOM_UTF8)
        yield stream, len(stream.read(3)) if marked else 0


def _keys(records: Iterator[RawRecord | LeftOut], found: Shape, reader: Reader) -> Iterator[str]:
    """The keys at the top of the first records that can be read, up to where the stream breaks."""
    for _ in range(_PEEKED):
        try:
            record = next(records, None)
        except RefusedError:
            return
        if record is None:
            return
        if isinstance(record, LeftOut):
            continue
        with suppress(RefusedError):
            yield from {} if record.problem else reader.value(record, found)


def encoding(path: str, reader: Reader, config: Config) -> str:
    """The one encoding of all records: the first for this file; JSON is UTF-8 unless declared.

    Raises UsageError for one in which line ends and quotation marks are other bytes than in ASCII.
    """
    encodings, declared = config.read.encodings_for(path)
    name = encodings[0] if declared or reader.ENCODING == "" else "utf-8"
    try:
        plain = _STRUCTURE.encode(name) == _STRUCTURE.encode("ascii")
    except UnicodeEncodeError:
        plain = False
    if not plain:
        raise UsageError(f"{path}: records cannot be told apart in {name}; write them in UTF-8")
    return name


def _require_columns(path: str, fields: Mapping[str, Any], head: tuple[str, ...]) -> None:
    """Refuse a declared column that a table does not have."""
    if not head:
        return
    for keys in fields.values():
        tried = [keys] if isinstance(keys, str) else keys
        names = {part for key in tried for part in (key, key.partition(".")[0])}
        if not names & set(head):
            shown = ", ".join(head)
            raise UsageError(f"{path} has no column {tried[0]!r}; it has {shown}")
