"""Spans in the sources: blocks against their changes, places against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import records
from pressmark.check.opened import Query
from pressmark_schema.tables.changes import WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark_schema.tables import Table

LONG_DELETION = 200
"""Code points above which a deletion keeps the hash of what it took, not the words."""

# A retype says what a stretch is, not what stands there: it leaves the text alone.
_PLACES = """
    places AS (
        SELECT change_id, article_id, block_id, unnest(positions) AS place,
            place + (src_end - src_start) AS place_end
        FROM changes WHERE kind <> 'retype'
    )
"""

_BLOCK_LENGTH = """
    WITH grown AS (
        SELECT block_id,
            sum(len(positions)::HUGEINT * (len("after") - (src_end - src_start))) AS code_points
        FROM changes WHERE kind <> 'retype' GROUP BY block_id
    )
    SELECT block_id AS row_id, 'text' AS field, src_start, src_end, src_line, src_column,
        len(text) || ' code points instead of '
            || (src_end - src_start + coalesce(code_points, 0)) AS observed
    FROM blocks LEFT JOIN grown USING (block_id)
    WHERE len(text) <> src_end - src_start + coalesce(code_points, 0)
    ORDER BY row_id
"""

_CHANGE_PLACES = """
    SELECT change_id AS row_id, 'positions' AS field, src_start, src_end,
        left(CAST(positions AS VARCHAR), 200) AS observed
    FROM changes
    WHERE positions[1] IS DISTINCT FROM src_start
        OR positions IS DISTINCT FROM list_sort(list_distinct(positions))
    ORDER BY row_id
"""

_CHANGE_OUTSIDE = f"""
    WITH {_PLACES}
    SELECT change_id AS row_id, 'positions' AS field, place AS src_start, place_end AS src_end,
        place || ' to ' || place_end || ' in a block from ' || blocks.src_start || ' to '
            || blocks.src_end AS observed
    FROM places JOIN blocks USING (block_id)
    WHERE place < blocks.src_start OR place_end > blocks.src_end
    ORDER BY row_id, place
"""

_CHANGE_OVERLAP = f"""
    WITH {_PLACES}, ahead AS (
        SELECT *, max(place_end) OVER (
            PARTITION BY block_id ORDER BY place, place_end, change_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended
        FROM places WHERE block_id IS NOT NULL
    )
    SELECT change_id AS row_id, 'positions' AS field, place AS src_start, place_end AS src_end,
        place || ' lies before ' || ended AS observed
    FROM ahead WHERE place < ended ORDER BY row_id, place
"""

# Only neighbours are compared: where any two stretches overlap, some two neighbours do.
_LOOSE_OVERLAP = f"""
    WITH {_PLACES}, stretches AS (
        SELECT article_id, change_id, place, place_end FROM places WHERE block_id IS NULL
        UNION ALL
        SELECT article_id, NULL, src_start, src_end FROM blocks WHERE span_basis = 'exact'
    ), neighbours AS (
        SELECT *, lag(change_id) OVER ahead AS change_ahead, lag(place_end) OVER ahead AS ended
        FROM stretches
        WINDOW ahead AS (PARTITION BY article_id ORDER BY place, place_end, change_id)
    )
    SELECT coalesce(change_id, change_ahead) AS row_id, 'positions' AS field,
        place AS src_start, place_end AS src_end, place || ' lies before ' || ended AS observed
    FROM neighbours
    WHERE place < ended AND coalesce(change_id, change_ahead) IS NOT NULL
    ORDER BY row_id, place
"""

_CHANGE_BEFORE = f"""
    SELECT change_id AS row_id, 'before' AS field, src_start, src_end,
        kind || ' of ' || (src_end - src_start) || ' code points, before has '
            || coalesce(CAST(len("before") AS VARCHAR), 'none')
            || ', after has ' || len("after") AS observed
    FROM changes
    WHERE (NOT list_contains(rules, '{WITHDRAWN}') AND (
            ("before" IS NULL) = (before_sha256 IS NULL)
            OR ("before" IS NULL) <> (kind = 'delete' AND src_end - src_start > {LONG_DELETION})))
        OR len("before") <> src_end - src_start
        OR (kind = 'insert' AND src_end <> src_start)
        OR (kind = 'delete' AND "after" <> '')
    ORDER BY row_id
"""

_BLOCK_OVERLAP = """
    WITH ahead AS (
        SELECT *, max(src_end) OVER (
            PARTITION BY article_id ORDER BY seq
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended
        FROM blocks WHERE span_basis = 'exact'
    )
    SELECT block_id AS row_id, 'src_start' AS field, src_start, src_end, src_line, src_column,
        src_start || ' lies before ' || ended AS observed
    FROM ahead WHERE src_start < ended ORDER BY row_id
"""


def span_queries(_tables: Mapping[str, Table]) -> Iterator[Query]:
    """The questions about spans in the decoded sources."""
    yield Query(records.BLOCK_LENGTH, "blocks", _BLOCK_LENGTH, ("changes",))
    yield Query(records.CHANGE_PLACES, "changes", _CHANGE_PLACES)
    yield Query(records.CHANGE_OVERLAP, "changes", _CHANGE_OUTSIDE, ("blocks",))
    yield Query(records.CHANGE_OVERLAP, "changes", _CHANGE_OVERLAP)
    yield Query(records.CHANGE_OVERLAP, "changes", _LOOSE_OVERLAP, ("blocks",))
    yield Query(records.CHANGE_BEFORE, "changes", _CHANGE_BEFORE)
    yield Query(records.BLOCK_OVERLAP, "blocks", _BLOCK_OVERLAP)
