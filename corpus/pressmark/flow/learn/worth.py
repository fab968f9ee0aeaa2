"""Whether learning would pay: repeated lines that are still in the texts of what was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow.learn.observing import LONGEST
from pressmark_schema.generate.sql import literal

if TYPE_CHECKING:
    from pressmark.dataset import Dataset

_FEWEST = 10
_SHARE = 50
_SAMPLE = 5_000
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_REPEATED = """
WITH looked AS (
    SELECT article_id, outlet_id FROM texts
    WHERE is_representative IS DISTINCT FROM false AND substr(article_id, 2, 2) < {bound}),
outlets AS (SELECT outlet_id, count(*) AS n FROM looked GROUP BY ALL)
SELECT count(*) FROM (
    SELECT outlet_id, lower(text) AS line, count(DISTINCT article_id) AS found, any_value(n) AS n
    FROM blocks JOIN looked USING (article_id) JOIN outlets USING (outlet_id)
    WHERE text_start IS NOT NULL AND length(text) <= {longest} GROUP BY outlet_id, line)
WHERE found >= {fewest} AND found * 1000 >= n * {share}
"""


def repeated(dataset: Dataset) -> int:
    """How many lines stand in many articles of an outlet and are still part of their texts.

    Of a large dataset some 5,000 articles are looked at, chosen by their ids: always the same.
    """
    connection = dataset.connect()
    articles = _one(connection.execute("SELECT count(*) FROM texts").fetchone())
    bound = literal(_bound(articles))
    query = _REPEATED.format(bound=bound, longest=LONGEST, fewest=_FEWEST, share=_SHARE)
    found = _one(connection.execute(query).fetchone())
    connection.close()
    return found


def _bound(articles: int) -> str:
    """The two characters below which as many ids begin as the sample takes; ids are hashes."""
    size = len(_ALPHABET)
    bucket = size * size * _SAMPLE // max(articles, 1)
    if bucket >= size * size:
        return "~"
    return _ALPHABET[bucket // size] + _ALPHABET[bucket % size]


def _one(row: tuple[int, ...] | None) -> int:
    return row[0] if row else 0
