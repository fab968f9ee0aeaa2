"""Vertical text and CoNLL-U: every word in its place, every field on its article, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import exported_corpus
from exported_corpus import MAY, UNDATED, WINTER
from exported_texts import read_conllu, read_vrt
from pressmark.export import Choices, Filters, export
from pressmark.export.markup import plain
from pressmark.export.running import feature_set, from_feature_set

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset

HOSTILE = 'a<b & "c" </text>\t|x|\u2028<!-- --> ]]> \x85%7C =\\s\n# sent_id = 1\n\n1\tx'


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


def both(folder: Path, form: str) -> dict[str, dict[str, Any]]:
    """The articles of both files of an export, blocks in order of rank."""
    read = read_vrt if form == "vrt" else read_conllu
    found: dict[str, dict[str, Any]] = {}
    for name in ("corpus", "outside"):
        for article in read(folder / f"{name}.{form}"):
            key = article["fields"].get("id") or article["fields"]["article_id"]
            held = found.setdefault(key, {"fields": article["fields"], "blocks": []})
            assert held["fields"] == article["fields"]
            held["blocks"] += article["blocks"]
    return found


@pytest.mark.parametrize("form", ["vrt", "conllu"])
def test_every_block_comes_back_character_for_character(
    dataset: Dataset, tmp_path: Path, form: str
) -> None:
    export(dataset, tmp_path / "out", form)
    found = {
        block["id"]: block["text"]
        for article in both(tmp_path / "out", form).values()
        for block in article["blocks"]
    }
    rows = dataset.arrow("blocks").to_pylist()
    assert found == {row["block_id"]: row["text"] for row in rows}


@pytest.mark.parametrize("form", ["vrt", "conllu"])
def test_every_field_of_every_article_comes_back(
    dataset: Dataset, tmp_path: Path, form: str
) -> None:
    export(dataset, tmp_path / "out", form)
    found = both(tmp_path / "out", form)
    table = dataset.table("articles")
    for row in dataset.arrow("articles").to_pylist():
        fields = found[row["article_id"]]["fields"]
        for column in table.columns:
            name = "id" if form == "vrt" and column.name == "article_id" else column.name
            if column.name == "authors" and row["authors"]:
                written = fields["authors"]
                assert "Ada Lenk" in written
            else:
                assert fields.get(name) == plain(column, row[column.name]), column.name
    assert from_feature_set(feature_set(["a|b", "100 %7C", "%25"])) == ["a|b", "100 %7C", "%25"]


def test_texts_are_the_corpus_and_all_else_stands_outside(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "vrt")
    inside = {a["fields"]["id"]: a["blocks"] for a in read_vrt(tmp_path / "out" / "corpus.vrt")}
    assert {key: [block["kind"] for block in blocks] for key, blocks in inside.items()} == {
        MAY: ["paragraph", "heading", "unknown"],
        WINTER: ["paragraph", "paragraph"],
        UNDATED: [],
    }
    outside = [
        block["kind"]
        for article in read_vrt(tmp_path / "out" / "outside.vrt")
        for block in article["blocks"]
    ]
    assert outside == ["title", "embed", "teaser", "teaser"]


@pytest.mark.parametrize("form", ["vrt", "conllu"])
def test_text_only_leaves_the_rest_out(dataset: Dataset, tmp_path: Path, form: str) -> None:
    export(dataset, tmp_path / "out", form, choices=Choices(text_only=True))
    assert not (tmp_path / "out" / f"outside.{form}").exists()
    assert (tmp_path / "out" / f"corpus.{form}").exists()


def test_words_have_lemmas(dataset: Dataset, tmp_path: Path) -> None:
    for form, read in (("vrt", read_vrt), ("conllu", read_conllu)):
        export(dataset, tmp_path / form, form)
        articles = read(tmp_path / form / f"corpus.{form}")
        words = next(a for a in articles if len(a["blocks"]) == 3)["blocks"][0]["words"]
        assert ("ist", "sein") in words
        assert ("Brücke", "Brücke") in words


def test_cqpwebs_table_has_a_line_for_each_text_with_words(
    dataset: Dataset, tmp_path: Path
) -> None:
    export(dataset, tmp_path / "out", "vrt")
    lines = (tmp_path / "out" / "metadata.tsv").read_text("utf-8").split("\n")[:-1]
    assert [line.split("\t")[0] for line in lines] == [MAY, WINTER]
    names = (tmp_path / "out" / "README.md").read_text("utf-8").partition("text:0+")[2]
    assert len({line.count("\t") for line in lines}) == 1
    assert len(names.split()[0].split("+")) == lines[0].count("\t") + 1


@pytest.mark.parametrize("form", ["vrt", "conllu"])
def test_hostile_values_come_back_and_break_nothing(tmp_path: Path, form: str) -> None:
    tables = exported_corpus.rows()
    for article in tables["articles"]:
        article["title"] = article["title"] and HOSTILE
        article["leaning"] = HOSTILE
        article["authors"] = [HOSTILE]
    for block in tables["blocks"]:
        if block["kind"] == "embed":
            block["text"] = '  <embed>\u00a0  "</p>" 😀👍🏽  \t|  x '
    (tmp_path / "dataset").mkdir()
    dataset = exported_corpus.written(tmp_path / "dataset", tables)
    export(dataset, tmp_path / "out", form)
    found = both(tmp_path / "out", form)
    assert found[MAY]["fields"]["title"] == HOSTILE
    assert found[MAY]["fields"]["leaning"] == HOSTILE
    embed = next(b for b in found[MAY]["blocks"] if "embed_platform" in b)
    assert embed["text"] == '  <embed>\u00a0  "</p>" 😀👍🏽  \t|  x '
    assert [word for word, _ in embed["words"]][-3:] == ["👍🏽", "|", "x"]


def test_characters_that_xml_cannot_hold_are_replaced_and_counted(tmp_path: Path) -> None:
    tables = exported_corpus.rows()
    tables["articles"][0]["title"] = "a\x00b\ufffe"
    (tmp_path / "dataset").mkdir()
    dataset = exported_corpus.written(tmp_path / "dataset", tables)
    package = export(dataset, tmp_path / "out", "vrt", choices=Choices(text_only=True))
    assert package.pressmark is not None
    first = next(iter(read_vrt(tmp_path / "out" / "corpus.vrt")))
    assert first["fields"]["title"] == "a\ufffdb\ufffd"
    assert (package.pressmark.model_extra or {})["replaced_characters"] >= 2


@pytest.mark.parametrize("form", ["vrt", "conllu"])
def test_the_same_dataset_gives_the_same_bytes(dataset: Dataset, tmp_path: Path, form: str) -> None:
    for name in ("one", "two"):
        export(dataset, tmp_path / name, form, Filters(representatives=True))
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) > 2


def test_articles_without_words_are_left_out_of_conllu_and_counted(
    dataset: Dataset, tmp_path: Path
) -> None:
    package = export(dataset, tmp_path / "out", "conllu")
    ids = [a["fields"]["article_id"] for a in read_conllu(tmp_path / "out" / "corpus.conllu")]
    assert ids == [MAY, WINTER]
    assert package.pressmark is not None
    assert (package.pressmark.model_extra or {})["articles_without_words"] == 1
