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
_NARROWED = """
    SELECT articles.article_id,
        texts.date_from || ' to ' || texts.date_to || ' in ' || published_edtf AS narrow
    FROM articles JOIN texts ON texts.article_id = articles.article_id
    WHERE texts.date_basis = 'narrowed'
"""
# A date in an address stands between slashes: /2018/05/30/, /2018/05/, /2018-05-30-
_URL_DATE = """
    SELECT article_id, dated[1] || '-' || dated[2] || if(dated[3] = '', '', '-' || dated[3])
        || ' in the address, published ' || published_edtf AS differ
    FROM (
        SELECT article_id, published_edtf, published_from, published_to,
            regexp_extract_all(canonical_url,
                '/((?:19|20)[0-9]{2})[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12][0-9]|3[01]))?[/-]'
            )[1] AS whole,
            [regexp_extract(whole, '([0-9]{4})', 1),
                regexp_extract(whole, '[0-9]{4}.([0-9]{2})', 1),
                regexp_extract(whole, '[0-9]{4}.[0-9]{2}.([0-9]{2})', 1)] AS dated,
            TRY_CAST(dated[1] || '-' || dated[2] || '-01' AS DATE) AS month,
            TRY_CAST(dated[1] || '-' || dated[2] || '-' || dated[3] AS DATE) AS day
        FROM articles WHERE published_edtf IS NOT NULL AND canonical_url IS NOT NULL
    )
    WHERE whole <> '' AND month IS NOT NULL
        AND (coalesce(day, month) > published_to
            OR coalesce(day, last_day(month)) < published_from)
"""
_TEXT_KINDS = ", ".join(literal(kind) for kind in sorted(TEXT_KINDS))
_FIRST = f"""
    WITH firsts AS (
        SELECT article_id, min(seq) AS seq FROM blocks WHERE kind IN ({_TEXT_KINDS})
        GROUP BY article_id
    )
    SELECT blocks.* FROM blocks SEMI JOIN firsts USING (article_id, seq)
        JOIN articles ON articles.article_id = blocks.article_id AND articles.title = blocks.text
    WHERE blocks.kind IN ({_TEXT_KINDS})
"""


def queries(languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about titles, dates and languages."""
    yield of_articles(catalogue.NO_TITLE, "title", "NULL", _NO_TITLE)
    yield of_articles(catalogue.COARSE_DATE, "published_edtf", "published_edtf", _COARSE)
    yield of_articles(catalogue.NO_DATE, "published_edtf", "published_raw", _NO_DATE)
    if languages is not None:
        yield of_articles(catalogue.LANG_NOT_DECLARED, "lang", "lang", _not_declared(languages))
    yield of_blocks(catalogue.TITLE_IS_TEXT, "text", "text", _FIRST, "articles")
    yield of_articles(catalogue.URL_DATE, "published_edtf", "differ", _URL_DATE)
    yield of_articles(catalogue.DATE_NARROWED, "published_edtf", "narrow", _NARROWED, "texts")


def _not_declared(languages: Sequence[str]) -> str:
    """A declared `de` takes in `de-AT`; `und` is nothing that anyone could declare."""
    declared = ", ".join(["'und'", *(literal(lang) for lang in languages)])
    return (
        f"FROM articles WHERE lang NOT IN ({declared}) "
        f"AND split_part(lang, '-', 1) NOT IN ({declared})"
    )
