"""PM201 to PM205: titles, dates and languages that are missing, coarse or not declared."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import metadata as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles, of_blocks
from pressmark_schema.generate.sql import literal
from pressmark_schema.vocabulary import TEXT_KINDS

_NO_TITLE = "FROM articles WHERE title IS NULL"
_COARSE = "FROM articles WHERE published_precision IN ('year', 'month', 'interval')"
_NO_DATE = "FROM articles WHERE published_edtf IS NULL"
_TEXT_KINDS = ", ".join(literal(kind) for kind in sorted(TEXT_KINDS))
_FIRST = f"""
    SELECT blocks.* FROM blocks JOIN articles USING (article_id)
    WHERE blocks.kind IN ({_TEXT_KINDS})
    QUALIFY blocks.seq = min(blocks.seq) OVER (PARTITION BY blocks.article_id)
        AND blocks.text = articles.title
"""


def queries(languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about titles, dates and languages."""
    yield of_articles(catalogue.NO_TITLE, "title", "NULL", _NO_TITLE)
    yield of_articles(catalogue.COARSE_DATE, "published_edtf", "published_edtf", _COARSE)
    yield of_articles(catalogue.NO_DATE, "published_edtf", "published_raw", _NO_DATE)
    if languages is not None:
        yield of_articles(catalogue.LANG_NOT_DECLARED, "lang", "lang", _not_declared(languages))
    yield of_blocks(catalogue.TITLE_IS_TEXT, "text", "text", _FIRST, "articles")


def _not_declared(languages: Sequence[str]) -> str:
    """A declared `de` takes in `de-AT`; `und` is nothing that anyone could declare."""
    declared = ", ".join(["'und'", *(literal(lang) for lang in languages)])
    return (
        f"FROM articles WHERE lang NOT IN ({declared}) "
        f"AND split_part(lang, '-', 1) NOT IN ({declared})"
    )
