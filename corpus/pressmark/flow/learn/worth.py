"""Whether learning would pay: repeated lines that are still in the texts of what was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.dataset import connect, parquet_scan
from pressmark.flow.learn.observing import LONGEST

if TYPE_CHECKING:
    import pyarrow as pa

    from pressmark.dataset import Dataset

_FEWEST = 10
_SHARE = 50
_SAMPLE = 5_000
_COLUMNS = ["article_id", "text", "text_start"]
_REPEATED = """
WITH articles_of AS (
    SELECT article_id, outlet_id FROM {texts} SEMI JOIN looked USING (article_id)
    WHERE is_representative IS DISTINCT FROM false),
outlets AS (SELECT outlet_id, count(*) AS n FROM articles_of GROUP BY ALL)
SELECT count(*) FROM (
    SELECT outlet_id, lower(text) AS line, count(DISTINCT article_id) AS found, any_value(n) AS n
    FROM looked JOIN articles_of USING (article_id) JOIN outlets USING (outlet_id)
    WHERE text_start IS NOT NULL AND length(text) <= {longest} GROUP BY outlet_id, line)
WHERE found >= {fewest} AND found * 1000 >= n * {share}
"""


def repeated(dataset: Dataset) -> int:
    """How many lines stand in many articles of an outlet and are still part of their texts.

    Of a large dataset some 5,000 articles are looked at, in stretches that are evenly spaced in
    its order: always the same ones, and the blocks of the others are not read.
    """
    query = _REPEATED.format(
        texts=parquet_scan(dataset.files["texts"]), longest=LONGEST, fewest=_FEWEST, share=_SHARE
    )
    with connect() as connection:
        connection.register("looked", _looked(dataset))
        row = connection.execute(query).fetchone()
    return row[0] if row else 0


def _looked(dataset: Dataset) -> pa.Table:
    """The blocks of the articles that are looked at: those of some row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    articles = sum(pq.read_metadata(path.absolute()).num_rows for path in dataset.files["texts"])
    files = [pq.ParquetFile(path.absolute()) for path in dataset.files["blocks"]]
    groups = [(file, place) for file in files for place in range(file.num_row_groups)]
    chosen = _spaced(len(groups), articles)
    found = [groups[n][0].read_row_group(groups[n][1], _COLUMNS) for n in chosen]
    return pa.concat_tables(found) if found else files[0].read(_COLUMNS)


def _spaced(groups: int, articles: int) -> list[int]:
    """The row groups to look at, so that they have _SAMPLE of all articles or a few more."""
    count = min(-(-groups * _SAMPLE // max(articles, 1)), groups)
    return [place * groups // count for place in range(count)]
