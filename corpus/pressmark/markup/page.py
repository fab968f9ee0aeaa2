"""A page: its decoded source, the tree that it parses to, and the text that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.markup.layer import Layer, layer
from pressmark.markup.tree import tree

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What reading makes of a page's markup; `Document.page` is one.

    `source` is the decoded markup, `tree` the root of what it parses to, which nobody may change,
    `layer` the text that it shows. `url` is the address stated from outside, such as by an
    archive's record, not what the page says of itself; `headers` are those of the answer that an
    archive kept which speak of the page's use, names in lower case.
    """

    source: str
    tree: HtmlElement
    layer: Layer
    url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def page(source: str, url: str | None = None, headers: tuple[tuple[str, str], ...] = ()) -> Page:
    """The page of a decoded source; raises RefusedMarkupError for one that is hostile or empty."""
    root = tree(source)
    return Page(source, root, layer(root), url, headers)
