"""The annotations against the blocks that they stand in, and their dates against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import records
from pressmark.check.opened import Query, ask, rows
from pressmark.check.relations.details import of_other_article
from pressmark_schema.edtf import is_edtf
from pressmark_schema.findings import Finding
from pressmark_schema.generate.sql import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.check.opened import Opened
    from pressmark_schema.tables import Table

_WORDS = """
    SELECT annotation_id AS row_id, 'text' AS field, src_line, src_column,
        concat(block_start, ' to ', block_end, ' of ', len(b.text), ' code points') AS observed
    FROM annotations a JOIN blocks b USING (block_id)
    WHERE block_end > len(b.text)
        OR substr(b.text, block_start + 1, block_end - block_start) IS DISTINCT FROM a.text
    ORDER BY row_id
"""
_SPEAKER = """
    SELECT annotation_id AS row_id, 'speaker' AS field, src_line, src_column,
        concat(speaker_start, ' to ', speaker_end, ' of ', len(b.text), ' code points') AS observed
    FROM annotations a JOIN blocks b USING (block_id)
    WHERE speaker IS NOT NULL AND (speaker_end > len(b.text)
        OR substr(b.text, speaker_start + 1, speaker_end - speaker_start) <> speaker)
    ORDER BY row_id
"""
_IN_TEXT = """
    SELECT annotation_id AS row_id, 'text_start' AS field, src_line, src_column,
        concat(coalesce(a.text_start::VARCHAR, 'none'), ' instead of ',
            coalesce((b.text_start + block_start)::VARCHAR, 'none')) AS observed
    FROM annotations a JOIN blocks b USING (block_id)
    WHERE a.text_start IS DISTINCT FROM b.text_start + block_start
        OR a.text_end IS DISTINCT FROM b.text_start + block_end
    ORDER BY row_id
"""
_CANDIDATES = """
    SELECT annotation_id AS row_id, 'candidates' AS field,
        left(concat(coalesce(value, 'no value'), ' among ', candidates::VARCHAR), 200) AS observed
    FROM annotations
    WHERE candidates IS NOT NULL AND (
        CASE WHEN basis = 'one_fits' THEN candidates <> [value] ELSE len(candidates) < 2 END
        OR candidates <> list_sort(list_distinct(candidates)))
    ORDER BY row_id
"""
_DATED = "layer IN ('time', 'printed_date', 'correction') OR label = 'date'"
_DISTINCT = f"""
    SELECT DISTINCT unnest(list_append(coalesce(candidates, []), value)) AS edtf
    FROM annotations WHERE {_DATED} ORDER BY edtf
"""


def annotation_queries(_tables: Mapping[str, Table]) -> Iterator[Query]:
    """The questions about the places of annotations, and the candidates of times."""
    yield Query(records.OTHER_ARTICLE, "annotations", of_other_article("annotations"))
    for sql in (_WORDS, _SPEAKER, _IN_TEXT):
        yield Query(records.ANNOTATION_PLACE, "annotations", sql, ("blocks",))
    yield Query(records.ANNOTATION_DATE, "annotations", _CANDIDATES)


def annotation_dates(opened: Opened) -> Iterator[Finding]:
    """The annotations whose value or candidates are no dates; each distinct one is read once."""
    if not opened.has("annotations"):
        return
    bad = []
    for row in rows(opened, _DISTINCT, "annotations"):
        if isinstance(row, Finding):
            yield row
        elif row["edtf"] is not None and not is_edtf(row["edtf"]):
            bad.append(row["edtf"])
    if bad:
        listed = ", ".join(map(literal, bad))
        yield from ask(opened, Query(records.ANNOTATION_DATE, "annotations", _bad(listed)))


def _bad(listed: str) -> str:
    return f"""
        SELECT annotation_id AS row_id, 'value' AS field,
            left(concat_ws(', ', value, candidates::VARCHAR), 200) AS observed
        FROM annotations
        WHERE ({_DATED})
            AND list_has_any(list_append(coalesce(candidates, []), value), [{listed}])
        ORDER BY row_id
    """
