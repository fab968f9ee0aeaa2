"""Where the articles came from, and the one order in which rules answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.opened import PLACE, WITH_OWN, Query
from pressmark_schema.generate.sql import quoted
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from pressmark.check.opened import Opened
    from pressmark_schema.findings import Rule

_HIDDEN = f"SELECT 1 FROM duckdb_views() WHERE view_name = '{WITH_OWN}'"
_KNOWN = f"""
    SELECT article_id, min({PLACE}) AS path FROM captures JOIN sources USING (source_id)
    WHERE is_current GROUP BY article_id
"""
_UNKNOWN = "SELECT NULL::VARCHAR AS article_id, NULL::VARCHAR AS path WHERE false"
_ORDER = "ORDER BY path, src_line, src_column, row_id, observed"


def place_articles(opened: Opened) -> None:
    """Make article_paths, the place of each article's current capture.

    And hide the columns of the corpus's own, which may be called as the questions call theirs:
    articles is without them from here on, WITH_OWN has them.
    """
    known = opened.has("captures", "sources")
    sql = f"CREATE OR REPLACE TABLE article_paths AS {_KNOWN if known else _UNKNOWN}"
    with opened.connection.cursor() as cursor:
        cursor.execute(sql)
        if opened.has("articles") and not cursor.execute(_HIDDEN).fetchone():
            names = ", ".join(map(quoted, TABLES["articles"].column_names))
            cursor.execute(f"ALTER VIEW articles RENAME TO {WITH_OWN}")
            cursor.execute(f"CREATE VIEW articles AS SELECT {names} FROM {WITH_OWN}")


def of_articles(
    rule: Rule,
    field: str,
    observed: str,
    faulty: str,
    *needs: str,
    placed: bool = False,
    alone: bool = True,
) -> Query:
    """The question which articles are at fault.

    Args:
        rule: what the answers are findings of.
        field: the column at fault.
        observed: an SQL expression over the columns that `faulty` selects.
        faulty: SQL that selects article_id and whatever `observed` reads.
        needs: the tables that `faulty` reads besides articles.
        placed: whether `faulty` selects src_start and src_end too, a stretch of the source.
        alone: whether an article is at fault whatever others there are.
    """
    span = "src_start, src_end" if placed else "NULL AS src_start, NULL AS src_end"
    hits = f"""
        SELECT {_named(rule, "articles")}, article_id AS row_id, article_id, '{field}' AS field,
            left({observed}, 200) AS observed, NULL AS src_line, NULL AS src_column, 0 AS ordinal
        FROM ({faulty})
    """
    sql = f"""
        SELECT article_id AS row_id, '{field}' AS field, left({observed}, 200) AS observed,
            article_paths.path AS path,
            NULL AS src_line, NULL AS src_column, {span}
        FROM ({faulty}) LEFT JOIN article_paths USING (article_id) {_ORDER}
    """
    return Query(rule, "articles", sql, needs, hits if alone else "")


def _named(rule: Rule, on_table: str) -> str:
    return f"'{rule.code}' AS code, '{on_table}' AS on_table"


def of_blocks(
    rule: Rule, field: str, observed: str, faulty: str, *needs: str, words: str = "text"
) -> Query:
    """The question which blocks are at fault; `faulty` selects all columns of blocks.

    `words` is an SQL expression for the words in the block's text that are shown as the fault.
    """
    sql = f"""
        SELECT block_id AS row_id, '{field}' AS field, left({observed}, 200) AS observed, path,
            src_line, src_column, src_start, src_end,
            instr(text, {words}) AS place, greatest(place - 60, 1) AS first,
            substring(text, first, 200) AS excerpt,
            greatest(place - first, 0) AS caret_start, caret_start + len({words}) AS caret_end
        FROM ({faulty}) LEFT JOIN article_paths USING (article_id) {_ORDER}
    """
    hits = f"""
        SELECT {_named(rule, "blocks")}, block_id AS row_id, article_id, '{field}' AS field,
            left({observed}, 200) AS observed, src_line, src_column, 0 AS ordinal
        FROM ({faulty})
    """
    return Query(rule, "blocks", sql, needs, hits)


def of_places(rule: Rule, observed: str, faulty: str, *needs: str) -> Query:
    """The question which places of the source are at fault, where the text shows nothing.

    `faulty` selects all columns of blocks, `gone` and `taken` (place and length in the source,
    code points) and `place_in`, where in the text that place is now.
    """
    alike = f"(PARTITION BY block_id, left({observed}, 200) ORDER BY gone)"
    ordinal = f"row_number() OVER {alike} - 1 AS ordinal"
    sql = f"""
        SELECT block_id AS row_id, 'text' AS field, left({observed}, 200) AS observed, path,
            src_line, src_column, gone AS src_start, gone + taken AS src_end,
            greatest(place_in - 60, 0) AS first, substring(text, first + 1, 200) AS excerpt,
            place_in - first AS caret_start, place_in - first AS caret_end, {ordinal}
        FROM ({faulty}) LEFT JOIN article_paths USING (article_id)
        {_ORDER}, ordinal
    """
    hits = f"""
        SELECT {_named(rule, "blocks")}, block_id AS row_id, article_id, 'text' AS field,
            left({observed}, 200) AS observed, src_line, src_column, {ordinal}
        FROM ({faulty})
    """
    return Query(rule, "blocks", sql, needs, hits)


def of_judged(rule: Rule, on_table: str) -> Query:
    """The question what a record rule found in the rows of a table."""
    sql = f"""
        SELECT row_id, "field", observed, path, src_line, src_column, src_start, src_end,
            excerpt, caret_start, caret_end, ordinal
        FROM judged LEFT JOIN article_paths USING (article_id)
        WHERE code = '{rule.code}' AND on_table = '{on_table}' {_ORDER}, ordinal
    """
    return Query(rule, on_table, sql)
