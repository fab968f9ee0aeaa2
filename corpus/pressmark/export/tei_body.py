"""The body of a TEI document: blocks as paragraphs, heads, items, quotations and typed parts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pressmark.export.tei_dates import Attributes, of_edtf
from pressmark_schema.vocabulary import AnnotationLayer, BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pressmark.export.markup import Markup
    from pressmark.export.records import Row
    from pressmark.export.traced import Origin

_TOP = frozenset({BlockKind.TITLE, BlockKind.KICKER})
_NAMES = {BlockKind.PARAGRAPH: "p", BlockKind.QUOTE_BLOCK: "quote"}


class Span(NamedTuple):
    """A stretch of a block's text, half-open in code points, that is an element of its own."""

    start: int
    end: int
    name: str
    attributes: dict[str, str | None]


class Details(NamedTuple):
    """What stands in the blocks of an article, by block: its embed, its links, its annotations."""

    embeds: Mapping[str, Row]
    links: Mapping[str, list[Row]]
    annotations: Mapping[str, list[Row]]


def body(markup: Markup, blocks: Sequence[Row], details: Details, origin: Origin | None) -> str:
    """The body: one division for the article, and in it one for each heading and what follows."""
    made = _Body(markup, details, origin)
    first = next((i for i, b in enumerate(blocks) if b["kind"] == BlockKind.HEADING), len(blocks))
    parts = ["<body>", '<div type="article">', *made.opening(blocks[:first])]
    sections = _sections(blocks[first:])
    parts += [line for section in sections for line in made.section(section)]
    if not blocks:
        # A body may not be empty; an article without blocks says nothing.
        parts.append("<p/>")
    return "\n".join([*parts, "</div>", "</body>"])


def _sections(blocks: Sequence[Row]) -> list[list[Row]]:
    """The blocks, divided before each heading."""
    found: list[list[Row]] = []
    for block in blocks:
        if block["kind"] == BlockKind.HEADING:
            found.append([])
        found[-1].append(block)
    return found


class _Body:
    """Writes the blocks of one article."""

    def __init__(self, markup: Markup, details: Details, origin: Origin | None) -> None:
        self.markup, self.origin = markup, origin
        self.embeds, self.links, self.annotations = details

    def opening(self, blocks: Sequence[Row]) -> Iterator[str]:
        """What stands before the first heading: a title or kicker that opens it is a head."""
        top = next((i for i, b in enumerate(blocks) if b["kind"] not in _TOP), len(blocks))
        for block in blocks[:top]:
            yield self._element("head", block, {"type": block["kind"]})
        yield from self._run(blocks[top:])

    def section(self, blocks: Sequence[Row]) -> Iterator[str]:
        """A heading with what follows up to the next."""
        head, *rest = blocks
        level = {"n": str(head["level"])} if head["level"] is not None else {}
        yield f"<div{self.markup.attributes({'type': 'section', **level})}>"
        yield self._element("head", head, {})
        yield from self._run(rest)
        yield "</div>"

    def _run(self, blocks: Sequence[Row]) -> Iterator[str]:
        """Blocks below a head; items that follow each other are one list."""
        for is_list, run in groupby(blocks, lambda b: bool(b["kind"] == BlockKind.LIST_ITEM)):
            if is_list:
                yield "<list>"
                yield from (self._element("item", block, {}) for block in run)
                yield "</list>"
            else:
                yield from map(self._block, run)

    def _block(self, block: Row) -> str:
        kind = block["kind"]
        if kind == BlockKind.EMBED and block["block_id"] in self.embeds:
            return self._embed(block, self.embeds[block["block_id"]])
        if kind in _NAMES:
            return self._element(_NAMES[kind], block, {})
        return self._element("ab", block, {"type": kind})

    def _embed(self, block: Row, embed: Row) -> str:
        """A post as a quotation with what is known of its source."""
        markup = self.markup
        date = {**of_edtf(embed["posted_edtf"])}
        source = "".join(
            [
                markup.element("author", embed["author_name"]),
                markup.element("idno", embed["author_handle"], {"type": "handle"}),
                markup.element("date", embed["posted_raw"] or (date and "") or None, date),
                *(f"<ptr{markup.attributes({'target': _address(url)})}/>" for url in embed["urls"]),
            ]
        )
        bibl = markup.attributes({"type": "post", "subtype": embed["platform"]})
        quote = self._element("quote", block, {})
        return f'<cit type="embed">{quote}<bibl{bibl}>{source}</bibl></cit>'

    def _element(self, name: str, block: Row, typed: dict[str, str | None]) -> str:
        attributes = {
            **typed,
            "xml:id": block["block_id"],
            "xml:lang": block["lang"],
            "cert": f"{block['kind_confidence'] / 1000:g}",
            "source": self.origin.pointer(block) if self.origin else None,
        }
        text = inline(self.markup, block["text"], self._spans(block))
        return f"<{name}{self.markup.attributes(attributes)}>{text}</{name}>"

    def _spans(self, block: Row) -> list[Span]:
        """The links of a block, each where its words stand, and the quotes and times read in it."""
        found = [
            Span(row["block_start"], row["block_end"], name, made(row))
            for row in self.annotations.get(block["block_id"], [])
            if row["layer"] in _ANNOTATED
            for name, made in [_ANNOTATED[row["layer"]]]
        ]
        place = 0
        for link in self.links.get(block["block_id"], []):
            start = block["text"].find(link["anchor"], place)
            if start < 0:
                continue
            place = start + len(link["anchor"])
            target = link["target_article_id"]
            address = _address(link["url"]) if link["url"] else f"#{target}" if target else None
            found.append(Span(start, place, "ref", {"type": link["rel"], "target": address}))
        return found


def inline(markup: Markup, text: str, spans: Sequence[Span]) -> str:
    """`text` with an element around each of `spans`; of two that cross, the later is left out."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    return _within(markup, text, (0, len(text)), ordered)


def _within(markup: Markup, text: str, limits: tuple[int, int], spans: Sequence[Span]) -> str:
    parts, (place, end) = [], limits
    waiting = [span for span in spans if span.end <= end]
    while waiting:
        span, *others = waiting
        inner = [other for other in others if other.start < span.end]
        waiting = [other for other in others if other.start >= span.end]
        parts.append(markup.text(text[place : span.start]))
        attributes = markup.attributes(span.attributes)
        content = _within(markup, text, (span.start, span.end), inner)
        parts.append(f"<{span.name}{attributes}>{content}</{span.name}>")
        place = span.end
    return "".join([*parts, markup.text(text[place:end])])


def _quote(row: Row) -> Attributes:
    return {"xml:id": row["annotation_id"], "type": row["label"]}


def _time(row: Row) -> Attributes:
    return {"xml:id": row["annotation_id"], "type": row["label"], **of_edtf(row["value"])}


_ANNOTATED: dict[str, tuple[str, Callable[[Row], Attributes]]] = {
    AnnotationLayer.QUOTE: ("q", _quote),
    AnnotationLayer.TIME: ("date", _time),
}
"""The layers that TEI has an element for, and how each is said."""


def _address(url: str) -> str:
    """A printed address as a pointer, which holds no white space."""
    from urllib.parse import quote

    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")
