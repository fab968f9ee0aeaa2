"""The clusters of duplicates: their members, who stands for them, and what texts say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import records
from pressmark.check.opened import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark_schema.tables import Table

_OTHER_CLUSTER = """
    SELECT here.article_id AS row_id, 'matched_id' AS field,
        concat(here.matched_id, ' in ', coalesce(there.dup_cluster, 'no cluster')) AS observed
    FROM duplicates here LEFT JOIN duplicates there ON here.matched_id = there.article_id
    WHERE here.matched_id IS NOT NULL AND here.dup_cluster IS DISTINCT FROM there.dup_cluster
    ORDER BY row_id
"""

# A part of a corpus may be without the article that a cluster is named after; where that article
# is here, it is the cluster's.
_WITHOUT_REPRESENTATIVE = """
    SELECT min(duplicates.article_id) AS row_id, 'dup_cluster' AS field,
        duplicates.dup_cluster || ' has no representative' AS observed
    FROM duplicates SEMI JOIN articles
        ON articles.article_id = 'a' || substr(duplicates.dup_cluster, 2)
    GROUP BY duplicates.dup_cluster HAVING NOT bool_or(duplicates.is_representative)
    ORDER BY row_id
"""

_TEXTS = """
    SELECT article_id AS row_id, 'dup_cluster' AS field,
        concat_ws(' ', coalesce(t.dup_cluster, 'none'), t.dup_relation, t.is_representative)
            || ' in texts, '
            || concat_ws(' ', coalesce(d.dup_cluster, 'none'), d.dup_relation, d.is_representative)
            || ' in duplicates' AS observed
    FROM texts t LEFT JOIN duplicates d USING (article_id)
    WHERE t.dup_cluster IS DISTINCT FROM d.dup_cluster
        OR t.dup_relation IS DISTINCT FROM d.dup_relation
        OR (d.article_id IS NOT NULL AND t.is_representative IS DISTINCT FROM d.is_representative)
    ORDER BY row_id
"""

_COMPUTED = """
    SELECT min(article_id) AS row_id, 'is_representative' AS field,
        count(*) || ' rows without it, ' || (SELECT count(is_representative) FROM texts)
            || ' with it' AS observed
    FROM texts WHERE is_representative IS NULL
    HAVING count(*) > 0 AND (SELECT count(is_representative) FROM texts) > 0
"""


def duplicate_queries(_tables: Mapping[str, Table]) -> Iterator[Query]:
    """The questions about clusters of duplicates."""
    yield Query(records.CLUSTER, "duplicates", _OTHER_CLUSTER)
    yield Query(records.CLUSTER, "duplicates", _WITHOUT_REPRESENTATIVE, ("articles",))
    yield Query(records.CLUSTER, "texts", _TEXTS, ("duplicates",))
    yield Query(records.CLUSTER, "texts", _COMPUTED)
