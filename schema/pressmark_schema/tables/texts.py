"""The texts table: the view that people load first, a row for each article."""

from datetime import date

from pydantic import Field

from pressmark_schema.columns import ArticleId, ClusterId, Lang, Row, Slug
from pressmark_schema.constraints import NullExactlyWhen, Ordered, Represents, Together
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import DateBasis, DuplicateRelation, Precision


class TextRow(Row):
    """An article's analysis text with the metadata that most studies need."""

    article_id: ArticleId = Field(description="The article.")
    outlet_id: Slug = Field(description="The outlet.")
    title: str | None = Field(description="Headline; not part of text.")
    text: str = Field(
        description="Blocks of kind lead, paragraph, heading, list_item, quote_block and "
        "unknown, joined by blank lines."
    )
    date_from: date | None = Field(description="First day it can date from, inclusive.")
    date_to: date | None = Field(description="Last day it can date from, inclusive.")
    date_precision: Precision = Field(description="Precision of date_from to date_to.")
    date_basis: DateBasis = Field(description="Whether the days are as stated or narrowed.")
    lang: Lang = Field(description="Main language (BCP 47).")
    dup_cluster: ClusterId | None = Field(
        description="Its cluster of duplicates; null: in none, or not computed."
    )
    dup_relation: DuplicateRelation | None = Field(
        description="How it relates to another member; null: in no cluster, or its representative."
    )
    is_representative: bool | None = Field(
        description="Whether it stands for its cluster, or is in none; null: not computed."
    )


TEXTS = Table(
    name="texts",
    row=TextRow,
    summary="The articles' texts with dates, outlet and language: the table to load first.",
    key=("article_id",),
    order=(),
    foreign_keys=(ForeignKey(("article_id",), "articles", ("article_id",)),),
    checks=(
        Together(("date_from", "date_to")),
        Ordered("date_from", "date_to"),
        NullExactlyWhen("date_from", "date_precision", ("unknown",)),
        NullExactlyWhen("date_to", "date_basis", ("unknown",)),
        Represents(),
    ),
)
