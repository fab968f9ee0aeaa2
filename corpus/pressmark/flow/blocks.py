"""The blocks of an article: segments cleaned, classified and placed, with their changes."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pressmark import normalise, parse
from pressmark_schema import ids
from pressmark_schema.analysis import JOINT
from pressmark_schema.profile import NOTHING, OutletProfile
from pressmark_schema.segments import Classified, Cleaned, Edit, Post, Removal, Segment, Span
from pressmark_schema.tables.blocks import Block
from pressmark_schema.tables.changes import WITHDRAWN, Change
from pressmark_schema.tables.embeds import Embed
from pressmark_schema.tables.links import Link
from pressmark_schema.vocabulary import (
    TEXT_KINDS,
    BlockKind,
    ChangeKind,
    KindBasis,
    LangBasis,
    LinkRel,
    Platform,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark_schema.segments import Segmented

KEPT_DELETION = 200
"""Code points up to which a deletion keeps its text; above, its span and hash."""
_LINE_END = re.compile(r"\r\n|\n|\r")
_SURE = 1000
SUFFIX_RULE = "title-suffix@1"
"""Cuts from a title what the profile says that its outlet appends."""
_TOLD = frozenset({BlockKind.EMBED, BlockKind.TABLE, BlockKind.TITLE})
"""What a page shows too plainly for the profile to say otherwise."""
_RELATIONS = {BlockKind.TEASER: LinkRel.RELATED, BlockKind.EMBED: LinkRel.SOURCE}


@dataclass(frozen=True, slots=True)
class Piece:
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
    return replace(piece, cleaned=Cleaned(kept, tuple(edits)))


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


def rows(
    article: str, text: str, found: Sequence[Piece], languages: Sequence[tuple[str, LangBasis]]
) -> list[Block]:
    """The block rows of an article whose decoded source is `text`."""
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    seen: Counter[str] = Counter()
    made, offset = [], 0
    for seq, (piece, (lang, basis)) in enumerate(zip(found, languages, strict=True)):
        span = piece.segment.span
        line = bisect_right(lines, span.start)
        in_text = piece.classified.kind in TEXT_KINDS
        length = len(piece.cleaned.text)
        made.append(
            Block(
                block_id=ids.block_id(article, piece.source, seen[piece.source]),
                article_id=article,
                seq=seq,
                kind=piece.classified.kind,
                level=piece.classified.level,
                lang=lang,
                lang_basis=basis,
                text=piece.cleaned.text,
                src_start=span.start,
                src_end=span.end,
                src_line=line,
                src_column=span.start - lines[line - 1] + 1,
                span_basis=piece.segment.span_basis,
                text_start=offset if in_text else None,
                text_end=offset + length if in_text else None,
                kind_basis=piece.classified.kind_basis,
                kind_confidence=piece.classified.kind_confidence,
            )
        )
        seen[piece.source] += 1
        offset += (length + len(JOINT)) if in_text else 0
    return made


def analysis_text(blocks: Sequence[Block]) -> str:
    """The text of the blocks whose kind belongs to it, joined by blank lines."""
    return JOINT.join(block.text for block in blocks if block.kind in TEXT_KINDS)


def embeds(blocks: Sequence[Block], found: Sequence[Piece]) -> Iterator[Embed]:
    """A row for each embedded post."""
    for block, piece in zip(blocks, found, strict=True):
        post = piece.classified.post
        if post:
            yield Embed(
                block_id=block.block_id,
                platform=post.platform,
                author_name=post.author_name,
                author_handle=post.author_handle,
                body=post.body,
                lang=block.lang,
                posted_raw=post.posted_raw,
                posted_edtf=post.posted_edtf,
                mentions=list(post.mentions),
                hashtags=list(post.hashtags),
                urls=list(post.urls),
            )


def links(blocks: Sequence[Block], found: Sequence[Piece]) -> Iterator[Link]:
    """A row for each link in a block, at least one for each teaser.

    A teaser's words are all that flat text keeps of its link.
    """
    for block, piece in zip(blocks, found, strict=True):
        teaser = block.kind is BlockKind.TEASER
        anchors: list[tuple[str, str | None]] = [
            (words, anchor.url)
            for anchor in piece.segment.links
            if (words := normalise.clean(anchor.words).text)
        ]
        if teaser and not anchors:
            anchors = [(block.text, None)]
        for rank, (words, url) in enumerate(anchors):
            yield Link(
                link_id=ids.row_id("l", block.block_id, words, str(rank)),
                block_id=block.block_id,
                rel=_RELATIONS.get(block.kind, LinkRel.REFERENCE),
                anchor=words,
                url=url,
                target_article_id=None,
            )


def changes(
    article: str,
    text: str,
    blocks: Sequence[Block],
    found: Sequence[Piece],
    removals: Sequence[Removal],
) -> list[Change]:
    """Every change between the decoded source and the blocks, repeats in a block as one row."""
    made = [_removed(article, text, removal) for removal in removals]
    for block, piece in zip(blocks, found, strict=True):
        repeats: dict[tuple[str, str, tuple[str, ...]], list[Edit]] = {}
        for edit in piece.cleaned.edits:
            before = piece.source[edit.start : edit.end]
            repeats.setdefault((before, edit.after, edit.rules), []).append(edit)
        start = piece.segment.span.start
        for (before, after, rules), edits in repeats.items():
            positions = [start + edit.start for edit in edits]
            made.append(_change(article, block.block_id, rules, before, after, positions))
    return sorted(made, key=lambda change: (change.src_start, change.change_id))


def _removed(article: str, text: str, removal: Removal) -> Change:
    before = text[removal.span.start : removal.span.end]
    return _change(article, None, (removal.rule,), before, "", [removal.span.start])


def _change(
    article: str,
    block: str | None,
    rules: tuple[str, ...],
    before: str,
    after: str,
    positions: list[int],
) -> Change:
    kind = ChangeKind.REPLACE if before and after else ChangeKind.INSERT
    kind = kind if after else ChangeKind.DELETE
    length, hidden = len(before), WITHDRAWN in rules
    before = "" if hidden else before
    kept = not hidden and (bool(after) or length <= KEPT_DELETION)
    place = block or str(positions[0])
    return Change(
        change_id=ids.row_id("h", article, place, *rules, before, after, str(positions[0])),
        article_id=article,
        block_id=block,
        rules=list(rules),
        kind=kind,
        src_start=positions[0],
        src_end=positions[0] + length,
        before=before if kept else None,
        before_sha256=None if kept or hidden else hashlib.sha256(before.encode()).hexdigest(),
        after=after,
        positions=positions,
    )


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
