"""The package: CSV beside an exact Parquet half, every byte declared, accepted by frictionless."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import frictionless
import pytest

import exported_corpus
from pressmark import store
from pressmark.check import verify
from pressmark.dataset import Dataset
from pressmark.export import datapackage, export
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return exported_corpus.dataset(tmp_path / "dataset")


def descriptor(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in store.staged(folder)}


def test_every_table_but_changes_has_a_csv_file(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out")
    names = {path.stem for path in (tmp_path / "out").glob("*.csv")}
    assert names == set(dataset.files) - {"changes"}


def test_frictionless_accepts_the_package(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(dataset, tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    report = frictionless.validate("datapackage.json", type="package")
    assert report.flatten(["title", "message"]) == []
    assert report.stats["tasks"] == 12


def test_frictionless_would_see_a_broken_key(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(dataset, tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    facts = descriptor(tmp_path / "out")
    blocks = next(item for item in facts["resources"] if item["name"] == "blocks")
    text = (tmp_path / "out" / "blocks.csv").read_text("utf-8")
    lines = text.split("\n")
    (tmp_path / "out" / "blocks.csv").write_text("\n".join([*lines[:-1], lines[1], ""]), "utf-8")
    del blocks["hash"], blocks["bytes"]
    (tmp_path / "out" / "datapackage.json").write_text(json.dumps(facts), "utf-8")
    assert not frictionless.validate("datapackage.json", type="package").valid


def test_the_parquet_half_is_a_copy(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out")
    for path in dataset.folder.glob("*.parquet"):
        copy = tmp_path / "out" / "parquet" / path.name
        assert copy.read_bytes() == path.read_bytes()


def test_every_file_is_declared_with_its_bytes_and_hash(dataset: Dataset, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(dataset, out)
    declared = store.declared(out)
    found = {
        name: (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        for name, data in contents(out).items()
        if name != "datapackage.json"
    }
    assert found == declared


def test_csv_and_parquet_state_the_same_content(dataset: Dataset, tmp_path: Path) -> None:
    package = export(dataset, tmp_path / "out")
    half = Dataset.open(tmp_path / "out").package
    inner = {item.name: item.pressmark for item in half.resources}
    assert {item.name: item.pressmark for item in package.resources} == {
        name: facts for name, facts in inner.items() if name != "changes"
    }


def test_csv_resources_state_how_they_are_written(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out")
    first = descriptor(tmp_path / "out")["resources"][0]
    stated = {key: first[key] for key in ("name", "path", "format", "mediatype", "encoding")}
    assert stated == {
        "name": "texts",
        "path": "texts.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    assert first["dialect"]["delimiter"] == ","
    assert first["schema"]["missingValues"] == [""]


def test_the_metadata_is_carried_on(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out")
    keys = ("$schema", "name", "title", "version", "licenses", "contributors", "sources")
    before = descriptor(dataset.folder)
    for place in (tmp_path / "out", tmp_path / "out" / "parquet"):
        assert {key: descriptor(place)[key] for key in keys} == {key: before[key] for key in keys}


@pytest.mark.parametrize("csv", ["never", "auto"])
def test_without_csv_the_resources_are_the_parquet_files(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, csv: Any
) -> None:
    monkeypatch.setattr(datapackage, "CSV_LIMIT", 100)
    package = export(dataset, tmp_path / "out", csv=csv)
    assert [item.path for item in package.resources][:2] == [
        "parquet/texts.parquet",
        "parquet/articles.parquet",
    ]
    assert not list((tmp_path / "out").glob("*.csv"))
    assert not list(verify(tmp_path / "out"))
    assert set(store.declared(tmp_path / "out")) == set(contents(tmp_path / "out")) - {
        "datapackage.json"
    }


def test_csv_always_outweighs_the_limit(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datapackage, "CSV_LIMIT", 0)
    package = export(dataset, tmp_path / "out", csv="always")
    assert package.resources[0].path == "texts.csv"


def test_a_package_exports_to_itself(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out")
    export(Dataset.open(tmp_path / "out"), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "out")


def test_the_parquet_form_is_the_dataset(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "parquet")
    assert contents(tmp_path / "out") == contents(dataset.folder)


def test_the_csv_form_is_the_package_without_parquet(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "whole")
    export(dataset, tmp_path / "out", "csv")
    whole = contents(tmp_path / "whole")
    found = contents(tmp_path / "out")
    del found["datapackage.json"]
    assert found == {name: data for name, data in whole.items() if name.endswith(".csv")}
    assert descriptor(tmp_path / "out")["resources"] == descriptor(tmp_path / "whole")["resources"]


def test_a_changed_file_is_not_exported(dataset: Dataset, tmp_path: Path) -> None:
    path = dataset.folder / "blocks.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(IntegrityError, match=r"blocks\.parquet: expected sha256:"):
        export(dataset, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("csv", ["never", "always"])
def test_every_file_of_a_package_is_as_declared(
    dataset: Dataset, tmp_path: Path, csv: datapackage.Csv
) -> None:
    export(dataset, tmp_path / "out", csv=csv)
    assert list(verify(tmp_path / "out")) == []


def test_a_dataset_without_articles_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "csv", "csv")
    with pytest.raises(UsageError, match="holds no articles in Parquet"):
        export(Dataset.open(tmp_path / "csv"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("to", "csv", "message"),
    [
        ("datapakage", "auto", "no such format"),
        ("datapackage", "perhaps", "no such choice for csv"),
        ("jsonl", "never", "not for jsonl"),
    ],
)
def test_what_cannot_be_is_refused(
    dataset: Dataset, tmp_path: Path, to: str, csv: Any, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        export(dataset, tmp_path / "out", to, csv=csv)
    assert not (tmp_path / "out").exists()
