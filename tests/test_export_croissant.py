"""Croissant: validated and loaded by mlcroissant, every table with every row."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import mlcroissant
import pytest

import exported_corpus
from pressmark.check import verify
from pressmark.export import export
from pressmark.loading import load
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("croissant") / "out"
    export(dataset, target, "croissant")
    return target


def test_it_is_valid_and_only_what_was_never_stated_is_missing(folder: Path) -> None:
    issues = mlcroissant.Dataset(jsonld=str(folder / "croissant.json")).metadata.ctx.issues
    assert not issues.errors
    missing = {str(issue).partition('"')[2].partition('"')[0] for issue in issues.warnings}
    assert {name.rpartition("/")[2] for name in missing} == {"citeAs", "datePublished"}


@pytest.mark.parametrize("table", TABLES)
def test_mlcroissant_loads_every_row_of_every_table(
    folder: Path, dataset: Dataset, table: str
) -> None:
    # It changes what it has read when it joins, so that each table needs a reader of its own.
    reader = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    found = [
        {key.partition("/")[2]: _plain(value) for key, value in record.items()}
        for record in reader.records(table)
    ]
    rows = dataset.arrow(table).to_pylist()
    assert found == [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """A value as both sides can say it: text for bytes, an instant for a day, null for NaN."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN, as pandas has null
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day).isoformat()  # noqa: DTZ001
    if isinstance(value, datetime):
        return None if str(value) == "NaT" else value.isoformat()
    return value


def test_record_sets_have_keys_and_references(folder: Path) -> None:
    metadata = json.loads((folder / "croissant.json").read_bytes())
    sets = {item["name"]: item for item in metadata["recordSet"]}
    assert sets["blocks"]["key"] == [{"@id": "blocks/block_id"}]
    references = {
        field["@id"]: field["references"]["field"]["@id"]
        for item in sets.values()
        for field in item["field"]
        if "references" in field
    }
    assert references["blocks/article_id"] == "articles/article_id"
    assert references["embeds/block_id"] == "blocks/block_id"
    assert references["captures/source_id"] == "sources/source_id"
    fields = {field["@id"]: field for field in sets["articles"]["field"]}
    assert fields["articles/authors"]["isArray"] is True
    assert fields["articles/published_from"]["dataType"] == "sc:Date"


def test_the_folder_is_a_package_of_ours_still(folder: Path, dataset: Dataset) -> None:
    assert list(verify(folder)) == []
    assert load(folder).texts.equals(dataset.arrow("texts"))
