"""Everything that a page states of its article outside the text, each with its place."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING

from pressmark.parse.page.addresses import addresses
from pressmark.parse.page.articles import articles, fields
from pressmark.parse.page.authors import authors
from pressmark.parse.page.dates import dates
from pressmark.parse.page.marked import mark
from pressmark.parse.page.rights import rights
from pressmark.parse.page.titles import titles
from pressmark_schema.segments import PageStatement
from pressmark_schema.tables.evidence import UNREAD_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressmark.markup import Page
    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Field, Marked

_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|\d{3}|[A-Za-z]{4}))?(?:[-_][A-Za-z0-9]+)*")
_NO_NAME = re.compile(r"https?://|^@|^\W*$", re.IGNORECASE)
_MOST_KEYWORDS = 100
_LONGEST_KEYWORD = 100
_GENRES = {
    "OpinionNewsArticle": "comment",
    "ReviewNewsArticle": "review",
    "Review": "review",
    "CriticReview": "review",
    "Interview": "interview",
}


def facts(page: Page) -> Sequence[PageStatement]:
    """Every statement that the page makes; of those about one column the first is to be believed.

    A statement with an empty value says that something is stated but cannot be taken (an
    unreadable date, a foreign address, a licence without an identifier).
    """
    marked = mark(page)
    nodes = articles(marked)
    outlets = list(_outlets(marked, nodes))
    names = list(_site_names(marked, outlets))
    found = chain(
        titles(marked, nodes, names),
        dates(marked, nodes),
        authors(marked, nodes, names),
        _labels(marked, nodes),
        _languages(marked, nodes),
        addresses(marked, nodes),
        rights(marked, nodes),
        outlets,
        _genre(nodes),
        _unread(marked),
    )
    return tuple(found)


def _outlets(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    named = chain(
        ((item, "meta") for item in marked.meta("og:site_name")),
        ((item, "jsonld") for item in fields(nodes, marked.graph, "publisher", "name")),
        ((item, "meta") for item in marked.meta("application-name", "dc.publisher", "publisher")),
    )
    for item, basis in named:
        if not _NO_NAME.search(item.value) and len(item.value) <= _LONGEST_KEYWORD:
            yield _said("outlet", item.value, item, basis, "outlet")


def _site_names(marked: Marked, outlets: Iterable[PageStatement]) -> Iterator[str]:
    """What a page's site may be called in titles and bylines."""
    yield from (item.value for item in outlets)
    yield from (item.value.lstrip("@") for item in marked.meta("twitter:site"))
    for node in marked.graph.tops:
        if "WebSite" in node.types and isinstance(node.fields.get("name"), str):
            yield node.fields["name"]
    host = marked.host()
    if host:
        yield host
        yield from _own_label(host.split("."))


def _own_label(labels: Sequence[str]) -> Iterator[str]:
    """The label that a site chose: the one before the last, or perhaps that before `co.uk`."""
    short = len("".join(labels[-2:-1])) <= len("com")
    yield from labels[-3:-1] if short else labels[-2:-1]


def _labels(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    sections = chain(
        ((item, "jsonld") for item in fields(nodes, marked.graph, "articleSection", "name")),
        ((item, "meta") for item in marked.meta("article:section", "parsely-section", "section")),
    )
    for item, basis in sections:
        if len(item.value) <= _LONGEST_KEYWORD:
            yield _said("section", item.value, item, basis, "section")
    yield from _keywords(marked, nodes)


def _keywords(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    """Of each place all keywords together; a single text is divided at its commas."""
    groups = [(list(fields(nodes[:1], marked.graph, "keywords", "name")), "jsonld")]
    names = ("news_keywords", "article:tag", "parsely-tags", "sailthru.tags", "keywords")
    groups += [(list(marked.meta(name)), "meta") for name in names]
    for items, basis in groups:
        texts = [item.value for item in items]
        divided = re.split(r"[,;]", texts[0]) if len(texts) == 1 else texts
        words = [word.strip() for word in divided if 0 < len(word.strip()) <= _LONGEST_KEYWORD]
        if words:
            unique = list(dict.fromkeys(words))[:_MOST_KEYWORDS]
            value = json.dumps(unique, ensure_ascii=False)
            raw = "; ".join(texts)[:1000]
            place = items[0].place
            yield PageStatement("keywords", value, raw, basis, "page.keywords@1", place)


def _languages(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    for item in fields(nodes, marked.graph, "inLanguage", "alternateName", "name"):
        yield _lang(item.value, "jsonld", item.place)
    root = marked.page.tree
    for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        value = root.get(name)
        if value:
            yield _lang(value, "markup", "html[lang]")
            break
    for item in marked.meta("content-language", "dc.language", "dcterms.language", "og:locale"):
        yield _lang(item.value, "meta", item.place)


def _lang(raw: str, basis: str, place: str) -> PageStatement:
    found = _LANG.fullmatch(raw.strip())
    value = ""
    if found:
        region = found[2] or ""
        region = region.upper() if len(region) < len("Latn") else region.title()
        value = "-".join(part for part in (found[1].lower(), region) if part)
    return PageStatement("lang", value, raw[:100], basis, "page.lang@1", place)


def _genre(nodes: Sequence[Node]) -> Iterator[PageStatement]:
    for node in nodes[:1]:
        for name in sorted(node.types & set(_GENRES)):
            place = f"{node.place}.@type"
            yield PageStatement("genre", _GENRES[name], name, "jsonld", "page.genre@1", place)


def _unread(marked: Marked) -> Iterator[PageStatement]:
    for place, _beginning, reason in marked.graph.unread:
        yield PageStatement(UNREAD_FIELD, "", reason, "jsonld", "page.jsonld@1", place)


def _said(column: str, value: str, item: Field, basis: str, rule: str) -> PageStatement:
    return PageStatement(column, value, item.value[:1000], basis, f"page.{rule}@1", item.place)
