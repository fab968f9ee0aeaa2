"""The duplicates of what was gathered: the step that no article can be made without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from pressmark import duplicates
from pressmark.duplicates.running import here
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables.duplicates import DUPLICATES

if TYPE_CHECKING:
    import duckdb

    from pressmark.config import DuplicatesSection
    from pressmark.duplicates.running import Run

SEGMENTS = "segments"
"""No table of the corpus: the texts of a batch as they are compared, made where the batch is."""
# Of an article captured more than once only the current text counts, as everywhere.
_CURRENT = """
SELECT capture_id AS key, k_article AS article_id, k_outlet AS outlet_id, k_to AS date_to FROM keys
"""


def segments(texts: pa.Table) -> pa.Table:
    """The segments of a batch's texts, by capture; they depend on these alone."""
    return duplicates.shingled(texts["text"], texts["capture_id"])


def find(
    connection: duckdb.DuckDBPyConnection,
    settings: DuplicatesSection,
    spool: duplicates.Spool,
    known: pa.Table | None = None,
    run: Run | None = None,
) -> duplicates.Found:
    """The rows of the duplicates table, of the current texts that `connection` knows.

    None where the settings do not want them. `spool` holds the segments of all batches, `known`
    what was measured before; `run` says where texts are compared, None in this process.
    """
    if not settings.enabled:
        return duplicates.Found(arrow_schema(DUPLICATES).empty_table(), pa.table({}))
    thresholds = duplicates.Thresholds(
        round(settings.jaccard * 1000), round(settings.containment * 1000), settings.min_words
    )
    articles = connection.sql(_CURRENT).to_arrow_table()
    return duplicates.find(spool, articles, thresholds, known, run or here)
