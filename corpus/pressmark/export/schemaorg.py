"""schema.org as JSON-LD: a NewsArticle a line, its posts as parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export.addresses import licence, urn
from pressmark.export.documents import text_of, write_lines
from pressmark_schema import canonical
from pressmark_schema.vocabulary import Access

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.mapping import Places
    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

TAKES = frozenset({"text_only"})
_KEYS = {
    "headline": "title",
    "alternativeHeadline": "kicker",
    "alternateName": "subtitle",
    "url": "canonical_url",
    "articleSection": "section",
    "pagination": "page",
    "printEdition": "edition",
    "keywords": "keywords",
    "inLanguage": "lang",
    "wordCount": "n_words",
    "genre": "genre",
    "creditText": "agency",
}
_UNKNOWN = {"und", "unknown"}


def places(schema: Mapping[str, Table]) -> Places:  # noqa: ARG001 - own columns have no place
    """Where a NewsArticle says the fields of a corpus."""
    found = {f"articles.{column}": f"`{key}`" for key, column in _KEYS.items()}
    return found | {
        "articles.article_id": "`@id`, `identifier`",
        "articles.native_id": "`identifier`",
        "articles.authors": "`author.name`",
        "articles.outlet": "`publisher.name`",
        "articles.outlet_id": "`publisher.identifier`",
        "articles.published_edtf": "`datePublished`, but an interval or a qualifier",
        "articles.published_at": "`datePublished`",
        "articles.modified_edtf": "`dateModified`, but an interval or a qualifier",
        "articles.access": "`isAccessibleForFree`",
        "articles.rights": "`license`, an address of SPDX where there is one",
        "articles.rights_holder": "`copyrightHolder.name`",
        "texts.text": "`articleBody`",
        "blocks.text": "`articleBody`, where it is part of the text",
        "embeds.platform": "`hasPart.provider.name`",
        "embeds.author_name": "`hasPart.author.name`",
        "embeds.author_handle": "`hasPart.author.alternateName`",
        "embeds.body": "`hasPart.text`",
        "embeds.lang": "`hasPart.inLanguage`",
        "embeds.posted_edtf": "`hasPart.datePublished`",
        "embeds.hashtags": "`hasPart.keywords`",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `articles.jsonl`, a JSON-LD document a line, and the descriptor returned."""

    def made(article: Row, rows: Rows) -> dict[str, Any]:
        parts = [] if choices.text_only else [_post(row) for row in rows["embeds"]]
        return document(article, text_of(rows), parts)

    return write_lines(dataset, folder, "articles.jsonl", made, places(dataset.schema))


def document(article: Row, text: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """One article; what is not known is left out."""
    values: dict[str, Any] = {
        # The vocabulary itself, so that nobody has to fetch a context.
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "NewsArticle",
        "@id": urn(article["article_id"]),
        "identifier": [i for i in (article["article_id"], article["native_id"]) if i],
        **{key: article[column] for key, column in _KEYS.items()},
        "author": [_named("Person", name) for name in article["authors"] or []] or None,
        "publisher": {
            **_named("Organization", article["outlet"]),
            "identifier": article["outlet_id"],
        },
        "datePublished": _date(article["published_at"], article["published_edtf"]),
        "dateModified": _date(None, article["modified_edtf"]),
        "isAccessibleForFree": {Access.FREE: True, Access.RESTRICTED: False}.get(article["access"]),
        "license": licence(article["rights"]) or article["rights"],
        "copyrightHolder": _named("Organization", article["rights_holder"])
        if article["rights_holder"]
        else None,
        "articleBody": text,
        "hasPart": parts or None,
    }
    return _known(values)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in values.items()
        if value is not None and not (isinstance(value, str) and value in _UNKNOWN)
    }


def _named(kind: str, name: str | None) -> dict[str, Any]:
    return {"@type": kind} | ({"name": name} if name else {})


def _date(instant: Any, edtf: str | None) -> str | None:
    """An instant, or a date that ISO 8601-1 can say; None for an interval or an uncertain date."""
    if instant is not None:
        return canonical.instant(instant)
    return edtf if edtf and not set(edtf) & set("/?~%X") else None


def _post(embed: Row) -> dict[str, Any]:
    author = _named("Person", embed["author_name"])
    if embed["author_handle"]:
        author["alternateName"] = embed["author_handle"]
    return _known(
        {
            "@type": "SocialMediaPosting",
            "@id": urn(embed["block_id"]),
            "text": embed["body"],
            "author": author,
            "provider": _named("Organization", embed["platform"]),
            "inLanguage": embed["lang"],
            "datePublished": _date(None, embed["posted_edtf"]),
            "keywords": embed["hashtags"] or None,
        }
    )
