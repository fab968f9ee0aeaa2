"""What the decisions ask of each unit of a page: where it stands, of what, how much is links."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from pressmark.parse.body.marks import Mark, marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.markup import Layer

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = frozenset({"li", "dd", "dt"})
_TOLD = frozenset({*_HEADINGS, *_ITEMS, "tr", "blockquote"})
_LINKS, _BOLD = frozenset({"a"}), frozenset({"b", "strong"})
_MOST = 0.7
"""Share of the main content that its innermost common element must hold."""
_BOX = 0.4
"""Share of the main content from which on an element is no box in it, whatever its class says."""
_LIKE = 0.4
"""The same for all elements of one class together."""


class Facts(NamedTuple):
    """A unit of the layer as the rules see it.

    `cover` is the share of it that the extractor took, `links` the share of it inside links,
    `bold` that in bold type, each 0 to 1; `marks` what the boxes around it state; `level` that of
    the heading around it, 0 for none. `item`, `row` and `quote` are the indices of the list item,
    row of a table and quotation around it, -1 for none; `box` that of its parent element; `sort`
    the names and classes of its element and of the parent. `inside`: it stands in the element of
    the main content.
    """

    text: str
    start: int
    end: int
    element: int
    tag: str
    cover: float
    links: float
    bold: float
    marks: int
    level: int
    item: int
    row: int
    quote: int
    box: int
    sort: tuple[str, ...]
    inside: bool


class Units(Sequence[Facts]):
    """The facts of a page's units, in order, each found when it is first asked for.

    Most of what a page shows is far from its article, and nobody asks for it. `cover` and `links`
    are the shares of each unit that the article's finder took and that are inside links.
    """

    def __init__(self, layer: Layer, cover: Sequence[float], links: Sequence[float]) -> None:
        self.layer, self.cover, self._links = layer, cover, links
        held = _held(layer, cover)
        around = max((index for index, share in held.items() if share >= _MOST), default=0)
        self._first, self._last = layer.starts[around], layer.ends[around]
        self._stated = _Stated(layer, _whole(layer, held))
        self._sorts = Sorts(layer)
        self._bold = _shares(layer, _BOLD)
        self._found: list[Facts | None] = [None] * len(layer.units)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, rank: int) -> Facts: ...
    @overload
    def __getitem__(self, rank: slice) -> Sequence[Facts]: ...
    def __getitem__(self, rank: int | slice) -> Facts | Sequence[Facts]:
        if isinstance(rank, slice):
            return [self[at] for at in range(*rank.indices(len(self)))]
        return self._found[rank] or self._of(rank)

    def is_inside(self, rank: int) -> bool:
        """Whether a unit stands in the element of the main content."""
        return self._first <= self.layer.units[rank].start < self._last

    def _of(self, rank: int) -> Facts:
        layer = self.layer
        start, end, element = layer.units[rank]
        self._found[rank] = found = Facts(
            layer.text[start:end],
            start,
            end,
            element,
            layer.tags[element],
            self.cover[rank],
            self._links[rank],
            self._bold[rank],
            *self._stated.of(element),
            layer.parents[element],
            self._sorts.of(element),
            self._first <= start < self._last,
        )
        return found


def _held(layer: Layer, cover: Sequence[float]) -> dict[int, float]:
    """The share of what the extractor took that is in each element, by index; 0 is left out."""
    weights = [0.0] * len(layer.elements)
    for unit, covered in zip(layer.units, cover, strict=True):
        weights[unit.element] += (unit.end - unit.start) * covered
    # A parent comes before its children.
    for index in range(len(weights) - 1, 0, -1):
        weights[layer.parents[index]] += weights[index]
    return {index: weight / weights[0] for index, weight in enumerate(weights) if weight}


def _whole(layer: Layer, held: Mapping[int, float]) -> set[int]:
    """The elements that are no boxes: they hold much of the main content, or their like does."""
    shares: dict[str, float] = {}
    for index, share in held.items():
        names = layer.classes[index]
        if names:
            shares[names] = shares.get(names, 0.0) + share
    return {
        index
        for index, share in held.items()
        if share >= _BOX or shares.get(layer.classes[index], 0.0) >= _LIKE
    }


class _Place(NamedTuple):
    """What holds for all in an element; `item`, `row` and `quote` are indices, -1 for none."""

    marks: int
    level: int
    item: int
    row: int
    quote: int


_NOWHERE = _Place(Mark.NONE, 0, -1, -1, -1)


class _Stated:
    """What the elements state that are boxes, each asked once; those of `whole` are none."""

    def __init__(self, layer: Layer, whole: set[int]) -> None:
        self._layer = layer
        self._whole = whole
        self._found: dict[int, _Place] = {}

    def of(self, element: int) -> _Place:
        """What holds inside the element at an index."""
        way = []
        while element >= 0 and element not in self._found:
            way.append(element)
            element = self._layer.parents[element]
        place = self._found.get(element, _NOWHERE)
        for index in reversed(way):
            place = self._inner(place, index)
            self._found[index] = place
        return place

    def _inner(self, place: _Place, index: int) -> _Place:
        tag = self._layer.tags[index]
        stated = place.marks
        if index not in self._whole:
            stated |= marks(self._layer.elements[index])
        if tag == "blockquote":
            # A figure is where HTML puts a quotation with its source, too.
            stated &= ~Mark.CAPTION
        if stated == place.marks and tag not in _TOLD:
            return place
        return _Place(
            stated,
            _HEADINGS.get(tag, place.level),
            index if tag in _ITEMS else place.item,
            index if tag == "tr" else place.row,
            index if tag == "blockquote" else place.quote,
        )


class Sorts:
    """Name and class of an element and of its parent: those of one sort look alike."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._found: dict[int, tuple[str, ...]] = {}

    def of(self, index: int) -> tuple[str, ...]:
        """The sort of the element at an index."""
        found = self._found.get(index)
        if found is None:
            layer = self._layer
            parent = layer.parents[index]
            above = (layer.tags[parent], layer.classes[parent]) if parent >= 0 else ()
            found = self._found[index] = (layer.tags[index], layer.classes[index], *above)
        return found


def linked(layer: Layer) -> list[float]:
    """The share of each unit inside links, 0 to 1."""
    return _shares(layer, _LINKS)


def _shares(layer: Layer, tags: frozenset[str]) -> list[float]:
    """The share of each unit in elements of these names; an anchor without `href` is none."""
    units = layer.units
    begins, sums = [unit.start for unit in units], [0] * len(units)
    for index, tag in enumerate(layer.tags):
        if tag not in tags:
            continue
        start, end = layer.starts[index], layer.ends[index]
        if start == end or (tag == "a" and not layer.elements[index].get("href")):
            continue
        rank = max(0, bisect_right(begins, start) - 1)
        while rank < len(begins) and begins[rank] < end:
            unit = units[rank]
            sums[rank] += max(0, min(end, unit.end) - max(start, unit.start))
            rank += 1
    return [
        min(1.0, inside / (unit.end - unit.start)) if inside else 0.0
        for unit, inside in zip(units, sums, strict=True)
    ]
