"""PM1: what became of the documents as they came."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import sources as catalogue
from pressmark.check.opened import PLACE, Query
from pressmark.check.rules.placing import of_articles

_QUARANTINED = f"""
    SELECT capture_id AS row_id, 'status' AS field,
        left(concat_ws(': ', status_reason, status_detail), 200) AS observed,
        {PLACE} AS path,
        NULL AS src_line, NULL AS src_column
    FROM captures LEFT JOIN sources USING (source_id)
    WHERE status = 'quarantined' ORDER BY 4, row_id
"""
# The words are those of flow/apart.py.
_LOST = f"""
    SELECT capture_id AS row_id, 'status_detail' AS field, left(status_detail, 200) AS observed,
        {PLACE} AS path,
        NULL AS src_line, NULL AS src_column
    FROM captures LEFT JOIN sources USING (source_id)
    WHERE status_reason = 'resource_limit' AND contains(status_detail, 'a worker was lost to it: ')
    ORDER BY 4, row_id
"""
# Letters beyond ASCII in a block whose changes mended no mojibake.
_MIXED = r"""
    WITH mended AS (
        SELECT article_id, block_id, min("before") AS garbled FROM changes
        WHERE list_contains(rules, 'mojibake@1') AND block_id IS NOT NULL GROUP BY ALL
    )
    SELECT article_id, min(garbled) AS garbled FROM mended SEMI JOIN (
        SELECT article_id FROM blocks ANTI JOIN mended USING (block_id)
        WHERE regexp_matches(text, '[\x{C0}-\x{24F}]')
    ) USING (article_id) GROUP BY article_id
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about documents."""
    yield Query(catalogue.QUARANTINED, "captures", _QUARANTINED, ("sources",))
    yield Query(catalogue.LOST_WORKER, "captures", _LOST, ("sources",))
    yield of_articles(
        catalogue.MIXED_ENCODINGS, "article_id", "garbled", _MIXED, "blocks", "changes"
    )
