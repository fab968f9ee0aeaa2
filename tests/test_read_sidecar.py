"""A table beside the texts describes them: how it is read, and which file has which row."""

from datetime import date, datetime
from pathlib import Path, PurePosixPath

import pytest

from pressmark.config import Config, MetadataSection
from pressmark.flow.intake import take
from pressmark.read.sidecar import Sidecar, load
from pressmark_schema.errors import UsageError
from raw_input import settings, write


def table(folder: Path, content: str | bytes, **section: object) -> Sidecar:
    write(folder, {"meta.csv": content})
    chosen = MetadataSection.model_validate({"table": "meta.csv", **section})
    return load(chosen, folder / "meta.csv", None, ["leaning", "source"])


def rows(sidecar: Sidecar) -> dict[str, dict[str, str]]:
    return {key: values for key, (_, values) in sidecar.rows.items()}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_header_line_tells_the_delimiter(
    tmp_path: Path, mark: str, start: str, end: str
) -> None:
    lines = [mark.join(cells) for cells in (["file", "title", "date"], ["a.txt", "Brand", "2018"])]
    found = table(tmp_path, start + end.join(lines) + end)
    assert rows(found) == {"a.txt": {"title": "Brand", "published": "2018"}}


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    found = table(tmp_path, 'file,title\na,"Ein ""Wort"",\nnoch eins"\nb,Zwei\n')
    assert rows(found)["a"]["title"] == 'Ein "Wort",\nnoch eins'


def test_the_place_of_a_row_is_the_line_it_begins_at(tmp_path: Path) -> None:
    found = table(tmp_path, 'file,title\na,"Ein\nWort"\n\nb,Zwei\n')
    assert {key: line for key, (line, _) in found.rows.items()} == {"a": 2, "b": 5}


def test_empty_cells_state_nothing(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "file,title,date\na, ,\n")) == {"a": {}}


def test_german_and_french_headings_are_known(tmp_path: Path) -> None:
    head = "Datei;Titel;Datum;Ressort;Autor;Zeitung;Seite"
    found = table(tmp_path, f"{head}\na;T;2018-05;R;A;Z;3\n", key="Datei")
    assert rows(found)["a"] == {
        "title": "T",
        "published": "2018-05",
        "section": "R",
        "authors": "A",
        "outlet": "Z",
        "page": "3",
    }


def test_the_nearest_of_several_headings_for_one_column_is_taken(tmp_path: Path) -> None:
    found = table(tmp_path, "file,headline,title\na,H,T\n")
    assert rows(found)["a"] == {"title": "T"}
    assert found.unused_columns == ["headline"]


def test_a_declared_heading_serves_its_column_alone(tmp_path: Path) -> None:
    columns = {"section": "publisher"}
    found = table(tmp_path, "file,publisher,text\na,Sport,x\n", columns=columns)
    assert rows(found)["a"] == {"section": "Sport"}
    assert found.unused_columns == ["text"]


def test_an_own_column_takes_its_heading_from_ours(tmp_path: Path) -> None:
    found = table(tmp_path, "file,source,leaning\na,dpa,left\n")
    assert rows(found)["a"] == {"source": "dpa", "leaning": "left"}


def test_the_key_is_no_value(tmp_path: Path) -> None:
    found = table(tmp_path, "id,title\n7,T\n", key="id")
    assert rows(found) == {"7": {"title": "T"}}


@pytest.mark.parametrize(
    ("content", "section", "message"),
    [
        ("", {}, "is empty"),
        ("name,title\n", {}, "has no column 'file'; it has name, title"),
        ("file,title\na,T,x\n", {}, "line 2: 3 cells instead of 2"),
        ("file,title\na\n", {}, "line 2: 1 cells instead of 2"),
        ("file,title\na,T\n\na,U\n", {}, "lines 2 and 4 are both for 'a'"),
        ("file,title,title\na,T,U\n", {}, "two columns of one name"),
        ('file,title\na,"T\n', {}, "unexpected end of data"),
        (b"file,title\na,\xfc\n", {}, "is not UTF-8"),
        ("file\na\n", {"columns": {"title": "T"}}, "the table has no column 'T'"),
        ("file\na\n", {"columns": {"colour": "file"}}, "colour is no column of ours"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(
    tmp_path: Path, content: str | bytes, section: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        table(tmp_path, content, **section)


def test_columns_without_a_heading_are_passed_over(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "file,title,,\na,T,,\n")) == {"a": {"title": "T"}}


def matched(keys: list[str], paths: list[str], folder: str | None = None) -> dict[str, str]:
    """Which key each path finds."""
    place = PurePosixPath(folder) if folder else None
    found = Sidecar("m.csv", place, {key: (2, {"title": key}) for key in keys})
    found.expect(paths)
    return {path: found.row_for(path)[0].get("title", "") for path in paths}


def test_a_row_is_found_by_path_name_or_stem() -> None:
    paths = ["raw/x/a.txt", "raw/x/b.txt", "raw/x/c.txt"]
    assert matched(["raw/x/a.txt", "b.txt", "c"], paths) == dict(
        zip(paths, ["raw/x/a.txt", "b.txt", "c"], strict=True)
    )


def test_a_row_is_found_by_the_path_from_its_own_folder() -> None:
    assert matched(["x/a.txt"], ["raw/x/a.txt"], folder="raw") == {"raw/x/a.txt": "x/a.txt"}


def test_a_name_that_two_files_have_matches_neither() -> None:
    assert matched(["a.txt", "a"], ["x/a.txt", "y/a.txt"]) == {"x/a.txt": "", "y/a.txt": ""}


def test_a_stem_that_two_files_have_matches_neither() -> None:
    assert matched(["a", "b"], ["x/a.txt", "x/a.text", "b.txt"])["x/a.txt"] == ""


def test_the_longest_match_wins_and_the_other_row_stays_unmatched() -> None:
    found = Sidecar("m.csv", None, {"a": (2, {}), "x/a.txt": (3, {})})
    found.expect(["x/a.txt"])
    assert found.row_for("x/a.txt")[1] == "m.csv line 3"
    assert found.unmatched() == ["a"]


def test_a_decomposed_key_matches_a_composed_path(tmp_path: Path) -> None:
    found = table(tmp_path, "file,title\nU\u0308bung.txt,T\n")
    assert found.row_for("Übung.txt")[0] == {"title": "T"}


def test_rows_and_files_without_a_partner_are_listed(tmp_path: Path) -> None:
    options = settings(tmp_path, '[metadata]\ntable = "meta.csv"\n')
    write(tmp_path, {"meta.csv": "file,title\na.txt,T\nz.txt,Z\n", "a.txt": "x", "b.txt": "x"})
    taken = take([tmp_path], options)
    assert (taken.unmatched_rows, taken.unmatched_files) == (["z.txt"], ["b.txt"])
    assert [(item.row, item.place) for item in taken.items] == [
        ({"title": "T"}, "meta.csv line 2"),
        ({}, ""),
    ]


def test_the_table_is_no_article(tmp_path: Path) -> None:
    options = settings(tmp_path, '[metadata]\ntable = "meta.txt"\n')
    write(tmp_path, {"meta.txt": "file,title\na.txt,T\n", "a.txt": "x"})
    assert [item.found.path for item in take([tmp_path], options).items] == ["a.txt"]


def test_a_missing_table_is_the_callers_mistake(tmp_path: Path) -> None:
    options = settings(tmp_path, '[metadata]\ntable = "meta.csv"\n')
    write(tmp_path, {"a.txt": "x"})
    with pytest.raises(UsageError, match="does not exist"):
        take([tmp_path], options)


def test_nothing_to_read_says_what_was_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "x", ".b": "x"})
    with pytest.raises(UsageError, match=r"left out 1 hidden file, 1 \.md|1 \.md, 1 hidden file"):
        take([tmp_path], Config())


def workbook(path: Path, *lines: list[object], shown: dict[str, str] | None = None) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for cell, number_format in (shown or {}).items():
        book.active[cell].number_format = number_format
    book.save(path)


def sheet(path: Path) -> dict[str, dict[str, str]]:
    return rows(load(MetadataSection(table=path.name), path, None, []))


def test_a_workbook_is_read_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "meta.xlsx"
    workbook(
        path, ["file", "title", "page"], ["a.txt", "Brand", 3], [None, None, None], ["b", "", 4]
    )
    assert sheet(path) == {"a.txt": {"title": "Brand", "page": "3"}, "b": {"page": "4"}}


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (date(2018, 5, 30), "yyyy\\-mm\\-dd", "2018-05-30"),
        (datetime(2018, 5, 30), "DD.MM.YYYY", "2018-05-30"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2018, 5, 30, 9, 5), "d/m/yy h:mm", "2018-05-30 09:05:00"),  # noqa: DTZ001
        (date(2018, 5, 1), "mmm\\-yy", "2018-05"),
        (date(2018, 5, 1), '[$-407]mmmm" des Jahres "yyyy', "2018-05"),
        (date(2018, 1, 1), "yyyy", "2018"),
        ("2018-05", "@", "2018-05"),
    ],
)
def test_a_date_cell_is_no_finer_than_it_shows(
    tmp_path: Path, value: object, shown: str, text: str
) -> None:
    path = tmp_path / "meta.xlsx"
    workbook(path, ["file", "date"], ["a", value], shown={"B2": shown})
    assert sheet(path) == {"a": {"published": text}}


def test_a_broken_workbook_is_the_callers_mistake(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    write(tmp_path, {"meta.xlsx": b"PK\x03\x04 not a workbook"})
    with pytest.raises(UsageError, match="is no XLSX workbook"):
        sheet(tmp_path / "meta.xlsx")
