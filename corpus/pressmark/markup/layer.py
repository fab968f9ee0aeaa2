"""The text layer of a page: what its body shows, in document order, by fixed rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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
"""Elements in which a page's own elements run on in the line."""
_BLANKS = re.compile(r"[ \t\n\f\r]+")
"""ASCII whitespace as the HTML standard defines it; a no-break space is no such blank."""
_BLANK = " \t\n\f\r"
_OPENING = "([{„«‹‚\"'/"
_EDGE = 2
"""Line feeds at a block's edge, that is an empty line."""


class Unit(NamedTuple):
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
    of its parent, -1 for the body; `tags` has its name, `classes` its attribute `class`, empty for
    none. Every character that is no blank is in one unit.
    `posts` are the elements of embedded posts and where those are published, `frames` the frames
    with the ends of the texts before them.
    """

    text: str
    units: tuple[Unit, ...]
    elements: tuple[HtmlElement, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    parents: tuple[int, ...]
    tags: tuple[str, ...]
    classes: tuple[str, ...]
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
    body = root.find("body")
    writer = _Writer()
    top = root if body is None else body
    writer.show(top, -1, in_line=False)
    if top.tail:
        writer.write(top.tail)
    return writer.layer()


@lru_cache(maxsize=4096)
def _is_unseen(names: str) -> bool:
    return _UNSEEN.search(names) is not None


class _Writer:
    """Writes the layer while the tree is walked; each function runs for thousands of elements."""

    __slots__ = (
        "_apart",
        "_begins",
        "_begun",
        "_block",
        "_breaks",
        "_classes",
        "_elements",
        "_ends",
        "_frames",
        "_last",
        "_length",
        "_parents",
        "_pieces",
        "_post",
        "_posts",
        "_space",
        "_starts",
        "_tags",
        "_units",
    )

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._space, self._breaks = False, _EDGE
        self._units: list[Unit] = []
        self._begun: tuple[int, int] | None = None
        self._begins: list[int] = []
        self._elements: list[HtmlElement] = []
        self._tags: list[str] = []
        self._classes: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._parents: list[int] = []
        self._block = 0
        self._frames: list[tuple[int, HtmlElement]] = []
        self._posts: list[tuple[int, Platform]] = []
        self._post, self._apart, self._last = -1, False, ""

    def show(self, element: HtmlElement, parent: int, *, in_line: bool) -> None:
        """Write the text of `element` and of all in it; `in_line`: a line is what holds it."""
        tag = element.tag
        names = element.get("class") or ""
        index = len(self._elements)
        self._elements.append(element)
        self._tags.append(tag)
        self._classes.append(names)
        self._parents.append(parent)
        self._ends.append(0)
        self._starts.append(len(self._begins))
        around = self._block
        block = tag in _BLOCK or parent < 0 or not (in_line or tag in _INLINE or tag == "br")
        if block:
            self._open_block(index, tag, names)
        elif tag == "br":
            self._breaks = min(self._breaks + 1, _EDGE)
        elif tag == "a" and self._post >= 0:
            self._apart = True
        if text := element.text:
            self.write(text)
        self._show_children(element, index, in_line=tag in _LINES)
        if self._post >= 0:
            self._end_in_post(index, tag)
        first = self._starts[index]
        self._starts[index] = self._begins[first] if first < len(self._begins) else self._length
        self._ends[index] = self._length
        if block:
            self._block, self._breaks = around, _EDGE

    def _show_children(self, element: HtmlElement, index: int, *, in_line: bool) -> None:
        for child in element:
            tag = child.tag
            if tag in _SILENT or tag.__class__ is not str:
                if tag == "iframe":
                    self._frames.append((self._length, child))
            elif tag != "span" or not _is_unseen(child.get("class") or ""):
                self.show(child, index, in_line=in_line)
            if tail := child.tail:
                self.write(tail)

    def _open_block(self, index: int, tag: str, names: str) -> None:
        self._block, self._breaks = index, _EDGE
        platform = post_platform(tag, names) if names and self._post < 0 else None
        if platform:
            self._post = index
            self._posts.append((index, platform))

    def _end_in_post(self, index: int, tag: str) -> None:
        self._apart = self._apart or tag == "a"
        self._post = -1 if self._post == index else self._post

    def write(self, text: str) -> None:
        """Add `text` with what must stand between it and the text before."""
        # Of ASCII's blanks those that `split` takes besides are in no tree.
        shown = " ".join(text.split()) if text.isascii() else _BLANKS.sub(" ", text).strip(" ")
        if not shown:
            self._space = self._space or text[0] in _BLANK
            return
        begun = self._apart and (shown[0].isalnum() or shown[0] in "#@")
        if text[0] in _BLANK or (begun and self._last not in _OPENING):
            self._space = True
        if self._breaks or self._space:
            self._separate()
        self._begins.append(self._length)
        self._pieces.append(shown)
        self._length += len(shown)
        self._space, self._breaks = text[-1] in _BLANK, 0
        self._apart, self._last = False, shown[-1]

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
            tuple(self._tags),
            tuple(self._classes),
            tuple(self._posts),
            tuple(self._frames),
        )

    def _separate(self) -> None:
        if self._breaks == _EDGE:
            self._end_unit()
            between = "\n\n" if self._length else ""
            self._begun = (self._length + len(between), self._block)
        else:
            between = "\n" if self._breaks else " "
        self._pieces.append(between)
        self._length += len(between)

    def _end_unit(self) -> None:
        if self._begun:
            self._units.append(Unit(self._begun[0], self._length, self._begun[1]))
