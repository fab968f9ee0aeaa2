"""Find the bylines that a page's reader sees: by relation, by property, by class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.parse.page import names
from pressmark.parse.page.marked import pieces
from pressmark.parse.page.names import Credits
from pressmark.parse.page.standing import WHOLE, around, elsewhere, marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from pressmark.parse.page.marked import Marked

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|meta|detail|page|text)[_-]?)?"
    r"(?:authors?|autor(?:en)?|bylines?|authorline|authorname|authorwrapper|textauthor|"
    r"authorshort|auteurs?|vcard|verfasser|creators?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_IN_CLASSES = ("uthor", "yline", "utor", "uteur", "reator", "vcard", "erfasser")
"""Parts of what _BYLINE finds, without first letters, which some write large."""
_BY_ID = "@id='author' or @id='authors' or @id='byline'"


_LONGEST = 200
_MOST = 60


@dataclass(frozen=True, slots=True)
class Byline:
    """What an element, or several beside each other, say of the authors, as printed."""

    raw: str
    credits: Credits
    place: str


def signed(marked: Marked) -> Iterator[Byline]:
    """The first byline by the relation `author`, and the first by the property."""
    for elements, place in (
        (marked.signed, "[rel=author]"),
        (marked.properties.get("author", ()), "[itemprop=author]"),
    ):
        found = _read(element for element in elements[:_MOST] if not elsewhere(element))
        yield from _together(found, place)


def classed(marked: Marked, *, anywhere: bool) -> Iterator[Byline]:
    """The first byline, by its class, beside a heading.

    With `anywhere` also one that stands elsewhere, where all such bylines of the page agree.
    """
    found = _read(_called_so(around(marked.headings, _IN_CLASSES)))
    if not found and anywhere:
        tests = " or ".join([_BY_ID, *(f"contains(@class, '{word}')" for word in _IN_CLASSES)])
        found = _read(_called_so(marked.page.tree.xpath(f"//*[{tests}]")))
        if len({credit.names for _element, _text, credit in found}) > 1:
            return
    yield from _together(found, "[class=author]")


def _called_so(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The first of a class or id for bylines that belong to the article."""
    return [
        element
        for element in elements[: _MOST * 5]
        if _BYLINE.search(marks(element)) and element.tag not in WHOLE and not elsewhere(element)
    ][:_MOST]


def _read(elements: Iterable[HtmlElement]) -> list[tuple[HtmlElement, str, Credits]]:
    """Those elements that name somebody, with their text in one line and the names."""
    read = []
    for element in elements:
        lines = list(islice(pieces(element), _MOST))
        text = " ".join("".join(lines).split())
        if 0 < len(text) <= _LONGEST:
            found = names.printed(lines)
            found = _single(element, text, found) or found
            if found.names or found.agencies:
                read.append((element, text, found))
    return read


def _together(read: Sequence[tuple[HtmlElement, str, Credits]], place: str) -> Iterator[Byline]:
    """The first byline with those beside it: authors often stand in an element each."""
    if not read:
        return
    family = _parents(read[0][0])
    group = [(text, found) for element, text, found in read if family & _parents(element)]
    group = group or [read[0][1:]]
    joined = Credits(
        tuple(dict.fromkeys(name for _text, found in group for name in found.names)),
        tuple(dict.fromkeys(name for _text, found in group for name in found.agencies)),
    )
    yield Byline("; ".join(dict.fromkeys(text for text, _found in group)), joined, place)


def _parents(element: HtmlElement) -> set[HtmlElement]:
    """The nearest two elements around one, short of what holds the article."""
    parents = islice(element.iterancestors(), 2)
    return {parent for parent in parents if parent.tag not in WHOLE}


def _single(element: HtmlElement, text: str, found: Credits) -> Credits | None:
    """A name of one word, as blogs sign, where the mark-up leaves no doubt that it is one."""
    sure = element.get("rel") == "author" or {"vcard", "p-author"} & set(marks(element).split())
    return Credits((text,)) if sure and not found.names and " " not in text else None
