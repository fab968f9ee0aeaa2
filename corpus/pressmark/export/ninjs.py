"""IPTC's ninjs 3.1: a news item a line, its posts and related articles as associations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export.addresses import urn
from pressmark.export.documents import text_of, write_lines
from pressmark.export.records import by_block
from pressmark_schema import canonical
from pressmark_schema.vocabulary import BlockKind, Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

TAKES = frozenset({"text_only"})
_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
_HEADLINES = {"main": "title", "kicker": "kicker", "subtitle": "subtitle"}
_IDS = {"article_id": "article_id", "native_id": "native_id", "url": "canonical_url"}
_REPRESENTATION = {Completeness.COMPLETE: "full", Completeness.CUT: "partial"}


def places(schema: Mapping[str, Table]) -> Places:  # noqa: ARG001 - own columns have no place
    """Where a news item says the fields of a corpus."""
    found = {f"articles.{column}": f"`headlines` ({role})" for role, column in _HEADLINES.items()}
    found |= {f"articles.{column}": f"`altIds` ({role})" for role, column in _IDS.items()}
    return found | {
        "articles.authors": "`people` (author); `by`",
        "articles.outlet": "`organisations` (publisher)",
        "articles.outlet_id": "`organisations.literal`",
        "articles.agency": "`infoSources` (agency)",
        "articles.keywords": "`subjects`",
        "articles.genre": "`genres`",
        "articles.lang": "`language`",
        "articles.published_at": "`contentCreated`",
        "articles.completeness": "`representationType`",
        "articles.rights": "`rightsInfo.encodedRights`",
        "articles.rights_holder": "`copyrightHolder`",
        "articles.n_chars": "`bodies.charCount`",
        "articles.n_words": "`bodies.wordCount`",
        "texts.text": "`bodies` (main)",
        "blocks.block_id": "`associations.uri`, of posts",
        "blocks.text": "`bodies`",
        "embeds.platform": "`associations.infoSources`",
        "embeds.author_name": "`associations.by`",
        "embeds.lang": "`associations.language`",
        "links.anchor": "`associations.name`",
        "links.rel": "`associations.rel`",
        "links.url": "`associations.uri`",
        "links.target_article_id": "`associations.uri`",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `articles.jsonl`, a news item a line, and the descriptor returned.

    Its times are instants alone: a date without one cannot be said, and is not made one.
    """

    def made(article: Row, rows: Rows) -> dict[str, Any]:
        others = [] if choices.text_only else list(_associations(rows))
        return item(article, text_of(rows), others)

    return write_lines(dataset, folder, "articles.jsonl", made, places(dataset.schema))


def item(article: Row, text: str, associations: list[dict[str, Any]]) -> dict[str, Any]:
    """One article as a news item; what is not known is left out."""
    authors = article["authors"] or []
    instant = article["published_at"]
    values = {
        "uri": urn(article["article_id"]),
        "standard": _STANDARD,
        "type": "text",
        "representationType": _REPRESENTATION.get(article["completeness"]),
        "language": article["lang"],
        "contentCreated": canonical.instant(instant) if instant is not None else None,
        "headlines": [
            {"role": role, "value": article[column]}
            for role, column in _HEADLINES.items()
            if article[column]
        ],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": article["n_chars"],
                "wordCount": article["n_words"],
                "value": text,
            }
        ],
        "by": ", ".join(authors),
        "people": [{"name": name, "rel": "author"} for name in authors],
        "organisations": [
            {"rel": "publisher", "literal": article["outlet_id"]}
            | ({"name": article["outlet"]} if article["outlet"] else {})
        ],
        "infoSources": [{"name": article["agency"], "role": "agency"}] if article["agency"] else [],
        "subjects": [{"name": word} for word in article["keywords"] or []],
        "genres": [{"name": article["genre"]}] if article["genre"] != "unknown" else [],
        "copyrightHolder": article["rights_holder"],
        "rightsInfo": {"encodedRights": article["rights"], "langId": "https://spdx.org/licenses/"},
        "altIds": [
            {"role": role, "value": article[column]}
            for role, column in _IDS.items()
            if article[column]
        ],
        "associations": associations,
    }
    return {key: value for key, value in values.items() if value not in (None, [], "")}


def _associations(rows: Rows) -> Iterator[dict[str, Any]]:
    links = by_block(rows["links"])
    embeds = {row["block_id"]: row for row in rows["embeds"]}
    for block in rows["blocks"]:
        if block["kind"] == BlockKind.EMBED and block["block_id"] in embeds:
            yield _post(block, embeds[block["block_id"]])
        for link in links.get(block["block_id"], []):
            target = link["target_article_id"]
            uri = link["url"] or urn(target or link["link_id"])
            yield {"name": link["anchor"], "uri": uri, "rel": link["rel"], "type": "text"}


def _post(block: Row, embed: Row) -> dict[str, Any]:
    values = {
        "name": embed["author_name"] or embed["platform"],
        "uri": urn(block["block_id"]),
        "rel": "embed",
        "type": "component",
        "language": embed["lang"],
        "by": embed["author_name"],
        "infoSources": [{"name": embed["platform"], "role": "platform"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": block["text"]}],
    }
    return {key: value for key, value in values.items() if value is not None}
