"""In which place of a divided table a row belongs: see `layout`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import layout
from pressmark.check.catalogue import values
from pressmark.check.opened import Query, key_sql
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.ids import ARTICLE_ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark_schema.descriptor import FileFacts
    from pressmark_schema.tables import Table

_DATED = ("captures", "findings")
"""The tables of no articles whose rows are placed by the date of one."""


def leaves(table: Table, places: Sequence[str]) -> str:
    """The SQL of the leaf of each row: `_row` is what `row_of` gives, `leaf` its rank."""
    names = ", ".join(f"({literal(name)}, {rank})" for rank, name in enumerate(places))
    return f"""
        SELECT _row, leaf FROM ({_addresses(table)}) a
        ASOF JOIN (VALUES {names}) p (place, leaf) ON a._address >= p.place
    """


def row_of(table: Table, alias: str) -> str:
    """The SQL of what tells a row's place: its article, or its own key."""
    return f"{alias}._of" if table.article else f"{alias}.{quoted(table.key[0])}"


def needs(table: Table, places: Sequence[str]) -> tuple[str, ...]:
    """The tables that the question where a row belongs needs."""
    articles = ("articles",) if table.article else ()
    dated = ("texts",) if places and (table.article or table.name in _DATED) else ()
    return articles + dated


def _addresses(table: Table) -> str:
    """The SQL of the address of each article, or of each row of a table of none."""
    row, source, identity = table.key[0], table.name, table.key[0]
    words = layout.sql_words_of("texts.date_from")
    if table.article:
        row, source, identity = "article_id", "texts", "article_id"
    elif table.name == "captures":
        identity = "coalesce(captures.article_id, capture_id)"
        source = "captures LEFT JOIN texts ON texts.article_id = captures.article_id"
    elif table.name == "findings":
        article = f"left(row_id, {ARTICLE_ID_LENGTH})"
        source = f"findings LEFT JOIN texts ON texts.article_id = {article}"
    else:
        words = "[]::VARCHAR[]"
    return f"SELECT {row} AS _row, {layout.sql_address(words, identity)} AS _address FROM {source}"


def place_queries(
    tables: Mapping[str, Table], files: Mapping[str, Sequence[FileFacts]]
) -> Iterator[Query]:
    """Whether the rows in each file of a table are those of its place."""
    for name, stated in files.items():
        if name in tables:
            yield _of_table(tables[name], stated)


def _of_table(table: Table, files: Sequence[FileFacts]) -> Query:
    rows, first = [], 0
    for file in files:
        rows.append(f"({first}, {literal(file.place)})")
        first += file.rows
    sql = f"""
        WITH numbered AS (
            SELECT *, {table.article or "''"} AS _of, row_number() OVER () - 1 AS _at
            FROM {quoted(table.name)}
        ), placed AS (
            SELECT * FROM numbered
            ASOF JOIN (VALUES {", ".join(rows)}) files (_first, _place) ON _at >= _first
        )
        SELECT {key_sql(table, "placed")} AS row_id, NULL AS field,
            'a row of ' || _address || ' in ' || _place AS observed
        FROM placed JOIN ({_addresses(table)}) a ON a._row = {row_of(table, "placed")}
        WHERE NOT starts_with(_address, _place) ORDER BY _at LIMIT 1
    """
    return Query(values.ROW_ORDER, table.name, sql, needs(table, ("",)))
