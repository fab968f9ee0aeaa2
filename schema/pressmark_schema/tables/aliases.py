"""The aliases table: the other ids under which an article is or was known."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, Row
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import IdBasis


class Alias(Row):
    """An id that names the article besides its own: what another basis would have minted."""

    alias_id: ArticleId = Field(description="The other id.")
    article_id: ArticleId = Field(description="The article's id in this corpus.")
    alias_basis: IdBasis = Field(description="What the other id was minted from.")


ALIASES = Table(
    name="aliases",
    row=Alias,
    summary="Further ids of the articles, so that an id once published is found again.",
    key=("alias_id", "article_id"),
    order=("alias_id",),
    foreign_keys=(ForeignKey(("article_id",), "articles", ("article_id",)),),
)
