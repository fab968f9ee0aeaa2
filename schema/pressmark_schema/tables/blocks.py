"""The blocks table: each article's text in typed pieces, with their places in the source."""

from pydantic import Field

from pressmark_schema.columns import (
    ArticleId,
    BlockId,
    Count,
    Lang,
    Line,
    Offset,
    PerMille,
    Row,
    Text,
)
from pressmark_schema.constraints import NullExactlyWhen, Ordered, Together
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import BlockKind, KindBasis, LangBasis, SpanBasis


class Block(Row):
    """A piece of an article: a paragraph, a heading, a post, a line that does not belong."""

    block_id: BlockId = Field(
        description="Article id, hash of the source slice, rank among equal slices."
    )
    article_id: ArticleId = Field(description="The article.")
    seq: Count = Field(description="Rank in the article, from 0, without gaps.")
    kind: BlockKind = Field(description="What the block is.")
    level: int | None = Field(ge=1, le=6, description="Rank of a heading, 1 to 6; else null.")
    lang: Lang = Field(description="Language (BCP 47); `und` where undetermined.")
    lang_basis: LangBasis = Field(description="What decided the language.")
    text: Text = Field(description="The normalised text; one line.")
    src_start: Offset | None = Field(description="First code point in the decoded source.")
    src_end: Offset | None = Field(description="One past the last code point.")
    src_line: Line | None = Field(description="Line of src_start in the decoded source, from 1.")
    src_column: Line | None = Field(description="Code point of src_start in its line, from 1.")
    span_basis: SpanBasis = Field(description="How the span was found.")
    text_start: Offset | None = Field(
        description="First code point in texts.text; null where the kind is left out."
    )
    text_end: Offset | None = Field(description="One past the last code point in texts.text.")
    kind_basis: KindBasis = Field(description="What decided the kind.")
    kind_confidence: PerMille = Field(description="How sure the kind is, per mille.")


BLOCKS = Table(
    name="blocks",
    row=Block,
    summary="The pieces of the articles, typed, in order.",
    key=("block_id",),
    order=("seq",),
    unique=(("article_id", "seq"),),
    foreign_keys=(ForeignKey(("article_id",), "articles", ("article_id",)),),
    checks=(
        NullExactlyWhen("src_start", "span_basis", ("none",)),
        Together(("src_start", "src_end", "src_line", "src_column")),
        Ordered("src_start", "src_end"),
        Together(("text_start", "text_end")),
        Ordered("text_start", "text_end"),
    ),
)
