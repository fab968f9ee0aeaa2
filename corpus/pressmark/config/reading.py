"""Which files are read, and how: encodings, pages, archives, the table beside them."""

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import Field

from pressmark.config.section import Encoding, Section, Whole


class EncodingRule(Section):
    """Encodings for the files that match `glob`, tried in order."""

    glob: str
    encodings: list[Encoding] = Field(min_length=1)


class ReadSection(Section):
    """Which files are read and how their bytes become text."""

    include: list[str] = Field(default_factory=lambda: ["*.txt"])
    exclude: list[str] = Field(default_factory=list)
    encodings: list[Encoding] = Field(default_factory=lambda: ["utf-8"], min_length=1)
    encoding: list[EncodingRule] = Field(default_factory=list)
    paths: list[str] = Field(default_factory=list)
    max_bytes: Whole = Field(default=16 * 2**20, ge=1)
    max_blocks: Whole = Field(default=50_000, ge=1)

    def encodings_for(self, path: str) -> tuple[list[str], bool]:
        """The encodings to try for `path`, and whether a glob of its own declares them."""
        for rule in self.encoding:
            if fnmatchcase(path, rule.glob):
                return rule.encodings, True
        return self.encodings, False


class HtmlSection(Section):
    """How the article in a web page is found: `fast` for crawls, by where most prose stands."""

    extractor: Literal["full", "fast"] = "full"


class ArchivesSection(Section):
    """How much one archive (zip, tar) may hold: what is in it, and in the archives inside of it.

    `max_members` files; `max_bytes` unpacked; `max_ratio` times its size, once that is more than
    64 MiB, for each member; `max_nesting` archives in each other.
    """

    max_members: Whole = Field(default=100_000, ge=1)
    max_bytes: Whole = Field(default=64 * 2**30, ge=1)
    max_ratio: Whole = Field(default=500, ge=1)
    max_nesting: Whole = Field(default=3, ge=1)


class MetadataSection(Section):
    """A table with a row a file; `columns` maps our column names to the table's."""

    table: str
    key: str = "file"
    columns: dict[str, str] = Field(default_factory=dict)
