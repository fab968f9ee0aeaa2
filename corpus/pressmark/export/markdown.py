"""Markdown: an article a file, its fields as front matter, for Pandoc and static sites."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from pressmark.export.documents import flat
from pressmark.export.folders import path_of, require_few, written
from pressmark.export.front_matter import front_matter
from pressmark.export.mapping import Places, unsaid
from pressmark.export.records import articles
from pressmark.export.resources import file_resource, write_descriptor
from pressmark.export.running import text_columns
from pressmark_schema.vocabulary import TEXT_KINDS, BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.records import Row
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

INDEX = "index.csv"
TAKES = frozenset({"text_only"})
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#~|$^{}])")
# What makes a line a list, a rule, a table or a definition when it stands first.
_OPENING = re.compile(r"(?:[-+=:]|[0-9]{1,9}(?=[.)]))")
_HIDDEN = {" ": "&#32;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def places(schema: Mapping[str, Table]) -> Places:
    """Where a file says the fields of a corpus."""
    found = {
        f"{table}.{column.name}": f"front matter `{column.name}`"
        for table, column in text_columns(schema)
    }
    return found | {
        "texts.text": "the paragraphs",
        "blocks.block_id": "`#id` of what is no part of the text",
        "blocks.kind": "heading, list, quotation, paragraph; else `.kind` of a division",
        "blocks.level": "number of `#`",
        "blocks.text": "the paragraphs",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `articles/…/ID.md`, `index.csv` with their paths, and the descriptor returned.

    Text is escaped, so that it reads back as it is; what is no part of the text stands in divisions
    (`::: {.embed #id}`, Pandoc) unless it is left out. Raises UsageError for too many articles.
    """
    require_few(dataset, "markdown")
    index = io.StringIO(newline="")
    rows_of = csv.writer(index, lineterminator="\n")
    rows_of.writerow(["article_id", "path"])
    paths = []
    for article, rows in articles(dataset, "texts", "blocks"):
        text = front_matter(flat(article, rows)) + "\n"
        blocks = [b for b in rows["blocks"] if not choices.text_only or b["text_start"] is not None]
        text += body(article, blocks)
        paths.append(written(folder, path_of(article, "md"), text))
        rows_of.writerow([article["article_id"], paths[-1]])
    written(folder, INDEX, index.getvalue())
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, INDEX, "articles", "csv", "text/csv")],
        {"unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files)},
        paths,
    )


def body(article: Row, blocks: Sequence[Row]) -> str:
    """The title, if there is one, and the blocks, a blank line between two."""
    parts = [f"# {escaped(article['title'])}"] if article["title"] else []
    for block in blocks:
        if block["kind"] == BlockKind.TITLE and block["text"] == article["title"]:
            continue
        parts.append(_block(block))
    return "\n\n".join(parts) + "\n"


def _block(block: Row) -> str:
    kind, text = block["kind"], escaped(block["text"])
    if kind == BlockKind.HEADING:
        return f"{'#' * max(2, block['level'] or 2)} {text}"
    if kind == BlockKind.LIST_ITEM:
        return f"- {text}"
    if kind == BlockKind.QUOTE_BLOCK:
        return f"> {text}"
    return text if kind in TEXT_KINDS else f"::: {{.{kind} #{block['block_id']}}}\n{text}\n:::"


def escaped(text: str) -> str:
    """`text` as one paragraph of Markdown that reads as `text`."""
    found = _SPECIAL.sub(r"\\\1", text)
    if _OPENING.match(found):
        digits = re.match(r"[0-9]*", found)
        place = digits.end() if digits else 0
        found = f"{found[:place]}\\{found[place:]}"
    edges = len(found) - len(found.lstrip(" \t")), len(found.rstrip(" \t"))
    return "".join(
        _HIDDEN.get(char, char) if char in "\n\r" or place < edges[0] or place >= edges[1] else char
        for place, char in enumerate(found)
    )
