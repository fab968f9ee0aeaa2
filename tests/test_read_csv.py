"""CSV: quotation marks are strict, a ragged row is quarantined, and the rest goes on."""

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark_schema.documents import Document
from pressmark_schema.errors import UsageError
from raw_input import config
from record_files import accepted, mapped, read, refused, row, rows

HEAD = b"id,headline,date,body\n"
GOOD = b'n7,Der Damm,2018-05,"Erste Zeile,\nzweite ""Zeile""."\n'


def table(found: list[dict[str, Any]], **options: Any) -> bytes:
    """Records as the csv module writes them."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(found[0]), **options)
    writer.writeheader()
    writer.writerows(found)
    return file.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_the_csv_module_writes_is_read_as_it_was(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    found = read(tmp_path / "a.csv", table(rows(3), delimiter=delimiter, lineterminator=end))
    assert refused(found) == []
    assert [document.text for document in accepted(found)] == [row["body"] for row in rows(3)]
    assert [document.metadata["native_id"] for document in accepted(found)] == ["n0", "n1", "n2"]


def test_what_pandas_writes_is_read_as_it_was(tmp_path: Path) -> None:
    pd.DataFrame(rows(3)).to_csv(tmp_path / "p.csv", index=False)
    found = read(tmp_path / "a.csv", (tmp_path / "p.csv").read_bytes())
    assert [document.text for document in accepted(found)] == [row["body"] for row in rows(3)]


def test_a_row_has_its_byte_its_line_and_what_is_between_its_quotation_marks(
    tmp_path: Path,
) -> None:
    first, second = accepted(read(tmp_path / "a.csv", HEAD + GOOD + GOOD))
    assert first.text == 'Erste Zeile,\nzweite "Zeile".'
    assert (second.record_index, second.record_offset) == (1, len(HEAD + GOOD))
    assert second.place == "a.csv line 4"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"n1,only,three", "3 cells, but 4 headings"),
        (b"n1,a,2018,b,c", "5 cells, but 4 headings"),
        (b'"n1"x,a,2018,b', "expected after"),
        (b"n1,a,2018,b\0c", "NUL byte at offset"),
        (b"n1,a,2018,\xff", "byte 0xff at offset 32 "),
        (b"n1,a,2018,", "has no body"),
    ],
)
def test_a_faulty_row_is_quarantined_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, said: str
) -> None:
    found = read(tmp_path / "a.csv", HEAD + line + b"\n" + GOOD)
    assert [document.record_index for document in accepted(found)] == [1]
    ((index, reason, detail),) = refused(found)
    assert (index, reason) == (0, "undecodable" if b"\xff" in line else "malformed")
    assert detail.startswith("line 2: ")
    assert said in detail


def test_a_quotation_mark_that_is_never_closed_costs_the_rows_it_swallows(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", HEAD + GOOD + b'n8,a,2018,"never closed\nn9,a,2018,b\n')
    assert len(accepted(found)) == 1
    ((index, reason, detail),) = refused(found)
    assert (index, reason) == (1, "malformed")
    assert "lines 4 to 5" in detail


def test_an_open_quotation_mark_does_not_swallow_more_than_the_limit(tmp_path: Path) -> None:
    limited = mapped().model_copy(
        update={"read": mapped().read.model_copy(update={"max_bytes": 1_000})}
    )
    filler = b"".join(b"n%d,a,2018,b\n" % number for number in range(200))
    found = read(tmp_path / "a.csv", HEAD + b'n8,a,2018,"open\n' + filler, limited)
    assert [reason for _, reason, _ in refused(found)] == ["too_large"]
    assert len(accepted(found)) > 100


def test_a_cell_may_be_longer_than_the_csv_module_allows_by_default(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", table([row(0, body="wort " * 50_000)]))
    assert len(accepted(found)[0].text) == 250_000


def test_a_declared_column_that_is_not_there_and_doubled_headings_are_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match="no column 'titel'"):
        read(tmp_path / "a.csv", HEAD + GOOD, mapped({"text": "body", "title": "titel"}))
    found = read(tmp_path / "a.csv", b"body,body\na,b\n", mapped({"text": "body"}))
    assert "two columns are called 'body'" in refused(found)[0][2]


def test_another_encoding_holds_where_it_is_declared_for_the_file(tmp_path: Path) -> None:
    settings_ = config(
        records=[{"glob": "*", "fields": {"text": "body"}}],
        read={"encoding": [{"glob": "*.csv", "encodings": ["cp1252"]}]},
    )
    found = read(tmp_path / "a.csv", "id;body\n1;Öl\n".encode("cp1252"), settings_)
    assert [document.text for document in accepted(found)] == ["Öl"]


def test_an_encoding_in_which_quotation_marks_are_other_bytes_is_refused(tmp_path: Path) -> None:
    settings_ = config(
        records=[{"glob": "*", "fields": {"text": "body"}}],
        read={"encoding": [{"glob": "*.csv", "encodings": ["utf-16-le"]}]},
    )
    with pytest.raises(UsageError, match="write them in UTF-8"):
        read(tmp_path / "a.csv", HEAD + GOOD, settings_)


_CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_CELLS, _CELLS.filter(str.strip)), min_size=1, max_size=5))
def test_any_cells_come_back_as_they_were_written(
    tmp_path: Path, cells: list[tuple[str, str]]
) -> None:
    data = table([{"id": one, "body": other} for one, other in cells])
    found = read(tmp_path / "a.csv", data, mapped({"text": "body"}))
    assert [document.text for document in accepted(found)] == [body for _, body in cells]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120) | st.text(alphabet='",;\n\r\0a', max_size=60).map(str.encode))
def test_no_bytes_make_it_fail(tmp_path: Path, data: bytes) -> None:
    found = read(tmp_path / "a.csv", HEAD + data)
    assert [document.record_index for document in found] == list(range(len(found)))
    assert all(isinstance(d, Document) or d.detail for d in found)
