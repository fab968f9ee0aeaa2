"""The tables of a corpus, one module each, and their order in a package."""

from pressmark_schema.tables.aliases import ALIASES
from pressmark_schema.tables.annotations import ANNOTATIONS
from pressmark_schema.tables.articles import ARTICLES
from pressmark_schema.tables.blocks import BLOCKS
from pressmark_schema.tables.captures import CAPTURES
from pressmark_schema.tables.changes import CHANGES
from pressmark_schema.tables.duplicates import DUPLICATES
from pressmark_schema.tables.embeds import EMBEDS
from pressmark_schema.tables.evidence import EVIDENCE
from pressmark_schema.tables.findings import FINDINGS
from pressmark_schema.tables.links import LINKS
from pressmark_schema.tables.sources import SOURCES
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.tables.texts import TEXTS

__all__ = ["ARTICLE_TABLES", "TABLES", "TABLES_OF_ARTICLES", "ForeignKey", "Table", "tables"]

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        TEXTS,
        ARTICLES,
        BLOCKS,
        EMBEDS,
        LINKS,
        ANNOTATIONS,
        EVIDENCE,
        CHANGES,
        DUPLICATES,
        ALIASES,
        CAPTURES,
        SOURCES,
        FINDINGS,
    )
}
"""Every table by name; the first is the one to load first."""

ARTICLE_TABLES = (
    "articles",
    "aliases",
    "blocks",
    "embeds",
    "links",
    "changes",
    "evidence",
    "texts",
)
"""The tables whose rows together make an article's record, in the order of its record_sha256.

Annotations are none of them: they are read off the blocks and the days of writing, by rules that
improve and in layers that can be left out, and neither makes the article another one.
"""

TABLES_OF_ARTICLES = (*ARTICLE_TABLES, "annotations")
"""The tables whose rows belong to one article each and go where it goes."""


def tables(own_columns: dict[str, tuple[type, str]] | None = None) -> dict[str, Table]:
    """Every table by name, articles with a corpus's own columns: name to (type, description)."""
    return {**TABLES, "articles": ARTICLES.with_columns(own_columns or {})}
