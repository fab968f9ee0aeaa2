"""The links in the blocks of a page: their words and where they lead."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pressmark.parse.body.embeds import player
from pressmark_schema.segments import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.markup import Page
    from pressmark_schema.segments import Span

_LONGEST = 2000
_PLACES = ("#", "javascript:", "mailto:", "tel:", "data:", "about:", "whatsapp:")
"""What an `href` begins with that leads to no other document."""


def anchors(page: Page, spans: Sequence[Span]) -> list[list[Anchor]]:
    """The links in each of `spans`, which are in order and do not overlap.

    A player in a frame prints nothing, so it is a link of the block before it.
    """
    if not spans:
        return []
    base, begins = _base(page), [span.start for span in spans]
    found: list[list[Anchor]] = [[] for _ in spans]
    for start, words, address in (*_links(page, spans), *_players(page)):
        rank = bisect_right(begins, start) - 1
        within = rank >= 0 and start <= spans[rank].end
        if within and not address.lower().startswith(_PLACES):
            found[rank].append(Anchor(words, _joined(base, address)[:_LONGEST]))
    return found


def _links(page: Page, spans: Sequence[Span]) -> Iterator[tuple[int, str, str]]:
    """Where each link from the first to the last span begins, its words and its address."""
    layer, first, last = page.layer, spans[0].start, spans[-1].end
    for index, tag in enumerate(layer.tags):
        if tag != "a":
            continue
        start, end = layer.starts[index], layer.ends[index]
        if not first <= start <= last or start == end:
            continue
        address = (layer.elements[index].get("href") or "").strip()
        words = " ".join(layer.text[start:end].split()) if address else ""
        if words:
            yield start, words, address


def _players(page: Page) -> Iterator[tuple[int, str, str]]:
    for end, frame in page.layer.frames:
        found = player(frame)
        if found:
            yield end, *found


def _base(page: Page) -> str | None:
    """The address that relative ones are relative to, where one is known."""
    stated = next((href for base in page.tree.iter("base") if (href := base.get("href"))), None)
    return _joined(page.url, stated) if stated else page.url


def _joined(base: str | None, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
