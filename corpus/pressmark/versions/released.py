"""What a release states of itself in git: release.json, small enough to be read without data."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pressmark_schema.errors import IntegrityError

FILE = "release.json"
Tier = Literal["internal", "public"]
_Hash = Field(pattern=r"^[0-9a-f]{64}$")


class Released(BaseModel):
    """A release: version, time (RFC 3339, UTC), tier, counts, and what stands for its packages.

    `sha256` is the descriptor's of the whole package, `public_sha256` that of the public one,
    which has `withheld` of the texts left out. `tools` are the packages that decide
    about its bytes, each with its version. `difference` are the sentences of what changed.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: str
    created: str
    tier: Tier
    previous: str | None = None
    articles: int = Field(ge=0)
    blocks: int = Field(ge=0)
    sha256: str = _Hash
    public_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    withheld: int | None = Field(default=None, ge=0)
    tools: dict[str, str] = Field(default_factory=dict)
    difference: list[str] = Field(default_factory=list)

    @classmethod
    def read(cls, content: bytes) -> Released:
        """Read a release.json; raises IntegrityError where it is none."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            raise IntegrityError(
                f"its {FILE} cannot be read: {error.errors()[0]['msg']}"
            ) from error

    def text(self) -> str:
        """The file's text."""
        stated = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"
