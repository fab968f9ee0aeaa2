"""The blocks of a page: its layer divided into segments and removals, so that nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressmark.parse.body import extractors
from pressmark.parse.body.align import coverage
from pressmark.parse.body.content import main_content
from pressmark.parse.body.decide import decide
from pressmark.parse.body.draft import ALONE
from pressmark.parse.body.embeds import embedded
from pressmark.parse.body.facts import Units, linked
from pressmark.parse.body.links import anchors
from pressmark_schema.segments import Removal, Segment, Segmented, Span
from pressmark_schema.vocabulary import BlockKind, SpanBasis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.markup import Page, Unit
    from pressmark.parse.body.draft import Decision
    from pressmark.parse.body.facts import Facts
    from pressmark.parse.body.told import Told

OUTSIDE = "html.outside@1"
"""Names the removal of what a page shows around its article, such as navigation and footers."""


def segment_page(page: Page, told: Told, extractor: str = "full") -> Segmented:
    """Divide the text layer of `page` into the blocks of its article, in order.

    Each character that is no blank is in exactly one segment or one removal. The main content is
    what trafilatura finds, by words that are looked for in the layer, or with `fast` the element
    around most of the prose; the markup decides where a block begins and ends, and what it is.
    Raises EnvironmentFaultError where trafilatura is asked and missing.
    """
    layer, links = page.layer, linked(page.layer)
    if extractor == "fast":
        cover = main_content(layer, links)
    else:
        cover = coverage(layer, extractors.trafilatura(page))
    units = Units(layer, cover, links)
    posts = embedded(layer)
    decisions = decide(units, told, posts)
    segments = list(_joined(units, decisions))
    spans = [segment.span for segment in segments]
    anchored = [
        replace(segment, links=tuple(found)) if found else segment
        for segment, found in zip(segments, anchors(page, spans), strict=True)
    ]
    return Segmented(tuple(anchored), (), tuple(_removals(layer.units, decisions)))


def _joined(units: Units, decisions: Sequence[Decision | None]) -> Iterator[Segment]:
    """A segment for each decided unit, or for those of one post or row of a table together."""
    held: list[Facts] = []
    last: Decision | None = None
    for rank, decision in enumerate(decisions):
        together = decision and last and ALONE != decision.group == last.group
        if held and last and not together:
            yield _segment(held, last)
            held = []
        if decision:
            held.append(units[rank])
        last = decision
    if held and last:
        yield _segment(held, last)


def _segment(units: Sequence[Facts], decision: Decision) -> Segment:
    heading = decision.kind is BlockKind.HEADING
    return Segment(
        Span(units[0].start, units[-1].end),
        decision.kind,
        (units[0].level or 2) if heading else None,
        SpanBasis.EXACT,
        decision.basis,
        decision.confidence,
        decision.platform,
    )


def _removals(units: Sequence[Unit], decisions: Sequence[Decision | None]) -> Iterator[Removal]:
    """One removal for each run of units that are not of the article."""
    start: int | None = None
    end = 0
    for unit, decision in zip(units, decisions, strict=True):
        if decision is None:
            start = unit.start if start is None else start
            end = unit.end
        elif start is not None:
            yield Removal(Span(start, end), OUTSIDE)
            start = None
    if start is not None:
        yield Removal(Span(start, end), OUTSIDE)
