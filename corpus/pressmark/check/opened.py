"""The tables of a dataset opened for checking, and questions in SQL whose answers are findings."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pressmark.check.catalogue import values
from pressmark.dataset import connect
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.findings import Finding, Rule
from pressmark_schema.generate.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from pressmark_schema.descriptor import FileFacts
    from pressmark_schema.tables import Table

BATCH = 8_192
"""Rows that are fetched at a time."""

WITH_OWN = "articles_with_own"
"""The articles with the corpus's own columns, which the questions of rules do not see."""

PLACE = "path || if(reader IN ('flat', 'html'), '', '#' || record_index)"
"""Over captures and sources: the path of a document, in a file of many with `#` and its index."""


@dataclass(frozen=True)
class Opened:
    """Tables that SQL can ask: `connection` has a view for each of `tables`.

    `paths` names the file of each table, or the folder of its files, as findings show it, relative
    to the package, POSIX. `places` are the leaves by which a table that is divided is sorted
    first, `files` what is stated of the files that it is divided into.
    """

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Table]
    paths: Mapping[str, str]
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[FileFacts]] = field(default_factory=dict)

    def joined(self, other: Opened) -> Opened:
        """These tables, and those that another has in the same connection."""
        return Opened(
            self.connection,
            {**self.tables, **other.tables},
            {**self.paths, **other.paths},
            {**self.places, **other.places},
            {**self.files, **other.files},
        )

    def has(self, *names: str) -> bool:
        """Whether all the named tables are here."""
        return all(name in self.tables for name in names)


@contextmanager
def spilling(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that puts what memory cannot hold into `scratch`."""
    with connect() as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"SET temp_directory = {literal(str(scratch))}")
        yield connection


@dataclass(frozen=True, slots=True)
class Query:
    """A question whose answers are the faults.

    `sql` yields columns named like the fields of Finding: row_id at least, then any of field,
    observed, path, src_line, src_column, src_start, src_end, excerpt, and caret as caret_start and
    caret_end; in an order that depends on the data alone. `needs` are the tables that must be
    here for the question to make sense. `alone` is the same question without path and excerpt
    but with code, table and article, where the answers follow from the rows of one article each
    and can be kept with it; "" where others have a part in them.
    """

    rule: Rule
    on_table: str
    sql: str
    needs: tuple[str, ...] = ()
    alone: str = ""


def ask(opened: Opened, query: Query) -> Iterator[Finding]:
    """The answers to `query` as findings; none where a table that it needs is not here.

    A damaged file or a number too large to reckon with is a finding of its own.
    """
    if not opened.has(query.on_table, *query.needs):
        return
    path = opened.paths.get(query.on_table)
    for row in rows(opened, query.sql, query.on_table):
        if isinstance(row, Finding):
            yield row
            continue
        facts: dict[str, Any] = {"path": path, **row, "row_id": row["row_id"] or "?"}
        if "caret_start" in facts:
            caret = (facts.pop("caret_start"), facts.pop("caret_end"))
            facts["caret"] = caret if facts.get("excerpt") is not None else None
        for working in ("place", "first"):
            facts.pop(working, None)
        yield Finding(rule=query.rule, on_table=query.on_table, **facts)


def rows(opened: Opened, sql: str, on_table: str) -> Iterator[dict[str, Any] | Finding]:
    """The rows of `sql` one by one, or a finding in their place where they cannot be had."""
    import duckdb

    try:
        cursor = opened.connection.cursor().execute(sql)
        names = [column[0] for column in cursor.description or ()]
        while batch := cursor.fetchmany(BATCH):
            yield from (dict(zip(names, row, strict=True)) for row in batch)
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        # Not the data's fault but ours.
        raise
    except (duckdb.Error, UnicodeDecodeError) as error:
        yield uncheckable(opened, on_table, error)


def arrow_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[dict[str, Any]]:
    """The rows of `sql` one by one as Python values, instants aware and in UTC.

    They are fetched through Arrow: DuckDB's own conversion of instants asks for pytz.
    """
    with connection.cursor() as cursor:
        for batch in cursor.sql(sql).to_arrow_reader(BATCH):
            yield from batch.to_pylist()


def require_room(error: Exception) -> None:
    """Raise EnvironmentFaultError where `error` says that the disk is full: no data's fault."""
    if os.strerror(errno.ENOSPC) in str(error):
        raise EnvironmentFaultError(
            "no space left on the disk of the temporary files",
            hint="name another folder for them in TMPDIR",
        ) from error


def uncheckable(opened: Opened, on_table: str, error: Exception) -> Finding:
    """The finding that the values of a table cannot be worked with."""
    require_room(error)
    first = str(error).partition("\n")[0]
    path = opened.paths.get(on_table)
    return Finding(values.UNCHECKABLE, on_table, path or on_table, observed=first[:200], path=path)


def key_sql(table: Table, alias: str = "") -> str:
    """An expression for the key of a row as one text, its parts joined by `/`."""
    prefix = f"{alias}." if alias else ""
    parts = ", ".join(f"{prefix}{quoted(name)}" for name in table.key)
    return f"coalesce(nullif(concat_ws('/', {parts}), ''), '?')"
