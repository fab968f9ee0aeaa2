"""Documents as the Dolma toolkit reads them: gzipped JSON lines in `documents/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export.documents import flat, flat_places, text_of, write_lines
from pressmark_schema import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table


def places(schema: Mapping[str, Table]) -> Places:
    """Where a document says the fields of a corpus."""
    return flat_places(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write `documents/articles.jsonl.gz` and the descriptor returned.

    `source` is the outlet; `created` is there only where an instant is stated, since Dolma takes
    a time and a day is none. `metadata` has every column of articles.
    """
    path = "documents/articles.jsonl.gz"
    return write_lines(dataset, folder, path, _document, places(dataset.schema))


def _document(article: Row, rows: Rows) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": article["article_id"],
        "text": text_of(rows),
        "source": article["outlet_id"],
    }
    if article["published_at"] is not None:
        made["created"] = canonical.instant(article["published_at"])
    return {**made, "metadata": flat(article, rows)}
