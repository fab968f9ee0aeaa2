"""PM5: articles with the same or much the same text, captures that cannot be put in order."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import captures as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles

_DUPLICATES = """
    SELECT article_id, first FROM (
        SELECT article_id, first_value(article_id) OVER (
            PARTITION BY text_sha256 ORDER BY published_from, outlet_id, article_id
        ) AS first
        FROM articles WHERE n_chars > 0
    )
    WHERE article_id <> first
"""
_NEAR = """
    SELECT article_id, duplicates.matched_id || ' (' || duplicates.score // 10 || ' %)' AS shown
    FROM duplicates JOIN articles USING (article_id)
    WHERE duplicates.dup_relation IN ('reprint', 'update') AND duplicates.matched_id IS NOT NULL
"""
_EXCERPT = """
    SELECT article_id,
        duplicates.matched_id || ' (' || duplicates.containment // 10 || ' %)' AS shown
    FROM duplicates JOIN articles USING (article_id)
    WHERE duplicates.dup_relation = 'excerpt' AND duplicates.matched_id IS NOT NULL
"""
_UNORDERED = """
    SELECT article_id, count(*) AS captured FROM captures WHERE status = 'accepted'
    GROUP BY article_id HAVING count(*) > 1 AND count(*) > count(retrieved_at)
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about duplicates and captures."""
    for rule, field, observed, faulty, *needs in (
        (catalogue.EXACT_DUPLICATE, "text_sha256", "first", _DUPLICATES),
        (catalogue.UNORDERED_CAPTURES, "article_id", "captured || ''", _UNORDERED, "captures"),
        (catalogue.NEAR_DUPLICATE, "text_sha256", "shown", _NEAR, "duplicates"),
        (catalogue.EXCERPT, "text_sha256", "shown", _EXCERPT, "duplicates"),
    ):
        yield of_articles(rule, field, observed, faulty, *needs, alone=False)
