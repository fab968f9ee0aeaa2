"""Somebody else's package is judged by its own Table Schema, and by frictionless as referee."""

import json
from pathlib import Path
from typing import Any

import pytest

import corpora
from pressmark.check import integrity
from pressmark.check.referee import referee

TABLE = "id,name,born\n1,Anke,1970-03-01\n2,Jost,\n"
FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string"},
    {"name": "born", "type": "date"},
]


def _package(tmp_path: Path, content: str | bytes = TABLE, **resource: Any) -> Path:
    folder = tmp_path / "foreign"
    folder.mkdir()
    raw = content if isinstance(content, bytes) else content.encode()
    (folder / "people.csv").write_bytes(raw)
    known = {"name": "people", "path": "people.csv", "schema": {"fields": FIELDS}}
    descriptor = {"name": "foreign", "resources": [known | resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder


def test_a_table_that_keeps_its_schema_is_clean(tmp_path: Path) -> None:
    folder = _package(tmp_path)
    (folder / "notes.txt").write_text("further files are nobody's business")

    assert list(integrity(folder)) == []


CELLS = {
    "1,Anke,1970-3-1": "PM680",
    "one,Anke,": "PM680",
    "1,Anke": "PM671",
    "1,Anke,,": "PM671",
    ",,": "PM675",
}


@pytest.mark.parametrize(("row", "code"), CELLS.items())
def test_a_faulty_row_is_named_by_its_line(tmp_path: Path, row: str, code: str) -> None:
    (found,) = integrity(_package(tmp_path, f"id,name,born\n{row}\n"))

    assert (found.code, found.path, found.src_line) == (code, "people.csv", 2)


CONSTRAINTS: dict[str, tuple[dict[str, Any], str]] = {
    "required": ({"required": True}, ""),
    "unique": ({"unique": True}, "Anke"),
    "enum": ({"enum": ["Anke"]}, "Jost"),
    "pattern": ({"pattern": "[A-Z][a-z]+"}, "anke"),
    "a pattern for the whole": ({"pattern": "A"}, "Anke"),
    "a pattern that explodes": ({"pattern": "(a+)+b"}, "a" * 5_000),
    "minLength": ({"minLength": 5}, "Jost"),
    "maxLength": ({"maxLength": 4}, "Johanna"),
}


@pytest.mark.parametrize(("constraints", "name"), CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_a_constraint_that_is_not_kept(
    tmp_path: Path, constraints: dict[str, Any], name: str
) -> None:
    fields = [FIELDS[0], FIELDS[1] | {"constraints": constraints}, FIELDS[2]]
    content = f"id,name,born\n1,Anke,\n2,{name},\n"

    found = corpora.codes(integrity(_package(tmp_path, content, schema={"fields": fields})))

    expected = "PM682" if "unique" in constraints else "PM681"
    assert expected in found


@pytest.mark.parametrize(("bound", "faulty"), [("minimum", 2), ("maximum", 1)])
def test_a_bound_is_compared_as_a_number(tmp_path: Path, bound: str, faulty: int) -> None:
    schema = {"fields": [FIELDS[0] | {"constraints": {bound: str(faulty)}}, *FIELDS[1:]]}

    (found,) = integrity(_package(tmp_path, schema=schema))

    assert (found.code, found.field) == ("PM681", "id")


def test_a_primary_key_twice_or_missing(tmp_path: Path) -> None:
    schema = {"fields": FIELDS, "primaryKey": "id"}
    content = "id,name,born\n1,Anke,\n1,Jost,\n,Ina,\n"

    found = list(integrity(_package(tmp_path, content, schema=schema)))

    assert [(f.code, f.src_line) for f in found] == [("PM682", 3), ("PM682", 4)]


def test_a_foreign_key_to_the_table_itself(tmp_path: Path) -> None:
    fields = [FIELDS[0], {"name": "boss", "type": "integer"}]
    key = {"fields": "boss", "reference": {"resource": "", "fields": "id"}}
    schema = {"fields": fields, "foreignKeys": [key]}

    (found,) = integrity(_package(tmp_path, "id,boss\n1,\n2,1\n3,9\n", schema=schema))

    assert (found.code, found.src_line) == ("PM683", 4)


def test_the_dialect_and_the_encoding_are_honoured(tmp_path: Path) -> None:
    content = "1;'Jö;rg';1970-03-01\n".encode("latin-1")
    dialect = {"delimiter": ";", "quoteChar": "'", "header": False}

    folder = _package(tmp_path, content, dialect=dialect, encoding="latin-1")

    assert list(integrity(folder)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "no-such-encoding", "zlib"])
def test_bytes_that_are_not_in_the_encoding(tmp_path: Path, encoding: str) -> None:
    folder = _package(tmp_path, TABLE.replace("Jost", "Jörg").encode("cp1252"), encoding=encoding)

    assert corpora.codes(integrity(folder)) == ["PM673"]


def test_a_header_in_another_order_needs_fields_match(tmp_path: Path) -> None:
    content = "name,id\nAnke,1\n"
    schema: dict[str, Any] = {"fields": FIELDS}

    assert "PM670" in corpora.codes(integrity(_package(tmp_path, content, schema=schema)))
    (tmp_path / "2").mkdir()
    schema["fieldsMatch"] = "superset"
    assert list(integrity(_package(tmp_path / "2", content, schema=schema))) == []


def test_the_referee_agrees_that_our_package_is_sound(tmp_path: Path) -> None:
    assert referee(corpora.write_package(tmp_path / "p", corpora.corpus())) == []


def test_the_referee_names_the_line_of_a_fault(tmp_path: Path) -> None:
    (found,) = referee(_package(tmp_path, "id,name,born\none,Anke,\n"))

    assert (found.code, found.path, found.src_line) == ("PM690", "people.csv", 2)


def test_the_referee_refuses_what_leads_out_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(TABLE)

    assert corpora.codes(referee(_package(tmp_path, path="../secret.csv"))) == ["PM690"]
