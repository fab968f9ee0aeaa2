"""The paragraphs of a Word document in one pass over its XML, tables row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.parsers import expat

from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CHUNK = 2**16
MAX_NESTING = 200
"""Elements that may stand in each other; the documents of Word have some twenty."""
"""Elements in each other; Word itself writes some thirty, text boxes in tables twice that."""
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
"""The namespaces of WordprocessingML, transitional and strict (ISO/IEC 29500)."""
_PASSED_OVER = frozenset({"moveFrom", "pPrChange", "rPrChange", "del"})
"""What was there before a tracked change."""
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""A second form of what stands beside it, such as a text box."""
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_FALSE = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""A paragraph, or a row of a table with its cells parted by tabs.

    `style` is the name that Word shows, such as `heading 1`; line breaks in `text` are `\n`.
    `breaks` says that a page break stands before it or in it.
    """

    style: str
    text: str
    breaks: bool


@dataclass
class _Open:
    """A paragraph that has not ended."""

    style: str = ""
    parts: list[str] = field(default_factory=list)
    breaks: bool = False

    def paragraph(self) -> Paragraph:
        return Paragraph(self.style, "".join(self.parts), self.breaks)


@dataclass
class _Row:
    """A row of a table that is being read: the paragraphs of each of its cells."""

    cells: list[list[Paragraph]] = field(default_factory=list)

    def paragraph(self) -> Paragraph:
        found = [paragraph for cell in self.cells for paragraph in cell]
        texts = ["\n".join(p.text for p in cell if p.text.strip()) for cell in self.cells]
        text = "\t".join(texts) if any(texts) else ""
        style = next((p.style for p in found if p.text.strip()), "")
        return Paragraph(style, text, any(p.breaks for p in found))


def paragraphs(stream: BinaryIO, styles: Mapping[str, str], limit: int) -> Iterator[Paragraph]:
    """The paragraphs of the document's main part, blank ones too, in order.

    `styles` are the names of styles by their ids. Deleted and moved text is left out, inserted text
    is in. Raises RefusedError for XML that is damaged, has a document type, which no document of
    Word's has, or is nested too deeply, and for a paragraph or row of more than `limit` characters.
    """
    reading = _Reading(styles, limit)
    parser = _parser(reading.start, reading.end, reading.text)
    for chunk in _chunks(stream, parser):
        del chunk
        yield from reading.done
        reading.done.clear()


def style_names(stream: BinaryIO) -> dict[str, str]:
    """The names of styles by their ids; Word writes both in the language of the writer or not."""
    found: dict[str, str] = {}
    current = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        local = _local(name)
        if local == "style":
            current = _value(attributes, "styleId")
        elif local == "name" and current:
            found.setdefault(current, _value(attributes, "val"))

    for chunk in _chunks(stream, _parser(start, lambda _: None, lambda _: None)):
        del chunk
    return found


def relations(stream: BinaryIO) -> dict[str, str]:
    """The targets of a part's relations by the last word of their types."""
    found: dict[str, str] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if kind and target and attributes.get("TargetMode") != "External":
            found.setdefault(kind.rpartition("/")[2], target)

    for chunk in _chunks(stream, _parser(start, lambda _: None, lambda _: None)):
        del chunk
    return found


def _parser(start: Any, end: Any, text: Any) -> expat.XMLParserType:
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_NESTING:
            detail = f"more than {MAX_NESTING} elements in each other"
            raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: Any) -> None:
    """No document of Word's has one, and with it come entities."""
    raise RefusedError(QuarantineReason.MALFORMED, "its XML declares a document type")


def _chunks(stream: BinaryIO, parser: expat.XMLParserType) -> Iterator[None]:
    """Feed the parser, yielding after each chunk."""
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's parameter has no name
            yield
        parser.Parse(b"", True)  # noqa: FBT003
        yield
    except expat.ExpatError as error:
        detail = f"damaged XML in line {error.lineno}: {expat.ErrorString(error.code)}"
        raise RefusedError(QuarantineReason.MALFORMED, detail) from error


class _Reading:
    """Takes in the events of the main part; `done` are the paragraphs that have ended."""

    def __init__(self, styles: Mapping[str, str], limit: int) -> None:
        self._styles, self._limit, self._size = styles, limit, 0
        self.done: list[Paragraph] = []
        self._open: list[_Open] = []
        self._rows: list[_Row] = []
        self._passing = self._runs = 0
        self._taking = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = _local(name)
        if self._passing or local in _PASSED_OVER or name == _FALLBACK:
            self._passing += 1
        elif local == "p":
            self._open.append(_Open())
        elif local == "tr":
            self._rows.append(_Row())
        elif local == "tc" and self._rows:
            self._rows[-1].cells.append([])
            self._grow(1)
        elif local == "r":
            self._runs += 1
        elif self._open:
            self._inside(local, attributes)

    def _inside(self, local: str, attributes: dict[str, str]) -> None:
        paragraph = self._open[-1]
        if local == "t":
            self._taking = True
        elif local == "pStyle":
            found = _value(attributes, "val")
            paragraph.style = self._styles.get(found, found)
        elif local == "pageBreakBefore":
            paragraph.breaks |= _value(attributes, "val").lower() not in _FALSE
        elif local == "br":
            paged = _value(attributes, "type") == "page"
            paragraph.breaks |= paged
            self._write("" if paged else "\n")
        elif local == "sym":
            self._write(_symbol(_value(attributes, "char")))
        elif self._runs:
            self._write(_SIGNS.get(local, ""))

    def end(self, name: str) -> None:
        """An element ends."""
        local = _local(name)
        if self._passing:
            self._passing -= 1
        elif local == "t":
            self._taking = False
        elif local == "r":
            self._runs -= 1
        elif local == "p" and self._open:
            self._add(self._open.pop().paragraph())
        elif local == "tr" and self._rows:
            self._add(self._rows.pop().paragraph())

    def text(self, data: str) -> None:
        """Characters between tags."""
        if self._taking and self._open and not self._passing:
            self._write(data)

    def _write(self, text: str) -> None:
        self._open[-1].parts.append(text)
        self._grow(len(text))

    def _grow(self, count: int) -> None:
        """Count what is held; raises RefusedError above the limit."""
        self._size += count
        if self._size > self._limit:
            detail = f"a paragraph or row of more than {self._limit} characters (read.max_bytes)"
            raise RefusedError(QuarantineReason.TOO_LARGE, detail)

    def _add(self, paragraph: Paragraph) -> None:
        if self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1].append(paragraph)
        else:
            self.done.append(paragraph)
            self._size = 0


def _local(name: str) -> str:
    """The name of an element of WordprocessingML without its namespace; "" for any other."""
    for namespace in _WORD:
        if name.startswith(namespace):
            return name[len(namespace) :]
    return ""


def _value(attributes: Mapping[str, str], local: str) -> str:
    return next((attributes[n + local] for n in _WORD if n + local in attributes), "")


def _symbol(code: str) -> str:
    """A character of a symbol font, in the private area where Word has it."""
    try:
        found = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= found <= "\udfff" else found
