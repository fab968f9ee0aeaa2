"""The texts against the blocks they are joined from, and what articles state of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import records
from pressmark.check.opened import Query
from pressmark_schema.generate.sql import literal
from pressmark_schema.vocabulary import TEXT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark_schema.tables import Table

_IN_TEXT = f"kind IN ({', '.join(literal(kind) for kind in sorted(TEXT_KINDS))})"

_JOINED = f"""
    WITH joined AS (
        SELECT article_id, string_agg(text, e'\\n\\n' ORDER BY seq) AS due
        FROM blocks WHERE {_IN_TEXT} GROUP BY article_id
    )
    SELECT article_id AS row_id, 'text' AS field,
        len(text) || ' code points instead of ' || len(coalesce(due, ''))
            || CASE WHEN len(text) = len(coalesce(due, '')) THEN ' others' ELSE '' END AS observed
    FROM texts LEFT JOIN joined USING (article_id)
    WHERE text <> coalesce(due, '') ORDER BY row_id
"""

# The places follow from the lengths; to cut each block out of its text would take, in an article
# of many blocks, time that grows with their square.
_SPANS = f"""
    WITH due AS (
        SELECT block_id, text_start, text_end, coalesce(sum(len(text) + 2) OVER (
            PARTITION BY article_id ORDER BY seq
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS due_start, due_start + len(text) AS due_end
        FROM blocks WHERE {_IN_TEXT}
    )
    SELECT block_id AS row_id, 'text_start' AS field,
        concat(text_start, ' to ', text_end, ' instead of ', due_start, ' to ', due_end)
            AS observed
    FROM due
    WHERE text_start IS DISTINCT FROM due_start OR text_end IS DISTINCT FROM due_end
    UNION ALL
    SELECT block_id, 'text_start', 'a ' || kind || ' is no part of the text'
    FROM blocks WHERE text_start IS NOT NULL AND NOT {_IN_TEXT}
    ORDER BY row_id
"""

_WITHOUT_TEXT = """
    SELECT article_id AS row_id, 'article_id' AS field, 'no row in texts' AS observed
    FROM articles ANTI JOIN texts USING (article_id) ORDER BY row_id
"""

_N_BLOCKS = """
    WITH counted AS (SELECT article_id, count(*) AS due FROM blocks GROUP BY article_id)
    SELECT article_id AS row_id, 'n_blocks' AS field,
        n_blocks || ' instead of ' || coalesce(counted.due, 0) AS observed
    FROM articles LEFT JOIN counted USING (article_id)
    WHERE n_blocks <> coalesce(counted.due, 0) ORDER BY row_id
"""

_N_CHARS = """
    SELECT article_id AS row_id, 'n_chars' AS field,
        n_chars || ' instead of ' || len(texts.text) AS observed
    FROM articles JOIN texts USING (article_id)
    WHERE n_chars <> len(texts.text) ORDER BY row_id
"""

_TEXT_SHA256 = """
    SELECT article_id AS row_id, 'text_sha256' AS field,
        text_sha256 || ' instead of ' || sha256(texts.text) AS observed
    FROM articles JOIN texts USING (article_id)
    WHERE text_sha256 <> sha256(texts.text) ORDER BY row_id
"""


def text_queries(_tables: Mapping[str, Table]) -> Iterator[Query]:
    """The questions about the joined texts and the numbers that articles state of them."""
    yield Query(records.TEXT_JOIN, "texts", _JOINED, ("blocks",))
    yield Query(records.TEXT_JOIN, "articles", _WITHOUT_TEXT, ("texts",))
    yield Query(records.TEXT_SPAN, "blocks", _SPANS)
    yield Query(records.COUNTS, "articles", _N_BLOCKS, ("blocks",))
    yield Query(records.COUNTS, "articles", _N_CHARS, ("texts",))
    yield Query(records.COUNTS, "articles", _TEXT_SHA256, ("texts",))
    for name in ("outlet_id", "title", "lang"):
        yield Query(records.SAME_VALUE, "texts", _same(name), ("articles",))


def _same(name: str) -> str:
    return f"""
        SELECT article_id AS row_id, '{name}' AS field,
            left(coalesce(texts.{name}, 'null'), 80) || ' in texts, '
                || left(coalesce(articles.{name}, 'null'), 80) || ' in articles' AS observed
        FROM texts JOIN articles USING (article_id)
        WHERE texts.{name} IS DISTINCT FROM articles.{name} ORDER BY row_id
    """
