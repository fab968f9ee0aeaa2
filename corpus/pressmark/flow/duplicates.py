"""The duplicates of what was gathered: the step that no article can be made without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import duplicates
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables.duplicates import DUPLICATES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from pressmark.config import DuplicatesSection

SEGMENTS = "segments"
"""No table of the corpus: the texts of a batch as they are compared, made where the batch is."""
# Of an article captured more than once only the current text counts, as everywhere.
_CURRENT = """
SELECT capture_id AS key, article_id, outlet_id, date_to FROM raw_texts JOIN keys USING (capture_id)
"""


def segments(texts: pa.Table) -> pa.Table:
    """The segments of a batch's texts, by capture; they depend on these alone."""
    return duplicates.shingled(texts["text"], texts["capture_id"])


def find(
    connection: duckdb.DuckDBPyConnection, settings: DuplicatesSection, spool: duplicates.Spool
) -> pa.Table:
    """The rows of the duplicates table, of the current texts that `connection` knows.

    None where the settings do not want them. `spool` holds the segments of all batches.
    """
    if not settings.enabled:
        return arrow_schema(DUPLICATES).empty_table()
    thresholds = duplicates.Thresholds(
        round(settings.jaccard * 1000), round(settings.containment * 1000), settings.min_words
    )
    articles = connection.sql(_CURRENT).to_arrow_table()
    return duplicates.find(spool, articles, thresholds).rows
