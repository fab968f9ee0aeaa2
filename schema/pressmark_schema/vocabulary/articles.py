"""What is stated of an article besides dates and rights, and where that was read."""

from enum import StrEnum


class TitleBasis(StrEnum):
    """Where a title comes from; `absent`: looked for, not there."""

    STATED = "stated"
    DERIVED = "derived"
    ABSENT = "absent"


class IdBasis(StrEnum):
    """What an article id was minted from, in order of preference."""

    NATIVE = "native"
    URL = "url"
    PATH = "path"
    KEPT = "kept"


class ArticleLangBasis(StrEnum):
    """What decided an article's main language."""

    IDENTIFIED = "identified"
    DECLARED = "declared"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """Who could read the article where it was published."""

    FREE = "free"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"


class Completeness(StrEnum):
    """Whether the captured text is the whole article."""

    COMPLETE = "complete"
    CUT = "cut"
    UNKNOWN = "unknown"


class Genre(StrEnum):
    """The kind of journalism, where stated."""

    NEWS = "news"
    REPORT = "report"
    COMMENT = "comment"
    INTERVIEW = "interview"
    REVIEW = "review"
    FEATURE = "feature"
    OTHER = "other"
    UNKNOWN = "unknown"


class DuplicateRelation(StrEnum):
    """How an article relates to another of its cluster of duplicates.

    exact: the same text; update: much the same, from the same outlet; reprint: much the same, from
    another; excerpt: most of the shorter text stands in the longer, which has much besides.
    """

    EXACT = "exact"
    REPRINT = "reprint"
    UPDATE = "update"
    EXCERPT = "excerpt"
