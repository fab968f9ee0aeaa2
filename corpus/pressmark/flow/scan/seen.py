"""What a scan has seen: counts with examples, no judgement and nothing written."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.flow.stats import Months

LANGUAGES = ("de", "en", "fr", "it", "es", "pt", "nl", "da", "sv", "no", "fi", "pl", "cs", "hu")
"""The languages that are looked for where none is declared."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Files with one ending (`.txt`, "" without), their bytes, and whether they would be read."""

    ending: str
    files: int
    bytes: int
    read: bool


@dataclass(frozen=True, slots=True)
class Encoding:
    """Files of the sample that were decoded in one way, as the sources table would state it."""

    encoding: str
    basis: str
    files: int
    example: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files that are not UTF-8 would read in one encoding.

    `files` of them it decodes; `plausible` is the share, per mille, of their characters beyond
    ASCII that German, English or French prose uses; `words` are samples for a person to judge.
    """

    encoding: str
    files: int
    plausible: int
    words: list[str]


@dataclass(frozen=True, slots=True)
class Form:
    """Files with one form of header: its rule, what they state, and an example as it stands."""

    rule: str
    files: int
    columns: dict[str, int]
    example: str
    opening: str


@dataclass(frozen=True, slots=True)
class Places:
    """What a path pattern says: how many of all files it fits, and the values it finds."""

    pattern: str
    files: int
    outlets: dict[str, int]
    years: dict[str, int]


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """A table that lies there: its key column, how much matches, or why it cannot be used."""

    path: str
    key: str = ""
    rows: int = 0
    matched: int = 0
    columns: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of many records: how it would be read, or in `problem` why it would not be.

    `records` counts all of them, None where the file is too large to count in a look; `keys` are
    those at the top of the first ones; `named` says what the mapping `fields` was taken from,
    which is a proposal for a person to check where it is empty.
    """

    path: str
    reader: str
    records: int | None = None
    keys: list[str] = field(default_factory=list)
    named: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass
class Scan:
    """A whole scan. Counts of `endings` and `places` are of all files, the others of the sample.

    `config` is the path of the pressmark.toml in force, if any; `include` the globs by which the
    sample was chosen, which `included` says whether they are in force or only proposed. `below`
    are the paths of settings in folders below, which are not in force; `could_be_read` are endings
    that are left out and are those of articles elsewhere.
    """

    config: str | None
    include: list[str]
    included: bool
    files: int = 0
    sampled: int = 0
    endings: list[Ending] = field(default_factory=list)
    linked_folders: int = 0
    below: list[str] = field(default_factory=list)
    could_be_read: list[Ending] = field(default_factory=list)
    encodings: list[Encoding] = field(default_factory=list)
    undecoded: int = 0
    readings: list[Reading] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    separation: Counter[str] = field(default_factory=Counter)
    line_ends: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    places: Places | None = None
    months: Months | None = None
    outlets: dict[str, Months] = field(default_factory=dict)
    precision: Counter[str] = field(default_factory=Counter)
    basis: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    tables: list[MetadataTable] = field(default_factory=list)
    dumps: list[Dump] = field(default_factory=list)
    proposal: str = ""

    @property
    def accepted(self) -> int:
        """Files of the sample that would become records."""
        return self.sampled - self.quarantined.total()

    def plain(self) -> dict[str, Any]:
        """The scan as JSON-ready values."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, Counter):
        return {str(name): count for name, count in value.most_common()}
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
