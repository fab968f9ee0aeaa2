"""What parsing one document yields, before it becomes rows: spans, stated values, kinds, posts.

All offsets are Unicode code points, half-open. Those of `Segment`, `Stated` and `Removal` count
in the decoded source; those of `Post` count in the block's cleaned text.
"""

from dataclasses import dataclass
from typing import NamedTuple

from pressmark_schema.vocabulary import BlockKind, KindBasis, Platform, SpanBasis


class Span(NamedTuple):
    """A half-open stretch of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of an article column that the document itself states, and where.

    `column` is a column of the articles table (`published_edtf`, `title`, `authors` …); `value`
    is canonical for that column, `raw` is as printed; `rule` names the pattern that read it.
    """

    column: str
    value: str
    raw: str
    span: Span
    basis: str
    rule: str


@dataclass(frozen=True, slots=True)
class PageStatement:
    """A value of an article column that a web page states outside its text, and where.

    `value` is canonical for the column: an EDTF value or a local instant (ISO 8601) for dates, a
    JSON array for lists, `true` and `false`; it is empty where `raw` cannot be read as one.
    `basis` is `jsonld`, `meta` (any other field for machines), `markup` (an element that the
    reader sees), `url` or `text`. `place` leads to it: `jsonld[1].@graph[0].datePublished`,
    `meta[og:title]`, `h1[0]`.
    """

    column: str
    value: str
    raw: str
    basis: str
    rule: str
    place: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch of the decoded source that belongs to no block, by `rule`."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: its words as printed in one line, and the address that it leads to."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the decoded source that becomes one block; `kind` only where markup says it.

    `kind_basis` says that the kind is settled, by what, and `confidence` how surely (per mille);
    without it the block's words and neighbours are asked too. `platform` is that of a post which
    its markup names, `links` are those in the block.
    """

    span: Span
    kind: BlockKind | None = None
    level: int | None = None
    span_basis: SpanBasis = SpanBasis.EXACT
    kind_basis: KindBasis | None = None
    confidence: int = 1000
    platform: Platform | None = None
    links: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Segmented:
    """A decoded source, divided: each non-blank character is in one segment or one removal."""

    segments: tuple[Segment, ...]
    stated: tuple[Stated, ...] = ()
    removals: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """The fields of an embedded post as printed; nothing is filled in that is not there."""

    platform: Platform
    body: str
    author_name: str | None = None
    author_handle: str | None = None
    posted_raw: str | None = None
    posted_edtf: str | None = None
    posted_span: Span | None = None
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classified:
    """What one block is, what decided it, and how sure that is (per mille).

    `rule` names the rule that decided, for measurements; it stands in no table.
    """

    kind: BlockKind
    kind_basis: KindBasis
    kind_confidence: int
    level: int | None = None
    post: Post | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in a source slice: `slice[start:end]` becomes `after`.

    `rules` are the contributing rules with their versions (`"nfc@1"`), in the order they acted.
    """

    start: int
    end: int
    after: str
    rules: tuple[str, ...]


class Cleaned(NamedTuple):
    """A slice after normalisation: `edits` are sorted, disjoint, and applied to it give `text`."""

    text: str
    edits: tuple[Edit, ...] = ()
