"""Articles as flat JSON documents, a line each: what the formats for language models share."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from pressmark.export.jsonl import line
from pressmark.export.mapping import Places, unsaid
from pressmark.export.records import articles
from pressmark.export.resources import file_resource, write_descriptor
from pressmark.export.running import text_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table


def write_lines(
    dataset: Dataset,
    folder: Path,
    path: str,
    made: Callable[[Row, Rows], dict[str, Any]],
    places: Places,
) -> Package:
    """Write a JSON line for each article, compressed where `path` ends in .gz, and a descriptor.

    `made` turns an article with its rows of texts, blocks, embeds and links into a document.
    """
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as raw:
        # No name and no time, so that the same rows give the same bytes.
        packed = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if path.endswith(".gz") else raw
        with packed as file:
            for article, rows in articles(dataset, "texts", "blocks", "embeds", "links"):
                file.write(line(made(article, rows)))
    form = "jsonl.gz" if path.endswith(".gz") else "jsonl"
    mediatype = "application/gzip" if path.endswith(".gz") else "application/jsonl"
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, path, "articles", form, mediatype)],
        {"unsaid": unsaid(dataset.schema, places, dataset.files)},
    )


def flat(article: Row, rows: Rows) -> dict[str, Any]:
    """The columns of an article and those that texts adds, but the text; nulls left out."""
    text = rows["texts"][0] if rows["texts"] else {}
    values = {**article, **{k: v for k, v in text.items() if k not in article and k != "text"}}
    return {name: value for name, value in values.items() if value is not None}


def text_of(rows: Rows) -> str:
    """The text of an article."""
    return str(rows["texts"][0]["text"]) if rows["texts"] else ""


def flat_places(schema: Mapping[str, Table]) -> Places:
    """Where a document of `flat` metadata, an id and a text says the fields of a corpus."""
    found = {
        f"{table}.{column.name}": f"`metadata.{column.name}`"
        for table, column in text_columns(schema)
    }
    return found | {"texts.text": "`text`", "blocks.text": "`text`, where it is part of it"}
