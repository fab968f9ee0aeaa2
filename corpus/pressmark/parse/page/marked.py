"""Gather what a page marks up for machines, in few walks over its tree."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pressmark.parse.page.jsonld import Graph, read_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pressmark.markup import Page

MOST = 2000
"""Elements of one sort that are looked at, and code points of one value that are kept."""
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "button", "select"})
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,300}>")
_BLANKS = re.compile(r"\s+")
_REFERENCE = re.compile(r"&(?:#\d|#x[0-9a-fA-F]|[a-zA-Z])")


@dataclass(frozen=True, slots=True)
class Field:
    """A named value of the page and where it stands."""

    name: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What a page holds outside its text.

    `metas` are its meta elements by lower-case name, in order; `links` those of `link` and `a`
    with the one relation each; `times_before` counts the `time` elements before the first heading;
    `properties` is the microdata, `signed` are the elements with the relation `author`.
    """

    page: Page
    graph: Graph
    metas: dict[str, list[Field]] = field(default_factory=dict)
    links: dict[str, list[Field]] = field(default_factory=dict)
    times: tuple[HtmlElement, ...] = ()
    times_before: int = 0
    headings: tuple[HtmlElement, ...] = ()
    properties: dict[str, list[HtmlElement]] = field(default_factory=dict)
    signed: tuple[HtmlElement, ...] = ()
    title: str = ""

    def meta(self, *names: str) -> Iterator[Field]:
        """The values of meta elements called `names`, the first name's first, empty ones left."""
        for name in names:
            yield from (found for found in self.metas.get(name, ()) if found.value)

    def host(self) -> str:
        """The host of the page's address, else of the one that it states; empty: neither."""
        stated = [item.value for item in (*self.links.get("canonical", ()), *self.meta("og:url"))]
        hosts = (host_of(address) for address in (self.page.url or "", *stated))
        return next((host for host in hosts if host), "")


def mark(page: Page) -> Marked:
    """Gather it; the tree is read, never changed."""
    return _Gathering(page).marked()


class _Gathering:
    """What has been found so far on a walk over a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.title, self.before = page, "", 0
        self.metas: dict[str, list[Field]] = {}
        self.links: dict[str, list[Field]] = {}
        self.scripts: list[str] = []
        self.times: list[HtmlElement] = []
        self.headings: list[HtmlElement] = []
        self.signed: list[HtmlElement] = []
        self.properties: dict[str, list[HtmlElement]] = {}
        for element in page.tree.iter("meta", "link", "script", "time", "h1", "title", "a"):
            self._take(element)
        for element in page.tree.xpath("descendant-or-self::*[@itemprop]")[:MOST]:
            for name in element.get("itemprop").split()[:8]:
                self.properties.setdefault(name, []).append(element)

    def marked(self) -> Marked:
        return Marked(
            page=self.page,
            graph=read_graph(self.scripts),
            metas=self.metas,
            links=self.links,
            times=tuple(self.times),
            times_before=self.before,
            headings=tuple(self.headings),
            properties=self.properties,
            signed=tuple(self.signed),
            title=self.title,
        )

    def _take(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self._take_anchor(element)
        elif tag == "meta":
            _meta(element, self.metas)
        elif tag == "link":
            _link(element, self.links)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                self.scripts.append(element.text or "")
        elif tag == "time":
            self.times += [element] if len(self.times) < MOST else []
        elif tag == "h1":
            self.before = self.before if self.headings else len(self.times)
            self.headings += [element] if len(self.headings) < MOST else []
        elif not self.title and not _drawn(element):
            self.title = plain(element.text or "")

    def _take_anchor(self, element: HtmlElement) -> None:
        relation = element.get("rel")
        if relation == "author" and len(self.signed) < MOST:
            self.signed.append(element)
        elif relation and "license" in relation.lower() and not _in_figure(element):
            _link(element, self.links)


def _drawn(element: HtmlElement) -> bool:
    """Whether a title is that of a drawing in the page."""
    parent = element.getparent()
    return parent is not None and parent.tag not in {"head", "html", "body"}


def _in_figure(element: HtmlElement) -> bool:
    return any(parent.tag in {"figure", "aside"} for parent in element.iterancestors())


def _meta(element: HtmlElement, metas: dict[str, list[Field]]) -> None:
    content = element.get("content")
    names = (element.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
    name = next((name for name in names if name), None)
    if content is None or name is None or len(content) > MOST * 10:
        return
    known = metas.setdefault(name.strip().lower()[:100], [])
    if len(known) < MOST:
        number = f"[{len(known)}]" if known else ""
        known.append(Field(name, plain(content), f"meta[{name.strip()[:60]}]{number}"))


def _link(element: HtmlElement, links: dict[str, list[Field]]) -> None:
    href = (element.get("href") or "").strip()
    for relation in (element.get("rel") or "").lower().split()[:8]:
        if href and relation not in {"nofollow", "noopener", "noreferrer", "stylesheet"}:
            known = links.setdefault(relation, [])
            place = f"{element.tag}[rel={relation[:40]}][{len(known)}]"
            if len(known) < MOST:
                known.append(Field(relation, href[: MOST + 1], place))


def plain(text: str) -> str:
    """A value without character references, tags and runs of white space."""
    if _REFERENCE.search(text):
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return _BLANKS.sub(" ", text).strip()


def shown(element: HtmlElement) -> str:
    """The text of an element in one line, of its first MOST stretches."""
    return _BLANKS.sub(" ", "".join(islice(pieces(element), MOST))).strip()


def pieces(element: HtmlElement) -> Iterator[str]:
    """The stretches of text in an element; a line break is one, what is never shown is none."""
    if element.tag in _SILENT:
        return
    if element.tag == "br":
        yield " "
    if element.text:
        yield element.text
    for child in element:
        yield from pieces(child)
        if child.tail:
            yield child.tail


def host_of(address: str) -> str:
    """The host of a web address in lower case without `www.`; empty where it is none."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if parts.scheme in {"http", "https"} else ""
