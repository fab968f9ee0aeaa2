"""A withdrawal: an article or block that a corpus no longer gives, and why; never what it said."""

from datetime import date as Day  # noqa: N812 - the field is called date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pressmark_schema.canonical import json_line
from pressmark_schema.columns import ArticleId
from pressmark_schema.descriptor import Tombstone
from pressmark_schema.errors import UsageError

FILE = "withdrawn.jsonl"
"""The list of a corpus, beside pressmark.toml, in git: whoever pulls a version reads it there."""


class Reason(StrEnum):
    """Why something was withdrawn.

    rights: whoever holds them asked for it, or they were never there; personal_data: somebody is
    named who must not be; court_order: a court or an authority decided it; error: the publisher
    took it back, or it never belonged into the corpus; other: none of these.
    """

    RIGHTS = "rights"
    PERSONAL_DATA = "personal_data"
    COURT_ORDER = "court_order"
    ERROR = "error"
    OTHER = "other"


class Withdrawal(BaseModel):
    """One line of withdrawn.jsonl; in a descriptor, a tombstone.

    It holds neither words nor a hash of them, which could confirm what somebody guesses. So a
    block is not named by its id, which is made from its words, but by its place in the source.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: ArticleId = Field(description="The article.")
    span: tuple[int, int] | None = Field(
        default=None,
        description="Of a withdrawn block: its first code point in the decoded source, and one "
        "past its last; null: the whole article.",
    )
    aliases: tuple[ArticleId, ...] = Field(
        default=(), description="Other ids by which the article is or was known."
    )
    reason: Reason = Field(description="Why.")
    date: Day | None = Field(default=None, description="The day on which it was decided.")
    versions: tuple[str, ...] | None = Field(
        default=None, description="The versions that have it; null: nobody looked."
    )

    @model_validator(mode="after")
    def _whole(self) -> "Withdrawal":
        if self.span is not None and not 0 <= self.span[0] < self.span[1]:
            raise ValueError("a span has a start and a later end")
        return self

    @property
    def names(self) -> frozenset[str]:
        """Every id by which the article is known."""
        return frozenset((self.id, *self.aliases))

    @property
    def tombstone(self) -> Tombstone:
        """What a package says of it."""
        return Tombstone.model_validate(self.model_dump(mode="json"))


def parse(text: str, name: str = FILE) -> list[Withdrawal]:
    """The withdrawals in a file's text, in order; raises UsageError that names a faulty line."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(Withdrawal.model_validate_json(line))
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(map(str, first["loc"])) or "line"
                raise UsageError(f"{name}:{number}: {place}: {first['msg']}") from error
    return found


def written(withdrawal: Withdrawal) -> str:
    """A withdrawal as a line of the file, without what it leaves open."""
    plain = withdrawal.model_dump(mode="json", exclude_defaults=True)
    return json_line(plain) + "\n"
