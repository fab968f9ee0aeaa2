"""One document becomes a record: its rows in every table, a pure function of it and the options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pressmark.flow import annotations as of_annotations
from pressmark.flow import article_row, capture, dating, withdrawn
from pressmark.flow import blocks as of_blocks
from pressmark.flow.parsed import NoArticleError, Parsed
from pressmark_schema.records import HASH_COLUMN, record_sha256

if TYPE_CHECKING:
    from pressmark.flow.options import Options
    from pressmark_schema.documents import Document

__all__ = ["NoArticleError", "Record", "record"]


@dataclass(frozen=True, slots=True)
class Record:
    """The rows of one article as plain values, by table; `capture` is the row of how it came.

    `corrected` are the lines of the corrections that were applied.
    """

    capture: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    corrected: list[int] = field(default_factory=list)


def record(document: Document, options: Options) -> Record:
    """Every row that `document` gives.

    `seq` and `is_current` of the capture are those of an only capture; the gathering of the whole
    corpus sets them right. Raises InvalidMetadataError for a stated value that misfits, its kind
    NoArticleError for a page without an article, WithdrawnError for what is withdrawn.
    """
    found = Parsed(document, options)
    article_id, blocks, pieces = found.article_id, found.blocks, found.pieces
    article = article_row.row(found)
    rows = {
        "articles": [article],
        "aliases": found.identity.aliases,
        "blocks": blocks,
        "embeds": list(of_blocks.embeds(blocks, pieces)),
        "links": list(of_blocks.links(blocks, pieces)),
        "changes": of_blocks.changes(article_id, document.text, blocks, pieces, found.removals),
        "evidence": found.evidence.rows,
        "texts": [_text_row(found, article)],
    }
    withdrawn.forget(rows, found.withdrawn, article, options.tables["articles"])
    article[HASH_COLUMN] = record_sha256(rows)
    first, last = found.narrowed.text_from, found.narrowed.text_to
    layers = options.config.annotations.layers
    rows["annotations"] = list(of_annotations.rows(blocks, first, last, layers))
    return Record(capture.accepted(found), rows, found.applied)


def _text_row(found: Parsed, article: dict[str, Any]) -> dict[str, Any]:
    return {
        "article_id": found.article_id,
        "outlet_id": article["outlet_id"],
        "title": article["title"],
        "text": found.text,
        **dating.of_text(found),
        "lang": found.lang,
        "dup_cluster": None,
        "dup_relation": None,
        "is_representative": None,
    }
