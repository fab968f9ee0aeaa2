"""PM3: articles without text, blocks in another language."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import blocks as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles, of_blocks
from pressmark_schema.generate.sql import literal
from pressmark_schema.vocabulary import TEXT_KINDS

_EMPTY = "SELECT articles.* FROM articles SEMI JOIN (FROM texts WHERE text = '') USING (article_id)"
# A post is quoted as it was written; its language says nothing of the article's. Names and slogans
# of less than five words tell no language: with them 16 of 19 findings were right, else 12 of 13.
# The words are counted where the languages differ: of all blocks it would take the most time.
_OTHER_LANG = """
    SELECT blocks.*, articles.lang AS of_article
    FROM blocks JOIN articles USING (article_id)
    WHERE blocks.kind <> 'embed' AND blocks.lang <> 'und' AND articles.lang <> 'und'
        AND CASE WHEN split_part(blocks.lang, '-', 1) <> split_part(articles.lang, '-', 1)
            THEN len(string_split(blocks.text, ' ')) >= 5 END
"""
_TEXT_LANG = f"""
    WITH identified AS (
        SELECT article_id, split_part(lang, '-', 1) AS spoken, sum(len(text)) AS code_points
        FROM blocks WHERE lang_basis = 'identified' AND lang <> 'und'
            AND kind IN ({", ".join(literal(kind) for kind in sorted(TEXT_KINDS))})
        GROUP BY ALL
    ), most AS (
        FROM identified
        QUALIFY code_points * 2 > sum(code_points) OVER (PARTITION BY article_id)
    )
    SELECT articles.article_id, most.spoken, articles.lang, articles.lang_basis
    FROM articles JOIN most ON most.article_id = articles.article_id
    WHERE articles.lang <> 'und' AND split_part(articles.lang, '-', 1) <> most.spoken
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about blocks."""
    yield of_articles(catalogue.EMPTY_ARTICLE, "n_chars", "n_chars || ''", _EMPTY, "texts")
    yield of_blocks(
        catalogue.BLOCK_LANG, "lang", "lang || ' in ' || of_article", _OTHER_LANG, "articles"
    )
    seen = "spoken || ' in ' || lang || ', which is ' || lang_basis"
    yield of_articles(catalogue.TEXT_LANG, "lang", seen, _TEXT_LANG, "blocks")
