"""TEI P5: an article a file, its blocks typed and traced to their place in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.export import tei_header
from pressmark.export.folders import path_of, require_few, written
from pressmark.export.mapping import Places, unsaid
from pressmark.export.markup import Markup
from pressmark.export.records import articles, by_block
from pressmark.export.resources import file_resource, write_descriptor
from pressmark.export.tei_body import Details, body
from pressmark.export.traced import Origin, origins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

NAMESPACE = "http://www.tei-c.org/ns/1.0"
CORPUS = "corpus.xml"
TAKES = frozenset({"text_only"})
_BLOCK = {
    "block_id": "`@xml:id`",
    "seq": "the order of the blocks",
    "kind": "the element, or `<ab type>`",
    "level": "`<div n>` of a heading",
    "lang": "`@xml:lang`",
    "text": "the text of the element",
    "src_start": "`@source`, `#char=start,end` (RFC 5147)",
    "src_end": "`@source`",
    "kind_confidence": "`@cert`",
}


def places(schema: Mapping[str, Table]) -> Places:  # noqa: ARG001 - own columns have no place
    """Where TEI says the fields of a corpus."""
    embed = '`<cit type="embed"><bibl>`: '
    return {
        **tei_header.PLACES,
        **{f"blocks.{name}": place for name, place in _BLOCK.items()},
        "texts.text": "the blocks that are part of it",
        "embeds.platform": embed + "`@subtype`",
        "embeds.author_name": embed + "`<author>`",
        "embeds.author_handle": embed + '`<idno type="handle">`',
        "embeds.posted_raw": embed + "`<date>`",
        "embeds.posted_edtf": embed + "`<date n>`",
        "embeds.urls": embed + "`<ptr target>`",
        "links.rel": "`<ref type>`",
        "links.anchor": "`<ref>`",
        "links.url": "`<ref target>`",
        "links.target_article_id": '`<ref target="#…">`, where no address is known',
        "annotations": "quotes as `<q>`, times as `<date>`, where they stand; no other layer",
        "sources": "the path in `@source`",
        "captures": "the record's rank in `@source`",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `articles/…/ID.xml`, and `corpus.xml` that includes them all, and the descriptor.

    Raises UsageError for more articles than a folder of files should have.
    """
    require_few(dataset, "tei")
    markup, paths = Markup(), []
    found = origins(dataset)
    for article, rows in articles(dataset, "texts", "blocks", "embeds", "links", "annotations"):
        origin = found.get(article["article_id"])
        text = _document(markup, dataset, article, rows, origin, text_only=choices.text_only)
        paths.append(written(folder, path_of(article, "xml"), text))
    written(folder, CORPUS, _corpus(markup, dataset, paths))
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, CORPUS, "articles", "tei", "application/tei+xml")],
        {
            "unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files),
            "replaced_characters": markup.replaced,
        },
        paths,
    )


def _document(
    markup: Markup,
    dataset: Dataset,
    article: Row,
    rows: Rows,
    origin: Origin | None,
    *,
    text_only: bool,
) -> str:
    blocks = [b for b in rows["blocks"] if not text_only or b["text_start"] is not None]
    details = Details(
        {row["block_id"]: row for row in rows["embeds"]},
        by_block(rows["links"]),
        by_block(rows["annotations"]),
    )
    text = rows["texts"][0] if rows["texts"] else {}
    attributes: dict[str, str | None] = {
        "xmlns": NAMESPACE,
        "xml:id": article["article_id"],
        "xml:lang": article["lang"],
    }
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<TEI{markup.attributes(attributes)}>",
            tei_header.of_article(markup, dataset.package, article, text, blocks),
            "<text>",
            body(markup, blocks, details, origin),
            "</text>",
            "</TEI>\n",
        ]
    )


def _corpus(markup: Markup, dataset: Dataset, paths: list[str]) -> str:
    """The whole as one document, whose parts an XML reader includes (XInclude)."""
    attributes: dict[str, str | None] = {
        "xmlns": NAMESPACE,
        "xmlns:xi": "http://www.w3.org/2001/XInclude",
    }
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<teiCorpus{markup.attributes(attributes)}>",
            tei_header.of_corpus(markup, dataset.package),
            *(f"<xi:include href={markup.attribute(path)}/>" for path in paths),
            "</teiCorpus>\n",
        ]
    )
