"""CSV that is not what we write is refused with its line."""

from pathlib import Path

import pytest

import corpora
from pressmark.check import integrity
from pressmark_schema.findings import Finding

HEADER = "alias_id,article_id,alias_basis\n"


def _altered(tmp_path: Path, name: str, old: bytes, new: bytes) -> list[Finding]:
    """What is said of the CSV form of a table after one replacement and all hashes restated."""
    package = corpora.write_csvs(tmp_path / "p", corpora.corpus())
    file = package / f"{name}.csv"
    content = file.read_bytes()
    assert old in content
    file.write_bytes(content.replace(old, new, 1))
    corpora.reseal(package)
    return [finding for finding in integrity(package) if finding.on_table == name]


CASES: dict[str, tuple[str, bytes, bytes, str, int | None]] = {
    "another column": ("links", b"anchor", b"Anchor", "PM670", 1),
    "columns moved": ("links", b"rel,anchor", b"anchor,rel", "PM670", 1),
    "no table at all": ("aliases", HEADER.encode(), b"", "PM670", 1),
    "a cell more": ("links", b",related,", b",related,,", "PM671", 2),
    "a cell less": ("links", b",related,", b"related,", "PM671", 2),
    "a delimiter at the end": ("aliases", b",native\n", b",native,\n", "PM671", 2),
    "a blank line": ("links", b"_id\n", b"_id\n\n", "PM675", 2),
    "text behind a quote": ("articles", b'"[""Musik""', b'"x"[""Musik""', "PM672", 4),
    "an open quote": ("links", b",related,", b',"related,', "PM672", 2),
    "no UTF-8": ("links", "ä".encode(), b"\xe4", "PM673", 2),
    "a NUL": ("links", "ä".encode(), b"\0", "PM674", 2),
    "a number in words": ("captures", b",0,0,", b",0,none,", "PM609", None),
    "a number with a blank": ("captures", b",0,0,", b",0, 0,", "PM609", None),
    "a day that is none": ("texts", b"2019-11-02", b"2019-11-31", "PM609", None),
    "an instant without zone": ("captures", b"05:06:07Z", b"05:06:07", "PM609", None),
    "a boolean in capitals": ("captures", b",true,", b",TRUE,", "PM609", None),
    "a list that is none": ("articles", b'alt""]"', b'alt]"', "PM609", None),
}


@pytest.mark.parametrize(("name", "old", "new", "code", "line"), CASES.values(), ids=CASES)
def test_each_fault_of_form_is_named_with_its_line(
    tmp_path: Path, name: str, old: bytes, new: bytes, code: str, line: int | None
) -> None:
    found = [finding for finding in _altered(tmp_path, name, old, new) if finding.code == code]

    assert found
    assert line is None or line in {finding.src_line for finding in found}


def test_line_numbers_count_the_lines_of_cells_before(tmp_path: Path) -> None:
    rows = corpora.corpus()
    third = rows["texts"][2]["article_id"]
    package = corpora.write_csvs(tmp_path / "p", rows)
    file = package / "texts.csv"
    lines = file.read_text("utf-8").split("\n")
    place = next(number for number, line in enumerate(lines, 1) if line.startswith(third))
    file.write_text(file.read_text("utf-8").replace("2019-11-02,2019", "x,2019"), "utf-8")
    corpora.reseal(package)

    fault = next(finding for finding in integrity(package) if finding.code == "PM609")

    assert (fault.path, fault.src_line, fault.field) == ("texts.csv", place, "date_from")


def test_an_empty_text_is_not_null(tmp_path: Path) -> None:
    (found,) = (
        finding
        for finding in _altered(tmp_path, "articles", b',"",', b",,")
        if finding.code == "PM660"
    )
    assert found.path == "articles.csv"
