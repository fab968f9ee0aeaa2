"""A Hugging Face dataset: loaded offline from its folder, typed, with a card that parses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import yaml

import exported_corpus
from exported_corpus import MAY, UNDATED, WINTER
from pressmark import store
from pressmark.check import verify
from pressmark.dataset import Dataset
from pressmark.export import export, hf
from pressmark.export.front_matter import front_matter
from pressmark_schema.descriptor import Licence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("hf") / "out"
    export(dataset, target, "hf")
    return target


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    import datasets

    def call(*args: Any) -> Any:
        made: Any = datasets.load_dataset  # type: ignore[attr-defined]
        return made(*map(str, args), split="train", cache_dir=str(tmp_path / "cache"))

    return call


def matter(folder: Path) -> dict[str, Any]:
    opening, text, body = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    assert not opening
    assert body
    found: dict[str, Any] = yaml.safe_load(text)  # type: ignore[no-untyped-call]
    return found


def test_the_folder_loads_offline_with_texts_dates_and_own_columns(
    folder: Path, load: Callable[..., Any]
) -> None:
    found = load(folder)
    assert found.features["date_from"].dtype == "date32"
    assert found.features["published_at"].dtype == "timestamp[us, tz=UTC]"
    rows = {row["article_id"]: row for row in found}
    assert set(rows) == {MAY, WINTER, UNDATED}
    assert rows[MAY]["published_edtf"] == "2018-05"
    assert (rows[MAY]["leaning"], rows[WINTER]["leaning"], rows[UNDATED]["leaning"]) == (
        "left",
        "",
        None,
    )
    assert rows[MAY]["authors"] == ["Ada Lenk", 'Bo "B" Ruf']
    assert rows[MAY]["text"].startswith("Die Brücke")
    assert rows[UNDATED]["date_from"] is None


@pytest.mark.parametrize("table", ["blocks", "embeds", "links", "changes", "captures", "findings"])
def test_each_table_is_a_configuration_with_its_rows(
    folder: Path, dataset: Dataset, load: Callable[..., Any], table: str
) -> None:
    assert load(folder, table).to_list() == dataset.arrow(table).to_pylist()


def test_files_of_a_configuration_have_one_schema_and_all_rows(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Callable[..., Any]
) -> None:
    monkeypatch.setattr(hf, "SHARD", 2)
    export(dataset, tmp_path / "out", "hf")
    files = sorted((tmp_path / "out" / "data").glob("articles-*.parquet"))
    assert [pq.ParquetFile(path).metadata.num_rows for path in files] == [2, 1]
    assert len({pq.read_schema(path).to_string() for path in files}) == 1
    assert load(tmp_path / "out").num_rows == 3
    blocks = load(tmp_path / "out", "blocks").to_list()
    assert blocks == dataset.arrow("blocks").to_pylist()
    assert list(verify(tmp_path / "out")) == []


def test_the_card_says_languages_licence_and_configurations(folder: Path) -> None:
    found = matter(folder)
    assert found["language"] == ["de", "en"]
    assert found["license"] == ["cc0-1.0"]
    assert found["size_categories"] == ["n<1K"]
    names = [item["config_name"] for item in found["configs"]]
    assert names[0] == "articles"
    assert [item["config_name"] for item in found["configs"] if item.get("default")] == names[:1]


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        (None, {"license": "unknown"}),
        ([Licence(name="CC-BY-4.0")], {"license": ["cc-by-4.0"]}),
        (
            [Licence(name="LicenseRef-House", path="https://a.example/l")],
            {
                "license": "other",
                "license_name": "licenseref-house",
                "license_link": "https://a.example/l",
            },
        ),
    ],
)
def test_a_licence_the_hub_has_no_name_for_is_other(
    tmp_path: Path, licences: list[Licence] | None, expected: dict[str, Any]
) -> None:
    dataset = exported_corpus.dataset(tmp_path / "dataset")
    package = dataset.package.model_copy(update={"licenses": licences})
    store.write_descriptor(dataset.folder, package)
    export(Dataset.open(dataset.folder), tmp_path / "out", "hf")
    found = matter(tmp_path / "out")
    assert {key: found[key] for key in found if key.startswith("license")} == expected


def test_nothing_in_a_title_leaves_its_place(tmp_path: Path) -> None:
    hostile = (
        'x"\n---\nlicense: mit\n---\n<script>alert(1)</script> [a](b) \u2028 \x85 \x00 😀 \ud7ff'
    )
    dataset = exported_corpus.dataset(tmp_path / "dataset")
    package = dataset.package.model_copy(update={"title": hostile, "description": hostile})
    store.write_descriptor(dataset.folder, package)
    export(Dataset.open(dataset.folder), tmp_path / "out", "hf")
    found = matter(tmp_path / "out")
    assert found["pretty_name"] == hostile
    assert found["license"] == ["cc0-1.0"]
    body = (tmp_path / "out" / "README.md").read_text("utf-8").split("---\n", 2)[2]
    assert "<script" not in body
    assert "](b" not in body


def test_front_matter_reads_back_as_it_was_given() -> None:
    given = {"no": "no", "a": [None, True, 1, 0.5, "null", "", "'\"\\: #"], "b": {"c": ["\u0000é"]}}
    found = yaml.safe_load(front_matter(given).split("---\n")[1])  # type: ignore[no-untyped-call]
    assert found == given
