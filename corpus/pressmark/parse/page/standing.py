"""Tell where an element of a page stands: beside the heading, or in a box of another's."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

WHOLE = frozenset({"body", "html", "article", "main"})
"""Elements that hold an article as a whole, so that standing in one says nothing."""
_OTHERS = frozenset({"footer", "aside", "nav", "figure", "figcaption"})
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|teasers?|recommend\w*|sidebar|widget|footer|bio\w*|most|"
    r"collections?|promo|carousel|newsletter|popular|latest|caption|media\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UP = 6
_NAMED = 500
_HEADINGS = 20
_FIRST = 5
_MOST = 300
_SMALL = 40
"""Elements in a box that is no body of an article."""


def marks(element: HtmlElement) -> str:
    """The beginning of an element's class and id: a page may write megabytes into them."""
    return f"{(element.get('class') or '')[:_NAMED]} {(element.get('id') or '')[:_NAMED]}"


def elsewhere(element: HtmlElement) -> bool:
    """Whether an element belongs to a comment, a box of further reading, a picture, a portrait."""
    for ancestor in _upwards(element):
        if ancestor.tag in _OTHERS:
            return True
        if _ELSEWHERE.search(marks(ancestor)):
            return True
    return False


def beside(element: HtmlElement, headings: Sequence[HtmlElement]) -> bool:
    """Whether an element shares a near ancestor, short of the whole page, with a heading."""
    near = set(_upwards(element))
    return any(not near.isdisjoint(_upwards(heading)) for heading in headings[:_HEADINGS])


def around(headings: Sequence[HtmlElement], classes: Sequence[str]) -> list[HtmlElement]:
    """The elements beside the first headings whose class holds one of `classes`, in order.

    What stands directly in an article with a heading's box is beside it where it is small.
    """
    tests = " or ".join(f"contains(@class, '{part}')" for part in classes)
    path = f"descendant-or-self::*[{tests}]"
    tops = list(dict.fromkeys(list(_upwards(heading))[-1] for heading in headings[:_FIRST]))
    found: dict[HtmlElement, None] = {}
    for top in tops:
        found |= dict.fromkeys(e for e in top.xpath(path)[:_MOST] if beside(e, headings))
        for box in _next_to(top):
            found |= dict.fromkeys(box.xpath(path))
    return list(found)


def _next_to(top: HtmlElement) -> Iterator[HtmlElement]:
    """The small elements just before and behind one that stands directly in the whole."""
    parent = top.getparent()
    if parent is not None and parent.tag in {"article", "main"}:
        siblings = [*islice(top.itersiblings(), 3), *islice(top.itersiblings(preceding=True), 2)]
        for box in siblings:
            if sum(1 for _ in islice(box.iter(), _SMALL)) < _SMALL:
                yield box


def sibling(element: HtmlElement, headings: Sequence[HtmlElement]) -> bool:
    """Whether an element has the same parent as a heading."""
    parent = element.getparent()
    return any(heading.getparent() is parent for heading in headings[:_HEADINGS])


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and its nearest ancestors within what holds the whole article."""
    step: HtmlElement | None = element
    for _number in range(_UP):
        if step is None or step.tag in WHOLE:
            return
        yield step
        step = step.getparent()
