"""Derived text formats: what they hold, whose texts they leave out, and that they are described."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from pressmark.check import integrity
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export.derived import FORMS, Parameters, derive, read_tables
from pressmark.flow.steps import build
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

OPEN = (
    "Der Rat der Stadt will den Damm am Fluss bis zum Herbst erhöhen. Die Bauern sind dagegen.\n\n"
    "Der Damm am Fluss ist alt, sagt der Rat der Stadt. Bis zum Herbst ist es nicht mehr weit.\n"
)
CLOSED = "Geheime Zeilen aus einem Blatt, das niemand weitergeben darf, stehen in diesem Absatz.\n"
SETTINGS = """[corpus]
languages = ["de"]
[rights."open*"]
rights = "CC-BY-4.0"
[rights."agreed*"]
rights = "LicenseRef-press"
sharing = "derived"
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "open.txt").write_text(OPEN, encoding="utf-8")
    (raw / "agreed.txt").write_text(OPEN.replace("Bauern", "Fischer"), encoding="utf-8")
    (raw / "closed.txt").write_text(CLOSED, encoding="utf-8")
    (raw / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
    build([raw], tmp_path / "package", find(raw))
    return Dataset.open(tmp_path / "package")


def _rows(dataset: Dataset, folder: Path, form: str, **told: Any) -> list[dict[str, Any]]:
    derive(dataset, folder, form, Parameters(**told), despite=told.pop("despite", None))
    rows: list[dict[str, Any]] = pq.read_table(folder / "derived.parquet").to_pylist()
    return rows


def test_a_bag_holds_each_word_of_an_article_once_with_its_count(
    dataset: Dataset, tmp_path: Path
) -> None:
    rows = _rows(dataset, tmp_path / "out", "bag-of-words")
    counts = {row["token"]: row["n"] for row in rows if row["token"] in {"der", "bauern"}}
    assert counts == {"der": 5, "bauern": 1}
    assert rows == sorted(rows, key=lambda row: (row["article_id"], row["token"]))


def test_ngrams_are_counted_over_the_corpus_and_its_articles(
    dataset: Dataset, tmp_path: Path
) -> None:
    rows = _rows(dataset, tmp_path / "out", "ngrams", n=3, min_articles=2)
    found = {row["ngram"]: (row["n"], row["n_articles"]) for row in rows}
    assert found["damm am fluss"] == (4, 2)
    assert not any("bauern" in ngram for ngram in found)


def test_sentences_tell_neither_article_nor_place(dataset: Dataset, tmp_path: Path) -> None:
    rows = _rows(dataset, tmp_path / "out", "sentences", max_tokens=8)
    assert {row["sentence"] for row in rows} == {
        "Die Bauern sind dagegen.",
        "Die Fischer sind dagegen.",
    }
    assert set(rows[0]) == {"sentence", "lang"}


def test_the_seed_decides_the_order_of_the_sentences(dataset: Dataset, tmp_path: Path) -> None:
    orders = {
        tuple(row["sentence"] for row in _rows(dataset, tmp_path / seed, "sentences", seed=seed))
        for seed in "12345"
    }
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


def test_masking_leaves_the_commonest_words_and_all_marks(dataset: Dataset, tmp_path: Path) -> None:
    rows = _rows(dataset, tmp_path / "out", "masked", keep=3)
    assert all("Bauern" not in row["text"] and "▢" in row["text"] for row in rows)
    assert all(row["text"].count(".") == 4 for row in rows)


@pytest.mark.parametrize("form", FORMS)
def test_texts_that_must_not_be_passed_on_are_in_no_form(
    dataset: Dataset, tmp_path: Path, form: str
) -> None:
    package, _ = derive(dataset, tmp_path / "out", form, Parameters(keep=3))
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").glob("derived*"))
    told = " ".join(
        str(row)
        for path in (tmp_path / "out").glob("derived.parquet")
        for row in pq.read_table(path).to_pylist()
    )
    assert "geheime" not in told.lower()
    assert b"Geheime" not in written
    facts = package.plain()["pressmark"]["derived"]
    assert facts["withheld"] == 1
    assert pq.read_table(tmp_path / "out" / "articles.parquet").num_rows == 3


def test_metadata_tell_no_hash_of_a_text(dataset: Dataset, tmp_path: Path) -> None:
    derive(dataset, tmp_path / "out", "metadata")
    names = pq.read_schema(tmp_path / "out" / "articles.parquet").names
    assert "title" in names
    assert not [name for name in names if "sha256" in name]


def test_a_reason_lets_everything_out_and_stands_in_the_descriptor(
    dataset: Dataset, tmp_path: Path
) -> None:
    package, _ = derive(dataset, tmp_path / "out", "bag-of-words", despite="§ 60d UrhG, partners")
    rows = pq.read_table(tmp_path / "out" / "derived.parquet").to_pylist()
    assert "geheime" in {row["token"] for row in rows}
    assert package.plain()["pressmark"]["derived"]["despite"] == "§ 60d UrhG, partners"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dataset_gives_the_same_bytes_and_a_sound_package(
    dataset: Dataset, tmp_path: Path, form: str
) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        derive(dataset, folder, form, Parameters(keep=3))
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders
    )
    assert first == second
    assert [*integrity(folders[0])] == []


def test_another_folder_is_no_derived_form(dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no derived form"):
        derive(dataset, tmp_path / "out", "metadata", published=[dataset.folder])


def test_a_published_table_that_was_changed_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    derive(dataset, tmp_path / "out", "bag-of-words")
    with (tmp_path / "out" / "derived.parquet").open("ab") as file:
        file.write(b"x")
    with pytest.raises(IntegrityError, match="not what its descriptor declares"):
        read_tables(tmp_path / "out")


def test_the_descriptor_says_what_was_done(dataset: Dataset, tmp_path: Path) -> None:
    derive(dataset, tmp_path / "out", "ngrams", Parameters(n=2, min_articles=2))
    facts = json.loads((tmp_path / "out" / "datapackage.json").read_text())["pressmark"]["derived"]
    assert facts["operation"] == "ngrams"
    assert facts["parameters"] == {"n": 2, "min_articles": 2}
    assert len(facts["source"]["sha256"]) == 64
    assert facts["audit"]["articles"] == 2
