"""The configuration of a corpus: pressmark.toml, found at or above what is read."""

import codecs
import hashlib
import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from pressmark import profile as profiles
from pressmark.layout import FILE_BYTES
from pressmark.objects import Operand
from pressmark.rights import expression
from pressmark_schema.descriptor import Contributor, Licence, Origin, OwnColumn
from pressmark_schema.documents import LineRule
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import RESERVED
from pressmark_schema.profile import NOTHING, OutletProfile
from pressmark_schema.tables import TABLES
from pressmark_schema.vocabulary import AnnotationLayer, Severity, Sharing

FILE = "pressmark.toml"
_NO_TEXT = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
"""Python's codecs for names and for escapes, which can give halves of characters."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
        codec = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise ValueError(f"no encoding that Python knows: {name!r}") from error
    if codec in _NO_TEXT:
        raise ValueError(f"{name!r} is no encoding of whole texts")
    return name.lower()


def check_share(text: str) -> str:
    """`text` if it is a number or a share such as 10%; else raises ValueError."""
    number = text.removesuffix("%")
    if not number.replace(".", "", 1).isdecimal():
        raise ValueError("a number of documents, or a share such as 10%")
    return text


_TAKEN = {"capture_id", "doc_id", "blocks", "links", "annotations"}
"""Names that stand beside the columns of articles in batches and in what `parse` prints."""


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"no regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_regular_expression)]
Encoding = Annotated[str, AfterValidator(_known_encoding)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Limit = Annotated[str, AfterValidator(check_share)]


class CorpusSection(_Section):
    """Who and what: goes into the package's descriptor."""

    name: str = Field(default="corpus", pattern=r"^[a-z0-9._-]+$")
    title: str | None = None
    description: str | None = None
    version: str | None = None
    homepage: str | None = None
    keywords: list[str] | None = None
    namespace: str = ""
    languages: list[Language] = Field(default_factory=lambda: ["de", "en", "fr"])
    block_languages: list[Language] = Field(default_factory=lambda: ["de", "en", "fr"])
    licenses: list[Licence] | None = None
    contributors: list[Contributor] | None = None
    sources: list[Origin] | None = None


class EncodingRule(_Section):
    """Encodings for the files that match `glob`, tried in order."""

    glob: str
    encodings: list[Encoding] = Field(min_length=1)


class ReadSection(_Section):
    """Which files are read and how their bytes become text."""

    include: list[str] = Field(default_factory=lambda: ["*.txt"])
    exclude: list[str] = Field(default_factory=list)
    encodings: list[Encoding] = Field(default_factory=lambda: ["utf-8"], min_length=1)
    encoding: list[EncodingRule] = Field(default_factory=list)
    paths: list[str] = Field(default_factory=list)
    max_bytes: int = Field(default=16 * 2**20, ge=1)
    max_blocks: int = Field(default=50_000, ge=1)

    def encodings_for(self, path: str) -> tuple[list[str], bool]:
        """The encodings to try for `path`, and whether a glob of its own declares them."""
        for rule in self.encoding:
            if fnmatchcase(path, rule.glob):
                return rule.encodings, True
        return self.encodings, False


class BeginRule(_Section):
    """The line with which an article begins: by style, by what its whole text fits, by page."""

    style: str | None = None
    pattern: Pattern | None = None
    page_break: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.style or self.pattern or self.page_break):
            raise ValueError("give a style, a pattern or page_break = true")
        return self

    def plain(self) -> LineRule:
        """The same without what checks it."""
        return LineRule(**self.model_dump())


class LinesRule(BeginRule):
    """What a line of an article holds: a column, or those that the pattern's groups are named for.

    Without either, the line is left out of the text. Only the first `within` lines of an article
    are looked at, and only the first that fits is taken unless the rule may `repeat`.
    """

    column: str | None = None
    within: int | None = Field(default=None, ge=1)
    repeat: bool = False


class HtmlSection(_Section):
    """How the article in a web page is found: `fast` for crawls, by where most prose stands."""

    extractor: Literal["full", "fast"] = "full"


class RecordsRule(_Section):
    """How the files that match `glob`, with many records each, are read.

    `format` is needed where a name's ending does not tell it; `fields` maps our columns, and
    `text`, to a record's keys: dotted where nested, several to try in order. In a JSON
    file `records` is the key, dotted where nested, of the list of all records. In Word files
    `begin` fits the line with which an article begins, and `lines` say what its lines hold.
    """

    glob: str
    format: Literal["jsonl", "json", "csv", "parquet", "warc", "docx"] | None = None
    preset: Literal["fundus", "news-please", "huggingface", "schema.org"] | None = None
    fields: dict[str, str | list[str]] = Field(default_factory=dict)
    delimiter: str | None = Field(default=None, pattern=r"^[,;\t|]$")
    records: str | None = Field(default=None, min_length=1)
    begin: BeginRule | None = None
    lines: list[LinesRule] = Field(default_factory=list)


class ArchivesSection(_Section):
    """How much one archive (zip, tar) may hold: what is in it, and in the archives inside of it.

    `max_members` files; `max_bytes` unpacked; `max_ratio` times its size, once that is more than
    64 MiB, for each member; `max_nesting` archives in each other.
    """

    max_members: int = Field(default=100_000, ge=1)
    max_bytes: int = Field(default=64 * 2**30, ge=1)
    max_ratio: int = Field(default=500, ge=1)
    max_nesting: int = Field(default=3, ge=1)


class MetadataSection(_Section):
    """A table with a row a file; `columns` maps our column names to the table's."""

    table: str
    key: str = "file"
    columns: dict[str, str] = Field(default_factory=dict)


class FieldSection(OwnColumn):
    """A column of the corpus's own in articles."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RightsRule(_Section):
    """The rights of the files that match a glob, and how much may be passed on by contract.

    `sharing` is for what the licence itself does not say: an agreement with the holder, or a
    reason to keep back what a licence allows.
    """

    rights: str = Field(default="unknown", min_length=1)
    holder: str | None = None
    sharing: Sharing | None = None

    @field_validator("rights")
    @classmethod
    def _expression(cls, value: str) -> str:
        found = expression(value)
        if found is None:
            raise ValueError(
                f"{value!r} is no SPDX expression, LicenseRef-… or unknown (https://spdx.org/licenses)"
            )
        return found


class ParseSection(_Section):
    """What parsing knows beforehand.

    `profile` is a path from this file; without one, a profile.toml beside it counts.
    """

    profile: str | None = None


class BuildSection(_Section):
    """How much may fail, and the form of the package.

    A table with more than `file_bytes` bytes of content is divided into several files.
    """

    max_quarantined: Limit = "10%"
    csv: Literal["auto", "always", "never"] = "auto"
    file_bytes: int = Field(default=FILE_BYTES, ge=1)
    previous: str | None = None
    corrections: str = "corrections.jsonl"


class ReleaseSection(_Section):
    """Where a release tells what changed."""

    changelog: str = Field(default="CHANGELOG.md", pattern=r"^[A-Za-z0-9][\w./-]{0,99}$")


class WorkersSection(_Section):
    """What one document may take in a worker process: seconds, and bytes of memory on Linux.

    These protect, and decide nothing else: a document that passes them is quarantined, and the
    package says that it cannot be made again byte for byte. 0 lifts a limit.
    """

    max_seconds: float = Field(default=300, ge=0)
    max_memory: int = Field(default=4 * 2**30, ge=0)


class DuplicatesSection(_Section):
    """From where on texts are duplicates: shares of their 5-word shingles, least words."""

    enabled: bool = True
    jaccard: float = Field(default=0.5, ge=0.1, le=1)
    containment: float = Field(default=0.6, ge=0.1, le=1)
    min_words: int = Field(default=10, ge=5)


class ScopeSection(_Section):
    """What is ignored, and how grave findings are, where path and outlet fit these globs."""

    path: str = "*"
    outlet: str = "*"
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Severity] = Field(default_factory=dict)


class ValidateSection(_Section):
    """Which rules are asked and from which severity on the run fails; changes no package."""

    select: list[str] = Field(default_factory=lambda: ["default"])
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Severity] = Field(default_factory=dict)
    fail_on: Literal["error", "warning", "never"] = "error"
    waivers: str = "waivers.toml"
    rules: list[str] = Field(default_factory=list)
    scope: list[ScopeSection] = Field(default_factory=list)


class AnnotationsSection(_Section):
    """Which layers of annotations are read; none of them: `layers = []`."""

    layers: list[AnnotationLayer] = Field(default_factory=lambda: list(AnnotationLayer))


class Config(_Section):
    """A whole pressmark.toml; `folder` is where it lies, None without one.

    `profile` is what was learnt of the corpus, read from the file that [parse] names, from
    profile.toml beside this file, or from one that was named outright.
    """

    corpus: CorpusSection = CorpusSection()
    read: ReadSection = ReadSection()
    html: HtmlSection = HtmlSection()
    records: list[RecordsRule] = Field(default_factory=list)
    archives: ArchivesSection = ArchivesSection()
    metadata: MetadataSection | None = None
    fields: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], FieldSection] = Field(
        default_factory=dict
    )
    rights: dict[str, RightsRule] = Field(default_factory=dict)
    parse: ParseSection = ParseSection()
    duplicates: DuplicatesSection = DuplicatesSection()
    annotations: AnnotationsSection = AnnotationsSection()
    build: BuildSection = BuildSection()
    workers: WorkersSection = WorkersSection()
    release: ReleaseSection = ReleaseSection()
    validation: ValidateSection = Field(default=ValidateSection(), alias="validate")
    folder: Path | None = Field(default=None, exclude=True)
    profile: profiles.InForce | None = Field(default=None, exclude=True)

    def rights_for(self, path: str) -> RightsRule | None:
        """The first rule whose glob matches `path`."""
        return next((rule for glob, rule in self.rights.items() if fnmatchcase(path, glob)), None)

    def records_for(self, path: str) -> RecordsRule | None:
        """The first rule for files of records whose glob matches `path` or its last part."""
        name = path.rpartition("/")[2]
        return next(
            (r for r in self.records if fnmatchcase(path, r.glob) or fnmatchcase(name, r.glob)),
            None,
        )

    def with_metadata(self, table: Path | None, key: str | None) -> Self:
        """The same with another metadata table, or another key column, where they are given."""
        if table is None and key is None:
            return self
        old = self.metadata.model_dump() if self.metadata else {}
        if table is None and not old:
            raise UsageError("--key names a column of a metadata table: give --metadata too")
        new = {"table": str(table.absolute())} if table else {}
        section = MetadataSection.model_validate(old | new | ({"key": key} if key else {}))
        return self.model_copy(update={"metadata": section})

    def with_profile(self, file: Path | None) -> Self:
        """The same with another profile, where one is given; raises UsageError if it is faulty."""
        return self if file is None else self.model_copy(update={"profile": profiles.load(file)})

    def without_profile(self) -> Self:
        """The same with no profile in force: how files are read does not depend on one."""
        return self.model_copy(update={"profile": None})

    def profile_of(self, outlet_id: str) -> OutletProfile:
        """What the profile knows of an outlet; nothing without one."""
        return self.profile.profile.of(outlet_id) if self.profile else NOTHING

    @property
    def header_keys(self) -> dict[str, str]:
        """The keys of headers that the profile adds, each to the column it states."""
        return self.profile.profile.header_keys if self.profile else {}

    def with_extractor(self, extractor: str | None) -> Self:
        """The same with another extractor for web pages, where one is given."""
        if extractor is None:
            return self
        section = HtmlSection.model_validate({"extractor": extractor})
        return self.model_copy(update={"html": section})

    @property
    def sha256(self) -> str:
        """The hash of every setting that can change a record; where a table lies cannot."""
        chosen = self.model_dump_json(
            include=dict.fromkeys(("read", "fields", "rights", "duplicates", "annotations"), True)
            | {"corpus": {"namespace", "languages", "block_languages"}}
            | {"metadata": {"key", "columns"}}
            | ({"records": True} if self.records else {})
            | ({"archives": True} if self.archives != ArchivesSection() else {})
            | ({"html": True} if self.html != HtmlSection() else {})
            | ({"build": {"file_bytes"}} if self.build.file_bytes != FILE_BYTES else {})
        )
        known = self.profile.profile.sha256 if self.profile else ""
        return hashlib.sha256(chosen.encode() + known.encode()).hexdigest()

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a configuration; raises UsageError that names the faulty key."""
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"{file}: {error}") from error
        try:
            config = cls.model_validate({**values, "folder": file.parent.resolve()})
        except ValidationError as error:
            raise UsageError(_explain(file, error)) from error
        columns = {*TABLES["articles"].column_names, *TABLES["texts"].column_names}
        taken = {*columns, *_TAKEN, *RESERVED, *dir(BaseModel)} & set(config.fields)
        if taken:
            raise UsageError(f"{file}: fields.{min(taken)}: that name is taken; choose another")
        return config.with_profile(_profile(config, file.parent))


def find(operand: Operand, explicit: Path | None = None) -> Config:
    """The configuration given, else the nearest pressmark.toml at or above `operand`, else none.

    For objects of a bucket it is looked for at or above the current folder.
    """
    if explicit is not None:
        return Config.load(explicit / FILE if explicit.is_dir() else explicit)
    start = operand.resolve() if isinstance(operand, Path) else Path.cwd()
    for folder in [start, *start.parents]:
        if (folder / FILE).is_file():
            return Config.load(folder / FILE)
    return Config()


def beside(package: Path, sources: Path | None, explicit: Path | None = None) -> Config:
    """The configuration given, else that of the raw files as build finds it, else of a package."""
    found = find(sources, explicit) if sources is not None else Config()
    return found if found.folder is not None else find(package, explicit)


def _profile(config: Config, folder: Path) -> Path | None:
    """The profile that a configuration names, or that lies beside it."""
    if config.parse.profile is not None:
        return folder / config.parse.profile
    beside = folder / profiles.FILE
    return beside if beside.is_file() else None


def _explain(file: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{file}: {place}: {first['msg']}{more}"
