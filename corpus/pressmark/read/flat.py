"""The reader of flat text: one document a file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pressmark.read import compressed
from pressmark.read.decode import UndecodableError, decode
from pressmark.read.refused import RefusedError
from pressmark_schema import ids
from pressmark_schema.documents import Decoded, Document, Quarantined, RawFile
from pressmark_schema.tables.sources import Source
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.config import ReadSection

NAME = "flat"
"""The reader's name in the sources table."""


def read(
    raw: RawFile, options: ReadSection, path_fields: Mapping[str, str]
) -> tuple[Source, Document | Quarantined]:
    """The file's row of sources, and its one document or why there is none."""
    identity = ids.source_id(raw.path)
    encoding, basis = None, EncodingBasis.NONE
    packed = compressed.ending(raw.path)
    place = (identity, raw.path, 0, 0, raw.sha256)
    result: Document | Quarantined
    try:
        data = _data(raw, options) if packed else raw.data
        if packed:
            place = (identity, raw.path, 0, 0, hashlib.sha256(data).hexdigest())
        decoded = _decoded(raw, data, options)
        encoding, basis = decoded.encoding, decoded.basis
        result = Document(*place, decoded.text, raw.metadata, raw.place, path_fields)
    except (UndecodableError, RefusedError) as error:
        result = Quarantined(*place, error.reason, error.detail)
    plain = "text/plain" if encoding else "application/octet-stream"
    source = Source(
        source_id=identity,
        path=raw.path,
        sha256=raw.sha256,
        bytes=raw.size,
        media_type=compressed.MEDIA_TYPES.get(packed, plain),
        reader=NAME,
        encoding=encoding,
        encoding_basis=basis,
        **(raw.archived.columns if raw.archived else {}),
    )
    return source, result


def _data(raw: RawFile, options: ReadSection) -> bytes:
    """What is in a compressed file; its SHA-256 is the document's."""
    if raw.problem:
        raise RefusedError(*raw.problem)
    return compressed.whole(raw.data, raw.path, options.max_bytes)


def _decoded(raw: RawFile, data: bytes, options: ReadSection) -> Decoded:
    if raw.problem:
        raise UndecodableError(*raw.problem)
    encodings, declared = options.encodings_for(raw.path)
    decoded = decode(data, encodings, declared=declared)
    if not decoded.text.strip():
        raise UndecodableError(QuarantineReason.EMPTY, f"{len(data)} bytes, no text")
    return decoded
