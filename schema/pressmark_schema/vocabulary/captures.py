"""What became of a document, why it was refused, and how its bytes were decoded."""

from enum import StrEnum


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


class EncodingBasis(StrEnum):
    """What decided a file's encoding; nothing is ever guessed."""

    DEFAULT = "default"
    BOM = "bom"
    DECLARED = "declared"
    FALLBACK = "fallback"
    NONE = "none"
