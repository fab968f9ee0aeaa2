"""The descriptor of a data package: Data Package v2, with our own facts under `pressmark`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FORMAT_VERSION = "1"
"""Version of the tables' shape; a package of another one is refused or upgraded, never guessed."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class Licence(_Part):
    """A licence of the package as a whole; the standard spells it `licenses`."""

    name: str | None = None
    path: str | None = None
    title: str | None = None


class Contributor(_Part):
    """A person or organisation with the roles they had."""

    title: str | None = None
    path: str | None = None
    roles: list[str] | None = None


class Origin(_Part):
    """Where the raw articles come from; the standard spells it `sources`."""

    title: str | None = None
    path: str | None = None


class TableFacts(_Part):
    """What we state of a table: its rows and the hash of their canonical values."""

    table: str
    rows: int = Field(ge=0)
    content_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Resource(_Part):
    """One table's file or files; `path` is relative to the descriptor, POSIX."""

    name: str = Field(pattern=r"^[a-z0-9._/-]+$")
    path: str | list[str]
    type: Literal["table"] | None = None
    format: str | None = None
    mediatype: str | None = None
    encoding: str | None = None
    bytes: int | None = Field(default=None, ge=0)
    hash: str | None = None
    # The standard's word; pydantic has a method of that name.
    table_schema: dict[str, Any] | None = Field(default=None, alias="schema")
    pressmark: TableFacts | None = None

    @property
    def paths(self) -> list[str]:
        """Its files, in order."""
        return [self.path] if isinstance(self.path, str) else self.path


class File(_Part):
    """A file of the package that is no table."""

    path: str
    bytes: int = Field(ge=0)
    hash: str


class OwnColumn(_Part):
    """A column that this corpus adds to articles."""

    type: Literal["string", "integer", "number", "boolean", "date"]
    description: str = ""


class Tombstone(_Part):
    """A withdrawn article, or block of one; never its text or a hash of it.

    `aliases` are further ids of the article, `span` the place of the block in the decoded source
    (code points, half-open), `versions` those that have it.
    """

    id: str
    span: tuple[int, int] | None = None
    aliases: list[str] | None = None
    reason: str | None = None
    date: str | None = None
    versions: list[str] | None = None


class Facts(_Part):
    """What we state of the package: shape, producer, own columns, files that are no tables."""

    format_version: str
    dataset: Literal["package", "parquet", "normalised", "findings", "ingested", "derived"]
    producer: str
    options_sha256: str | None = None
    profile_sha256: str | None = None
    csv: Literal["auto", "always", "never"] = "auto"
    languages: list[str] = Field(default_factory=list)
    block_languages: list[str] = Field(default_factory=list)
    fields: dict[str, OwnColumn] = Field(default_factory=dict)
    files: list[File] = Field(default_factory=list)
    withdrawn: list[Tombstone] | None = None
    tier: Literal["internal", "public"] | None = None
    withheld: int | None = Field(default=None, ge=0)


class Package(_Part):
    """A datapackage.json."""

    profile: str | None = Field(default=None, alias="$schema")
    name: str | None = Field(default=None, pattern=r"^[a-z0-9._-]+$")
    title: str | None = None
    description: str | None = None
    version: str | None = None
    created: str | None = None
    homepage: str | None = None
    licenses: list[Licence] | None = None
    contributors: list[Contributor] | None = None
    sources: list[Origin] | None = None
    keywords: list[str] | None = None
    resources: list[Resource] = Field(min_length=1)
    pressmark: Facts | None = None

    def plain(self) -> dict[str, Any]:
        """The descriptor as JSON-ready values, in the order of declaration, without nulls."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
