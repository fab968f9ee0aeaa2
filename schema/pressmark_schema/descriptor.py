"""The descriptor of a data package: Data Package v2, with our own facts under `pressmark`."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FORMAT_VERSION = "1"
"""Version of the tables' shape; a package of another one is refused or upgraded, never guessed."""
MOST_PARTS = 999_999
"""Parts that a build may have."""


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


class FileFacts(_Part):
    """One of a table's files, with the hash of its rows' canonical values.

    `place` says which rows: year, month and first bits of the article id, as in `2018-05-01`. Of a
    CSV file it is a run of rows, without path, bytes and hash. `date_from` and `date_to` bound the
    days of the articles in it; without them none of those has a day.
    """

    place: str
    path: str | None = None
    bytes: int | None = Field(default=None, ge=0)
    hash: str | None = None
    rows: int = Field(ge=0)
    content_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    date_from: date | None = None
    date_to: date | None = None


class TableFacts(_Part):
    """What we state of a table: its rows and the hash of their canonical values.

    Where it has several `files`, its content_sha256 is the SHA-256 over theirs, in hexadecimal,
    each followed by a line feed, in the order of the files: those that stay as they are need not
    be read to know the hash of the table.
    """

    table: str
    rows: int = Field(ge=0)
    content_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    files: list[FileFacts] | None = None


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

    def below(self, folder: str) -> "Resource":
        """The same as it is named from the folder in which `folder` is."""
        facts = self.pressmark
        if facts and facts.files:
            files = [f.model_copy(update={"path": f"{folder}/{f.path}"}) for f in facts.files]
            facts = facts.model_copy(update={"files": files})
        paths = [f"{folder}/{path}" for path in self.paths]
        path = paths[0] if isinstance(self.path, str) else paths
        return self.model_copy(update={"path": path, "pressmark": facts})

    @property
    def stated(self) -> dict[str, tuple[int | None, str | None]]:
        """Of each of its files, by path, the bytes and the hash that are declared, if any are."""
        files = self.pressmark.files if self.pressmark and self.pressmark.files else []
        of_file = {file.path: (file.bytes, file.hash) for file in files if file.path}
        if len(self.paths) == 1 and not of_file:
            of_file |= {self.paths[0]: (self.bytes, self.hash)}
        return {path: of_file.get(path, (None, None)) for path in self.paths}


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


class Share(_Part):
    """Which share of a build a dataset is, and what the others must have in common with it.

    `part` counts from 1 to `of`. `inputs_sha256` is over the paths, sizes and metadata of all
    `inputs`, the files of the whole build, and over what `inputs_by` names: when each was modified,
    or the sha256 of its contents. `settings_sha256` is over every setting, `beside_sha256` over
    what people decided beside them and the ids that are kept.
    """

    part: int = Field(ge=1)
    of: int = Field(ge=1, le=MOST_PARTS)
    inputs: int = Field(ge=0)
    inputs_by: Literal["modified", "sha256"]
    inputs_sha256: str
    settings_sha256: str
    beside_sha256: str

    @model_validator(mode="after")
    def _require_one_of_them(self) -> Self:
        if self.part > self.of:
            raise ValueError(f"there is no part {self.part} of {self.of}")
        return self


class Facts(_Part):
    """What we state of the package: shape, producer, own columns, files that are no tables.

    `places` are the leaves by which articles are sorted first, where tables have several files:
    those in whose parts no table has more than `file_bytes`.
    `reproducible` is false where what is in it depended on the machine: a worker died of
    a document, or one took more time or memory than it may (finding PM103).
    """

    format_version: str
    dataset: Literal["package", "parquet", "normalised", "findings", "ingested", "derived", "part"]
    producer: str
    options_sha256: str | None = None
    profile_sha256: str | None = None
    csv: Literal["auto", "always", "never"] = "auto"
    file_bytes: int | None = Field(default=None, ge=1)
    places: list[str] | None = None
    languages: list[str] = Field(default_factory=list)
    block_languages: list[str] = Field(default_factory=list)
    fields: dict[str, OwnColumn] = Field(default_factory=dict)
    files: list[File] = Field(default_factory=list)
    reproducible: bool | None = None
    share: Share | None = None
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
