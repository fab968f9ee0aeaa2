"""The captures of each article: exactly one of them is the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import records
from pressmark.check.opened import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark_schema.tables import Table

_CURRENT = """
    WITH counted AS (
        SELECT article_id, count(*) AS current FROM captures
        WHERE is_current AND status = 'accepted' GROUP BY article_id
    )
    SELECT article_id AS row_id, 'article_id' AS field,
        CAST(coalesce(counted.current, 0) AS VARCHAR) AS observed
    FROM articles LEFT JOIN counted USING (article_id)
    WHERE coalesce(counted.current, 0) <> 1 ORDER BY row_id
"""
_QUARANTINED = """
    SELECT capture_id AS row_id, 'is_current' AS field, 'a quarantined one' AS observed
    FROM captures WHERE is_current AND status = 'quarantined' ORDER BY row_id
"""


def capture_queries(_tables: Mapping[str, Table]) -> Iterator[Query]:
    """The questions about current captures."""
    yield Query(records.CURRENT_CAPTURE, "articles", _CURRENT, ("captures",))
    yield Query(records.CURRENT_CAPTURE, "captures", _QUARANTINED)
