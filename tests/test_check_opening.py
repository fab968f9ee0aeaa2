"""Whatever half a package has is judged by the same rules; whose package it is, is told safely."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import corpora
from pressmark import export
from pressmark.check import (
    Asking,
    apply_rules,
    counts,
    integrity,
    is_ours,
    opened_package,
    package_findings,
)
from pressmark.dataset import Dataset, may_be_own, own_tables
from pressmark_schema.descriptor import OwnColumn
from pressmark_schema.tables import TABLES


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset.open(corpora.write_dataset(tmp_path / "dataset", corpora.corpus()))


def _exported(dataset: Dataset, tmp_path: Path, to: str) -> Path:
    target = tmp_path / to
    export.export(dataset, target, to)
    return target


COUNTS = {
    "documents": 4,
    "accepted": 3,
    "quarantined": 1,
    "articles": 3,
    "blocks": 11,
    "words": 51,
}


@pytest.mark.parametrize("to", ["datapackage", "parquet", "csv"])
def test_every_export_with_tables_says_what_the_dataset_says(
    dataset: Dataset, tmp_path: Path, to: str
) -> None:
    package, day = _exported(dataset, tmp_path, to), date(2019, 1, 1)
    due = list(apply_rules(dataset, Asking(["fr"], day)))

    assert list(package_findings(package, Asking(["fr"], day))) == due
    assert {"PM204", "PM206"} < {finding.code for finding in due}
    assert counts(package / "datapackage.json") == COUNTS
    assert list(integrity(package)) == []


def test_an_export_of_documents_has_no_tables_and_misses_none(
    dataset: Dataset, tmp_path: Path
) -> None:
    package = _exported(dataset, tmp_path, "jsonl")

    assert list(integrity(package)) == []
    assert list(package_findings(package, Asking(["de"]))) == []
    assert counts(package) == {}


def test_an_altered_export_of_documents_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    package = _exported(dataset, tmp_path, "jsonl")
    file = package / "articles.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Wumme", b"Weser"))

    assert corpora.codes(integrity(package)) == ["PM657"]


def test_a_package_that_says_it_has_tables_and_has_none_is_refused(tmp_path: Path) -> None:
    package = corpora.write_csvs(tmp_path / "package", corpora.corpus())
    _restate(package, lambda stated: stated.update(resources=[stated["resources"][0]]))

    missing = [f.observed for f in integrity(package) if f.code == "PM616"]

    assert missing == [name for name, table in TABLES.items() if table.csv][1:-1]


def test_a_normalised_dataset_has_every_table_but_findings(tmp_path: Path) -> None:
    rows = corpora.corpus()
    del rows["findings"], rows["aliases"]

    found = integrity(corpora.write_dataset(tmp_path / "d", rows))

    assert [(f.code, f.observed) for f in found] == [("PM616", "aliases")]


def test_a_link_is_not_followed_to_a_table(tmp_path: Path) -> None:
    package = corpora.write_csvs(tmp_path / "package", corpora.corpus())
    (package / "articles.csv").rename(tmp_path / "elsewhere.csv")
    (package / "articles.csv").symlink_to(tmp_path / "elsewhere.csv")

    with opened_package(package) as opened:
        assert not opened.has("articles")
        assert opened.has("blocks")


def _restate(package: Path, change: Callable[[dict[str, Any]], object]) -> None:
    file = package / "datapackage.json"
    stated = json.loads(file.read_text("utf-8"))
    change(stated)
    file.write_text(json.dumps(stated), "utf-8")


FOREIGN: dict[str, dict[str, Any]] = {
    "inline rows": {"name": "a", "data": [{"id": 1}]},
    "a schema elsewhere": {"name": "a", "path": "a.csv", "schema": "schema.json"},
    "odd properties": {"name": 7, "path": {"x": None}, "hash": []},
}


@pytest.mark.parametrize("resource", FOREIGN.values(), ids=FOREIGN)
def test_a_package_of_somebody_else_is_not_ours(tmp_path: Path, resource: dict[str, Any]) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))

    assert not is_ours(tmp_path)
    assert not is_ours(tmp_path / "datapackage.json")
    assert list(package_findings(tmp_path)) == []
    assert counts(tmp_path) == {}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"pressmark": 1}'])
def test_what_is_no_descriptor_is_not_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)

    assert not is_ours(tmp_path)


def test_a_folder_without_descriptor_is_not_ours(tmp_path: Path) -> None:
    assert not is_ours(tmp_path)
    assert not is_ours(tmp_path / "nothing")


def test_a_package_of_pressmark_is_ours(tmp_path: Path) -> None:
    package = corpora.write_package(tmp_path / "package", corpora.corpus())

    assert is_ours(package)
    assert is_ours(package / "datapackage.json")


OF_OTHERS = {name for table in TABLES.values() for name in table.column_names}
OF_QUESTIONS = {"first", "last", "due", "place", "raw", "words", "spoken", "differ", "newer"} | {
    "gap",
    "suffix",
    "month",
    "narrow",
    "whole",
    "size",
    "past",
    "value",
}


def test_own_columns_may_be_called_as_the_questions_call_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = sorted(name for name in OF_OTHERS | OF_QUESTIONS if may_be_own(name))
    fields = {name: OwnColumn(type="string") for name in own}
    rows = corpora.corpus()
    plain = list(apply_rules(Dataset.open(corpora.write_dataset(tmp_path / "plain", rows))))
    for row in rows["articles"]:
        row.update(dict.fromkeys(own, "x"))
    with monkeypatch.context() as patched:
        patched.setattr(corpora, "TABLES", own_tables(fields))
        dataset = corpora.write_dataset(tmp_path / "d", rows)
    stated = {name: field.model_dump() for name, field in fields.items()}
    _restate(dataset, lambda package: package["pressmark"].update(fields=stated))

    assert list(package_findings(dataset)) == plain
    assert corpora.codes(integrity(dataset)) == ["PM629"]
