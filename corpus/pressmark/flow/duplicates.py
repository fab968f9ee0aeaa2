"""The duplicates of what was gathered: the step that no article can be made without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import duplicates
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables.duplicates import DUPLICATES

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from pressmark.config import DuplicatesSection

_CHUNK = 1_024
# Of an article captured more than once only the current text counts, as everywhere.
_CURRENT = """
SELECT article_id, outlet_id, date_to, text FROM raw_texts JOIN keys USING (capture_id)
"""


def find(
    connection: duckdb.DuckDBPyConnection, settings: DuplicatesSection, work: Path
) -> pa.Table:
    """The rows of the duplicates table, of the current texts that `connection` knows.

    None where the settings do not want them.
    """
    if not settings.enabled:
        return arrow_schema(DUPLICATES).empty_table()
    thresholds = duplicates.Thresholds(
        round(settings.jaccard * 1000), round(settings.containment * 1000), settings.min_words
    )
    texts = connection.sql(_CURRENT).to_arrow_reader(_CHUNK)
    return duplicates.find(texts, thresholds, work)
