"""Tell which objects of a page's structured data are its article, and read their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pressmark.parse.page.marked import Field, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.parse.page.jsonld import Graph, Node
    from pressmark.parse.page.marked import Marked

_ARTICLES = (
    "Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle "
    "OpinionNewsArticle ReportageNewsArticle ReviewNewsArticle AdvertiserContentArticle "
    "SatiricalArticle ScholarlyArticle MedicalScholarlyArticle TechArticle APIReference "
    "Report SocialMediaPosting BlogPosting LiveBlogPosting DiscussionForumPosting Review "
    "CriticReview Recipe Interview"
)
ARTICLES = frozenset(_ARTICLES.split())
"""Types of schema.org under which publishers describe an article."""
PAGES = frozenset({"WebPage", "ItemPage", "CollectionPage", "AboutPage", "FAQPage"})
_VALUES = 300
_MOST = 20
_LONGEST = 20_000
"""Code points of a value that is read; a longer one is no title, name, date or keywords."""


def articles(marked: Marked) -> tuple[Node, ...]:
    """The objects that describe the page's article, the best first.

    Those that name the page's own address before those that name none; those that name another
    page's, as lists of further reading do, only where nothing else is there. Of equals the order
    of the page decides. A page's own object (WebPage) comes after every article.
    """
    own = _addresses(marked)
    ranked = []
    for number, node in enumerate(marked.graph.tops):
        types = node.types
        if types & ARTICLES:
            ranked.append((0, _foreign(node, own), number, node))
        elif types & PAGES:
            ranked.append((1, _foreign(node, own), number, node))
    ranked.sort(key=lambda item: item[:3])
    best = [item for item in ranked if item[1] < _OTHERS] or ranked[:1]
    return tuple(item[3] for item in best[:_MOST])


_OTHERS = 2


def _foreign(node: Node, own: frozenset[str]) -> int:
    """0 for the page's own address, 1 for none, _OTHERS for another's."""
    named = [node.fields.get(key) for key in ("url", "@id", "mainEntityOfPage")]
    found = {_path(text) for value in named for text in _named(value)} - {""}
    if not found or not own:
        return 1
    return 0 if found & own else _OTHERS


def _named(value: object) -> list[str]:
    if isinstance(value, dict):
        value = [value.get("@id"), value.get("url")]
    return [item for item in flat(value) if isinstance(item, str)]


def _addresses(marked: Marked) -> frozenset[str]:
    stated = [item.value for item in (*marked.links.get("canonical", ()), *marked.meta("og:url"))]
    return frozenset(_path(address) for address in (marked.page.url or "", *stated)) - {""}


def _path(address: str) -> str:
    """What tells pages of one site apart: path and, where the path is bare, the query."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = parts.path.strip("/")
    return path or parts.query


def fields(nodes: Sequence[Node], graph: Graph, name: str, *keys: str) -> Iterator[Field]:
    """The texts of a field of the objects: plain, or by `keys` of the objects that it holds."""
    for node in nodes:
        held = node.fields.get(name)
        many = isinstance(held, list)
        for number, item in enumerate(flat(held)):
            place = f"{node.place}.{name}" + (f"[{number}]" if many else "")
            for text in _texts_of(graph.resolved(item), *keys):
                value = plain(text) if len(text) <= _LONGEST else ""
                if value:
                    yield Field(name, value, place)


def flat(value: object) -> list[object]:
    """The items of a value: of a list and the lists in it, or the value alone."""
    if value is None:
        return []
    if not isinstance(value, list):
        return [value]
    found: list[object] = []
    for item in value:
        found += flat(item) if len(found) < _VALUES else []
    return found


def _texts_of(value: object, *keys: str) -> Iterator[str]:
    if isinstance(value, bool):
        yield str(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, dict):
        found: list[Any] = [value[key] for key in keys if value.get(key)]
        yield from (text for item in flat(found[:1]) if isinstance(text := item, str))
