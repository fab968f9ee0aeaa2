"""PM2: titles, dates and languages of the articles."""

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
    WHERE kind IN ({_TEXT_KINDS})
    QUALIFY seq = min(seq) OVER (PARTITION BY article_id) AND blocks.text = articles.title
"""
# The first day that a date can mean: qualifiers dropped, what is not stated taken as the first.
_FIRST_DAY = """
    TRY_CAST(
        CASE len(start) WHEN 4 THEN start || '-01-01' WHEN 7 THEN start || '-01' ELSE start END
        AS DATE
    )
"""
_NEWER_POST = f"""
    SELECT * FROM (
        SELECT blocks.*, posted_raw, posted_edtf, published_edtf, published_to, text_from,
            replace(rtrim(split_part(posted_edtf, '/', 1), '?~%'), 'XX', '01') AS start,
            {_FIRST_DAY} AS first_day
        FROM blocks JOIN embeds USING (block_id) JOIN articles USING (article_id)
    )
    WHERE first_day > published_to AND (text_from IS NULL OR text_from < first_day)
"""


def queries(languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about titles, dates and languages."""
    yield of_articles(catalogue.NO_TITLE, "title", "NULL", _NO_TITLE)
    yield of_articles(catalogue.COARSE_DATE, "published_edtf", "published_edtf", _COARSE)
    yield of_articles(catalogue.NO_DATE, "published_edtf", "published_raw", _NO_DATE)
    if languages is not None:
        yield of_articles(catalogue.LANG_NOT_DECLARED, "lang", "lang", _not_declared(languages))
    yield of_blocks(catalogue.TITLE_IS_TEXT, "text", "text", _FIRST, "articles")
    yield of_blocks(
        catalogue.DATES_CONTRADICT,
        "src_start",
        "'a post of ' || posted_edtf || ' under ' || published_edtf",
        _NEWER_POST,
        "articles",
        "embeds",
        words="posted_raw",
    )


def _not_declared(languages: Sequence[str]) -> str:
    """A declared `de` takes in `de-AT`; `und` is nothing that anyone could declare."""
    declared = ", ".join(["'und'", *(literal(lang) for lang in languages)])
    return (
        f"FROM articles WHERE lang NOT IN ({declared}) "
        f"AND split_part(lang, '-', 1) NOT IN ({declared})"
    )
