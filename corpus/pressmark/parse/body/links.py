"""The links in the blocks of a page: their words and where they lead."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pressmark_schema.segments import Anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.markup import Page
    from pressmark_schema.segments import Span

_LONGEST = 2000
_PLACES = ("#", "javascript:", "mailto:", "tel:", "data:", "about:", "whatsapp:")
"""What an `href` begins with that leads to no other document."""


def anchors(page: Page, spans: Sequence[Span]) -> list[list[Anchor]]:
    """The links in each of `spans`, which are in order and do not overlap."""
    layer, base = page.layer, _base(page)
    begins = [span.start for span in spans]
    found: list[list[Anchor]] = [[] for _ in spans]
    for index, element in enumerate(layer.elements):
        if element.tag != "a":
            continue
        address = (element.get("href") or "").strip()
        start, end = layer.starts[index], layer.ends[index]
        rank = bisect_right(begins, start) - 1
        if not address or start == end or rank < 0:
            # A link may be around its block.
            continue
        rank = rank if start < spans[rank].end else -1
        words = " ".join(layer.text[start:end].split())
        if rank >= 0 and words and not address.lower().startswith(_PLACES):
            found[rank].append(Anchor(words, _joined(base, address)[:_LONGEST]))
    return found


def _base(page: Page) -> str | None:
    """The address that relative ones are relative to, where one is known."""
    element = page.tree.find(".//base[@href]")
    stated = None if element is None else element.get("href")
    return _joined(page.url, stated) if stated else page.url


def _joined(base: str | None, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
