"""The duplicates table: which articles have the same or much the same text, in clusters."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, ClusterId, PerMille, Row
from pressmark_schema.constraints import NullWhenTrue, Ordered, Represents, Together
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import DuplicateRelation


class Duplicate(Row):
    """An article as member of a cluster; an article in none has no row.

    Every member but the representative names another that it matches, the representative itself
    where the two match; the measures and the relation are those of that pair. In a part of a
    corpus a cluster may lack members, its representative too.
    """

    article_id: ArticleId = Field(description="The member.")
    dup_cluster: ClusterId = Field(
        description="The cluster: its representative's article id with `d` in place of `a`."
    )
    is_representative: bool = Field(
        description="Whether it stands for the cluster: the earliest date_to, then the longest "
        "text, then the smallest id."
    )
    matched_id: ArticleId | None = Field(
        description="The member it was matched with, on the shortest way to the representative; "
        "null for the representative, and where that article is not in the package."
    )
    dup_relation: DuplicateRelation | None = Field(
        description="How its text relates to that of matched_id; null for the representative."
    )
    score: PerMille | None = Field(
        description="Jaccard similarity of the two texts' 5-word shingles, per mille, cut."
    )
    containment: PerMille | None = Field(
        description="Share of the shorter text's shingles that the other has, per mille, cut."
    )


DUPLICATES = Table(
    name="duplicates",
    row=Duplicate,
    summary="Clusters of articles with the same or much the same text; nothing is left out for it.",
    key=("article_id",),
    order=(),
    foreign_keys=(
        ForeignKey(("article_id",), "articles", ("article_id",)),
        ForeignKey(("matched_id",), "articles", ("article_id",)),
    ),
    checks=(
        Together(("dup_relation", "score", "containment")),
        Ordered("score", "containment"),
        Represents(),
        NullWhenTrue("matched_id", "is_representative"),
    ),
)
