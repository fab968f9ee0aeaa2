"""Tell where an element of a page stands: beside the heading, or in a box of another's."""

from __future__ import annotations

import re
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
_HEADINGS = 20


def elsewhere(element: HtmlElement) -> bool:
    """Whether an element belongs to a comment, a box of further reading, a picture, a portrait."""
    for ancestor in _upwards(element):
        if ancestor.tag in _OTHERS:
            return True
        if _ELSEWHERE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False


def beside(element: HtmlElement, headings: Sequence[HtmlElement]) -> bool:
    """Whether an element shares a near ancestor, short of the whole page, with a heading."""
    near = set(_upwards(element))
    return any(not near.isdisjoint(_upwards(heading)) for heading in headings[:_HEADINGS])


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
