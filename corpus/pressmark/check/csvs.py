"""Read the CSV half of a package strictly into typed tables, saying where it is no such CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from pressmark.check.catalogue import files, values
from pressmark.check.opened import require_room
from pressmark_schema.columns import Column, ColumnType
from pressmark_schema.findings import OBSERVED_LIMIT, Finding
from pressmark_schema.generate.sql import literal, quoted, sql_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import duckdb

    from pressmark_schema.findings import Rule
    from pressmark_schema.tables import Table

LONGEST_LINE = 2**27
"""Bytes of one row; a text of fifty million characters fits."""
_RANK = "_rank"
# What each type looks like in a cell. An empty cell is null and is not asked.
_FORMS = {
    ColumnType.INTEGER: r"-?(?:0|[1-9][0-9]*)",
    ColumnType.NUMBER: r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?",
    ColumnType.BOOLEAN: r"true|false",
    ColumnType.DATE: r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ColumnType.DATETIME: r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z",
    ColumnType.STRINGS: r"\[(?s:.*)\]",
    ColumnType.INTEGERS: r"\[(?s:.*)\]",
}
_COUNTED = frozenset({"MISSING COLUMNS", "TOO MANY COLUMNS"})
_REJECTED = {
    "UNQUOTED VALUE": files.CSV_QUOTES,
    "INVALID ENCODING": files.CSV_ENCODING,
    "LINE SIZE OVER MAXIMUM": files.CSV_RAGGED,
}


def csv_table(
    connection: duckdb.DuckDBPyConnection, table: Table, file: Path, path: str, scratch: Path
) -> Iterator[Finding]:
    """Make a view of `table`'s name over the CSV `file`, and yield where the file is at fault.

    The cells are parsed once, into a file in `scratch`; the view gives them their types, and null
    where they have another form. `path` is the file as findings show it. Where the header is not
    the columns in their order, there is no view.
    """
    header = _header(file)
    if header != list(table.column_names):
        observed = ",".join(header)[:OBSERVED_LIMIT] if header else "none"
        yield Finding(files.CSV_HEADER, table.name, path, None, observed, path, 1, 1)
        return
    raw = scratch / f"{table.name}.cells.parquet"
    yield from _widths(table, file, path)
    yield from _parse(connection, table, file, path, raw)
    if raw.is_file():
        source = f"read_parquet({literal(str(raw))})"
        typed = ", ".join(_typed(column) for column in table.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE VIEW {quoted(table.name)} AS SELECT {typed} FROM {source}")
        yield from _cells(connection, table, source, file, path)


def _header(file: Path) -> list[str] | None:
    """The first row; None where there is none or it is no text."""
    try:
        with file.open("rb") as stream:
            first = stream.readline(2**20).decode().removesuffix("\n")
        return next(csv.reader([first], strict=True), None)
    except (UnicodeDecodeError, csv.Error):
        return None


def _widths(table: Table, file: Path, path: str) -> Iterator[Finding]:
    """Rows with too many or too few cells, and blank ones.

    DuckDB passes over blank lines and over a delimiter at the end of a row, so the cells are
    counted apart; what it says of quotes and bytes is not said twice.
    """
    width = len(table.columns)
    begins = 1
    try:
        for cells, ends in _read(file):
            if not cells:
                yield _at(files.CSV_BLANK_ROW, table, path, None, begins)
            elif len(cells) != width:
                observed = f"{len(cells)} instead of {width}"
                yield _at(files.CSV_RAGGED, table, path, observed, begins)
            begins = ends + 1
    except csv.Error:
        return


def _read(file: Path) -> Iterator[tuple[list[str], int]]:
    """The rows with the line on which each ends; raises csv.Error at a wrong quotation mark."""
    csv.field_size_limit(LONGEST_LINE)
    with file.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        reader = csv.reader(stream, strict=True)
        for cells in reader:
            yield cells, reader.line_num


def _parse(
    connection: duckdb.DuckDBPyConnection, table: Table, file: Path, path: str, raw: Path
) -> Iterator[Finding]:
    import duckdb

    names = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in table.column_names)
    options = (
        f"columns = {{{names}}}, auto_detect = false, header = true, delim = ',', quote = '\"', "
        "escape = '\"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, "
        "strict_mode = true, null_padding = false, store_rejects = true, rejects_limit = 0, "
        f"max_line_size = {LONGEST_LINE}"
    )
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                f"COPY (SELECT *, row_number() OVER () AS {_RANK} "
                f"FROM read_csv({literal(str(file.absolute()))}, {options})) TO {literal(str(raw))}"
            ).fetchall()
            rejected = cursor.execute(
                "SELECT DISTINCT line, error_type, left(csv_line, 200) FROM reject_errors "
                "ORDER BY ALL"
            ).fetchall()
        except duckdb.Error as error:
            require_room(error)
            raw.unlink(missing_ok=True)
            yield _at(files.CSV_QUOTES, table, path, str(error).partition("\n")[0])
            return
    for line, kind, text in rejected:
        if kind not in _COUNTED:
            rule = _REJECTED.get(kind, files.CSV_QUOTES)
            yield _at(rule, table, path, f"{kind.lower()}: {text}", line)


def _at(
    rule: Rule,
    table: Table,
    path: str,
    observed: str | None,
    line: int | None = None,
    field: str | None = None,
) -> Finding:
    """A finding at a line of the file; the line is all the name that such a row has."""
    name = f"line {line}" if line else path
    column = 1 if line else None
    text = observed and observed[:OBSERVED_LIMIT]
    return Finding(rule, table.name, name, field, text, path, line, column)


def _typed(column: Column) -> str:
    """The SQL of a column in its type; null where the cell is of another form."""
    name = quoted(column.name)
    form = _FORMS.get(column.type)
    if form is None:
        return name
    if column.type in {ColumnType.STRINGS, ColumnType.INTEGERS}:
        item = sql_type(column).removesuffix("[]")
        read = f"""from_json({name}, '["{item}"]')"""
        value = f"CASE WHEN json_valid({name}) THEN {read} END"
    else:
        value = f"TRY_CAST({name} AS {sql_type(column)})"
    return f"CASE WHEN regexp_full_match({name}, {literal(form)}) THEN {value} END AS {name}"


def _cells(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, file: Path, path: str
) -> Iterator[Finding]:
    """The cells that are not of their column's type, and those that hold a NUL."""
    questions = []
    for column in table.columns:
        name = quoted(column.name)
        shown = f"{_RANK}, {literal(column.name)} AS field, left({name}, 200) AS observed"
        if column.type in _FORMS:
            value = _typed(column).removesuffix(f" AS {name}")
            wrong = f"{name} IS NOT NULL AND ({value}) IS NULL"
            questions.append(f"SELECT {shown}, 'type' AS kind FROM {source} WHERE {wrong}")
        questions.append(
            f"SELECT {shown}, 'nul' AS kind FROM {source} WHERE contains({name}, chr(0))"
        )
    with connection.cursor() as cursor:
        found = cursor.execute(" UNION ALL ".join(questions) + " ORDER BY ALL").fetchall()
    lines = dict(_lines(file, {rank for rank, *_ in found}))
    for rank, field, observed, kind in found:
        rule = values.TYPE if kind == "type" else files.CSV_NUL
        yield _at(rule, table, path, observed, lines.get(rank), field)


def _lines(file: Path, ranks: set[int]) -> Iterable[tuple[int, int]]:
    """The line on which each of the rows begins; rows count from 1, the header is row 0.

    A row that was refused has no rank, so after one the lines are those of the rows ahead of it.
    """
    if not ranks:
        return
    begins = 1
    try:
        for rank, (_, ends) in enumerate(_read(file)):
            if rank in ranks:
                yield rank, begins
            begins = ends + 1
    except csv.Error:
        return
