"""Find who wrote a page's article: persons first, in printed order, and the agencies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pressmark.parse.page import bylines, names
from pressmark.parse.page.articles import fields
from pressmark.parse.page.titles import fold
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressmark.parse.page.bylines import Byline
    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Field, Marked
    from pressmark.parse.page.names import Credits

_METAS = (
    "article:author og:article:author author dc.creator dc:creator dcterms.creator parsely-author "
    "sailthru.author dcsext.author citation_author byl cxenseparse:author content-author"
)
METAS = tuple(_METAS.split())
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
    printed = (_printed(byline, own) for byline in bylines.signed(marked))
    for source in chain(_for_machines(marked, nodes), printed):
        named = named or bool(source.named)
        person = person or _names_a_person(source.named, own)
        yield source
    if not person:
        found = bylines.classed(marked, anywhere=not named)
        yield from (_printed(byline, own) for byline in found)


def _printed(byline: Byline, own: set[str]) -> _Source:
    """A byline's names; the site's own among others is where the author works."""
    found = byline.credits.names
    others = tuple(name for name in found if fold(name) not in own)
    credit = names.Credits((others or found)[:_AUTHORS], byline.credits.agencies)
    return _Source(byline.raw[:1000], credit, "markup", byline.place, credit.names)


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
