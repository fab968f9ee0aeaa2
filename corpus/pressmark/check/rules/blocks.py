"""PM3: articles without text, blocks in another language."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import blocks as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles, of_blocks

_EMPTY = "SELECT articles.* FROM articles JOIN texts USING (article_id) WHERE text = ''"
# A post is quoted as it was written; its language says nothing of the article's.
_OTHER_LANG = """
    SELECT blocks.*, articles.lang AS of_article
    FROM blocks JOIN articles USING (article_id)
    WHERE kind <> 'embed' AND blocks.lang <> 'und' AND articles.lang <> 'und'
        AND split_part(blocks.lang, '-', 1) <> split_part(articles.lang, '-', 1)
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about blocks."""
    yield of_articles(catalogue.EMPTY_ARTICLE, "n_chars", "n_chars || ''", _EMPTY, "texts")
    yield of_blocks(
        catalogue.BLOCK_LANG, "lang", "lang || ' in ' || of_article", _OTHER_LANG, "articles"
    )
