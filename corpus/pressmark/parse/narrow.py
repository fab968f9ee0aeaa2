"""Bound the days on which a text was written by the dated posts and notes inside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pressmark.parse.dates import WEEKDAY, change_note, printed_date, update_line
from pressmark_schema.edtf import Edtf
from pressmark_schema.segments import Classified, Span
from pressmark_schema.vocabulary import BlockKind, BoundBasis

_HEAD_BLOCKS = 6
_DATED_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LEAD, BlockKind.CORRECTION, BlockKind.DATELINE}
)
_OPENING_KINDS = (BlockKind.LEAD, BlockKind.PARAGRAPH)
_PLACE = (
    r"[^\W\d_a-zäöüéèàâêç][\w.'’-]{0,25}"
    r"(?:[ /](?:[^\W\d_a-zäöüéèàâêç][\w.'’-]{0,25}|am|an|der|im|in|ob|bei|de|du|des|la|le|les|"
    r"sur|sous|en|on|upon|of|the)){0,4}"
)
_AGENCY = r"\([\w./, -]{2,20}\)"
_BEFORE_DATE = re.compile(
    rf"(?P<place>{_PLACE})(?: ?{_AGENCY},?|,| ?[-–—]) (?:(?i:{WEEKDAY}),? |(?:den|le|am|on) )?"
)
"""A place, a mark, a date: without the mark, prose (`Am 14. Mai 2018 – einem Montag – …`)."""
_AFTER_DATE = re.compile(rf"(?: ?{_AGENCY})? ?(?:[–—]|--?\s)")
_DAY = re.compile(rf"\b{WEEKDAY}\b", re.IGNORECASE)
_RUN_IN = 130


@dataclass(frozen=True, slots=True)
class Clue:
    """A date inside a text before whose first day the text cannot have been written.

    `block` is the block's place in the article (from 0); `span` counts code points in its text.
    """

    edtf: Edtf
    basis: BoundBasis
    block: int
    span: Span


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The inclusive days that bound a text, what set each, and the clues that did.

    A bound is None where nothing sets it. `contradiction`: the clues leave no day of the header's.
    """

    text_from: date | None
    text_from_basis: BoundBasis
    text_to: date | None
    text_to_basis: BoundBasis
    used: tuple[Clue, ...]
    contradiction: bool


def clues(texts: Sequence[str], classified: Sequence[Classified]) -> tuple[Clue, ...]:
    """The clues of an article in reading order, from its blocks' texts and their kinds.

    Only posts, update and correction notes and datelines count, also one with which the lead or
    the first paragraph opens: the dates inside a teaser, or beside one, belong to another article,
    those of the prose to what it tells.
    """
    kinds = [block.kind for block in classified]
    opening = {kinds.index(kind) for kind in _OPENING_KINDS if kind in kinds}
    found = []
    for place, (text, block) in enumerate(zip(texts, classified, strict=True)):
        if block.kind is BlockKind.DATELINE and not _own_dateline(kinds, place, text):
            continue
        clue = _clue(text, block) or (_run_in(text) if place in opening else None)
        if clue is not None:
            value, basis, span = clue
            found.append(Clue(Edtf.parse(value), basis, place, span))
    return tuple(found)


def _own_dateline(kinds: Sequence[BlockKind], place: int, text: str) -> bool:
    """Whether the dateline at `place` is the article's: at its head or end, beside no teaser.

    The stamp of an update may stand anywhere but directly after a teaser.
    """
    if update_line(text) is not None:
        return place == 0 or kinds[place - 1] is not BlockKind.TEASER
    at_edge = place < _HEAD_BLOCKS or place >= len(kinds) - 2
    return at_edge and BlockKind.TEASER not in kinds[max(0, place - 1) : place + 2]


def _clue(text: str, block: Classified) -> tuple[str, BoundBasis, Span] | None:
    if block.kind is BlockKind.EMBED:
        post = block.post
        if post is None or post.posted_edtf is None or post.posted_span is None:
            return None
        return post.posted_edtf, BoundBasis.EMBED, post.posted_span
    if block.kind not in _DATED_KINDS:
        return None
    noted = update_line(text)
    if noted is None and block.kind is BlockKind.CORRECTION:
        noted = change_note(text)
    if noted is not None:
        return noted[0], BoundBasis.UPDATE, noted[1]
    stated = printed_date(text) if block.kind is BlockKind.DATELINE else None
    return None if stated is None else (stated[0], BoundBasis.DATELINE, stated[1])


def _run_in(text: str) -> tuple[str, BoundBasis, Span] | None:
    """The date of a dateline that runs into its paragraph: `LONDON, May 14, 2018 — …`."""
    before = _BEFORE_DATE.match(text)
    if before is None or _DAY.search(before["place"]):
        return None  # "Concert on Monday, 14 May": what will be
    stated = printed_date(text[:_RUN_IN])
    if stated is None or stated[1].start != before.end():
        return None
    value, span = stated
    return (value, BoundBasis.DATELINE, span) if _AFTER_DATE.match(text, span.end) else None


def narrow(header: Edtf | None, clues: Sequence[Clue], edited: Edtf | None = None) -> Narrowed:
    """Bound the days on which the text as captured was written.

    It is not older than its newest post, update line or dateline: of each only the first day is
    certain. It is not newer than the header, under the assumption that it was not edited, which
    an update line refutes, or a later change that is `edited` as stated outside the text. When
    the clues leave no day, the header's bounds stand.
    """
    newest = max(clues, key=lambda clue: clue.edtf.earliest, default=None)
    updates = [clue for clue in clues if clue.basis is BoundBasis.UPDATE]
    if header is None:
        return _undated(newest)
    upper: tuple[date | None, BoundBasis] = (header.latest, BoundBasis.ASSUMED_UNEDITED)
    if updates or (edited and edited.earliest > header.latest):
        upper = (None, BoundBasis.UNKNOWN)
    if newest is None or newest.edtf.earliest < header.earliest:
        return Narrowed(
            header.earliest, BoundBasis.HEADER, *upper, tuple(updates), contradiction=False
        )
    if upper[0] is not None and newest.edtf.earliest > upper[0]:
        return Narrowed(header.earliest, BoundBasis.HEADER, *upper, (), contradiction=True)
    used = tuple(clue for clue in clues if clue is newest or clue in updates)
    return Narrowed(newest.edtf.earliest, newest.basis, *upper, used, contradiction=False)


def _undated(newest: Clue | None) -> Narrowed:
    open_end = (None, BoundBasis.UNKNOWN)
    if newest is None:
        return Narrowed(*open_end, *open_end, (), contradiction=False)
    return Narrowed(newest.edtf.earliest, newest.basis, *open_end, (newest,), contradiction=False)
