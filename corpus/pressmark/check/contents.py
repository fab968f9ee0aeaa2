"""The values of tables as a whole: their hash, their number, and both halves against each other."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pressmark.check.catalogue import package as catalogue
from pressmark.check.opened import Query, arrow_rows, ask, key_sql, uncheckable
from pressmark_schema.canonical import canonical
from pressmark_schema.findings import Finding
from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.opened import Opened
    from pressmark_schema.descriptor import TableFacts
    from pressmark_schema.tables import Table


def content_findings(opened: Opened, name: str, facts: TableFacts) -> Iterator[Finding]:
    """Whether a table has the declared number of rows and the declared content_sha256."""
    import duckdb

    path = opened.paths.get(name)
    hasher, rows = hashlib.sha256(), 0
    try:
        for row in arrow_rows(opened.connection, f"FROM {quoted(name)}"):
            rows += 1
            hasher.update(canonical(row) + b"\n")
    except (duckdb.Error, OSError, ValueError, OverflowError) as error:
        yield uncheckable(opened, name, error)
        return
    if rows != facts.rows:
        observed = f"{rows} instead of {facts.rows}"
        yield Finding(catalogue.ROWS, name, path or name, None, observed, path)
    if hasher.hexdigest() != facts.content_sha256:
        observed = f"{hasher.hexdigest()} instead of {facts.content_sha256}"
        yield Finding(catalogue.CONTENT_HASH, name, path or name, None, observed, path)


def difference_findings(opened: Opened, table: Table, other: str) -> Iterator[Finding]:
    """The first rows in which a table differs from `other`, SQL that reads the other half.

    Rows are compared place by place; at most ten are named, since one lost row moves all others.
    """
    names = ", ".join(map(quoted, table.column_names))
    differs = "\n".join(
        f"WHEN here.{quoted(name)} IS DISTINCT FROM there.{quoted(name)} THEN '{name}'"
        for name in table.column_names
    )
    sql = f"""
        WITH here AS (SELECT {names}, row_number() OVER () AS _place FROM {quoted(table.name)}),
        there AS (SELECT {names}, row_number() OVER () AS _place FROM {other}),
        compared AS (
            SELECT {key_sql(table, "here")} AS _row_id, _place, CASE {differs} END AS _field,
                here._place IS NULL OR there._place IS NULL AS _alone
            FROM here FULL JOIN there USING (_place)
        )
        SELECT _row_id AS row_id, 'row ' || _place AS observed, _field AS "field"
        FROM compared WHERE _field IS NOT NULL OR _alone ORDER BY _place LIMIT 10
    """
    yield from ask(opened, Query(catalogue.HALVES_DIFFER, table.name, sql))
