"""The reader of web pages: one document a page, its text the layer that the page shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressmark import markup
from pressmark.read import charset as charsets
from pressmark.read import compressed
from pressmark.read.decode import UndecodableError
from pressmark.read.refused import RefusedError
from pressmark_schema import ids
from pressmark_schema.documents import Document, Quarantined
from pressmark_schema.tables.sources import Source
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.config import ReadSection
    from pressmark_schema.documents import Decoded, RawFile

NAME = "html"
"""The reader's name in the sources table."""
MEDIA_TYPE = "text/html"
ENDINGS = (".html", ".htm", ".xhtml", ".xht")

Place = tuple[str, str, int, int | None, str]
"""Where a document is: source id, path, rank of the record, its offset in bytes, its SHA-256."""


def is_page(path: str) -> bool:
    """Whether a file's name says that it is a page, compressed or not."""
    name = path.lower()
    return name.removesuffix(compressed.ending(name)).endswith(ENDINGS)


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known of a page from outside it.

    `url` is the address it was fetched from; `metadata` what is stated by column of articles, and
    `where` names the place of that in messages; `path_fields` are stated by the path; the columns
    `from_record` by the record itself. `headers` are those of the answer over HTTP that speak of
    the page's use.
    """

    url: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    path_fields: Mapping[str, str] = field(default_factory=dict)
    from_record: frozenset[str] = frozenset()
    headers: tuple[tuple[str, str], ...] = ()


_NOTHING = Outside()


def document(
    place: Place,
    data: bytes,
    options: ReadSection,
    *,
    charset: str | None = None,
    outside: Outside = _NOTHING,
) -> Document | Quarantined:
    """The document of a page's bytes, whatever carried them; never raises for the page's sake.

    `data` is decompressed. `charset` is what HTTP says, the value of Content-Type or its charset;
    `options` have the encodings to try where neither mark, HTTP nor the page declares one.
    """
    try:
        decoded = charsets.decoded(place[1], data, options, charset)
    except UndecodableError as error:
        return Quarantined(*place, error.reason, error.detail)
    return of_text(place, decoded.text, outside)


def of_text(place: Place, source: str, outside: Outside = _NOTHING) -> Document | Quarantined:
    """The document of a page that is decoded already, such as one in a record of JSON."""
    try:
        page = markup.page(source, outside.url, outside.headers)
    except markup.RefusedMarkupError as error:
        return Quarantined(*place, error.reason, error.detail)
    text = page.layer.text
    if not text.strip():
        return Quarantined(*place, QuarantineReason.EMPTY, "the page shows no text")
    return Document(
        *place,
        text,
        outside.metadata,
        outside.where,
        outside.path_fields,
        outside.from_record,
        page,
    )


def read(
    raw: RawFile, options: ReadSection, path_fields: Mapping[str, str]
) -> tuple[Source, Document | Quarantined]:
    """The file's row of sources, and its one document or why there is none."""
    identity, packed = ids.source_id(raw.path), compressed.ending(raw.path)
    place: Place = (identity, raw.path, 0, 0, raw.sha256)
    decoded: Decoded | None = None
    result: Document | Quarantined
    try:
        if raw.problem:
            raise RefusedError(*raw.problem)  # noqa: TRY301 - one way for all that is refused
        data = raw.data
        if packed:
            data = compressed.whole(raw.data, raw.path, options.max_bytes)
            place = (identity, raw.path, 0, 0, hashlib.sha256(data).hexdigest())
        decoded = charsets.decoded(raw.path, data, options, None)
        outside = Outside(None, raw.metadata, raw.place, path_fields)
        result = of_text(place, decoded.text, outside)
    except (UndecodableError, RefusedError) as error:
        result = Quarantined(*place, error.reason, error.detail)
    source = Source(
        source_id=identity,
        path=raw.path,
        sha256=raw.sha256,
        bytes=raw.size,
        media_type=compressed.MEDIA_TYPES.get(packed, MEDIA_TYPE),
        reader=NAME,
        encoding=decoded.encoding if decoded else None,
        encoding_basis=decoded.basis if decoded else EncodingBasis.NONE,
        **(raw.archived.columns if raw.archived else {}),
    )
    return source, result
