"""The closed vocabularies: every enumerated value a table may hold, and what it means."""

from pressmark_schema.vocabulary.annotations import (
    LAYER_LABELS,
    AnnotationBasis,
    AnnotationLabel,
    AnnotationLayer,
    Tense,
)
from pressmark_schema.vocabulary.articles import (
    Access,
    ArticleLangBasis,
    Completeness,
    DuplicateRelation,
    Genre,
    IdBasis,
    TitleBasis,
)
from pressmark_schema.vocabulary.blocks import (
    TEXT_KINDS,
    BlockKind,
    ChangeKind,
    KindBasis,
    LangBasis,
    LinkRel,
    Platform,
    SpanBasis,
)
from pressmark_schema.vocabulary.captures import (
    NO_ARTICLES,
    CaptureStatus,
    EncodingBasis,
    QuarantineReason,
)
from pressmark_schema.vocabulary.dates import (
    BoundBasis,
    DateBasis,
    Precision,
    PublishedBasis,
)
from pressmark_schema.vocabulary.findings import (
    Severity,
)
from pressmark_schema.vocabulary.rights import (
    RightsBasis,
    Sharing,
    SharingBasis,
    TdmBasis,
    TdmReservation,
)

__all__ = [
    "LAYER_LABELS",
    "NO_ARTICLES",
    "TEXT_KINDS",
    "Access",
    "AnnotationBasis",
    "AnnotationLabel",
    "AnnotationLayer",
    "ArticleLangBasis",
    "BlockKind",
    "BoundBasis",
    "CaptureStatus",
    "ChangeKind",
    "Completeness",
    "DateBasis",
    "DuplicateRelation",
    "EncodingBasis",
    "Genre",
    "IdBasis",
    "KindBasis",
    "LangBasis",
    "LinkRel",
    "Platform",
    "Precision",
    "PublishedBasis",
    "QuarantineReason",
    "RightsBasis",
    "Severity",
    "Sharing",
    "SharingBasis",
    "SpanBasis",
    "TdmBasis",
    "TdmReservation",
    "Tense",
    "TitleBasis",
]
