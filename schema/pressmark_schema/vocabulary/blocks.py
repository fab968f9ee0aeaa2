"""What a block, a link and a change are, and what decided it."""

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
