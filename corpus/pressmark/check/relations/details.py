"""The kind of a block against its detail tables, and rows against the article of their block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import records, values
from pressmark.check.opened import Query, key_sql
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.ids import ARTICLE_ID_LENGTH
from pressmark_schema.tables import TABLES
from pressmark_schema.tables.evidence import UNREAD_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark_schema.tables import Table

_EMBED_WITHOUT_ROW = """
    SELECT block_id AS row_id, 'kind' AS field, 'an embed without a row in embeds' AS observed,
        src_line, src_column
    FROM blocks ANTI JOIN embeds USING (block_id) WHERE kind = 'embed' ORDER BY row_id
"""
_ROW_WITHOUT_EMBED = """
    SELECT block_id AS row_id, 'kind' AS field,
        'a ' || kind || ' with a row in embeds' AS observed, src_line, src_column
    FROM blocks SEMI JOIN embeds USING (block_id) WHERE kind <> 'embed' ORDER BY row_id
"""
_TEASER_WITHOUT_LINK = """
    SELECT block_id AS row_id, 'kind' AS field, 'a teaser without a related link' AS observed,
        src_line, src_column
    FROM blocks ANTI JOIN (SELECT block_id FROM links WHERE rel = 'related') USING (block_id)
    WHERE kind = 'teaser' ORDER BY row_id
"""
_LEVEL = """
    SELECT block_id AS row_id, 'level' AS field,
        'a ' || kind || coalesce(' of level ' || level, ' without a level') AS observed,
        src_line, src_column
    FROM blocks WHERE (kind = 'heading') <> (level IS NOT NULL) ORDER BY row_id
"""
_UNKNOWN_TABLE = f"""
    SELECT finding_id AS row_id, 'on_table' AS field, on_table || ' is no table' AS observed
    FROM findings WHERE on_table NOT IN ({", ".join(map(literal, TABLES))}) ORDER BY row_id
"""


def detail_queries(tables: Mapping[str, Table]) -> Iterator[Query]:
    """The questions about kinds, details, and which article a row is about."""
    yield Query(records.KIND_DETAIL, "blocks", _EMBED_WITHOUT_ROW, ("embeds",))
    yield Query(records.KIND_DETAIL, "blocks", _ROW_WITHOUT_EMBED, ("embeds",))
    yield Query(records.KIND_DETAIL, "blocks", _TEASER_WITHOUT_LINK, ("links",))
    yield Query(records.KIND_DETAIL, "blocks", _LEVEL)
    yield Query(records.BLOCK_ID, "blocks", of_other_article("blocks"))
    yield Query(records.OTHER_ARTICLE, "changes", of_other_article("changes"))
    yield Query(records.OTHER_ARTICLE, "evidence", of_other_article("evidence"))
    yield Query(values.DANGLING, "findings", _UNKNOWN_TABLE)
    for table in tables.values():
        yield Query(values.DANGLING, "findings", _finding_of_no_row(table), (table.name,))
    if "articles" in tables:
        yield Query(records.UNKNOWN_FIELD, "evidence", _unknown_field(tables["articles"]))


def _finding_of_no_row(table: Table) -> str:
    return f"""
        SELECT finding_id AS row_id, 'row_id' AS field,
            row_id || ' is not in {table.name}' AS observed
        FROM findings ANTI JOIN (SELECT {key_sql(table)} AS _key FROM {quoted(table.name)})
            ON row_id = _key
        WHERE on_table = {literal(table.name)} ORDER BY finding_id
    """


def of_other_article(table: str) -> str:
    """The rows of `table` whose block is another article's, whose id its own id begins with."""
    (key,) = TABLES[table].key
    return f"""
        SELECT {key} AS row_id, 'block_id' AS field,
            block_id || ' in a row of article ' || article_id AS observed
        FROM {table} WHERE left(block_id, {ARTICLE_ID_LENGTH}) <> article_id ORDER BY row_id
    """


def _unknown_field(articles: Table) -> str:
    names = ", ".join(map(literal, (*articles.column_names, UNREAD_FIELD)))
    return f"""
        SELECT evidence_id AS row_id, 'field' AS field, "field" AS observed
        FROM evidence WHERE "field" NOT IN ({names}) ORDER BY row_id
    """
