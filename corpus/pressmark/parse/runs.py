"""Decide the short lines between paragraphs by what stands beside them."""

import re
from collections.abc import Iterator, Sequence

from pressmark.parse import cues
from pressmark.parse.alone import Verdict
from pressmark.parse.dates import is_update_cue
from pressmark.parse.names import are_names
from pressmark.parse.shapes import Shape
from pressmark_schema.vocabulary import BlockKind

# Lengths are code points, set between what was measured on either side of each decision.
_LIST = 3
_FEWEST = 2
_SOME_NAMES = 2
_HEAD_BLOCKS = 5
_HEAD_KINDS = (BlockKind.DATELINE, BlockKind.BYLINE)
_PARTING = (BlockKind.EMBED, BlockKind.QUOTE_BLOCK, BlockKind.TABLE)
_TITLE_LIMIT = 85
"""Of 51 German titles measured, 46 are no longer; leads without a full stop begin at 88."""
_KICKER_LIMIT = 25
_KICKER_WORDS = 2
_LEAD_LIMIT = 220
_TEXT_OF_TEASER = 160
_CAPTION_TEXT = 160
_DESCRIPTION = 60
_APPEAL = 120
_SAME_START = 100
_REPEATED_LIMIT = 260
_ALIKE = 0.7

_NUMBERED = re.compile(r"\d{1,3}[.)] ?[^\W\d]")

Verdicts = list[Verdict | None]


def repeats(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark what an article says twice: a line repeated, a line echoed, a paragraph begun again.

    A writer does not repeat a line word for word; a page does (a link list at every break).
    """
    lines: dict[str, list[int]] = {}
    starts: set[str] = set()
    for place, shape in enumerate(shapes):
        if verdicts[place] is not None:
            continue
        if shape.line:
            lines.setdefault(shape.text.casefold(), []).append(place)
        elif shape.length > _SAME_START:
            start = shape.text[:_SAME_START]
            if start in starts and shape.length <= _REPEATED_LIMIT:
                verdicts[place] = Verdict(BlockKind.TEASER, "repeat.paragraph")
            starts.add(start)
    for places in lines.values():
        if len(places) > 1:
            for place in places:
                verdicts[place] = Verdict(BlockKind.TEASER, "repeat.line")


def echoes(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark two neighbouring lines that say the same: a picture's label and a link's text."""
    for place in range(len(shapes) - 1):
        pair = (place, place + 1)
        if all(shapes[at].line and _open(verdicts[at]) for at in pair) and _alike(
            shapes[place].text, shapes[place + 1].text
        ):
            for at in pair:
                verdicts[at] = Verdict(BlockKind.TEASER, "echo.lines")


def _open(verdict: Verdict | None) -> bool:
    return verdict is None or verdict.kind is BlockKind.TEASER


def _alike(one: str, other: str) -> bool:
    left, right = set(one.casefold().split()), set(other.casefold().split())
    fewer = min(len(left), len(right))
    return fewer > 1 and len(left & right) >= _ALIKE * fewer


def title(shapes: Sequence[Shape], verdicts: Verdicts, *, stated: bool, first: int = 0) -> None:
    """Decide an article's first lines, from the block `first` on: kicker, title, lead.

    A title is a short line without a full stop before a longer block; what may be a lead printed
    without its full stop is none, since a false title costs more than a missed one.
    """
    if len(shapes) - first < _FEWEST or verdicts[first] is not None or not shapes[first].line:
        return
    after = _next_open(verdicts, first + 1)
    if after is None:
        return
    opening, second = shapes[first], shapes[after]
    if opening.length > _TITLE_LIMIT or stated:
        verdicts[first] = Verdict(BlockKind.LEAD, "lead.first_line")
        return
    if second.line and _is_kicker(opening, second) and _next_open(verdicts, after + 1) is not None:
        verdicts[first] = Verdict(BlockKind.KICKER, "kicker.first")
        verdicts[after] = Verdict(BlockKind.TITLE, "title.below_kicker")
        return
    if second.length <= opening.length:
        return
    verdicts[first] = Verdict(BlockKind.TITLE, "title.first")
    if second.line and second.length <= _LEAD_LIMIT:
        verdicts[after] = Verdict(BlockKind.LEAD, "lead.below_title")


def _is_kicker(first: Shape, second: Shape) -> bool:
    few = first.length <= _KICKER_LIMIT and first.words <= _KICKER_WORDS
    return few and second.length <= _TITLE_LIMIT


def _next_open(verdicts: Verdicts, start: int) -> int | None:
    return next((at for at in range(start, len(verdicts)) if verdicts[at] is None), None)


def captions(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark a short sentence directly before a bare picture credit: the picture's caption.

    A line without a full stop stays: it may be the heading under which the picture stands.
    """
    for place in range(1, len(shapes)):
        credit = verdicts[place]
        if credit is None or credit.kind is not BlockKind.CAPTION or not credit.opens:
            continue
        before = place - 1
        short = shapes[before].length <= _CAPTION_TEXT and not shapes[before].line
        if verdicts[before] is None and before > 0 and short:
            verdicts[before] = Verdict(BlockKind.CAPTION, "caption.before_credit")


def link_lists(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark what a heading such as *Read also* opens: the lines after it, and texts between them."""
    inside = False
    for place, shape in enumerate(shapes):
        verdict = verdicts[place]
        if verdict is not None:
            opened = verdict.opens and verdict.kind is BlockKind.TEASER
            inside = opened or (inside and verdict.kind is not BlockKind.EMBED)
        elif inside:
            inside = shape.line or _between_lines(shapes, place)
            if inside:
                verdicts[place] = Verdict(BlockKind.TEASER, "teaser.listed")


def _between_lines(shapes: Sequence[Shape], place: int) -> bool:
    """Whether a short text stands right after a line of a link list and before another line."""
    truncated = shapes[place].text.endswith(("...", "…"))
    following = place + 1 < len(shapes) and shapes[place + 1].line
    return shapes[place].length <= _TEXT_OF_TEASER and (following or truncated)


def table_notes(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark a line directly below a table that says where its figures come from."""
    for place in range(1, len(shapes)):
        above = verdicts[place - 1]
        if above is None or above.kind is not BlockKind.TABLE or not shapes[place].line:
            continue
        if cues.TABLE_NOTE.search(shapes[place].text):
            verdicts[place] = verdicts[place] or Verdict(BlockKind.CAPTION, "caption.of_table")


def leading(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark a line directly before a teaser's text or a teaser's date: its headline."""
    for place in range(len(shapes) - 2, -1, -1):
        after = verdicts[place + 1]
        if verdicts[place] is not None or not shapes[place].line or after is None:
            continue
        text = after.kind is BlockKind.TEASER and shapes[place + 1].length > shapes[place].length
        dated = after.kind is BlockKind.DATELINE and place > 1
        if (text and not after.opens and not shapes[place + 1].line) or dated:
            verdicts[place] = Verdict(BlockKind.TEASER, "teaser.headline")


def timeline(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Take back a dateline between two paragraphs deep in the text: a chronicle's heading."""
    for place in range(_HEAD_BLOCKS, len(shapes) - 1):
        dated = verdicts[place]
        amid = verdicts[place - 1] is None and verdicts[place + 1] is None
        if dated is None or dated.kind is not BlockKind.DATELINE or not amid:
            continue
        if is_update_cue(shapes[place].text):
            continue
        if not shapes[place - 1].line and not shapes[place + 1].line:
            verdicts[place] = Verdict(BlockKind.HEADING, "heading.chronicle")


def appeals(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark the short text after a newsletter's or donation's heading."""
    for place in range(1, len(shapes)):
        before = verdicts[place - 1]
        if before is None or before.kind is not BlockKind.BOILERPLATE or not before.opens:
            continue
        if verdicts[place] is None and shapes[place].length <= _APPEAL:
            verdicts[place] = Verdict(BlockKind.BOILERPLATE, "page.appeal")


def bylines(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark a name beside the dateline at an article's head."""
    for place in range(1, min(_HEAD_BLOCKS, len(shapes) - 1)):
        beside = [verdicts[place - 1], verdicts[place + 1]]
        dated = any(v is not None and v.kind in _HEAD_KINDS for v in beside)
        if verdicts[place] is None and dated and are_names(shapes[place].text):
            verdicts[place] = Verdict(BlockKind.BYLINE, "byline.beside_date")


def settle(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Decide the lines that are left: list items, link lists, headings."""
    for start, end in _line_runs(shapes, verdicts):
        _among_teasers(verdicts, start, end)
        places = [at for at in range(start, end) if verdicts[at] is None]
        for place, verdict in zip(places, _of_run(shapes, verdicts, places, end), strict=True):
            verdicts[place] = verdict


def _among_teasers(verdicts: Verdicts, start: int, end: int) -> None:
    """Mark a run's lines that stand between teasers, or head a list of them."""
    for place in range(start, end):
        if verdicts[place] is not None:
            continue
        before = place > start and _is_link(verdicts[place - 1])
        after = place + 1 < end and _is_link(verdicts[place + 1])
        heads = (
            after
            and place + _LIST < end
            and all(_is_link(verdicts[at]) for at in range(place + 2, place + 1 + _LIST))
        )
        if (before and after) or heads:
            verdicts[place] = Verdict(BlockKind.TEASER, "teaser.among")


def _is_link(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.kind in (BlockKind.TEASER, BlockKind.DATELINE)


def _of_run(
    shapes: Sequence[Shape], verdicts: Verdicts, places: Sequence[int], end: int
) -> list[Verdict]:
    """The kinds of a run's open lines."""
    if not places:
        return []
    first = places[0]
    before = shapes[first - 1] if first and verdicts[first - 1] is None else None
    if before is not None and before.end == ":":
        return _announced(shapes, places)
    if end == len(shapes):
        return _trailing(len(places))
    if len(places) >= _LIST:
        return _list(shapes, places)
    return [
        Verdict(BlockKind.HEADING, "heading.alone" if len(places) == 1 else "heading.several")
    ] * len(places)


def _list(shapes: Sequence[Shape], places: Sequence[int]) -> list[Verdict]:
    """Three or more lines amid an article: headlines with their authors, or a list of its own."""
    names = sum(are_names(shapes[at].text) for at in places)
    if _SOME_NAMES <= names <= len(places) - _SOME_NAMES:
        return [Verdict(BlockKind.TEASER, "teaser.with_names")] * len(places)
    items = [Verdict(BlockKind.LIST_ITEM, "list.run")] * len(places)
    if _NUMBERED.match(shapes[places[0]].text) and not _NUMBERED.match(shapes[places[1]].text):
        items[0] = Verdict(BlockKind.HEADING, "heading.numbered")
    return items


def _announced(shapes: Sequence[Shape], places: Sequence[int]) -> list[Verdict]:
    """Lines after a colon: a list; a question that ends it is the next heading."""
    items = [
        Verdict(BlockKind.LIST_ITEM, "list.announced" if len(places) > 1 else "list.lone")
    ] * len(places)
    if shapes[places[-1]].end == "?":
        items[-1] = Verdict(BlockKind.HEADING, "heading.question")
    return items


def _trailing(count: int) -> list[Verdict]:
    """Lines after the last paragraph: one may be its last words, several lead elsewhere."""
    if count == 1:
        return [Verdict(BlockKind.PARAGRAPH, "paragraph.last")]
    if count >= _LIST:
        return [Verdict(BlockKind.TEASER, "teaser.trailing")] * count
    return [Verdict(BlockKind.PARAGRAPH, "paragraph.trailing")] * count


def _line_runs(shapes: Sequence[Shape], verdicts: Verdicts) -> Iterator[tuple[int, int]]:
    """Stretches from an open line on, over furniture, up to a paragraph or the end."""
    start = None
    for place, shape in enumerate(shapes):
        verdict = verdicts[place]
        if verdict is None and shape.line:
            start = place if start is None else start
        elif start is not None and (verdict is None or _parts(verdict, shape)):
            yield start, place
            start = None
    if start is not None:
        yield start, len(shapes)


def _parts(verdict: Verdict, shape: Shape) -> bool:
    """Whether a decided block parts lines as a paragraph does: a post, a table, a picture."""
    described = verdict.kind is BlockKind.CAPTION and shape.length > _DESCRIPTION
    return described or verdict.kind in _PARTING
