"""The layer of times: what a text tells of days, months and years, with the dates that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.parse.notes import times_de, times_en, times_fr
from pressmark.parse.notes.anchors import POINTING, anchored
from pressmark.parse.notes.tense import tense
from pressmark_schema.notes import Note
from pressmark_schema.vocabulary import AnnotationBasis, AnnotationLabel, AnnotationLayer, Tense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.parse.notes.anchors import When
    from pressmark.parse.notes.spoken_time import Told
    from pressmark_schema.notes import Days

_READERS = {"de": times_de, "en": times_en, "fr": times_fr}


def times(text: str, lang: str, days: Days | None, quotes: Sequence[Note] = ()) -> Iterator[Note]:
    """A note for each time that `text` tells, in order.

    A date printed in full is its own value. What is partial (`12. Juni`) or relative
    (`am Mittwoch`) has the dates as candidates that fit `days`, those of writing, and the
    direction of the verb; one alone is the value. Within speech nobody knows the day from which it
    was spoken, and within marks that hold a title or a name no time is read.

    Args:
        text: a block's text.
        lang: its language; of others than German, English and French nothing is read.
        days: the days on which the text can have been written, None where a bound is unknown.
        quotes: the notes of its marks, in order.
    """
    at = 0
    for told in _told(text, lang):
        while at < len(quotes) and quotes[at].end <= told.start:
            at += 1
        inside = at < len(quotes) and quotes[at].start <= told.start
        if not inside or quotes[at].label is not AnnotationLabel.MARKED:
            yield _note(text, lang, told, days, spoken=inside)


def _told(text: str, lang: str) -> Iterator[Told]:
    reader = _READERS.get(lang)
    if reader is None:
        return
    ahead = 0
    for found in reader.cores(text):
        if found.start() < ahead:
            continue
        told = reader.read(text, found, ahead)
        if told is not None:
            ahead = told.end
            yield told


def _note(text: str, lang: str, told: Told, days: Days | None, *, spoken: bool) -> Note:
    note = Note(AnnotationLayer.TIME, told.label, told.start, told.end, f"time.{told.label}@1")
    if told.when is None:
        return note._replace(value=told.value)
    direction = _direction(text, lang, told, told.when)
    if spoken:
        return note._replace(basis=AnnotationBasis.IN_SPEECH, tense=direction)
    return anchored(note._replace(tense=direction), told.when, days, direction)


def _direction(text: str, lang: str, told: Told, when: When) -> Tense:
    if told.tense in (Tense.PAST, Tense.FUTURE):
        return told.tense
    if when.shift:
        return Tense.PAST if when.shift < 0 else Tense.FUTURE
    if when.unit in POINTING:
        return Tense.UNKNOWN
    found = tense(text, told.start, told.end, lang)
    planned = told.tense is None or found is Tense.FUTURE
    return found if planned else Tense.UNKNOWN
