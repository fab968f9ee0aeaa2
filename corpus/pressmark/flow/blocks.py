"""The rows of an article's blocks, and of what belongs to a block: posts, links, changes.

The rows are plain values, since a model for each cost a twentieth of an article's time; that they
are rows of their tables is tested.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pressmark import normalise
from pressmark_schema import ids
from pressmark_schema.analysis import JOINT
from pressmark_schema.tables.changes import WITHDRAWN
from pressmark_schema.vocabulary import TEXT_KINDS, BlockKind, ChangeKind, LinkRel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark.flow.pieces import Piece
    from pressmark_schema.segments import Edit, Removal
    from pressmark_schema.vocabulary import LangBasis

KEPT_DELETION = 200
"""Code points up to which a deletion keeps its text; above, its span and hash."""
_RELATIONS = {BlockKind.TEASER: LinkRel.RELATED, BlockKind.EMBED: LinkRel.SOURCE}


def rows(
    article: str, text: str, found: Sequence[Piece], languages: Sequence[tuple[str, LangBasis]]
) -> list[dict[str, Any]]:
    """The block rows of an article whose decoded source is `text`."""
    lines = _line_starts(text)
    seen: Counter[str] = Counter()
    made, offset = [], 0
    for seq, (piece, (lang, basis)) in enumerate(zip(found, languages, strict=True)):
        span, kind = piece.segment.span, piece.classified
        line = bisect_right(lines, span.start)
        in_text = kind.kind in TEXT_KINDS
        length = len(piece.cleaned.text)
        made.append(
            {
                "block_id": ids.block_id(article, piece.source, seen[piece.source]),
                "article_id": article,
                "seq": seq,
                "kind": kind.kind,
                "level": kind.level,
                "lang": lang,
                "lang_basis": basis,
                "text": piece.cleaned.text,
                "src_start": span.start,
                "src_end": span.end,
                "src_line": line,
                "src_column": span.start - lines[line - 1] + 1,
                "span_basis": piece.segment.span_basis,
                "text_start": offset if in_text else None,
                "text_end": offset + length if in_text else None,
                "kind_basis": kind.kind_basis,
                "kind_confidence": kind.kind_confidence,
            }
        )
        seen[piece.source] += 1
        offset += (length + len(JOINT)) if in_text else 0
    return made


def _line_starts(text: str) -> list[int]:
    """Where each line begins; lines end with CR LF, LF or CR."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]


def analysis_text(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The text of the blocks whose kind belongs to it, joined by blank lines."""
    return JOINT.join([block["text"] for block in blocks if block["kind"] in TEXT_KINDS])


def embeds(blocks: Sequence[Mapping[str, Any]], found: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    """A row for each embedded post."""
    for block, piece in zip(blocks, found, strict=True):
        post = piece.classified.post
        if post:
            yield {
                "block_id": block["block_id"],
                "platform": post.platform,
                "author_name": post.author_name,
                "author_handle": post.author_handle,
                "body": post.body,
                "lang": block["lang"],
                "posted_raw": post.posted_raw,
                "posted_edtf": post.posted_edtf,
                "mentions": list(post.mentions),
                "hashtags": list(post.hashtags),
                "urls": list(post.urls),
            }


def links(blocks: Sequence[Mapping[str, Any]], found: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    """A row for each link in a block, at least one for each teaser.

    A teaser's words are all that flat text keeps of its link.
    """
    for block, piece in zip(blocks, found, strict=True):
        anchors: list[tuple[str, str | None]] = [
            (words, anchor.url)
            for anchor in piece.segment.links
            if (words := normalise.clean(anchor.words).text)
        ]
        if not anchors and block["kind"] is BlockKind.TEASER:
            anchors = [(block["text"], None)]
        for rank, (words, url) in enumerate(anchors):
            yield {
                "link_id": ids.row_id("l", block["block_id"], words, str(rank)),
                "block_id": block["block_id"],
                "rel": _RELATIONS.get(block["kind"], LinkRel.REFERENCE),
                "anchor": words,
                "url": url,
                "target_article_id": None,
            }


def changes(
    article: str,
    text: str,
    blocks: Sequence[Mapping[str, Any]],
    found: Sequence[Piece],
    removals: Sequence[Removal],
) -> list[dict[str, Any]]:
    """Every change between the decoded source and the blocks, repeats in a block as one row."""
    made = [_removed(article, text, removal) for removal in removals]
    for block, piece in zip(blocks, found, strict=True):
        if piece.cleaned.edits:
            made += _edited(article, block["block_id"], piece)
    return sorted(made, key=lambda change: (change["src_start"], change["change_id"]))


def _edited(article: str, block: str, piece: Piece) -> Iterator[dict[str, Any]]:
    repeats: dict[tuple[str, str, tuple[str, ...]], list[Edit]] = {}
    for edit in piece.cleaned.edits:
        before = piece.source[edit.start : edit.end]
        repeats.setdefault((before, edit.after, edit.rules), []).append(edit)
    start = piece.segment.span.start
    for (before, after, rules), edits in repeats.items():
        positions = [start + edit.start for edit in edits]
        yield _change(article, block, rules, before, after, positions)


def _removed(article: str, text: str, removal: Removal) -> dict[str, Any]:
    before = text[removal.span.start : removal.span.end]
    return _change(article, None, (removal.rule,), before, "", [removal.span.start])


def _change(
    article: str,
    block: str | None,
    rules: tuple[str, ...],
    before: str,
    after: str,
    positions: list[int],
) -> dict[str, Any]:
    kind = ChangeKind.REPLACE if before and after else ChangeKind.INSERT
    kind = kind if after else ChangeKind.DELETE
    length, hidden = len(before), WITHDRAWN in rules
    before = "" if hidden else before
    kept = not hidden and (bool(after) or length <= KEPT_DELETION)
    place = block or str(positions[0])
    return {
        "change_id": ids.row_id("h", article, place, *rules, before, after, str(positions[0])),
        "article_id": article,
        "block_id": block,
        "rules": list(rules),
        "kind": kind,
        "src_start": positions[0],
        "src_end": positions[0] + length,
        "before": before if kept else None,
        "before_sha256": None if kept or hidden else hashlib.sha256(before.encode()).hexdigest(),
        "after": after,
        "positions": positions,
    }
