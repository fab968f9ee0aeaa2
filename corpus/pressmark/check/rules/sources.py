"""PM1: what became of the documents as they came."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import sources as catalogue
from pressmark.check.opened import PLACE, Query

_QUARANTINED = f"""
    SELECT capture_id AS row_id, 'status' AS field,
        left(concat_ws(': ', status_reason, status_detail), 200) AS observed,
        {PLACE} AS path,
        NULL AS src_line, NULL AS src_column
    FROM captures LEFT JOIN sources USING (source_id)
    WHERE status = 'quarantined' ORDER BY 4, row_id
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about documents."""
    yield Query(catalogue.QUARANTINED, "captures", _QUARANTINED, ("sources",))
