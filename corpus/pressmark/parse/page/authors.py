"""Find who wrote a page's article: persons first, in printed order, and the agencies beside them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.parse.page import names
from pressmark.parse.page.articles import fields
from pressmark.parse.page.marked import pieces
from pressmark.parse.page.titles import fold
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Marked
    from pressmark.parse.page.names import Credits

METAS = (
    "article:author og:article:author author dc.creator dc:creator dcterms.creator parsely-author "
    "sailthru.author dcsext.author citation_author byl cxenseparse:author content-author"
).split()
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|meta|detail|page|text)[_-]?)?"
    r"(?:authors?|autor(?:en)?|bylines?|authorline|authorname|authorwrapper|textauthor|"
    r"authorshort|auteurs?|vcard|verfasser|p-author)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|sidebar|widget|footer|bio|most-|collection|promo|carousel|"
    r"newsletter|popular|latest|image|caption|media|card(?!$)",
    re.IGNORECASE,
)
_UP = 6
_LONGEST = 200
_MOST = 60


@dataclass(frozen=True, slots=True)
class _Source:
    """What one place says about the authors."""

    raw: str
    credits: Credits
    basis: str
    place: str
    named: tuple[str, ...]


def authors(marked: Marked, nodes: Sequence[Node], sites: Sequence[str]) -> Iterator[PageStatement]:
    """The authors to believe, then those that other places state, then the agency.

    JSON-LD before meta before rel=author and microdata before a byline's class, but a place that
    names a person goes before one that names only the site, whose names are `sites`. A value is
    a JSON array. Names stay as they are printed, an organisation's too where a field for machines
    calls it an author; an agency among them is told in `agency` as well.
    """
    found = [source for source in _sources(marked, nodes) if source.named]
    own = {fold(name) for name in sites} - {""}
    ordered = sorted(found, key=lambda source: _only_site(source.named, own))
    for source in ordered:
        value = json.dumps(list(source.named), ensure_ascii=False)
        yield PageStatement(
            "authors", value, source.raw, source.basis, "page.author@1", source.place
        )
    for source in ordered:
        if source.credits.agencies:
            value = "/".join(source.credits.agencies)
            rule = "page.agency@1"
            yield PageStatement("agency", value, source.raw, source.basis, rule, source.place)


def _only_site(found: Sequence[str], own: set[str]) -> bool:
    """Whether no author is named but the site itself, or its staff as such."""
    return all(fold(name) in own or fold(name) in _STAFF for name in found)


_STAFF = frozenset({"redaktion", "admin", "editor", "staff", "online", "redaction", "webredaktion"})


def _sources(marked: Marked, nodes: Sequence[Node]) -> Iterator[_Source]:
    for key in ("author", "creator"):
        for node in nodes:
            items = list(fields([node], marked.graph, key, "name", "alternateName"))
            credited = [names.stated(item.value) for item in items]
            if items:
                raw = "; ".join(item.value for item in items)
                yield _source(raw, credited, "jsonld", f"{node.place}.{key}")
    for name in METAS:
        items = list(marked.meta(name))
        if items:
            credited = [names.stated(item.value) for item in items]
            yield _source("; ".join(i.value for i in items), credited, "meta", items[0].place)
    yield from _marked_up(marked)


def _source(raw: str, credited: Iterable[Credits], basis: str, place: str) -> _Source:
    credited = list(credited)
    joined = tuple(dict.fromkeys(name for found in credited for name in found.names))
    agencies = tuple(dict.fromkeys(name for found in credited for name in found.agencies))
    return _Source(raw[:1000], names.Credits(joined, agencies), basis, place, joined)


def _marked_up(marked: Marked) -> Iterator[_Source]:
    """The first of each sort of element that says who wrote the article: relation, property, class."""
    tree = marked.page.tree
    for path, place in (
        ("//*[@rel='author']", "[rel=author]"),
        ("//*[@itemprop='author']", "[itemprop=author]"),
        (_CLASSED, "[class=author]"),
    ):
        for element in islice(_own(tree.xpath(path), place == "[class=author]"), _MOST):
            lines = list(islice(pieces(element), _MOST))
            text = "".join(lines).strip()
            if 0 < len(text) <= _LONGEST:
                found = names.printed(lines)
                single = _single(element, text, found)
                if single or found.names:
                    yield _source(" ".join(text.split()), [single or found], "markup", place)
                    break


_CLASSED = (
    "//*[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'utor') "
    "or contains(@class, 'uteur') or contains(@class, 'vcard') or @id='author' or @id='authors' "
    "or @id='byline']"
)


def _own(elements: Sequence[HtmlElement], classed: bool) -> Iterator[HtmlElement]:  # noqa: FBT001
    for element in elements[: _MOST * 5]:
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if classed and not (_BYLINE.search(marks) or element.get("id")):
            continue
        if element.tag in {"body", "html", "article", "main"} or _elsewhere(element):
            continue
        yield element


def _elsewhere(element: HtmlElement) -> bool:
    """Whether an element belongs to a comment, a box of further reading, or a portrait."""
    for _step in range(_UP):
        if element is None or element.tag in {"body", "html", "main", "article"}:
            return False
        if element.tag in {"footer", "aside", "nav"}:
            return True
        if _ELSEWHERE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def _single(element: HtmlElement, text: str, found: Credits) -> Credits | None:
    """A name of one word, as blogs sign, where the mark-up leaves no doubt that it is one."""
    marks = (element.get("class") or "").split()
    sure = element.get("rel") == "author" or {"vcard", "p-author"} & set(marks)
    words = text.split()
    return names.Credits((text,)) if sure and not found.names and len(words) == 1 else None
