"""Packages for archives: a BagIt bag and an RO-Crate, opened by the libraries for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import bagit
import pytest
from rocrate.rocrate import ROCrate

import exported_corpus
from pressmark import load
from pressmark.check import verify
from pressmark.export import Choices, export

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.datapackage import Csv


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


def opened(folder: str) -> Any:
    return bagit.Bag(folder)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("csv", ["auto", "never"])
def test_a_bag_is_valid_and_its_payload_is_a_package(
    dataset: Dataset, tmp_path: Path, csv: Csv
) -> None:
    export(dataset, tmp_path / "out", "bagit", choices=Choices(csv=csv))
    bag = opened(str(tmp_path / "out"))
    assert bag.validate()
    assert bag.info["External-Identifier"] == "small-corpus"
    assert bag.info["Source-Organization"] == "N. N."
    assert list(verify(tmp_path / "out")) == []
    assert list(verify(tmp_path / "out" / "data")) == []
    assert len(load(tmp_path / "out" / "data")) == 3


def test_a_changed_byte_makes_the_bag_invalid(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "bagit")
    path = tmp_path / "out" / "data" / "texts.csv"
    path.write_bytes(path.read_bytes().replace(b"Lirn", b"Lirm"))
    with pytest.raises(bagit.BagValidationError):
        opened(str(tmp_path / "out")).validate()


def test_a_bag_has_no_date_of_its_own(dataset: Dataset, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(dataset, tmp_path / name, "bagit")
    one, two = (
        {
            p.relative_to(tmp_path / n): p.read_bytes()
            for p in (tmp_path / n).rglob("*")
            if p.is_file()
        }
        for n in ("one", "two")
    )
    assert one == two


def test_a_crate_is_opened_with_every_file(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "rocrate")
    crate: Any = ROCrate(str(tmp_path / "out"))  # type: ignore[no-untyped-call]
    assert crate.name == "Three articles"
    assert [item.id for item in crate.root_dataset["license"]] == [
        "https://spdx.org/licenses/CC0-1.0"
    ]
    files = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    parts = {entity.id for entity in crate.root_dataset["hasPart"]}
    assert parts == files - {"ro-crate-metadata.json"}
    assert list(verify(tmp_path / "out")) == []
    assert len(load(tmp_path / "out")) == 3


def test_a_crate_vouches_for_its_files(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "rocrate")
    graph = json.loads((tmp_path / "out" / "ro-crate-metadata.json").read_bytes())["@graph"]
    texts = next(item for item in graph if item["@id"] == "texts.csv")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    declared = next(item for item in package["resources"] if item["name"] == "texts")
    assert f"sha256:{texts['sha256']}" == declared["hash"]
    assert texts["encodingFormat"] == "text/csv"
