"""Divide a decoded flat text into header and blocks, so that no character is lost."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pressmark.parse.headers import NO_KEYS, header
from pressmark.parse.lines import blocks
from pressmark.parse.tables import table_rows
from pressmark_schema.segments import Removal, Segment, Segmented, Span
from pressmark_schema.vocabulary import BlockKind

_INVISIBLE = r"\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_INK = re.compile(rf"[^\s{_INVISIBLE}]")
_BLANK = re.compile(r"\s*")


def segment(text: str, keys: Mapping[str, str] = NO_KEYS) -> Segmented:
    """Divide `text` into the header it opens with and its blocks, in order.

    `keys` are further ones that `key: value` lines may have, each to the column it states.

    Each character that is no blank (`str.isspace`) is in exactly one segment or one removal.
    A segment's span begins and ends with a character that is no blank; it may hold single line
    breaks where lines are hard-wrapped. Stretches without any visible character are removed by
    rule `invisible@1`. Each row of a table is a segment of kind `table`: cleaning folds the tabs
    that show it. Never raises; takes time linear in the length of `text`.
    """
    found = header(text, keys)
    segments: list[Segment] = []
    removals = list(found.removals)
    segments.extend(Segment(gap) for gap in found.gaps)
    if found.title is not None:
        segments.append(Segment(found.title, BlockKind.TITLE))
    shown = []
    for span in _body(text, found.end):
        if _INK.search(text, span.start, span.end):
            shown.append(span)
        else:
            removals.append(Removal(span, "invisible@1"))
    segments.extend(_with_tables(text, shown))
    return Segmented(tuple(segments), found.stated, tuple(removals))


def _with_tables(text: str, spans: Sequence[Span]) -> Iterator[Segment]:
    if "\t" not in text and "|" not in text:
        yield from map(Segment, spans)
        return
    rows = table_rows([text[span.start : span.end] for span in spans])
    for span, row in zip(spans, rows, strict=True):
        yield Segment(span, BlockKind.TABLE if row else None)


def _body(text: str, at: int) -> Iterator[Span]:
    start = _BLANK.match(text, at)
    if start is not None:
        yield from blocks(text, start.end())
