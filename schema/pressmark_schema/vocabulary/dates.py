"""How fine a date is, and where it or a bound of it was read."""

from enum import StrEnum


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


class DateBasis(StrEnum):
    """Whether the days of a text are those published or narrowed by evidence."""

    PUBLISHED = "published"
    NARROWED = "narrowed"
    UNKNOWN = "unknown"
