"""Tables that are proven by whole columns are those in whose rows nothing is found."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.check import descriptors
from pressmark.check.foreign import foreign_findings
from pressmark.check.foreign.proof import proven

if TYPE_CHECKING:
    from pressmark_schema.findings import Finding

PLAIN = {"required": True}
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {**PLAIN, "pattern": "[a-z]{1,3}[0-9]*"}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "share", "type": "number"},
        {"name": "day", "type": "date"},
        {"name": "at", "type": "datetime"},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
        {"name": "sure", "type": "boolean"},
        {"name": "tags", "type": "array"},
        {"name": "note", "type": "string", "constraints": {"maxLength": 5}},
        {"name": "of", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["of"], "reference": {"resource": "", "fields": ["id"]}}],
}
SOUND = [
    "x1",
    "3",
    "-1.5e3",
    "2020-02-29",
    "2020-01-31T23:59:59Z",
    "a",
    "true",
    '["a",1]',
    "öäü",
    "",
]
ODD: dict[str, list[str]] = {
    "id": ["", "X", "x1", "abc", "a\x1fb", " x"],
    "count": ["0", "-1", "+7", "1.0", "x", "", "0001", "１", " 1"],
    "share": ["NaN", "1,5", ".5", "5.", "", "1e", "INF", "1e9999999"],
    "day": ["2020-02-30", "2019-02-29", "0000-01-01", "2020-1-1", "", "2020-12-31", "20200101"],
    "at": ["2020-01-31T24:00:00Z", "2020-01-31", "", "2020-01-31T10:00:60Z", "2020-01-31T10:00:00"],
    "kind": ["c", "A", "", "b"],
    "sure": ["True", "yes", "1", "", "0"],
    "tags": ["[]", "{}", "[1", '["\\u00e4"]', '["a" ]', "", "[01]", '[["a"]]'],
    "note": ["abcdef", "a\nb", 'a"b', "a,b", "", "\u200b", "👍🏽👍🏽"],
    "of": ["x1", "nothing", "", "y2"],
}
NAMES = list(ODD)


def package(folder: Path, rows: list[list[str]], raw: bytes = b"") -> list[dict[str, Any]]:
    """A package of one table, and its resources as the descriptor has them."""
    lines = [",".join(NAMES), *(",".join(map(quoted, row)) for row in rows)]
    (folder / "t.csv").write_bytes("".join(f"{line}\n" for line in lines).encode() + raw)
    described = {"resources": [{"name": "t", "path": "t.csv", "schema": SCHEMA}]}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return descriptors.resources(described)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n') else cell


def by_rows(folder: Path, resources: list[dict[str, Any]]) -> list[Finding]:
    """What reading every row finds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pressmark.check.foreign.proven", lambda *_: frozenset())
        return list(foreign_findings(folder, {"resources": resources}))


def sound(number: int) -> list[str]:
    return [f"x{number}", *SOUND[1:]]


def test_a_sound_table_is_proven(tmp_path: Path) -> None:
    resources = package(tmp_path, [sound(1), sound(2)])
    assert by_rows(tmp_path, resources) == []
    assert proven(tmp_path, resources) == {0}


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 7), st.integers(0, 3)), max_size=3)
)
@settings(max_examples=120, deadline=None)
def test_a_proven_table_has_no_fault_in_any_row(changes: list[tuple[str, int, int]]) -> None:
    rows = [sound(number) for number in range(1, 5)]
    for name, choice, row in changes:
        rows[row][NAMES.index(name)] = ODD[name][choice % len(ODD[name])]
    with tempfile.TemporaryDirectory() as folder:
        resources = package(Path(folder), rows)
        found = by_rows(Path(folder), resources)
        if proven(Path(folder), resources):
            assert found == []
        assert list(foreign_findings(Path(folder), {"resources": resources})) == found


@pytest.mark.parametrize(("name", "cells"), ODD.items())
def test_every_odd_cell_is_judged_as_by_its_row(
    tmp_path: Path, name: str, cells: list[str]
) -> None:
    for place, cell in enumerate(cells):
        row = sound(2)
        row[NAMES.index(name)] = cell
        folder = tmp_path / str(place)
        folder.mkdir()
        resources = package(folder, [sound(1), row])
        if proven(folder, resources):
            assert by_rows(folder, resources) == [], cell


@pytest.mark.parametrize(
    "raw",
    [
        b"x9\n",
        b"\n",
        b",,,,,,,,,\n",
        b'x9,"1\n',
        b"x9,1,,,,,,,,,,\n",
        b"x9,1,,,,,,,\xff,\n",
        b"x1,1,,,,,,,,\n",
    ],
    ids=["ragged", "blank", "empty cells", "open quote", "wide", "no UTF-8", "same key"],
)
def test_a_file_that_is_wrong_as_a_whole_is_not_proven(tmp_path: Path, raw: bytes) -> None:
    resources = package(tmp_path, [sound(1)], raw)
    assert proven(tmp_path, resources) == frozenset()
    assert by_rows(tmp_path, resources)


@pytest.mark.parametrize("raw", [b"x9,1,,,,,,,,\r\n", b"x9,1,,,,,,,,", b'x9,1,,,,,,,"a\nb",\n'])
def test_how_a_sound_line_ends_does_not_matter(tmp_path: Path, raw: bytes) -> None:
    resources = package(tmp_path, [sound(1)], raw)
    assert by_rows(tmp_path, resources) == []
    assert proven(tmp_path, resources) == {0}


def two(folder: Path, parents: str, children: str) -> list[dict[str, Any]]:
    """A table that refers to another."""
    (folder / "p.csv").write_text(f"id\n{parents}", encoding="utf-8")
    (folder / "c.csv").write_text(f"of\n{children}", encoding="utf-8")
    reference = {"fields": "of", "reference": {"resource": "p", "fields": "id"}}
    text = {"type": "string"}
    return [
        {"name": "p", "path": "p.csv", "schema": {"fields": [{"name": "id", **text}]}},
        {
            "name": "c",
            "path": "c.csv",
            "schema": {"fields": [{"name": "of", **text}], "foreignKeys": [reference]},
        },
    ]


def test_both_tables_of_a_reference_that_is_not_met_are_read(tmp_path: Path) -> None:
    resources = two(tmp_path, "a\nb\n", "a\nc\n")
    assert proven(tmp_path, resources) == frozenset()
    assert [found.code for found in foreign_findings(tmp_path, {"resources": resources})]


def test_a_table_to_which_a_faulty_one_refers_is_read_too(tmp_path: Path) -> None:
    resources = two(tmp_path, "a\nb\n", "a\nb,b\n")
    assert proven(tmp_path, resources) == frozenset()


def test_met_references_prove_both(tmp_path: Path) -> None:
    assert proven(tmp_path, two(tmp_path, "a\nb\n", "a\nb\na\n")) == {0, 1}


def test_tables_of_one_name_are_not_told_apart(tmp_path: Path) -> None:
    resources = two(tmp_path, "a\n", "a\n")
    resources[1]["name"] = "p"
    assert proven(tmp_path, resources) == frozenset()


def test_a_table_with_a_row_longer_than_a_block_is_proven(tmp_path: Path) -> None:
    resources = two(tmp_path, "a\n" + "b" * 2**22 + "\n", "a\n")
    assert proven(tmp_path, resources) == {0, 1}


def test_a_key_that_stands_again_in_another_block_is_found(tmp_path: Path) -> None:
    rows = "".join(f"{'x' * 60}{number:08}\n" for number in range(40_000))
    child = rows[:69]
    resources = two(tmp_path, rows, child)
    resources[0]["schema"]["primaryKey"] = "id"
    assert proven(tmp_path, resources) == {0, 1}
    two(tmp_path, rows + child, child)
    assert proven(tmp_path, resources) == frozenset()
