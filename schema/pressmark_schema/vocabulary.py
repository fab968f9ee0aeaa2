"""The closed vocabularies: every enumerated value a table may hold, and what it means."""

from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in its article."""

    TITLE = "title"
    KICKER = "kicker"
    LEAD = "lead"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE = "table"
    QUOTE_BLOCK = "quote_block"
    EMBED = "embed"
    TEASER = "teaser"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    CORRECTION = "correction"
    AGENCY_CREDIT = "agency_credit"
    AD = "ad"
    BOILERPLATE = "boilerplate"
    UNKNOWN = "unknown"


TEXT_KINDS = frozenset(
    {
        BlockKind.LEAD,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE_BLOCK,
        BlockKind.UNKNOWN,
    }
)
"""The kinds that make up an article's analysis text; an uncertain block stays in."""


class KindBasis(StrEnum):
    """What decided a block's kind; `profile`: the corpus's profile.toml, learnt or hand-written."""

    MARKUP = "markup"
    PROFILE = "profile"
    PATTERN = "pattern"
    MODEL = "model"
    MANUAL = "manual"


class SpanBasis(StrEnum):
    """How a block's span in the decoded source was found."""

    EXACT = "exact"
    ALIGNED = "aligned"
    NONE = "none"


class LangBasis(StrEnum):
    """What decided a language."""

    IDENTIFIED = "identified"
    DECLARED = "declared"
    INHERITED = "inherited"


class Platform(StrEnum):
    """Where an embedded post was published."""

    TWITTER = "twitter"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    TELEGRAM = "telegram"
    MAP = "map"
    AUDIO = "audio"
    VIDEO = "video"
    OTHER = "other"


class LinkRel(StrEnum):
    """How a link's target relates to the article."""

    RELATED = "related"
    SOURCE = "source"
    REFERENCE = "reference"


class ChangeKind(StrEnum):
    """What a change does to a stretch of the decoded source."""

    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    RETYPE = "retype"


class Severity(StrEnum):
    """How much a finding weighs; only errors change an exit code by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Precision(StrEnum):
    """The finest unit a date states."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


class PublishedBasis(StrEnum):
    """Where a publication date was read.

    record: in a field of the record; jsonld: in a page's structured data; meta: in another of its
    fields for machines; url: in its address; text: in its text; absent: looked for, not there.
    """

    HEADER = "header"
    SIDECAR = "sidecar"
    RECORD = "record"
    JSONLD = "jsonld"
    META = "meta"
    URL = "url"
    PATH = "path"
    TEXT = "text"
    MANUAL = "manual"
    ABSENT = "absent"


class BoundBasis(StrEnum):
    """What set one bound of the days on which the captured text was written.

    `header`: the date that opens the text; `published`: the publication date from elsewhere.
    """

    HEADER = "header"
    PUBLISHED = "published"
    EMBED = "embed"
    UPDATE = "update"
    DATELINE = "dateline"
    ASSUMED_UNEDITED = "assumed_unedited"
    UNKNOWN = "unknown"


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


class CaptureStatus(StrEnum):
    """Whether a document became a record."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"


class QuarantineReason(StrEnum):
    """Why a document did not become a record.

    http_status: the server's answer was no 200; media_type: it is neither a page nor plain text.
    """

    UNDECODABLE = "undecodable"
    BINARY = "binary"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    INVALID_METADATA = "invalid_metadata"
    MALFORMED = "malformed"
    RESOURCE_LIMIT = "resource_limit"
    HTTP_STATUS = "http_status"
    MEDIA_TYPE = "media_type"


NO_ARTICLES = frozenset({QuarantineReason.HTTP_STATUS, QuarantineReason.MEDIA_TYPE})
"""The reasons that tell of no fault: a crawl holds errors, redirects and pictures, too."""


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


class RightsBasis(StrEnum):
    """Where a statement of rights was read."""

    CONFIGURED = "configured"
    SIDECAR = "sidecar"
    RECORD = "record"
    PAGE = "page"
    UNKNOWN = "unknown"


class TdmReservation(StrEnum):
    """Whether the publisher reserves the right of text and data mining (EU 2019/790, article 4)."""

    RESERVED = "reserved"
    NOT_RESERVED = "not_reserved"
    UNKNOWN = "unknown"


class TdmBasis(StrEnum):
    """Where a reservation was read.

    tdmrep: the TDM Reservation Protocol of a W3C community group; robots: `noai` for robots.
    """

    TDMREP = "tdmrep"
    ROBOTS = "robots"
    UNKNOWN = "unknown"


class Sharing(StrEnum):
    """The most of an article that may be passed on to everyone, from most to least."""

    FULL_TEXT = "full_text"
    DERIVED = "derived"
    METADATA = "metadata"


class SharingBasis(StrEnum):
    """What decided how much of an article may be passed on; `unknown`: nobody stated rights."""

    CONFIGURED = "configured"
    LICENCE = "licence"
    UNKNOWN = "unknown"


class EncodingBasis(StrEnum):
    """What decided a file's encoding; nothing is ever guessed."""

    DEFAULT = "default"
    BOM = "bom"
    DECLARED = "declared"
    FALLBACK = "fallback"
    NONE = "none"


class ArticleLangBasis(StrEnum):
    """What decided an article's main language."""

    IDENTIFIED = "identified"
    DECLARED = "declared"
    UNKNOWN = "unknown"


class DateBasis(StrEnum):
    """Whether the days of a text are those published or narrowed by evidence."""

    PUBLISHED = "published"
    NARROWED = "narrowed"
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
