"""Files of many records: divided into parts where they lie, read record by record anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressmark.read import formats, lines, mapped, shapes, warc
from pressmark.read.pages import Outside
from pressmark.read.refused import RefusedError
from pressmark.store import sha256_file
from pressmark_schema import ids
from pressmark_schema.documents import LeftOut, Quarantined, RawPart, RawRecord, Shape
from pressmark_schema.tables.sources import Source
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from pressmark.config import Config, ReadSection
    from pressmark.objects import Location
    from pressmark.read.discover import Found
    from pressmark.read.formats import Reader
    from pressmark.read.pages import Place
    from pressmark_schema.documents import Archived, Document

PART_RECORDS, PART_BYTES = 256, 2 * 2**20
"""Records, and bytes of them, after which a part ends."""


def parts(
    found: Found,
    config: Config,
    metadata: Mapping[str, str],
    place: str,
    shaped: Shape | None = None,
    left_out: Counter[str] | None = None,
    archived: Archived | None = None,
) -> Iterator[RawPart]:
    """The records of a file, in parts of bounded size.

    What in it is no document by its own word is counted in `left_out`.

    Raises UsageError as `shape` does; what is wrong with the file itself is a record's problem.
    """
    path, location = found.path, found.location
    reader = formats.of(path, config)
    assert reader is not None  # noqa: S101 - the caller has asked formats.of
    limit = config.read.max_bytes
    try:
        shaped = shaped or shapes.shape(path, location, reader, config)
        taken = divided(path, location, shaped, reader, limit, left_out)
    except RefusedError as error:
        shaped = shaped or Shape(reader.NAME, shapes.encoding(path, reader, config))
        taken = iter([_lost(0, error)])
    source = _source(path, location, shaped, reader, config)
    if archived:
        source = source.model_copy(update=archived.columns)
    first = True
    for some in _parted(taken):
        yield RawPart(source, shaped, some, first, metadata, place)
        first = False


def documents(
    part: RawPart, path_fields: Mapping[str, str], options: ReadSection
) -> Iterator[Document | Quarantined]:
    """The documents of a part, each decoded and mapped, or why it is none."""
    source = part.source
    for record in part.records:
        where = _where(record)
        place = (source.source_id, source.path, record.index, record.offset, record.sha256)
        if record.problem:
            reason, detail = record.problem
            yield Quarantined(*place, reason, f"{where}: {detail}")
        else:
            outside = Outside(None, part.metadata, f"{source.path} {where}", path_fields)
            found = _document(part, place, record, options, outside)
            if isinstance(found, Quarantined):
                found = replace(found, detail=f"{where}: {found.detail}")
            yield found


def _where(record: RawRecord) -> str:
    """Where in its file a record is, for a person."""
    if record.where:
        return record.where
    if record.line:
        return f"line {record.line}"
    offset = "" if record.offset is None else f" at byte {record.offset}"
    return f"record {record.index}{offset}"


def _document(
    part: RawPart, place: Place, record: RawRecord, options: ReadSection, outside: Outside
) -> Document | Quarantined:
    """The document of one record that was divided well."""
    if part.shape.reader == warc.NAME:
        return warc.document(place, record, options, outside)
    try:
        value = formats.named(part.shape.reader).value(record, part.shape)
        return mapped.document(place, value, dict(part.shape.mapping), outside)
    except RefusedError as error:
        return Quarantined(*place, error.reason, error.detail)


def divided(
    path: str,
    location: Location,
    shaped: Shape,
    reader: Reader,
    limit: int,
    left_out: Counter[str] | None = None,
) -> Iterator[RawRecord]:
    """The records; where the stream itself breaks, one more that says so."""
    index = 0
    try:
        with shapes.opened(path, location) as (stream, start):
            for record in reader.divide(stream, shaped, limit, start):
                if isinstance(record, LeftOut):
                    if left_out is not None:
                        left_out[record.what] += 1
                    continue
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


def _source(path: str, location: Location, shaped: Shape, reader: Reader, config: Config) -> Source:
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


def _basis(path: str, location: Location, config: Config) -> EncodingBasis:
    try:
        with shapes.opened(path, location) as (_, mark):
            if mark:
                return EncodingBasis.BOM
    except RefusedError:
        pass
    declared = config.read.encodings_for(path)[1]
    return EncodingBasis.DECLARED if declared else EncodingBasis.DEFAULT
