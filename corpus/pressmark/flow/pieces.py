"""The pieces of a source: its segments cleaned and classified, each with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pressmark import normalise, parse
from pressmark_schema.profile import NOTHING, OutletProfile
from pressmark_schema.segments import Classified, Cleaned, Edit, Post, Removal, Segment, Span
from pressmark_schema.vocabulary import BlockKind, KindBasis, Platform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark_schema.segments import Segmented

_SURE = 1000
SUFFIX_RULE = "title-suffix@1"
"""Cuts from a title what the profile says that its outlet appends."""
_TOLD = frozenset({BlockKind.EMBED, BlockKind.TABLE, BlockKind.TITLE})
"""What a page shows too plainly for the profile to say otherwise."""


class Piece(NamedTuple):
    """A segment with its cleaned text and its kind."""

    segment: Segment
    source: str
    cleaned: Cleaned
    classified: Classified


def pieces(
    text: str, segmented: Segmented, profile: OutletProfile = NOTHING
) -> tuple[list[Piece], list[Removal]]:
    """The segments of a decoded source as typed pieces, and the removals, own and stated.

    A segment of which cleaning leaves nothing is a removal by the rules that emptied it. What the
    outlet appends to titles, as `profile` has it, is cut from a title as one more recorded edit.
    """
    removals, kept = list(segmented.removals), []
    for segment in segmented.segments:
        source = text[segment.span.start : segment.span.end]
        cleaned = normalise.clean(source)
        if cleaned.text:
            kept.append((segment, source, cleaned))
        else:
            rules = {rule: None for edit in cleaned.edits for rule in edit.rules}
            removals += [Removal(segment.span, rule) for rule in list(rules)[:1]]
    if kept and all(segment.kind_basis for segment, _, _ in kept):
        return _of_page(kept, profile), removals
    stated = any(item.column == "title" for item in segmented.stated)
    title = stated or any(segment.kind is BlockKind.TITLE for segment, _, _ in kept)
    texts = [cleaned.text for _, _, cleaned in kept]
    given = [segment.kind for segment, _, _ in kept]
    kinds = parse.classify(texts, title_stated=title, given=given, profile=profile)
    found = [
        _shortened(Piece(segment, source, cleaned, _given(segment, kind)), profile)
        for (segment, source, cleaned), kind in zip(kept, kinds, strict=True)
    ]
    return found, removals


def _shortened(piece: Piece, profile: OutletProfile) -> Piece:
    """The piece of a title without its outlet's suffix; any other as it is."""
    if piece.classified.kind is not BlockKind.TITLE or not profile.suffixes:
        return piece
    kept, suffix = profile.without_suffix(piece.cleaned.text)
    if not suffix:
        return piece
    span = source_span(piece, Span(len(kept), len(piece.cleaned.text)))
    at = span.start - piece.segment.span.start
    edits = [edit for edit in piece.cleaned.edits if edit.end <= at]
    cut = [rule for edit in piece.cleaned.edits if edit.end > at for rule in edit.rules]
    rules = tuple(dict.fromkeys([*cut, SUFFIX_RULE]))
    before = at + sum(len(edit.after) - (edit.end - edit.start) for edit in edits)
    # An edit that reaches into the suffix may have left something before it.
    edits.append(Edit(at, len(piece.source), kept[before:], rules))
    return piece._replace(cleaned=Cleaned(kept, tuple(edits)))


def _of_page(kept: Sequence[tuple[Segment, str, Cleaned]], profile: OutletProfile) -> list[Piece]:
    """The pieces of a page, whose markup tells the kinds where the profile knows no better."""
    known = parse.known([cleaned.text for _, _, cleaned in kept], profile)
    found = []
    for (segment, source, cleaned), said in zip(kept, known, strict=True):
        told = segment.kind in _TOLD or said is None
        kind = _settled(segment, cleaned.text) if told or said is None else said
        found.append(_shortened(Piece(segment, source, cleaned, kind), profile))
    return found


def _settled(segment: Segment, text: str) -> Classified:
    """The kind that a segment brings, with the fields of a post as it prints them."""
    kind = segment.kind or BlockKind.UNKNOWN
    found = parse.post(text) if kind is BlockKind.EMBED else None
    if kind is BlockKind.EMBED:
        platform = segment.platform or (found.platform if found else Platform.OTHER)
        found = replace(found, platform=platform) if found else Post(platform, text)
    basis = segment.kind_basis or KindBasis.PATTERN
    return Classified(kind, basis, segment.confidence, segment.level, found)


def _given(segment: Segment, classified: Classified) -> Classified:
    if segment.kind is None or segment.kind is classified.kind:
        return classified
    return Classified(segment.kind, KindBasis.PATTERN, _SURE, segment.level)


def source_span(piece: Piece, span: Span) -> Span:
    """Where `span`, code points in a piece's text, lies in the decoded source.

    Edits before it move it; one that it cuts is taken in whole.
    """
    moved, edges = 0, [span.start, span.end]
    for edit in piece.cleaned.edits:
        in_text = edit.start + moved
        grown = len(edit.after) - (edit.end - edit.start)
        for rank, edge in enumerate((span.start, span.end)):
            if in_text + len(edit.after) <= edge:
                edges[rank] = edge - (moved + grown)
            elif in_text < edge:
                edges[rank] = edit.end if rank else edit.start
        moved += grown
    start = piece.segment.span.start
    return Span(start + edges[0], start + edges[1])
