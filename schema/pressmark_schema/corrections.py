"""A correction: what somebody decided about an article, addressed by what it corrects."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pressmark_schema.columns import ArticleId, Sha256
from pressmark_schema.vocabulary import BlockKind


class Target(StrEnum):
    """What is corrected: words or the kind of a block, or a column of articles."""

    TEXT = "text"
    KIND = "kind"
    TITLE = "title"
    SUBTITLE = "subtitle"
    KICKER = "kicker"
    AUTHORS = "authors"
    SECTION = "section"
    AGENCY = "agency"
    PUBLISHED = "published"


OF_BLOCKS = frozenset({Target.TEXT, Target.KIND})
"""The targets that are about a block."""
NOT_TO = frozenset({BlockKind.EMBED})
"""Kinds that need more than a word: an embed has fields of its own."""


class Correction(BaseModel):
    """One line of corrections.jsonl.

    A block is found by the hash of its source slice; only where an article has the same slice more
    than once do the slices ahead of it and behind it decide. Words are found by what stands around
    them in the block's text. So a correction never moves to another place: where what it corrects
    is not there exactly as it was, it is stale.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    article_id: ArticleId = Field(description="The article.")
    target: Target = Field(description="What is corrected.")
    before: str | None = Field(description="What it is without this; null: nothing was known.")
    after: str = Field(min_length=1, description="What it is with this.")
    reason: str = Field(min_length=1, description="Why.")
    author: str | None = Field(default=None, description="Who decided it.")
    rule: str | None = Field(default=None, description="The rule whose fix it is.")
    slice_sha256: Sha256 | None = Field(
        default=None, description="SHA-256 of the block's slice of the decoded source, in UTF-8."
    )
    left_sha256: Sha256 | None = Field(
        default=None, description="The same of the block ahead of it; null: it is the first."
    )
    right_sha256: Sha256 | None = Field(
        default=None, description="The same of the block behind it; null: it is the last."
    )
    ahead: str = Field(default="", description="Text of the block ahead of the words.")
    behind: str = Field(default="", description="Text of the block behind the words.")

    @model_validator(mode="after")
    def _whole(self) -> "Correction":
        of_block = self.target in OF_BLOCKS
        if of_block != (self.slice_sha256 is not None):
            raise ValueError(
                "slice_sha256 belongs to corrections of text and kind, and to no other"
            )
        if of_block and not self.before:
            raise ValueError("a correction of text or kind says what is there before")
        if self.target is Target.KIND and self.after not in set(BlockKind) - NOT_TO:
            raise ValueError(f"{self.after!r} is no kind that a block can be given")
        return self
