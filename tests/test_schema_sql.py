"""The models and the SQL compiled from them accept the same rows."""

import string
from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpora
import exported_corpus
from pressmark.dataset import connect
from pressmark_schema.columns import Column, ColumnType
from pressmark_schema.generate.sql import create_table, quoted
from pressmark_schema.tables import TABLES, Table

Row = dict[str, Any]

_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
_NUMBERS = st.integers(-3, 1100) | st.sampled_from([0, 1, 6, 7, 1000, 1001])
_DAYS = st.dates(date(2018, 1, 1), date(2018, 3, 1))
_EDTF = st.from_regex(r"20[01][0-9](-[01][0-9](-[0-3][0-9X]{1,2})?)?[?~%]?", fullmatch=True)
_INTERVALS = st.tuples(_EDTF, _EDTF).map("/".join)
_PLAIN: dict[ColumnType, st.SearchStrategy[Any]] = {
    ColumnType.STRING: _WORDS,
    ColumnType.INTEGER: _NUMBERS,
    ColumnType.NUMBER: st.floats(allow_nan=False),
    ColumnType.BOOLEAN: st.booleans(),
    ColumnType.DATE: _DAYS,
    ColumnType.DATETIME: st.datetimes(timezones=st.just(UTC)),
    ColumnType.STRINGS: st.lists(_WORDS, max_size=2),
    ColumnType.INTEGERS: st.lists(_NUMBERS, max_size=2),
}


def _good(column: Column) -> st.SearchStrategy[Any]:
    """Values that mostly meet the conditions of the column."""
    if column.enum:
        values: st.SearchStrategy[Any] = st.sampled_from(column.enum)
    elif column.is_edtf:
        values = _EDTF | _INTERVALS
    elif column.pattern:
        values = st.from_regex(column.pattern, fullmatch=True, alphabet=string.printable)
    else:
        values = _PLAIN[column.type]
    return st.none() | values if column.nullable else values


def _odd(column: Column) -> st.SearchStrategy[Any]:
    """Values of the column's type that mostly break its conditions, and null."""
    near = st.just("x")
    if column.pattern:
        matching = st.from_regex(column.pattern, fullmatch=True)
        near = st.tuples(matching, st.sampled_from(["\n", " ", "x", "\u00e9"])).map("".join)
    text = column.type is ColumnType.STRING
    return st.none() | _PLAIN[column.type] | (near if text else st.none())


GOOD: dict[str, list[Row]] = {
    **corpora.corpus(),
    "annotations": [*corpora.corpus()["annotations"], *exported_corpus.rows()["annotations"]],
    "findings": [
        {
            "finding_id": "f0123456789abcdef",
            "code": "PM201",
            "severity": "info",
            "on_table": "articles",
            "row_id": "a0123456789abcdef",
            "field": "title",
            "path": "a.txt",
            "src_line": None,
            "src_column": None,
            "observed": None,
            "fixable": False,
        }
    ],
}


@st.composite
def _rows(draw: st.DrawFn, table: Table) -> Row:
    """A row of a sound corpus in which up to three values are other ones, good or odd."""
    row = dict(draw(st.sampled_from(GOOD[table.name])))
    for column in draw(st.lists(st.sampled_from(table.columns), max_size=3)):
        row[column.name] = draw(_good(column) | _odd(column))
    return row


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        for table in TABLES.values():
            connection.execute(create_table(table))
        yield connection


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_of_a_sound_corpus_are_accepted_by_both(
    database: duckdb.DuckDBPyConnection, name: str
) -> None:
    table = TABLES[name]
    for row in GOOD[name]:
        assert table.accepts(_in_vocabulary(table, row))
        assert _takes(database, table, row)


def _takes(database: duckdb.DuckDBPyConnection, table: Table, row: Row) -> bool:
    places = ", ".join("?" * len(row))
    try:
        with database.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quoted(table.name)} VALUES ({places})",
                list(row.values()),
            )
    except duckdb.ConstraintException:
        return False
    return True


@pytest.mark.parametrize("name", TABLES)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_model_and_sql_accept_the_same_rows(
    database: duckdb.DuckDBPyConnection, name: str, data: st.DataObject
) -> None:
    table = TABLES[name]
    row = data.draw(_rows(table))

    accepted = table.accepts(_in_vocabulary(table, row))

    assert _takes(database, table, row) == accepted


def _in_vocabulary(table: Table, row: Row) -> Row:
    """The row as a program makes it: the words of a vocabulary as its members.

    The models are strict and take no bare text for a member; a word outside stays as it is.
    """
    return {
        column.name: next((w for w in column.enum if w == row[column.name]), row[column.name])
        for column in table.columns
    }
