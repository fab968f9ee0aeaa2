"""What parsing reads inside one block, before it becomes rows of annotations.

Offsets are code points of the block's cleaned text, half-open.
"""

from datetime import date
from typing import NamedTuple

from pressmark_schema.segments import Span
from pressmark_schema.vocabulary import AnnotationBasis, AnnotationLabel, AnnotationLayer, Tense


class Note(NamedTuple):
    """A typed span of a block; the fields mean what the columns of annotations of their name do."""

    layer: AnnotationLayer
    label: AnnotationLabel
    start: int
    end: int
    rule: str
    value: str | None = None
    basis: AnnotationBasis = AnnotationBasis.PRINTED
    candidates: tuple[str, ...] | None = None
    tense: Tense | None = None
    marks: str | None = None
    speaker: Span | None = None
    cue: str | None = None
    mediator: str | None = None


class Days(NamedTuple):
    """The days, inclusive, on which a text can have been written."""

    first: date
    last: date
