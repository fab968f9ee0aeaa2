"""What an annotation is about and is, and where its value comes from."""

from enum import StrEnum


class AnnotationLayer(StrEnum):
    """What an annotation is about; a layer can be left out of a corpus."""

    BYLINE = "byline"
    DATELINE = "dateline"
    CREDIT = "credit"
    CORRECTION = "correction"
    PRINTED_DATE = "printed_date"
    QUOTE = "quote"
    TIME = "time"


class AnnotationLabel(StrEnum):
    """What an annotation is within its layer.

    byline: author. dateline: dateline (place, agency and date up to the dash), agency, date.
    credit: agency, picture. correction: correction, update. printed_date: stamp. quote: direct
    (whole sentences), partial (part of one), marked (a title, a name, a word in marks that nothing
    shows to be quoted). time: absolute (has its year), partial (lacks it), relative (to the day of
    writing).
    """

    AUTHOR = "author"
    DATELINE = "dateline"
    AGENCY = "agency"
    DATE = "date"
    PICTURE = "picture"
    CORRECTION = "correction"
    UPDATE = "update"
    STAMP = "stamp"
    DIRECT = "direct"
    PARTIAL = "partial"
    MARKED = "marked"
    ABSOLUTE = "absolute"
    RELATIVE = "relative"


LAYER_LABELS: dict[str, tuple[str, ...]] = {
    AnnotationLayer.BYLINE: (AnnotationLabel.AUTHOR,),
    AnnotationLayer.DATELINE: (
        AnnotationLabel.DATELINE,
        AnnotationLabel.AGENCY,
        AnnotationLabel.DATE,
    ),
    AnnotationLayer.CREDIT: (AnnotationLabel.AGENCY, AnnotationLabel.PICTURE),
    AnnotationLayer.CORRECTION: (AnnotationLabel.CORRECTION, AnnotationLabel.UPDATE),
    AnnotationLayer.PRINTED_DATE: (AnnotationLabel.STAMP,),
    AnnotationLayer.QUOTE: (
        AnnotationLabel.DIRECT,
        AnnotationLabel.PARTIAL,
        AnnotationLabel.MARKED,
    ),
    AnnotationLayer.TIME: (
        AnnotationLabel.ABSOLUTE,
        AnnotationLabel.PARTIAL,
        AnnotationLabel.RELATIVE,
    ),
}
"""The labels of each layer."""


class AnnotationBasis(StrEnum):
    """Where the value of an annotation comes from, or why it has none.

    printed: it stands there; one_fits: the only date that fits the days of writing and the tense;
    several_fit: there are more, all of them in `candidates`; too_many: more than are listed;
    no_anchor: the days of writing are unknown, or a bound of them is; in_speech: the words are
    another's, who said them on an unknown day; unstated: it states none.
    """

    PRINTED = "printed"
    ONE_FITS = "one_fits"
    SEVERAL_FIT = "several_fit"
    TOO_MANY = "too_many"
    NO_ANCHOR = "no_anchor"
    IN_SPEECH = "in_speech"
    UNSTATED = "unstated"


class Tense(StrEnum):
    """In which direction from the day of writing a time lies, by the verb or its own words."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"
