"""The annotations of one article: what is read inside its blocks, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import parse
from pressmark.flow.metadata import InvalidMetadataError
from pressmark_schema import ids
from pressmark_schema.notes import Days
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from pressmark_schema.notes import Note
    from pressmark_schema.vocabulary import AnnotationLayer


MAX_ANNOTATIONS = 100_000
"""Annotations of one document; a whole newspaper of 50,000 blocks would have about as many."""


class TooManyAnnotationsError(InvalidMetadataError):
    """A document would have more annotations than a text of any kind has."""

    reason = QuarantineReason.RESOURCE_LIMIT


def rows(
    blocks: Sequence[Mapping[str, Any]],
    first: date | None,
    last: date | None,
    layers: Collection[AnnotationLayer],
) -> Iterator[dict[str, Any]]:
    """The rows of annotations of an article's blocks, block after block.

    `first` and `last` bound the days on which its text was written; where one is unknown, times
    that need them have no value. The rows are plain values, since a model for each would cost a
    tenth of an article's time; that they are rows of the table is tested. Raises
    TooManyAnnotationsError as soon as there are more than MAX_ANNOTATIONS.
    """
    if not layers:
        return
    days = Days(first, last) if first is not None and last is not None else None
    noted = [parse.Noted(block["text"], block["kind"], block["lang"]) for block in blocks]
    made = 0
    for block, found in zip(blocks, parse.notes(noted, days, layers), strict=True):
        made += len(found)
        if made > MAX_ANNOTATIONS:
            detail = f"more than {MAX_ANNOTATIONS:,} annotations, which is the limit"
            raise TooManyAnnotationsError(detail)
        for note in found:
            yield _row(block, note)


def _row(block: Mapping[str, Any], note: Note) -> dict[str, Any]:
    start, end, in_text, speaker = note.start, note.end, block["text_start"], note.speaker
    place = f"{block['block_id']} {note.layer} {note.label} {start}-{end}"
    return {
        "annotation_id": ids.row_id("n", place),
        "article_id": block["article_id"],
        "block_id": block["block_id"],
        "layer": note.layer,
        "label": note.label,
        "block_start": start,
        "block_end": end,
        "text_start": None if in_text is None else in_text + start,
        "text_end": None if in_text is None else in_text + end,
        "text": block["text"][start:end],
        "value": note.value,
        "basis": note.basis,
        "candidates": None if note.candidates is None else list(note.candidates),
        "tense": note.tense,
        "marks": note.marks,
        "speaker": block["text"][speaker.start : speaker.end] if speaker else None,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "cue": note.cue,
        "mediator": note.mediator,
        "rule": note.rule,
    }
