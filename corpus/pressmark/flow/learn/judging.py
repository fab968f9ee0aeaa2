"""Which of the lines that an outlet repeats are furniture, and why; what is uncertain stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.parse.shapes import shape
from pressmark_schema.profile import FURNITURE_KINDS
from pressmark_schema.vocabulary import TEXT_KINDS, BlockKind

if TYPE_CHECKING:
    from pressmark.flow.learn.seen import Repeated

FEWEST = 5
"""Articles in which a line must stand, copies and later versions of one article counted once."""
SHARE = 20
"""And their least share of the outlet's, per mille."""
_EDGE_SHARE = 50
_SHORT_SHARE = 200
_EDGE = 0.9
_WORDS = 8
_FEW_WORDS = 3
_SEPARATE = frozenset({BlockKind.BYLINE, BlockKind.DATELINE})
"""Kinds that vary from article to article: bylines are learnt by their form, dates never."""


def judge(line: Repeated) -> tuple[BlockKind, str] | None:
    """The kind of furniture that `line` is and the reason in words, or None: it stays.

    Nobody writes the same text of eight words in different articles. A shorter line amid the text
    may be a heading that the outlet likes; beside the text, in many articles, it is the page's.
    """
    by_rule = _by_rule(line)
    if by_rule is not None:
        kind, places = by_rule
        why = f"by its words or its place in {places:,} of {line.places:,} places"
        return None if kind in _SEPARATE else (kind, why)
    if _text_places(line) * 2 <= line.places:
        return None
    return _by_repetition(line)


def may_be_text(line: Repeated) -> bool:
    """Whether `line` is no furniture and stays in the texts in most of its places."""
    return judge(line) is None and _text_places(line) * 2 > line.places


def _by_rule(line: Repeated) -> tuple[BlockKind, int] | None:
    """The kind of furniture that the rules see in half of the places or more, and in how many."""
    kind, places = min(line.kinds.items(), key=lambda item: (-item[1], item[0]))
    furniture = BlockKind(kind) in FURNITURE_KINDS and places * 2 >= line.places
    return (BlockKind(kind), places) if furniture else None


def _text_places(line: Repeated) -> int:
    return sum(count for kind, count in line.kinds.items() if BlockKind(kind) in TEXT_KINDS)


def _by_repetition(line: Repeated) -> tuple[BlockKind, str] | None:
    seen = shape(line.text)
    if not seen.line and seen.words >= _WORDS:
        return BlockKind.BOILERPLATE, f"a text of {seen.words} words, the same in all of them"
    least = _SHORT_SHARE if seen.words < _FEW_WORDS else _EDGE_SHARE
    if line.share >= least and line.edge >= _EDGE * line.places:
        return BlockKind.BOILERPLATE, "it stands before or after the running text"
    return None
