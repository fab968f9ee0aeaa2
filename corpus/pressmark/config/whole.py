"""A whole pressmark.toml: its sections together, read from a file, and what follows for a path."""

import hashlib
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, Field, ValidationError

from pressmark import profile as profiles
from pressmark.config.building import (
    AnnotationsSection,
    BuildSection,
    DuplicatesSection,
    ParseSection,
    WorkersSection,
)
from pressmark.config.checking import ValidateSection
from pressmark.config.describing import CorpusSection, FieldSection, ReleaseSection, RightsRule
from pressmark.config.reading import ArchivesSection, HtmlSection, MetadataSection, ReadSection
from pressmark.config.records import RecordsRule
from pressmark.config.section import Section
from pressmark.layout import FILE_BYTES
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import RESERVED
from pressmark_schema.profile import NOTHING, OutletProfile
from pressmark_schema.tables import TABLES

FILE = "pressmark.toml"

_TAKEN = {"capture_id", "doc_id", "blocks", "links", "annotations"}
"""Names that stand beside the columns of articles in batches and in what `parse` prints."""


class Config(Section):
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
