"""JSON lines for datatrove, Dolma and Fundus: read by datatrove, and by our own reader."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from datatrove.pipeline.readers.jsonl import JsonlReader

import exported_corpus
from exported_corpus import MAY, UNDATED, WINTER
from pressmark import load
from pressmark.config import Config
from pressmark.export import export
from pressmark.flow.steps import build

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


def test_datatrove_reads_every_article_that_has_text(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "datatrove")
    reader = JsonlReader(str(tmp_path / "out"), glob_pattern="*.jsonl")
    found = {document.id: document for document in reader.run()}
    texts = {row["article_id"]: row["text"] for row in dataset.arrow("texts").to_pylist()}
    assert {key: document.text for key, document in found.items()} == {
        key: text for key, text in texts.items() if text
    }
    metadata = found[MAY].metadata
    assert (metadata["date"], metadata["language"], metadata["leaning"]) == (
        "2018-05",
        "de",
        "left",
    )
    assert metadata["date_from"] == "2018-05-01"
    assert metadata["published_at"] == "2018-05-30T12:00:00Z"


def test_dolma_gets_gzipped_documents_and_no_invented_time(
    dataset: Dataset, tmp_path: Path
) -> None:
    export(dataset, tmp_path / "out", "dolma")
    packed = (tmp_path / "out" / "documents" / "articles.jsonl.gz").read_bytes()
    found = {item["id"]: item for item in map(json.loads, gzip.decompress(packed).splitlines())}
    assert set(found) == {MAY, WINTER, UNDATED}
    assert {key: item.get("created") for key, item in found.items()} == {
        MAY: "2018-05-30T12:00:00Z",
        WINTER: None,
        UNDATED: None,
    }
    assert {item["source"] for item in found.values()} == {"anzeiger", "bote"}
    export(dataset, tmp_path / "again", "dolma")
    assert (tmp_path / "again" / "documents" / "articles.jsonl.gz").read_bytes() == packed


def fundus(dataset: Dataset, folder: Path) -> dict[str, Any]:
    export(dataset, folder, "fundus")
    lines = (folder / "articles.jsonl").read_text("utf-8").split("\n")[:-1]
    return {item["article_id"]: item for item in map(json.loads, lines)}


def test_the_body_of_fundus_is_the_text_again(dataset: Dataset, tmp_path: Path) -> None:
    texts = {row["article_id"]: row["text"] for row in dataset.arrow("texts").to_pylist()}
    for key, item in fundus(dataset, tmp_path / "out").items():
        sections = [[*s["headline"], *s["paragraphs"]] for s in item["body"]["sections"]]
        parts = [*item["body"]["summary"], *(part for section in sections for part in section)]
        assert "\n\n".join(parts) == texts[key]


def test_headings_open_sections_and_a_month_stays_one(dataset: Dataset, tmp_path: Path) -> None:
    found = fundus(dataset, tmp_path / "out")
    assert [s["headline"] for s in found[MAY]["body"]["sections"]] == [[], ["Lange Bauzeit"]]
    assert found[MAY]["publishing_date"] == "2018-05-30 12:00:00+00:00"
    assert found[WINTER]["publishing_date"] == "2019-12/2020-02"
    assert found[UNDATED]["publishing_date"] is None
    assert "free_access" not in found[MAY]


@pytest.mark.parametrize("form", ["fundus", "datatrove"])
def test_our_own_reader_takes_the_lines_back(dataset: Dataset, tmp_path: Path, form: str) -> None:
    export(dataset, tmp_path / "raw", form)
    (tmp_path / "raw" / "datapackage.json").unlink()
    config = Config.model_validate({"corpus": {"languages": ["de", "en"]}})
    build([tmp_path / "raw" / "articles.jsonl"], tmp_path / "package", config, jobs=1)
    corpus = load(tmp_path / "package")
    found = {article.title: article for article in corpus}
    assert found["Eine Brücke"].text.startswith("Die Brücke über die Lirn ist fertig.")
    if form == "fundus":
        assert found["Eine Brücke"].row.authors == ["Ada Lenk", 'Bo "B" Ruf']
    days = found["Der Winter"].row.published_edtf
    assert days == "2019-12/2020-02"
