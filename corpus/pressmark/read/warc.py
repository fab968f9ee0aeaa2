"""The reader of WARC files: each response that is a page or plain text becomes a document."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from pressmark.read import charset, http_body, pages, warc_records
from pressmark.read.decode import UndecodableError
from pressmark.read.refused import RefusedError
from pressmark_schema.documents import Document, LeftOut, Quarantined, RawRecord
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from fastwarc import WarcRecord

    from pressmark.config import ReadSection
    from pressmark.read.pages import Outside, Place
    from pressmark_schema.documents import Shape

NAME = "warc"
"""The reader's name in the sources table."""
MEDIA_TYPE = "application/warc"
ENDINGS = (".warc", ".warc.gz")
ENCODING = None
RECORDS = "responses that are pages or plain text"

_OK = 200
_PAGES, _PLAIN = ("text/html", "application/xhtml+xml"), "text/plain"
_SNIFFED = 1024
_IS_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,400}(?:<!--|<!doctype html|<\?xml|<html)", re.IGNORECASE
)
_ALGORITHMS = hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}
_OF_USE = frozenset({"tdm-reservation", "tdm-policy", "x-robots-tag"})
"""TDM Reservation Protocol, section 5; the robots' header that some sites write `noai` into."""
_SHOWN, _DIGEST = 60, 200


@dataclass(frozen=True, slots=True)
class _Response:
    """What a server answered: its body with all encodings undone."""

    url: str
    date: str
    content_type: str
    is_page: bool
    body: bytes
    headers: tuple[tuple[str, str], ...]


def headings(
    _stream: BinaryIO, _encoding: str, _delimiter: str | None
) -> tuple[tuple[str, ...], str]:
    """None; raises EnvironmentFaultError where the library that reads headers is not there."""
    try:
        import brotli  # noqa: F401 - asked for before anything is read
        import fastwarc  # noqa: F401
    except ImportError as error:
        hint = 'pip install "pressmark[warc]"'
        raise EnvironmentFaultError("reading WARC files needs fastwarc", hint=hint) from error
    return (), ""


def divide(
    stream: BinaryIO, _shape: Shape, limit: int, _offset: int
) -> Iterator[RawRecord | LeftOut]:
    """The responses, and whatever is damaged; records of other kinds are left out by their name."""
    index = 0
    for piece in warc_records.pieces(stream, limit):
        if piece.kind not in {"response", ""}:
            yield LeftOut(f"{piece.kind} record")
            continue
        yield RawRecord(index, piece.offset, None, piece.data, piece.sha256, piece.problem)
        index += 1


def value(_record: RawRecord, _shape: Shape) -> dict[str, Any]:
    """Nothing: a response is no mapping of keys."""
    return {}


def document(
    place: Place, record: RawRecord, options: ReadSection, outside: Outside
) -> Document | Quarantined:
    """The document of one response, or why there is none."""
    try:
        found = _response(record.data, options.max_bytes)
        stated = {"retrieved_at": found.date} if found.date else {}
        if not found.is_page:
            return _plain(place, found, options, outside, stated)
    except (RefusedError, UndecodableError) as error:
        return Quarantined(*place, error.reason, error.detail)
    metadata = {**outside.metadata, **stated}
    about = pages.Outside(
        found.url, metadata, outside.where, outside.path_fields, frozenset(stated), found.headers
    )
    return pages.document(place, found.body, options, charset=found.content_type, outside=about)


def _plain(
    place: Place,
    found: _Response,
    options: ReadSection,
    outside: Outside,
    stated: dict[str, str],
) -> Document:
    """A response of plain text, which is parsed as flat text is."""
    text = charset.decoded(place[1], found.body, options, found.content_type).text
    if not text.strip():
        raise RefusedError(QuarantineReason.EMPTY, f"{len(found.body)} bytes, no text")
    stated |= {"canonical_url": found.url} if found.url else {}
    metadata = {**outside.metadata, **stated}
    where, fields = outside.where, outside.path_fields
    return Document(*place, text, metadata, where, fields, frozenset(stated))


def _response(data: bytes, limit: int) -> _Response:
    """What a record holds; raises RefusedError where it is damaged, or no page or plain text."""
    from fastwarc import WarcRecord

    try:
        record = WarcRecord.from_bytes(data)
        record.parse_http(quirks_mode=True)
        payload = record.reader.read() if record.http_headers and record.reader else b""
    except OSError as error:
        _refuse(QuarantineReason.MALFORMED, f"no readable header: {str(error)[:_SHOWN]}")
    _require_whole(record, data[warc_records.header_size(data) :], payload)
    if record.http_headers is None:
        kind = str(record.headers.get("Content-Type") or "nothing")
        _refuse(QuarantineReason.MEDIA_TYPE, f"{kind[:_SHOWN]}: no answer over HTTP")
    content_type = _required_type(record)
    body = http_body.unchunked(payload) if _is_chunked(record) else payload
    codings = record.http_headers.get("Content-Encoding") or ""
    body = http_body.decoded(body, codings, limit)
    is_page = _is_page(content_type, body)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    date = record.headers.get("WARC-Date") or ""
    return _Response(url, date, content_type, is_page, body, _of_use(record))


def _required_type(record: WarcRecord) -> str:
    """The content type of an answer that may be a document; raises RefusedError for another."""
    headers = record.http_headers
    assert headers is not None  # noqa: S101 - the caller has asked
    if headers.status_code != _OK:
        status = " ".join(f"{headers.status_code or ''} {headers.reason_phrase or ''}".split())
        _refuse(QuarantineReason.HTTP_STATUS, status[:_SHOWN] or "no status")
    found = headers.get("Content-Type") or record.headers.get("WARC-Identified-Payload-Type") or ""
    kind = found.partition(";")[0].strip().lower()
    if kind and kind not in {*_PAGES, _PLAIN}:
        _refuse(QuarantineReason.MEDIA_TYPE, kind[:_SHOWN])
    return found


def _of_use(record: WarcRecord) -> tuple[tuple[str, str], ...]:
    """The headers that speak of the page's use, as often as they stand there."""
    headers = record.http_headers.astuples() if record.http_headers else ()
    return tuple((name.lower(), value) for name, value in headers if name.lower() in _OF_USE)


def _is_chunked(record: WarcRecord) -> bool:
    headers = record.http_headers
    return headers is not None and "chunked" in (headers.get("Transfer-Encoding") or "").lower()


def _is_page(content_type: str, body: bytes) -> bool:
    """Whether a body is markup; one without a type by how it begins, as browsers do it."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind:
        return kind in _PAGES
    if not _IS_PAGE.match(body[:_SNIFFED]):
        _refuse(QuarantineReason.MEDIA_TYPE, "no content type, and nothing that begins a page")
    return True


def _require_whole(record: WarcRecord, block: bytes, payload: bytes) -> None:
    """Raise RefusedError where a digest differs, or the crawler says that it cut the record."""
    cut = record.headers.get("WARC-Truncated")
    if cut:
        _refuse(QuarantineReason.MALFORMED, f"the crawler cut it (WARC-Truncated: {cut[:_SHOWN]})")
    _require_digest("block", record.headers.get("WARC-Block-Digest"), [block])
    if record.http_headers is None:
        return
    http = record.http_headers
    chunked = _is_chunked(record)
    forms = [payload, http_body.unchunked(payload)] if chunked else [payload]
    _require_digest("payload", record.headers.get("WARC-Payload-Digest"), forms)
    length = (http.get("Content-Length") or "").strip()
    if not chunked and length.isdecimal() and len(payload) < int(length[:18]):
        detail = f"the body is cut: {len(payload)} of {length[:18]} bytes are there"
        _refuse(QuarantineReason.MALFORMED, detail)


def _require_digest(what: str, stated: str | None, forms: list[bytes]) -> None:
    """Raise RefusedError where none of `forms` has the digest stated.

    A payload's is that of the body, which some programs take with its chunks and some without. One
    of an algorithm that Python does not have says nothing.
    """
    name, _, written = (stated or "").strip().partition(":")
    algorithm, written = name.strip().lower().replace("-", ""), written.strip()
    if algorithm not in _ALGORITHMS:
        return
    for data in forms:
        digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
        base32 = base64.b32encode(digest).decode().rstrip("=")
        if written.lower() == digest.hex() or written.upper().rstrip("=") == base32:
            return
    _refuse(QuarantineReason.MALFORMED, f"its {what} digest is not {name}:{written}"[:_DIGEST])


def _refuse(reason: QuarantineReason, detail: str) -> NoReturn:
    raise RefusedError(reason, detail) from None
