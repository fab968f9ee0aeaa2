"""Divide a decoded flat text into header and blocks, so that no character is lost."""

import re
from collections.abc import Iterator

from pressmark.parse.headers import header
from pressmark.parse.lines import blocks
from pressmark_schema.segments import Removal, Segment, Segmented, Span
from pressmark_schema.vocabulary import BlockKind

_INVISIBLE = r"\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_INK = re.compile(rf"[^\s{_INVISIBLE}]")
_BLANK = re.compile(r"\s*")


def segment(text: str) -> Segmented:
    """Divide `text` into the header it opens with and its blocks, in order.

    Each character that is no blank (`str.isspace`) is in exactly one segment or one removal.
    A segment's span begins and ends with a character that is no blank; it may hold single line
    breaks where lines are hard-wrapped. Stretches without any visible character are removed by
    rule `invisible@1`. Never raises; takes time linear in the length of `text`.
    """
    found = header(text)
    segments: list[Segment] = []
    removals = list(found.removals)
    segments.extend(Segment(gap) for gap in found.gaps)
    if found.title is not None:
        segments.append(Segment(found.title, BlockKind.TITLE))
    for span in _body(text, found.end):
        if _INK.search(text, span.start, span.end):
            segments.append(Segment(span))
        else:
            removals.append(Removal(span, "invisible@1"))
    return Segmented(tuple(segments), found.stated, tuple(removals))


def _body(text: str, at: int) -> Iterator[Span]:
    start = _BLANK.match(text, at)
    if start is not None:
        yield from blocks(text, start.end())
