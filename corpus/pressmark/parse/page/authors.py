"""Find who wrote a page's article: persons first, in printed order, and the agencies."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from pressmark.parse.page import names
from pressmark.parse.page.articles import fields
from pressmark.parse.page.marked import pieces
from pressmark.parse.page.standing import WHOLE, beside, elsewhere
from pressmark.parse.page.titles import fold
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Field, Marked
    from pressmark.parse.page.names import Credits

_METAS = (
    "article:author og:article:author author dc.creator dc:creator dcterms.creator parsely-author "
    "sailthru.author dcsext.author citation_author byl cxenseparse:author content-author"
)
METAS = tuple(_METAS.split())
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|meta|detail|page|text)[_-]?)?"
    r"(?:authors?|autor(?:en)?|bylines?|authorline|authorname|authorwrapper|textauthor|"
    r"authorshort|auteurs?|vcard|verfasser|creators?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST = 200
_MOST = 60
_AUTHORS = 200


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
    names a person goes before one that names none, or the site, whose names are `sites`. A value is
    a JSON array. Names stay as they are printed, an organisation's too where a field for machines
    calls it an author; an agency among them is told in `agency` as well.
    """
    own = {fold(name) for name in sites} - {""}
    found = list(_sources(marked, nodes, own))
    ordered = sorted(found, key=lambda source: not _names_a_person(source.named, own))
    for source in (source for source in ordered if source.named):
        value = json.dumps(list(source.named), ensure_ascii=False)
        yield PageStatement(
            "authors", value, source.raw, source.basis, "page.author@1", source.place
        )
    for source in ordered:
        if source.credits.agencies:
            value = "/".join(source.credits.agencies)
            rule = "page.agency@1"
            yield PageStatement("agency", value, source.raw, source.basis, rule, source.place)


def _names_a_person(found: Sequence[str], own: set[str]) -> bool:
    """Whether one of the authors is more than the site itself or its staff as such."""
    return any(names.is_person(name) and fold(name) not in own for name in found)


def _sources(marked: Marked, nodes: Sequence[Node], own: set[str]) -> Iterator[_Source]:
    """What the places say, in order of belief; bylines by class only where no person is named."""
    named = person = False
    for source in chain(_for_machines(marked, nodes), _marked_up(marked)):
        named = named or bool(source.named)
        person = person or _names_a_person(source.named, own)
        yield source
    if not person:
        yield from _by_class(marked, anywhere=not named)


def _for_machines(marked: Marked, nodes: Sequence[Node]) -> Iterator[_Source]:
    for key in ("author", "creator"):
        for node in nodes:
            items = list(fields([node], marked.graph, key, "name", "alternateName"))
            if items:
                yield _stated(items, "jsonld", f"{node.place}.{key}")
    for name in METAS:
        items = list(marked.meta(name))
        if items:
            yield _stated(items, "meta", items[0].place)


def _stated(items: Sequence[Field], basis: str, place: str) -> _Source:
    raw = "; ".join(item.value for item in items)
    return _source(raw, [names.stated(item.value) for item in items], basis, place)


def _source(raw: str, credited: Iterable[Credits], basis: str, place: str) -> _Source:
    credited = list(credited)
    joined = tuple(dict.fromkeys(name for found in credited for name in found.names))[:_AUTHORS]
    agencies = tuple(dict.fromkeys(name for found in credited for name in found.agencies))
    return _Source(raw[:1000], names.Credits(joined, agencies), basis, place, joined)


def _marked_up(marked: Marked) -> Iterator[_Source]:
    """The first element of each relation and property that says who wrote the article."""
    for elements, place in (
        (marked.signed, "[rel=author]"),
        (marked.properties.get("author", ()), "[itemprop=author]"),
    ):
        own = (element for element in elements[:_MOST] if not elsewhere(element))
        yield from islice(_bylines(own, place), 1)


def _by_class(marked: Marked, *, anywhere: bool) -> Iterator[_Source]:
    """The first byline, by class, that stands beside a heading, else the first `anywhere`."""
    elements = [
        element
        for element in marked.page.tree.xpath(_CLASSED)[: _MOST * 5]
        if (_BYLINE.search(element.get("class") or "") or element.get("id"))
        and element.tag not in WHOLE
        and not elsewhere(element)
    ]
    near = [element for element in elements if beside(element, marked.headings)]
    tried = [*near[:_MOST], *(elements[:_MOST] if anywhere else ())]
    yield from islice(_bylines(tried, "[class=author]"), 1)


def _bylines(elements: Iterable[HtmlElement], place: str) -> Iterator[_Source]:
    for element in elements:
        lines = list(islice(pieces(element), _MOST))
        text = " ".join("".join(lines).split())
        if 0 < len(text) <= _LONGEST:
            found = names.printed(lines)
            single = _single(element, text, found)
            if single or found.names or found.agencies:
                yield _source(text, [single or found], "markup", place)


_CLASSED = (
    "//*[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'utor') "
    "or contains(@class, 'uteur') or contains(@class, 'reator') or contains(@class, 'vcard') "
    "or @id='author' or @id='authors' or @id='byline']"
)


def _single(element: HtmlElement, text: str, found: Credits) -> Credits | None:
    """A name of one word, as blogs sign, where the mark-up leaves no doubt that it is one."""
    marks = (element.get("class") or "").split()
    sure = element.get("rel") == "author" or {"vcard", "p-author"} & set(marks)
    return names.Credits((text,)) if sure and not found.names and " " not in text else None
