"""CSV tables: exact, quoted only where needed, and read alike by other programs."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime

from pressmark.export.csv_tables import write_csv
from pressmark_schema.columns import Row
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables import Table


class Sample(Row):
    """One column of each type."""

    name: str | None
    rank: int | None
    share: float | None
    sure: bool | None
    day: date | None
    seen_at: AwareDatetime | None
    words: list[str] | None
    places: list[int] | None


SAMPLE = Table("sample", Sample, "", ("name",), ())
EMPTY: dict[str, Any] = dict.fromkeys(SAMPLE.column_names)

HARD = [
    'say "no"',
    "a,b",
    "one\r\ntwo",
    "\r",
    "\n",
    "\u2028 and \u2029 and \x85",
    "  spaces  ",
    "\tTab",
    "=cmd|' /C calc'!A0",
    "@me",
    "#not a comment",
    "'single'",
    "\\",
    "\x01\x1f\x7f",
    "ß 漢 😀",
    "NULL",
]


def lines(path: Path, *rows: dict[str, Any]) -> list[str]:
    schema = arrow_schema(SAMPLE)
    batch = pa.RecordBatch.from_pylist([EMPTY | row for row in rows], schema)
    write_csv(path / "sample.csv", SAMPLE, [batch])
    return (path / "sample.csv").read_bytes().decode().split("\n")


def cell(path: Path, column: str, value: object) -> str:
    text = lines(path, {column: value})[1]
    before, after = text[: SAMPLE.column_names.index(column)], len(SAMPLE.column_names)
    return text[len(before) : len(text) - (after - 1 - len(before))]


def test_the_first_line_names_the_columns_and_each_line_ends_in_a_line_feed(tmp_path: Path) -> None:
    head = "name,rank,share,sure,day,seen_at,words,places"
    assert lines(tmp_path, {"name": "x"}) == [head, "x,,,,,,,", ""]


def test_a_table_without_rows_has_its_header(tmp_path: Path) -> None:
    assert lines(tmp_path)[1:] == [""]


def test_null_is_an_empty_cell_and_an_empty_string_is_quoted(tmp_path: Path) -> None:
    assert [cell(tmp_path, "name", None), cell(tmp_path, "name", "")] == ["", '""']


@pytest.mark.parametrize(
    ("column", "value", "written"),
    [
        ("sure", True, "true"),
        ("sure", False, "false"),
        ("rank", -12, "-12"),
        ("share", 0.1, "0.1"),
        ("share", 1e300, "1e+300"),
        ("share", float("nan"), "NaN"),
        ("share", float("-inf"), "-INF"),
        ("day", date(2018, 5, 30), "2018-05-30"),
        ("seen_at", datetime(2018, 5, 30, 12, tzinfo=UTC), "2018-05-30T12:00:00Z"),
        (
            "seen_at",
            datetime(2018, 5, 30, 12, 0, 0, 250, tzinfo=UTC),
            "2018-05-30T12:00:00.000250Z",
        ),
        ("words", [], "[]"),
        ("words", ['a"b', "ä"], '"[""a\\""b"",""ä""]"'),
        ("places", [3, 14], '"[3,14]"'),
    ],
)
def test_values_have_one_spelling(tmp_path: Path, column: str, value: object, written: str) -> None:
    assert cell(tmp_path, column, value) == written


@pytest.mark.parametrize("text", ["=cmd", " x ", "\u2028", "\x01", "#", "'"])
def test_only_marks_commas_and_line_ends_are_quoted(tmp_path: Path, text: str) -> None:
    assert cell(tmp_path, "name", text) == text


def test_python_reads_every_hard_string_back(tmp_path: Path) -> None:
    lines(tmp_path, *({"name": text, "words": [text]} for text in HARD))
    with (tmp_path / "sample.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [row["name"] for row in rows] == HARD
    assert [json.loads(row["words"]) for row in rows] == [[text] for text in HARD]


def test_pandas_reads_every_hard_string_back(tmp_path: Path) -> None:
    lines(tmp_path, *({"name": text} for text in HARD))
    frame = pd.read_csv(tmp_path / "sample.csv", keep_default_na=False)
    assert frame["name"].tolist() == HARD


def test_duckdb_tells_null_from_the_empty_string(tmp_path: Path) -> None:
    lines(tmp_path, {"name": "", "rank": 1}, {"name": None, "rank": 2})
    path = tmp_path / "sample.csv"
    query = "SELECT name FROM read_csv(?, allow_quoted_nulls = false) ORDER BY rank"
    assert duckdb.execute(query, [str(path)]).fetchall() == [("",), (None,)]


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 9))))
def test_any_text_survives_python(rows: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        lines(Path(folder), *({"name": text, "rank": rank} for text, rank in rows))
        text = (Path(folder) / "sample.csv").read_bytes().decode()
    found = [
        (row["name"], int(row["rank"])) for row in csv.DictReader(io.StringIO(text, newline=""))
    ]
    assert found == rows


def test_cuts_into_batches_do_not_show(tmp_path: Path) -> None:
    schema = arrow_schema(SAMPLE)
    whole = pa.RecordBatch.from_pylist([EMPTY | {"name": text} for text in HARD], schema)
    write_csv(tmp_path / "one.csv", SAMPLE, [whole])
    write_csv(tmp_path / "cut.csv", SAMPLE, [whole.slice(0, 0), whole.slice(0, 5), whole.slice(5)])
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "cut.csv").read_bytes()
