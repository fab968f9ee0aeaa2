"""What a corpus's outlets print beside their articles: the parts of a profile.toml.

Parsing one document depends on its bytes, the options and the profile, so a profile is a plain
value that the parsing functions take as an argument. (The `profile` of a descriptor is another
thing: the Data Package standard's own word for the schema that it follows.)
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pressmark_schema import ids
from pressmark_schema.vocabulary import BlockKind

ANY = "*"
"""Stands for every outlet."""
NAMES = "{names}"
"""Stands, in the form of a byline, for one or several persons' names."""
FURNITURE_KINDS = frozenset(
    {
        BlockKind.TEASER,
        BlockKind.CAPTION,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.CORRECTION,
        BlockKind.AGENCY_CREDIT,
        BlockKind.AD,
        BlockKind.BOILERPLATE,
    }
)
"""The kinds that a line of furniture may have: none of them is part of the analysis text."""
_FEWEST = 3


def line_key(text: str) -> str:
    """`text` as lines are compared: blanks as one space each, upper and lower case the same."""
    return " ".join(text.split()).casefold()


def header_key(printed: str) -> str:
    """The key of a `key: value` line as keys are compared: lower case, `_` for a blank."""
    return "_".join(printed.lower().split())


def _outlet(name: str) -> str:
    return name if name == ANY else ids.slug(name)


def _furniture_kind(kind: BlockKind) -> BlockKind:
    if kind not in FURNITURE_KINDS:
        raise ValueError(f"{kind} is no kind of furniture; give one of {_KINDS}")
    return kind


def _form(form: str) -> str:
    if form.count(NAMES) != 1:
        raise ValueError(f"a form holds {NAMES} once, where the names stand")
    return form


def _printed(text: str) -> str:
    if not text.strip():
        raise ValueError("an empty text is in every line")
    return text


def _keys(keys: dict[str, str]) -> dict[str, str]:
    return {header_key(key): column for key, column in keys.items()}


_KINDS = ", ".join(sorted(FURNITURE_KINDS))
HeaderColumn = Literal[
    "title",
    "subtitle",
    "kicker",
    "authors",
    "published",
    "modified",
    "canonical_url",
    "outlet",
    "section",
    "edition",
    "page",
    "keywords",
    "lang",
    "native_id",
]
"""What a `key: value` line in an article's header can state, by the names of metadata tables."""
_EDTF = {"published": "published_edtf", "modified": "modified_edtf"}
Outlet = Annotated[str, AfterValidator(_outlet)]
Printed = Annotated[str, AfterValidator(_printed)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Furniture(_Part):
    """A line that belongs to an outlet's pages: word for word, or `from` its opening words.

    `until` says how far it reaches from a block that opens with `from`: that `block` alone, up to
    the next running text (`paragraph`), or to the article's `end`.
    """

    outlet: Outlet
    line: Printed | None = None
    opening: Printed | None = Field(default=None, alias="from")
    until: Literal["block", "paragraph", "end"] = "block"
    kind: Annotated[BlockKind, AfterValidator(_furniture_kind)]

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.line is None) == (self.opening is None):
            raise ValueError("give either `line`, a whole line, or `from`, its opening words")
        if self.line is not None and self.until != "block":
            raise ValueError("`until` goes with `from`")
        if self.opening is not None and len(line_key(self.opening)) < _FEWEST:
            raise ValueError(f"`from` needs {_FEWEST} characters or more")
        return self


class Suffix(_Part):
    """What an outlet appends to its titles, with the sign before it: ` | Name`."""

    outlet: Outlet
    suffix: Printed


class Byline(_Part):
    """How an outlet prints the names of authors on a line of their own: `Von {names}`."""

    outlet: Outlet
    form: Annotated[str, AfterValidator(_form)]


class Keep(_Part):
    """A line that is part of the articles, however often it stands there."""

    outlet: Outlet
    line: Printed


class _Counted(_Part):
    """In how many articles a thing was found, and of how many, per mille."""

    articles: int = Field(ge=1)
    share: int = Field(ge=0, le=1000)
    why: str = ""


class LearntFurniture(Furniture, _Counted):
    """A line of furniture that was found."""


class LearntSuffix(Suffix, _Counted):
    """A suffix that was found."""


class LearntByline(Byline, _Counted):
    """A form of bylines that was found."""


class LearntHeader(_Part):
    """A header dialect that was found: its rule, what it states, where it stands for instance."""

    rule: str
    articles: int = Field(ge=1)
    columns: list[str] = Field(default_factory=list)
    example: str


class LearntKey(_Part):
    """A key of `key: value` lines at the head of articles that is not read."""

    key: str
    articles: int = Field(ge=1)
    example: str


class Learnt(_Part):
    """What `pressmark learn` found in `articles` articles; written anew each time."""

    producer: str
    articles: int = Field(ge=0)
    outlets: dict[str, int] = Field(default_factory=dict)
    header: list[LearntHeader] = Field(default_factory=list)
    unread: list[LearntKey] = Field(default_factory=list)
    furniture: list[LearntFurniture] = Field(default_factory=list)
    suffix: list[LearntSuffix] = Field(default_factory=list)
    byline: list[LearntByline] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """What a whole line is, and whether a person wrote that into the profile."""

    kind: BlockKind
    stated: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Words that open furniture, as `line_key` gives them, its kind, and how far it reaches."""

    key: str
    kind: BlockKind
    until: str


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """A profile as far as it concerns the documents of one outlet.

    `lines` are by `line_key`; `suffixes` are longest first; `bylines` are what stands before the
    names and what stands behind them.
    """

    lines: dict[str, Line] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    suffixes: tuple[str, ...] = ()
    bylines: tuple[tuple[str, str], ...] = ()

    def without_suffix(self, title: str) -> tuple[str, str]:
        """`title` without what the outlet appends to titles, and what that was, "" for nothing.

        A title that is nothing but a suffix stays as it is.
        """
        kept = title
        while found := next((end for end in self.suffixes if kept.endswith(end)), None):
            rest = kept.removesuffix(found).rstrip()
            if not rest:
                break
            kept = rest
        return kept, title[len(kept) :]


NOTHING = OutletProfile()
"""The profile of an outlet of which nothing is known."""


class Profile(_Part):
    """A whole profile.toml: what a person wrote, and below `learnt` what was found.

    `keys` are further keys of `key: value` lines in headers, each to what it states.
    """

    version: Literal[1]
    keys: Annotated[dict[str, HeaderColumn], AfterValidator(_keys)] = Field(default_factory=dict)
    furniture: list[Furniture] = Field(default_factory=list)
    suffix: list[Suffix] = Field(default_factory=list)
    byline: list[Byline] = Field(default_factory=list)
    keep: list[Keep] = Field(default_factory=list)
    learnt: Learnt | None = None

    def of(self, outlet_id: str) -> OutletProfile:
        """What is known of the outlet `outlet_id`, with what holds for every outlet."""
        return self._by_outlet.get(outlet_id, self._by_outlet[ANY])

    @property
    def header_keys(self) -> dict[str, str]:
        """The further keys of `key: value` lines, each to the column of articles it states."""
        return {key: _EDTF.get(column, column) for key, column in self.keys.items()}

    @property
    def sha256(self) -> str:
        """The hash of all that can change a record; counts, reasons and comments cannot."""
        found = [f"{key} {column}" for key, column in sorted(self.keys.items())]
        found += [f"{outlet} {self._by_outlet[outlet]!r}" for outlet in sorted(self._by_outlet)]
        return hashlib.sha256("\n".join(found).encode()).hexdigest()

    @cached_property
    def _by_outlet(self) -> dict[str, OutletProfile]:
        learnt = self.learnt or Learnt(producer="", articles=0)
        entries: list[Entry] = [*learnt.furniture, *learnt.suffix, *learnt.byline]
        entries += [*self.furniture, *self.suffix, *self.byline, *self.keep]
        common = [entry for entry in entries if entry.outlet == ANY]
        own: dict[str, list[Entry]] = {ANY: []}
        for entry in entries:
            if entry.outlet != ANY:
                own.setdefault(entry.outlet, []).append(entry)
        return {outlet: _of_one([*common, *parts]) for outlet, parts in own.items()}


Entry = Furniture | Suffix | Byline | Keep


def _of_one(parts: Iterable[Entry]) -> OutletProfile:
    """The parts of one outlet; the later one, which a person wrote, decides what a line is."""
    lines: dict[str, Line] = {}
    openings: list[Opening] = []
    suffixes: dict[str, None] = {}
    bylines: dict[tuple[str, str], None] = {}
    for part in parts:
        if isinstance(part, Furniture) and part.line is not None:
            stated = not isinstance(part, LearntFurniture)
            lines[line_key(part.line)] = Line(part.kind, stated)
        elif isinstance(part, Furniture):
            openings.append(Opening(line_key(part.opening or ""), part.kind, part.until))
        elif isinstance(part, Suffix):
            suffixes[part.suffix] = None
        elif isinstance(part, Byline):
            before, _, after = part.form.partition(NAMES)
            bylines[before, after] = None
        elif isinstance(part, Keep):
            lines.pop(line_key(part.line), None)
    longest = sorted(suffixes, key=lambda end: (-len(end), end))
    return OutletProfile(lines, tuple(openings), tuple(longest), tuple(bylines))
