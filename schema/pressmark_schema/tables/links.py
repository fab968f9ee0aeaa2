"""The links table: what an article points to, most often a related article."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, BlockId, Row, Text
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import LinkRel


class Link(Row):
    """A reference from a block to something else; flat text often keeps only its words."""

    link_id: str = Field(pattern=r"^l[0-9a-z]{16}$", description="Hash of block, words and rank.")
    block_id: BlockId = Field(description="The block that holds the link.")
    rel: LinkRel = Field(description="How the target relates to the article.")
    anchor: Text = Field(description="The words of the link.")
    url: str | None = Field(description="Address, where the source has one.")
    target_article_id: ArticleId | None = Field(
        description="The article it points to, where that is in this corpus."
    )


LINKS = Table(
    name="links",
    row=Link,
    summary="What the articles point to; each block of kind teaser has one.",
    key=("link_id",),
    order=("block_id", "link_id"),
    article="left(block_id, 17)",
    foreign_keys=(
        ForeignKey(("block_id",), "blocks", ("block_id",)),
        ForeignKey(("target_article_id",), "articles", ("article_id",)),
    ),
)
