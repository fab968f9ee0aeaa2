"""The layers of corrections and printed dates: what a paper says of its own text."""

import re
from collections.abc import Iterator

from pressmark.parse import cues
from pressmark.parse.dates import change_note, printed_date, update_line
from pressmark.parse.stamps import after_time, date_at
from pressmark_schema.notes import Note
from pressmark_schema.vocabulary import AnnotationBasis, AnnotationLabel, AnnotationLayer

_OPENING = (
    "(In einer |In der |In an |Bei |Anmerkung|Hinweis|Korr|Transparenz|Dieser |Der Artikel|"
    "Der Text|Der Beitrag|"
    "Wir haben |This |An earlier|A previous|Editor|Une |Cet article|Note de|Berichtig|"
    "Correct|Corrig|"
    "Rectific|Clarific|Richtigst|Aktualis|Update|UPDATE|Stand|Zuletzt|Letzte |Geändert|"
    "Modified|Mis à |"
    "Mise à |Last |Dernière )"
)
"""The words with which such notes open, in whole or in part."""
_FIRST = re.compile(_OPENING)
# The marks come first, so that the search is a scan for what is far rarer than capitals.
_LATER = re.compile(rf'[.!?…“”"»)\]:|–—(-]\s?{_OPENING}')
_LOOK = 140
_YEAR_ONLY = 4
_STAMP = re.compile(
    r"(?:(?:[Vv]eröffentlicht|[Ee]rschienen|[Ee]rstellt|[Pp]ublished|[Pp]osted|[Pp]ublié|"
    r"[Mm]is en ligne)"
    r"(?: am| on| le|:)*,? )"
)


def correction_block(text: str) -> Iterator[Note]:
    """The note of a block that tells of a change; its value is the day, where it states one."""
    yield _correction(text, 0, len(text), "correction.block@1")


def corrections(text: str) -> Iterator[Note]:
    """The notes of changes in a paragraph, each at the beginning of a sentence.

    A stamp (`Aktualisiert am …`) ends with its date and time; a correction goes on to the end.
    """
    for found in _openings(text):
        at = found.start(1)
        stamp = update_line(text[at : at + _LOOK])
        if stamp and text[at - 1 : at] == "(" and found[1] == "Stand":
            continue  # "(Stand Februar 2024)" dates a figure
        if stamp:
            yield _update(at, after_time(text, at + stamp[1].end), stamp[0])
        elif cues.CORRECTION.match(text, at):
            yield _correction(text, at, len(text), "correction@1")
            return


def _openings(text: str) -> Iterator[re.Match[str]]:
    """Where such a note may begin: at the beginning of a sentence, or behind a bracket or dash."""
    first = _FIRST.match(text)
    if first:
        yield first
    yield from _LATER.finditer(text)


def _update(start: int, end: int, value: str) -> Note:
    return Note(
        AnnotationLayer.CORRECTION, AnnotationLabel.UPDATE, start, end, "correction.update@1", value
    )


def _correction(text: str, start: int, end: int, rule: str) -> Note:
    stamp = update_line(text[start : start + _LOOK])
    dated = stamp or change_note(text[start:end])
    only = stamp is not None and start + stamp[1].end + _YEAR_ONLY * 4 >= end
    return Note(
        AnnotationLayer.CORRECTION,
        AnnotationLabel.UPDATE if only else AnnotationLabel.CORRECTION,
        start,
        end,
        rule,
        dated[0] if dated else None,
        AnnotationBasis.PRINTED if dated else AnnotationBasis.UNSTATED,
    )


def printed_date_block(text: str) -> Iterator[Note]:
    """The note of a block that is a date, or the update that it tells of."""
    stamp = update_line(text)
    if stamp:
        yield _update(0, len(text), stamp[0])
        return
    found = printed_date(text)
    if found and text[found[1].start - 1 : found[1].start] not in ("-", "–"):
        yield _stamp(found[1].start, found[1].end, found[0], "printed_date.block@1")


def stamps(text: str) -> Iterator[Note]:
    """The date stamp with which a paragraph begins, as a page prints it above its text."""
    cue = _STAMP.match(text)
    start = cue.end() if cue else 0
    if cue is None and not _may_begin_date(text):
        return
    found = date_at(text[: start + _LOOK], start)
    if found and len(found[0]) > _YEAR_ONLY:
        yield _stamp(0, found[1], found[0], "printed_date@1")


_FIRST_OF_DATE = re.compile(r"\d|[A-Za-zäéû]{2,10}[.,]? \d|[A-Z][a-z]{1,9}[.,]{1,2} ")


def _may_begin_date(text: str) -> bool:
    return _FIRST_OF_DATE.match(text) is not None


def _stamp(start: int, end: int, value: str, rule: str) -> Note:
    return Note(AnnotationLayer.PRINTED_DATE, AnnotationLabel.STAMP, start, end, rule, value)
