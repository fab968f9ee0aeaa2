"""The evidence table: what in a document speaks for a value."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, BlockId, Offset, Row
from pressmark_schema.constraints import Ordered, Together
from pressmark_schema.tables.table import ForeignKey, Table

UNREAD_FIELD = "structured_data"
"""What `field` says of data for machines that could not be read: they may be about any column."""


class Evidence(Row):
    """A place in the source that set or moved the value of a column of articles."""

    evidence_id: str = Field(pattern=r"^e[0-9a-z]{16}$", description="Hash of the row.")
    article_id: ArticleId = Field(description="The article.")
    field: str = Field(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="The column of articles; `structured_data`: a page's that cannot be read.",
    )
    value_from: str | None = Field(
        description="The value before; null where there was none. Where nothing is supported, what "
        "is stated and cannot be read."
    )
    value_to: str | None = Field(description="The value that this supports.")
    block_id: BlockId | None = Field(description="The block it stands in; null: in none.")
    src_start: Offset | None = Field(description="First code point in the decoded source.")
    src_end: Offset | None = Field(description="One past the last code point.")
    place: str | None = Field(
        description="Where outside its text a page states it, such as `jsonld[0].datePublished`."
    )
    raw: str | None = Field(
        description="As it is stated there; null where it is the value, or not outside a text."
    )
    rule: str = Field(min_length=1, description="The rule that read it, with its version.")


EVIDENCE = Table(
    name="evidence",
    row=Evidence,
    summary="What in the documents speaks for the values of articles.",
    key=("evidence_id",),
    order=("field", "src_start", "evidence_id"),
    foreign_keys=(
        ForeignKey(("article_id",), "articles", ("article_id",)),
        ForeignKey(("block_id",), "blocks", ("block_id",)),
    ),
    checks=(Together(("src_start", "src_end")), Ordered("src_start", "src_end")),
)
