"""Documents as datatrove reads them: `text`, `id` and `metadata`, a JSON line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export.documents import flat, flat_places, text_of, write_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

_ALIASES = {"url": "canonical_url", "date": "published_edtf", "language": "lang"}
"""What datatrove's own blocks look for in `metadata`, and our columns for it."""


def places(schema: Mapping[str, Table]) -> Places:
    """Where a document says the fields of a corpus."""
    return flat_places(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write `articles.jsonl` and the descriptor returned.

    `metadata` has every column of articles, besides `url`, `date` (EDTF: `2018-05` stays a month)
    and `language`. datatrove passes over documents without text.
    """
    return write_lines(dataset, folder, "articles.jsonl", _document, places(dataset.schema))


def _document(article: Row, rows: Rows) -> dict[str, Any]:
    metadata = flat(article, rows)
    aliases = {to: metadata[name] for to, name in _ALIASES.items() if name in metadata}
    # An own column of the corpus that is called so keeps its name.
    return {
        "text": text_of(rows),
        "id": article["article_id"],
        "metadata": {**aliases, **metadata},
    }
