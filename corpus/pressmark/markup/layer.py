"""The text layer of a page: what its body shows, in document order, by fixed rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.markup.posts import post_platform
from pressmark_schema.segments import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pressmark_schema.vocabulary import Platform

RULE = "html.layer@1"
"""Names these rules; another number means that spans of earlier versions do not hold."""


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SILENT = _names(
    "script style noscript template head title meta link object embed applet svg math canvas "
    "audio video iframe frame frameset noframes select datalist textarea input param source "
    "track area map"
)
"""Elements whose content a reader is not shown as text, or that hold no text at all."""
_INLINE = _names(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label "
    "mark meter nobr output picture progress q rb rp rt rtc ruby s samp small span strike "
    "strong sub sup time tt u var wbr"
)
"""Elements that run on in a line: the HTML standard's phrasing content, obsolete ones included."""
_BLOCK = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "listing main menu nav ol p plaintext pre search section summary table tbody td tfoot th "
    "thead tr ul xmp"
)
"""Elements that begin and end a block, by the HTML standard's style sheet for user agents.

An element in neither list is a page's own. It runs on where it stands in a line of text, that is
in a paragraph, a heading or an inline element; elsewhere such elements are boxes.
"""
_UNSEEN = re.compile(
    r"(?:^|[-_\s])(?:sr-only|visually-?hidden|screen-?reader(?:-?text)?|vh|assistive-text)(?:\s|$)"
)
"""Classes of notes in a line that are read aloud and not shown, by the names in common use."""
_LINES = _INLINE | _names("p h1 h2 h3 h4 h5 h6")
_BLANKS = re.compile(r"[ \t\n\f\r]+")
"""ASCII whitespace as the HTML standard defines it; a no-break space is no such blank."""
_OPENING = "([{„«‹‚\"'/"
_EDGE = 2
"""Line feeds at a block's edge, that is an empty line."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the layer without a block's edge inside, and the innermost block around it.

    A line feed in it is a `br`. `element` is an index in `Layer.elements`.
    """

    start: int
    end: int
    element: int


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The text that a page shows: `text`, its `units` in order, and where each element stands.

    `elements` are those shown, in document order; the one at an index begins
    at `starts[index]` and ends at `ends[index]`, code points of `text`; `parents` has the index
    of its parent, -1 for the body. Every character that is no blank is in one unit.
    `posts` are the elements of embedded posts and where those are published, `frames` the frames
    with the ends of the texts before them.
    """

    text: str
    units: tuple[Unit, ...]
    elements: tuple[HtmlElement, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    parents: tuple[int, ...]
    posts: tuple[tuple[int, Platform], ...] = ()
    frames: tuple[tuple[int, HtmlElement], ...] = ()

    def ancestors(self, index: int) -> Iterator[int]:
        """The element at `index` and those around it, the innermost first."""
        while index >= 0:
            yield index
            index = self.parents[index]

    def span(self, element: HtmlElement) -> Span | None:
        """Where the text of `element` stands; None where it shows none."""
        found = (index for index, shown in enumerate(self.elements) if shown is element)
        index = next(found, None)
        if index is None or self.starts[index] == self.ends[index]:
            return None
        return Span(self.starts[index], self.ends[index])


def _trimmed(text: str, unit: Unit) -> Unit | None:
    """`unit` without blanks of any kind at its ends, such as no-break spaces; None if all is."""
    shown = text[unit.start : unit.end]
    words = shown.strip()
    if not words:
        return None
    start = unit.start + len(shown) - len(shown.lstrip())
    return Unit(start, start + len(words), unit.element)


def layer(root: HtmlElement) -> Layer:
    """The text layer of the tree at `root`; takes time linear in its size.

    The texts of the body in document order, those of silent elements and of notes for screen
    readers left out; runs of ASCII whitespace are one space, none at the ends of a line; a block's
    edge is an empty line, a `br` a line feed, two of them an empty line too. In an embedded post a
    space parts a link from the word beside it: its platform shows it apart.
    """
    from lxml import etree

    body = root.find("body")
    writer = _Writer()
    walk = etree.iterwalk(root if body is None else body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            writer.close(element)
        elif _is_silent(element):
            writer.leave_out(element)
            walk.skip_subtree()
        else:
            writer.open(element)
    return writer.layer()


def _is_silent(element: HtmlElement) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT:
        return True
    names = element.get("class") if tag == "span" else None
    return names is not None and _UNSEEN.search(names) is not None


class _Writer:
    """Writes the layer while the tree is walked."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._space, self._breaks = False, _EDGE
        self._units: list[Unit] = []
        self._begun: tuple[int, int] | None = None
        self._elements: list[HtmlElement] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._parents: list[int] = []
        self._opened: list[int] = []
        self._blocks: list[int] = []
        self._waiting: list[int] = []
        self._frames: list[tuple[int, HtmlElement]] = []
        self._posts: list[tuple[int, Platform]] = []
        self._post, self._apart, self._last = -1, False, ""

    def open(self, element: HtmlElement) -> None:
        """Begin `element`: its edge or break, and its own first text."""
        index, tag = len(self._elements), element.tag
        parent = self._opened[-1] if self._opened else -1
        self._elements.append(element)
        self._starts.append(0)
        self._ends.append(0)
        self._parents.append(parent)
        if tag == "br":
            self._breaks = min(self._breaks + 1, _EDGE)
        elif self._is_block(tag, parent):
            self._breaks = _EDGE
            self._blocks.append(index)
            platform = post_platform(tag, element.get("class")) if self._post < 0 else None
            if platform:
                self._post = index
                self._posts.append((index, platform))
        self._apart = self._apart or (tag == "a" and self._post >= 0)
        self._opened.append(index)
        self._waiting.append(index)
        if element.text:
            self.write(element.text)

    def leave_out(self, element: HtmlElement) -> None:
        """Pass over an element that shows no text of the page's own."""
        if element.tag == "iframe":
            self._frames.append((self._length, element))

    def close(self, element: HtmlElement) -> None:
        """End `element`, which was begun last if it is shown at all, and write what follows it."""
        if self._opened and self._elements[self._opened[-1]] is element:
            self._end(self._opened.pop())
        if element.tail:
            self.write(element.tail)

    def _end(self, index: int) -> None:
        self._apart = self._post >= 0 and (self._apart or self._elements[index].tag == "a")
        self._post = -1 if self._post == index else self._post
        if self._waiting and self._waiting[-1] == index:
            self._waiting.pop()
            self._starts[index] = self._length
        self._ends[index] = self._length
        if self._blocks and self._blocks[-1] == index:
            self._blocks.pop()
            self._breaks = _EDGE

    def write(self, text: str) -> None:
        """Add `text` with what must stand between it and the text before."""
        shown = _BLANKS.sub(" ", text)
        if shown[:1] == " ":
            self._space = True
        words = shown.strip(" ")
        if not words:
            return
        begun = words[0].isalnum() or words[0] in "#@"
        self._space = self._space or (self._apart and begun and self._last not in _OPENING)
        self._separate()
        for index in self._waiting:
            self._starts[index] = self._length
        self._waiting.clear()
        self._append(words)
        self._space, self._breaks = shown[-1] == " ", 0
        self._apart, self._last = False, words[-1]

    def layer(self) -> Layer:
        """What was written."""
        self._end_unit()
        text = "".join(self._pieces)
        return Layer(
            text,
            tuple(unit for found in self._units if (unit := _trimmed(text, found))),
            tuple(self._elements),
            tuple(self._starts),
            tuple(self._ends),
            tuple(self._parents),
            tuple(self._posts),
            tuple(self._frames),
        )

    def _is_block(self, tag: str, parent: int) -> bool:
        if tag in _BLOCK or parent < 0:
            return True
        return tag not in _INLINE and self._elements[parent].tag not in _LINES

    def _separate(self) -> None:
        if self._breaks == _EDGE:
            self._end_unit()
            if self._length:
                self._append("\n\n")
            self._begun = (self._length, self._blocks[-1] if self._blocks else 0)
        elif self._breaks:
            self._append("\n")
        elif self._space:
            self._append(" ")

    def _end_unit(self) -> None:
        if self._begun:
            self._units.append(Unit(self._begun[0], self._length, self._begun[1]))

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
