"""Files of many records: divided into parts where they lie, read record by record anywhere."""

from __future__ import annotations

import codecs
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.read import compressed, formats, lines, mapping
from pressmark.read.refused import RefusedError
from pressmark.store import sha256_file
from pressmark_schema import ids
from pressmark_schema.documents import Document, Quarantined, RawPart, RawRecord, Shape
from pressmark_schema.errors import UsageError
from pressmark_schema.tables.sources import Source
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.read.formats import Reader

PART_RECORDS, PART_BYTES = 256, 2 * 2**20
"""Records, and bytes of them, after which a part ends."""
_PEEKED = 20
"""Records whose keys are looked at where no mapping is declared."""
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRUCTURE = '\n\r,;\t|"\\[]{}:'


def shape(path: str, location: Path, reader: Reader, config: Config) -> Shape:
    """How the records of the file at `location` are read, settled before any is.

    Raises UsageError where neither the configuration nor the keys say which key is the text, and
    RefusedError where the file is not of the format at all.
    """
    rule = config.records_for(path)
    encoding = _encoding(path, reader, config)
    keys: set[str] = set()
    with _opened(path, location) as (stream, mark):
        encoding = "utf-8" if mark else encoding
        head, delimiter = reader.headings(stream, encoding, rule.delimiter if rule else None)
        found = Shape(reader.NAME, encoding, head=head, delimiter=delimiter)
        keys.update(filter(None, head) if head else _keys(stream, found, reader, config))
    known = keys or {mapping.TEXT}
    if not keys and not (rule and (rule.preset or rule.fields)):
        mapped: mapping.Keys = {mapping.TEXT: (mapping.TEXT,)}
        named = "no record to know it by"
    else:
        mapped, named = mapping.resolve(path, rule, known, config.fields)
    _require_columns(path, rule.fields if rule else {}, found.head)
    return Shape(found.reader, encoding, mapped, found.head, found.delimiter, named)


def parts(
    path: str,
    location: Path,
    config: Config,
    metadata: Mapping[str, str],
    place: str,
    shaped: Shape | None = None,
) -> Iterator[RawPart]:
    """The records of the file at `location`, in parts of bounded size.

    Raises UsageError as `shape` does; what is wrong with the file itself is a record's problem.
    """
    reader = formats.of(path, config)
    assert reader is not None  # noqa: S101 - the caller has asked formats.of
    limit = config.read.max_bytes
    try:
        shaped = shaped or shape(path, location, reader, config)
        records = _records(path, location, shaped, reader, limit)
    except RefusedError as error:
        shaped = shaped or Shape(reader.NAME, _encoding(path, reader, config))
        records = iter([_lost(0, error)])
    source = _source(path, location, shaped, reader, config)
    first = True
    for some in _parted(records):
        yield RawPart(source, shaped, some, first, metadata, place)
        first = False


def documents(part: RawPart, path_fields: Mapping[str, str]) -> Iterator[Document | Quarantined]:
    """The documents of a part, each decoded and mapped, or why it is none."""
    reader = formats.named(part.shape.reader)
    source = part.source
    for record in part.records:
        place = (source.source_id, source.path, record.index, record.offset, record.sha256)
        where = f"line {record.line}" if record.line else f"record {record.index}"
        if record.problem:
            reason, detail = record.problem
            yield Quarantined(*place, reason, f"{where}: {detail}")
            continue
        try:
            found = reader.value(record, part.shape)
            text, stated = mapping.apply(found, dict(part.shape.mapping))
        except RefusedError as error:
            yield Quarantined(*place, error.reason, f"{where}: {error.detail}")
        else:
            yield Document(
                *place,
                text,
                {**part.metadata, **stated},
                f"{source.path} {where}",
                path_fields,
                frozenset(stated),
            )


@contextmanager
def _opened(path: str, location: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The unpacked file behind its byte order mark, and the mark's length."""
    with location.open("rb") as file:
        stream = compressed.unpacked(file, path, location.stat().st_size)
        opening = stream.peek(4)[:4]  # type: ignore[attr-defined]
        if opening.startswith(_WIDE):
            detail = "UTF-16 or UTF-32 by its byte order mark; write it in UTF-8"
            raise RefusedError(QuarantineReason.UNDECODABLE, detail)
        marked = opening.startswith(codecs.BOM_UTF8)
        yield stream, len(stream.read(3)) if marked else 0


def _keys(stream: BinaryIO, found: Shape, reader: Reader, config: Config) -> Iterator[str]:
    """The keys at the top of the first records that can be read."""
    limit = config.read.max_bytes
    for record in islice(reader.divide(stream, found, limit, 0), _PEEKED):
        try:
            yield from {} if record.problem else reader.value(record, found)
        except RefusedError:
            continue


def _records(
    path: str, location: Path, shaped: Shape, reader: Reader, limit: int
) -> Iterator[RawRecord]:
    """The records; where the stream itself breaks, one more that says so."""
    index = 0
    try:
        with _opened(path, location) as (stream, start):
            for record in reader.divide(stream, shaped, limit, start):
                index = record.index + 1
                yield record
    except RefusedError as error:
        yield _lost(index, error)
        return
    if not index:
        yield _lost(0, RefusedError(QuarantineReason.EMPTY, "no records"))


def _lost(index: int, error: RefusedError) -> RawRecord:
    nothing = lines.record(index, None, None, b"")
    return RawRecord(index, None, None, b"", nothing.sha256, (error.reason, error.detail))


def _parted(records: Iterator[RawRecord]) -> Iterator[tuple[RawRecord, ...]]:
    held: list[RawRecord] = []
    size = 0
    for record in records:
        held.append(record)
        size += len(record.data)
        if len(held) == PART_RECORDS or size >= PART_BYTES:
            yield tuple(held)
            held, size = [], 0
    if held:
        yield tuple(held)


def _source(path: str, location: Path, shaped: Shape, reader: Reader, config: Config) -> Source:
    text = reader.ENCODING is not None
    return Source(
        source_id=ids.source_id(path),
        path=path,
        sha256=sha256_file(location),
        bytes=location.stat().st_size,
        media_type=formats.media_type(path, reader),
        reader=reader.NAME,
        encoding=shaped.encoding if text else None,
        encoding_basis=_basis(path, location, config) if text else EncodingBasis.NONE,
    )


def _basis(path: str, location: Path, config: Config) -> EncodingBasis:
    try:
        with _opened(path, location) as (_, mark):
            if mark:
                return EncodingBasis.BOM
    except RefusedError:
        pass
    declared = config.read.encodings_for(path)[1]
    return EncodingBasis.DECLARED if declared else EncodingBasis.DEFAULT


def _encoding(path: str, reader: Reader, config: Config) -> str:
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
