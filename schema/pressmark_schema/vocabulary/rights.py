"""Where rights were read, and what of an article may be passed on."""

from enum import StrEnum


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
