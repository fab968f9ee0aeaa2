"""The committed copies of the schema are those that the models give."""

import tomllib
from pathlib import Path

import jsonschema
import pytest

from pressmark.flow import settings_schema
from pressmark_schema.generate.notations import NOTATIONS
from pressmark_schema.generate.sql import RESERVED
from pressmark_schema.tables import TABLES

DOCS = Path(__file__).parent.parent / "docs"
COPIES = {
    "json": "schema/pressmark.schema.json",
    "table": "schema/tableschema.json",
    "arrow": "schema/arrow.txt",
    "sql": "schema/duckdb.sql",
    "md": "fields.md",
    "findings": "schema/findings.schema.json",
}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_stale_copy_fails_and_names_the_command_that_renews_it(notation: str) -> None:
    copy = (DOCS / COPIES[notation]).read_text(encoding="utf-8")
    assert copy.rstrip() == NOTATIONS[notation](TABLES).rstrip(), "run docs/generate"


def test_no_column_is_a_reserved_word_of_sql() -> None:
    import duckdb

    reserved = {
        word
        for (word,) in duckdb.execute(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        ).fetchall()
    }
    names = {name for table in TABLES.values() for name in table.column_names}
    assert not names & reserved
    assert reserved <= RESERVED


def test_every_column_and_table_says_what_it_means() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if len(column.description) < 8
    ]
    assert silent == []


def test_columns_of_dates_have_names_that_no_reader_converts() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert (column.type.value == "datetime") == column.name.endswith("_at")
            assert column.name not in {"date", "modified"}


def test_the_schema_of_the_settings_is_that_of_the_program() -> None:
    copy = (DOCS / "schema" / "settings.schema.json").read_text(encoding="utf-8")
    assert copy == settings_schema.text(), "run docs/generate"


def test_the_schema_of_the_settings_accepts_the_projects_own_and_names_a_wrong_key() -> None:
    schema = settings_schema.settings_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    judge = jsonschema.Draft7Validator(schema)
    values = tomllib.loads((DOCS.parent / "pressmark.toml").read_text(encoding="utf-8"))
    assert list(judge.iter_errors(values)) == []
    values["read"]["included"] = ["*"]
    (error,) = judge.iter_errors(values)
    assert list(error.absolute_path) == ["read"]
    assert "included" in error.message


def test_the_schema_of_the_settings_holds_nothing_that_draft_7_does_not_know() -> None:
    text = settings_schema.text()
    assert not [word for word in ("prefixItems", "dependent", "unevaluated") if word in text]
    properties = settings_schema.settings_schema()["properties"]
    assert {"validate", "build", "rights"} < properties.keys()
    assert not {"folder", "profile"} & properties.keys()
