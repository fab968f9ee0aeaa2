"""Find a page's main content by nothing but its own texts: the element around most of its prose."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pressmark.parse.body.draft import LINE
from pressmark.parse.body.facts import Sorts
from pressmark.parse.body.own import GOOD_PART

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pressmark.markup import Layer

_PROSE_LINKED = 0.45
"""Share of a text in links from which on it is no prose of an article."""
_MOST = 0.7
"""Share of the prose that the main content must hold; from .6 to .75 65 pages come out alike."""
_NO_PROSE = frozenset(
    {"a", "button", "dd", "dt", "figcaption", "label", "legend", "li", "summary", "td", "th"}
)
_WHOLE = frozenset({"article", "body", "html", "main"})
"""Elements whose class tells how a page is set up rather than what is in them."""
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:(?:user|reader)?comments?|[ck]ommenta(?:ire|r|re)s?)"
    r"(?:[_-]?(?:area|box|list|section|thread)s?)?(?:$|\s)",
    re.IGNORECASE,
)
_MOST_BOXES = 200
_SENTENCE = re.compile(r"[.!?…][\"'«»“”’)]?(?:\s|\Z)")


def main_content(layer: Layer, links: Sequence[float]) -> list[float]:
    """1 for each unit of the innermost element that holds most of the page's prose, else 0.

    Prose are texts with a sentence's end, the long ones where there are any; none in lists, tables
    and labels. What stands elsewhere in elements that look like a good part of that prose is 1
    too: something may divide an article. `links` are the shares of the units inside links.
    """
    prose = _prose(layer, links, LINE) or _prose(layer, links, 1)
    if not prose:
        return [0.0] * len(layer.units)
    lengths = {rank: layer.units[rank].end - layer.units[rank].start for rank in prose}
    first, last = _around(layer, lengths)
    cover = [1.0 if first <= unit.start < last else 0.0 for unit in layer.units]
    sorts, sizes = Sorts(layer), Counter[tuple[str, ...]]()
    look = {rank: sorts.of(layer.units[rank].element) for rank in prose}
    for rank in prose:
        sizes[look[rank]] += lengths[rank] if cover[rank] else 0
    good = GOOD_PART * sum(lengths.values())
    for rank in prose:
        if sizes[look[rank]] >= good:
            cover[rank] = 1.0
    return cover


def _around(layer: Layer, lengths: Mapping[int, int]) -> tuple[int, int]:
    """Where the innermost element stands with _MOST of the units' lengths, given by rank."""
    held, parents = [0] * len(layer.elements), layer.parents
    for rank, length in lengths.items():
        held[layer.units[rank].element] += length
    # A parent comes before its children.
    for index in range(len(held) - 1, 0, -1):
        held[parents[index]] += held[index]
    least = _MOST * held[0]
    found = next(index for index in range(len(held) - 1, -1, -1) if held[index] >= least)
    return layer.starts[found], layer.ends[found]


def _prose(layer: Layer, links: Sequence[float], least: int) -> list[int]:
    """The ranks of the units of `least` code points or more that read like prose.

    What readers wrote below an article is prose, too, and may be longer than it.
    """
    text, tags, comments = layer.text, layer.tags, _comments(layer)
    return [
        rank
        for rank, (start, end, element) in enumerate(layer.units)
        if end - start >= least
        and links[rank] < _PROSE_LINKED
        and tags[element] not in _NO_PROSE
        and _SENTENCE.search(text, start, end)
        and not any(first <= start < last for first, last in comments)
    ]


def _comments(layer: Layer) -> list[tuple[int, int]]:
    """Where the outermost boxes stand that are for readers' comments by their class."""
    found: list[tuple[int, int]] = []
    for index, names in enumerate(layer.classes):
        if "omment" not in names or not _COMMENTS.search(names) or layer.tags[index] in _WHOLE:
            continue
        start, end = layer.starts[index], layer.ends[index]
        if start < end and not (found and end <= found[-1][1]):
            found.append((start, end))
    return found[:_MOST_BOXES]
