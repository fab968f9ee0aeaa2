"""The values of tables as a whole: their hash, their number, and both halves against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pressmark.check.catalogue import package as catalogue
from pressmark.check.opened import Query, arrow_rows, ask, key_sql, uncheckable
from pressmark.hashing import ContentHash
from pressmark_schema.canonical import canonical
from pressmark_schema.findings import Finding
from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.opened import Opened
    from pressmark_schema.descriptor import TableFacts
    from pressmark_schema.tables import Table


class Content(NamedTuple):
    """The number of a table's rows and the hash of their canonical values."""

    rows: int
    sha256: str


def content(opened: Opened, name: str, stated: TableFacts) -> Content | Finding:
    """Count and hash a table's rows in their order; a finding where they cannot be read.

    Where `stated` divides the table into files, so does the hash.
    """
    import duckdb

    hasher, rows = ContentHash(stated.files), 0
    try:
        for row in arrow_rows(opened.connection, f"FROM {quoted(name)}"):
            rows += 1
            hasher.add(canonical(row))
    except (duckdb.Error, OSError, ValueError, OverflowError) as error:
        return uncheckable(opened, name, error)
    return Content(rows, hasher.hexdigest())


def content_findings(
    opened: Opened, name: str, found: Content, stated: TableFacts
) -> Iterator[Finding]:
    """Whether a table has the declared number of rows and the declared content_sha256."""
    path = opened.paths.get(name)
    if found.rows != stated.rows:
        observed = f"{found.rows} instead of {stated.rows}"
        yield Finding(catalogue.ROWS, name, path or name, None, observed, path)
    if found.sha256 != stated.content_sha256:
        observed = f"{found.sha256} instead of {stated.content_sha256}"
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
