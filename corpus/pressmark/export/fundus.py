"""Articles as Fundus serialises them: a body of summary and sections, a JSON line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export.documents import write_lines
from pressmark_schema.vocabulary import Access, BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

_KEYS = {
    "title": "title",
    "lang": "lang",
    "publisher": "outlet",
    "url": "canonical_url",
    "article_id": "article_id",
}
"""Fundus' names and our columns; the last is our own addition."""
_FREE = {Access.FREE: True, Access.RESTRICTED: False}


def places(schema: Mapping[str, Table]) -> Places:  # noqa: ARG001 - own columns have no place
    """Where an article of Fundus says the fields of a corpus."""
    found = {f"articles.{column}": f"`{key}`" for key, column in _KEYS.items()}
    return found | {
        "articles.authors": "`authors`; none stated is an empty list",
        "articles.keywords": "`topics`; none stated is an empty list",
        "articles.published_edtf": "`publishing_date`, where no instant is stated",
        "articles.published_at": "`publishing_date`",
        "articles.access": "`free_access`",
        "texts.text": "`body`",
        "blocks.text": "`body`, where it is part of the text",
        "blocks.kind": "`body`: lead, heading or other",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write `articles.jsonl` and the descriptor returned.

    `publishing_date` is Python's spelling of an instant, as in Fundus, where one is stated; else
    the date in EDTF, which keeps a month a month.
    """
    return write_lines(dataset, folder, "articles.jsonl", _document, places(dataset.schema))


def _document(article: Row, rows: Rows) -> dict[str, Any]:
    instant, edtf = article["published_at"], article["published_edtf"]
    made = {key: article[column] for key, column in _KEYS.items()}
    made |= {
        "authors": article["authors"] or [],
        "topics": article["keywords"] or [],
        "publishing_date": str(instant) if instant is not None else edtf,
        "body": body([block for block in rows["blocks"] if block["text_start"] is not None]),
    }
    if article["access"] in _FREE:
        made["free_access"] = _FREE[article["access"]]
    return made


def body(blocks: Sequence[Row]) -> dict[str, Any]:
    """The blocks of a text: those of kind lead that open it as summary, a section a heading.

    Joined in Fundus' order they are the text again.
    """
    first = next((i for i, b in enumerate(blocks) if b["kind"] != BlockKind.LEAD), len(blocks))
    sections: list[dict[str, list[str]]] = []
    for block in blocks[first:]:
        is_heading = block["kind"] == BlockKind.HEADING
        if is_heading or not sections:
            sections.append({"headline": [], "paragraphs": []})
        sections[-1]["headline" if is_heading else "paragraphs"].append(block["text"])
    return {"summary": [block["text"] for block in blocks[:first]], "sections": sections}
