"""One JSON line an article, with its blocks and their embeds nested, for programs that stream."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from pressmark import store
from pressmark.export.mapping import Places, all_of, fields
from pressmark.export.parquet import described
from pressmark.export.records import records
from pressmark_schema import canonical
from pressmark_schema.descriptor import Resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

_NESTED = ("texts", "blocks", "embeds", "links", "annotations")


def places(schema: Mapping[str, Table]) -> Places:
    """Where a line says the fields of a corpus."""
    found = {field: f"`{field.partition('.')[2]}`" for field in fields(schema)}
    found |= all_of(schema, "blocks", "`blocks[].{}`")
    found |= all_of(schema, "embeds", "`blocks[].embed.{}`", {"block_id"})
    found |= all_of(schema, "links", "`links[].{}`")
    found = {field: place for field, place in found.items() if "." in field}
    return found | {"annotations": "`annotations[]`"}


def write(
    dataset: Dataset,
    folder: Path,
    choices: Choices | None = None,  # noqa: ARG001 - there is none
) -> Package:
    """Write `articles.jsonl` to `folder`, and the descriptor that it returns.

    A line holds `doc_id`, the fields of articles and of texts, `blocks` with the `embed` of each
    that is one, `links` and `annotations`; UTF-8, nulls kept, days and instants as in CSV.
    """
    path = folder / "articles.jsonl"
    others = {name: (dataset.table(name), dataset.batches(name)) for name in _NESTED}
    lead = (dataset.table("articles"), dataset.batches("articles"))
    with path.open("wb") as file:
        for article, rows in records(lead, others):
            file.write(line(document(article["article_id"], article, rows)))
    package = described(dataset, "package", resources=[_resource(path)])
    store.write_descriptor(folder, package)
    return package


def document(
    doc_id: str, article: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """One article as nested values; `rows` holds its rows of other tables."""
    embeds = {embed["block_id"]: embed for embed in rows["embeds"]}
    text = rows["texts"][0] if rows["texts"] else {}
    return {
        "doc_id": doc_id,
        **article,
        **{name: value for name, value in text.items() if name not in article},
        "blocks": [_block(block, embeds.get(block["block_id"])) for block in rows["blocks"]],
        "links": list(rows["links"]),
        "annotations": list(rows["annotations"]),
    }


def line(value: Mapping[str, Any]) -> bytes:
    """`value` as one line of JSON in UTF-8, keys in the order given, with its line feed."""
    options = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value, _plain, options)


def _block(block: Mapping[str, Any], embed: Mapping[str, Any] | None) -> dict[str, Any]:
    if embed is None:
        return dict(block)
    return {**block, "embed": {key: embed[key] for key in embed if key != "block_id"}}


def _plain(value: date) -> str:
    return canonical.instant(value) if isinstance(value, datetime) else value.isoformat()


def _resource(path: Path) -> Resource:
    return Resource(
        name="articles",
        path=path.name,
        format="jsonl",
        mediatype="application/jsonl",
        encoding="utf-8",
        bytes=path.stat().st_size,
        hash=f"sha256:{store.sha256_file(path)}",
    )
