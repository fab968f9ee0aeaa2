"""The changes table: every difference between a decoded source and the corpus text."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, BlockId, Offset, Row, Sha256
from pressmark_schema.constraints import Ordered
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import ChangeKind

WITHDRAWN = "withdrawn@1"
"""The rule of a change whose words are withdrawn: neither they nor a hash of them are kept."""


class Change(Row):
    """A replacement in source coordinates, at one place or at several in the same block."""

    change_id: str = Field(pattern=r"^h[0-9a-z]{16}$", description="Hash of the change.")
    article_id: ArticleId = Field(description="The article.")
    block_id: BlockId | None = Field(
        description="The block; null for a stretch that belongs to none, such as a header."
    )
    rules: list[str] = Field(
        min_length=1, description="The contributing rules with versions, in the order they acted."
    )
    kind: ChangeKind = Field(description="Insert, delete, replace or retype.")
    src_start: Offset = Field(description="First code point of the first place.")
    src_end: Offset = Field(description="One past the last code point of the first place.")
    before: str | None = Field(
        description="The source slice; null for a deletion of more than 200 code points, and for "
        "what is withdrawn."
    )
    before_sha256: Sha256 | None = Field(
        description="SHA-256 of the slice in UTF-8, where it is not kept in `before`; null for "
        "what is withdrawn."
    )
    after: str = Field(description="What stands there now; empty for a deletion.")
    positions: list[int] = Field(
        min_length=1, description="src_start of every place, ascending; repeats share one row."
    )


CHANGES = Table(
    name="changes",
    row=Change,
    summary="Every change between the decoded sources and the texts, reversible.",
    key=("change_id",),
    order=("src_start", "change_id"),
    unique=(),
    foreign_keys=(
        ForeignKey(("article_id",), "articles", ("article_id",)),
        ForeignKey(("block_id",), "blocks", ("block_id",)),
    ),
    checks=(Ordered("src_start", "src_end"),),
    csv=False,
)
