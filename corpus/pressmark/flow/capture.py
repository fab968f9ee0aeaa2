"""The row of captures: how a document came, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.flow import on_page
from pressmark_schema import ids
from pressmark_schema.canonical import canonical, sha256_of
from pressmark_schema.vocabulary import CaptureStatus

if TYPE_CHECKING:
    from pressmark.flow.parsed import Parsed
    from pressmark_schema.documents import Document, Quarantined


def quarantined(document: Quarantined) -> dict[str, Any]:
    """The row of a document that became no record."""
    return _row(document) | {
        "status": CaptureStatus.QUARANTINED,
        "status_reason": document.reason,
        "status_detail": document.detail,
    }


def accepted(found: Parsed) -> dict[str, Any]:
    """The row of a document that became a record, as if it were its article's only one."""
    return _row(found.document) | {
        "article_id": found.article_id,
        "metadata_sha256": _metadata_sha256(found.document),
        "retrieved_at": found.facts.retrieved_at,
        "url": _fetched(found),
        "seq": 0,
        "is_current": True,
        "status": CaptureStatus.ACCEPTED,
    }


def _row(document: Document | Quarantined) -> dict[str, Any]:
    return {
        "capture_id": ids.capture_id(
            document.source_id, document.record_index, document.record_sha256
        ),
        "source_id": document.source_id,
        "article_id": None,
        "record_index": document.record_index,
        "record_offset": document.record_offset,
        "record_sha256": document.record_sha256,
        "metadata_sha256": None,
        "retrieved_at": None,
        "url": None,
        "seq": None,
        "is_current": False,
        "status": None,
        "status_reason": None,
        "status_detail": None,
    }


def _metadata_sha256(document: Document) -> str | None:
    """The hash of what stands of a document outside it; what its own record states is not."""
    stated = {k: v for k, v in document.metadata.items() if k not in document.from_record}
    return sha256_of([canonical(stated)]) if stated else None


def _fetched(found: Parsed) -> str | None:
    """Where the document was fetched; what a page says of itself does not tell that."""
    known = on_page.fetched(found.page_statements)
    stated = found.document.metadata if found.page_statements else found.facts.values
    return known or stated.get("canonical_url")
