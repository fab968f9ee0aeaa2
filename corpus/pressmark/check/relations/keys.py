"""Keys, unique sets, foreign keys, ranks without gaps, and rows in their declared order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import values
from pressmark.check.opened import Query, key_sql
from pressmark.check.relations.division import leaves, needs, row_of
from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark_schema.findings import Rule
    from pressmark_schema.tables import ForeignKey, Table


def key_queries(
    tables: Mapping[str, Table], places: Mapping[str, Sequence[str]]
) -> Iterator[Query]:
    """The questions about the keys and the order of each table.

    `places` are the leaves by which the rows of a table are sorted first, where there are any.
    """
    for table in tables.values():
        yield _unique(table, table.key, values.KEY_NOT_UNIQUE)
        for names in table.unique:
            yield _unique(table, names, values.SET_NOT_UNIQUE)
        for key in table.foreign_keys:
            yield _reference(table, key)
        yield _order(table, places.get(table.name, ()))
    for name in ("blocks", "captures"):
        if name in tables:
            yield _contiguous(tables[name])


def _unique(table: Table, names: Sequence[str], rule: Rule) -> Query:
    parts = ", ".join(map(quoted, names))
    sql = f"""
        SELECT min({key_sql(table)}) AS row_id, '{", ".join(names)}' AS field,
            concat_ws(', ', {parts}) || ' in ' || count(*) || ' rows' AS observed
        FROM {quoted(table.name)} WHERE {_given(names)}
        GROUP BY {parts} HAVING count(*) > 1 ORDER BY row_id, observed
    """
    return Query(rule, table.name, sql)


def _given(names: Sequence[str], alias: str = "") -> str:
    return " AND ".join(f"{alias}{quoted(name)} IS NOT NULL" for name in names)


def _reference(table: Table, key: ForeignKey) -> Query:
    joined = " AND ".join(
        f"here.{quoted(one)} = there.{quoted(other)}"
        for one, other in zip(key.columns, key.to, strict=True)
    )
    shown = ", ".join(f"here.{quoted(name)}" for name in key.columns)
    sql = f"""
        SELECT {key_sql(table, "here")} AS row_id, '{", ".join(key.columns)}' AS field,
            concat_ws(', ', {shown}) || ' is not in {key.table}' AS observed
        FROM {quoted(table.name)} AS here ANTI JOIN {quoted(key.table)} AS there ON {joined}
        WHERE {_given(key.columns, "here.")} ORDER BY row_id, observed
    """
    return Query(values.DANGLING, table.name, sql, (key.table,))


def _contiguous(table: Table) -> Query:
    sql = f"""
        SELECT min_by({key_sql(table)}, due) AS row_id, 'seq' AS field,
            min_by(seq, due) || ' where ' || min(due) || ' is due' AS observed
        FROM (
            SELECT *, row_number() OVER (PARTITION BY article_id ORDER BY seq) - 1 AS due
            FROM {quoted(table.name)} WHERE article_id IS NOT NULL
        )
        WHERE seq <> due GROUP BY article_id ORDER BY row_id
    """
    return Query(values.SEQ_GAP, table.name, sql)


def _order(table: Table, places: Sequence[str]) -> Query:
    """The first row that is not in its place; ties cannot be out of place."""
    source, more, keys = "numbered", "", ["''"]
    if table.article:
        more = ", outlets AS (SELECT article_id, outlet_id FROM articles)"
        source = "numbered LEFT JOIN outlets ON outlets.article_id = numbered._of"
        keys = ["outlets.outlet_id"]
    if places:
        more += f", leaves AS ({leaves(table, places)})"
        source += f" LEFT JOIN leaves ON leaves._row = {row_of(table, 'numbered')}"
        keys = ["leaves.leaf", *keys]
    keys += ["_of", *(f"numbered.{quoted(name)}" for name in table.order), "_place"]
    sql = f"""
        WITH numbered AS (
            SELECT *, {table.article or "''"} AS _of, row_number() OVER () AS _place
            FROM {quoted(table.name)}
        ){more}, ordered AS (
            SELECT {key_sql(table, "numbered")} AS row_id, _place AS place,
                row_number() OVER (ORDER BY {", ".join(keys)}) AS due
            FROM {source}
        )
        SELECT row_id, NULL AS field, 'row ' || place || ' belongs at ' || due AS observed
        FROM ordered WHERE place <> due ORDER BY place LIMIT 1
    """
    return Query(values.ROW_ORDER, table.name, sql, needs(table, places))
