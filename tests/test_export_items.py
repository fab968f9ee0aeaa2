"""Formats of single articles: schema.org, ninjs, Markdown, spaCy, each read by another program."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import rdflib
import yaml
from markdown_it import MarkdownIt

import exported_corpus
from exported_corpus import MAY, UNDATED, WINTER
from pressmark.check import verify
from pressmark.config import Config
from pressmark.export import Choices, export
from pressmark.export.markdown import escaped
from pressmark.flow.steps import build
from pressmark.loading import load

if TYPE_CHECKING:
    from pressmark.dataset import Dataset

SDO = "https://schema.org/"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "articles.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def test_schema_org_is_rdf_that_rdflib_reads_without_a_network(
    dataset: Dataset, tmp_path: Path
) -> None:
    export(dataset, tmp_path / "out", "schemaorg")
    graph = rdflib.Graph()
    for item in lines(tmp_path / "out"):
        graph.parse(data=json.dumps(item), format="json-ld")
    may = rdflib.URIRef(f"urn:pressmark:{MAY}")
    said = {
        str(p).removeprefix(SDO): str(o)
        for p, o in graph.predicate_objects(may)
        if isinstance(o, rdflib.Literal)
    }
    assert said["headline"] == "Eine Brücke"
    assert said["datePublished"] == "2018-05-30T12:00:00Z"
    assert said["articleBody"].startswith("Die Brücke")
    assert said["license"] == "https://spdx.org/licenses/CC0-1.0"
    articles = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SDO}NewsArticle"))
    assert len(list(articles)) == 3
    posts = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SDO}SocialMediaPosting")))
    assert len(posts) == 1
    assert str(graph.value(posts[0], rdflib.URIRef(f"{SDO}datePublished"))) == "2018-05-30"


def test_schema_org_says_no_date_that_it_cannot(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "schemaorg")
    found = {item["@id"][-17:]: item for item in lines(tmp_path / "out")}
    assert "datePublished" not in found[WINTER]
    assert "datePublished" not in found[UNDATED]
    assert not {"unknown", "und"} & {str(value) for value in found[UNDATED].values()}


def test_our_own_reader_takes_schema_org_back(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "raw", "schemaorg")
    config = Config.model_validate({"corpus": {"languages": ["de", "en"]}})
    build([tmp_path / "raw" / "articles.jsonl"], tmp_path / "package", config, jobs=1)
    found = {article.title: article for article in load(tmp_path / "package")}
    assert found["Eine Brücke"].text.startswith("Die Brücke über die Lirn ist fertig.")
    assert found["Eine Brücke"].row.authors == ["Ada Lenk", 'Bo "B" Ruf']
    assert found["Eine Brücke"].row.published_edtf == "2018-05-30"


def test_ninjs_is_valid_by_what_the_standard_allows(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "ninjs")
    schema = json.loads((Path(__file__).parent / "ninjs.schema.json").read_bytes())
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    found = {item["uri"][-17:]: item for item in lines(tmp_path / "out")}
    assert set(found) == {MAY, WINTER, UNDATED}
    for item in found.values():
        assert [error.message for error in validator.iter_errors(item)] == []
    assert found[MAY]["contentCreated"] == "2018-05-30T12:00:00Z"
    assert "contentCreated" not in found[WINTER]
    rels = [(item["rel"], item["uri"][-17:]) for item in found[MAY]["associations"]]
    assert [rel for rel, _ in rels] == ["embed", "related"]
    assert rels[1][1] == WINTER
    assert [error.message for error in validator.iter_errors({"uri": "urn:a:b", "x": 1})]


def test_text_only_leaves_posts_out(dataset: Dataset, tmp_path: Path) -> None:
    for form, key in (("schemaorg", "hasPart"), ("ninjs", "associations")):
        export(dataset, tmp_path / form, form, choices=Choices(text_only=True))
        assert not any(key in item for item in lines(tmp_path / form))


def markdown(folder: Path) -> dict[str, tuple[dict[str, Any], str]]:
    """Front matter and body of each article of the index."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        paths = {row["article_id"]: row["path"] for row in csv.DictReader(file)}
    found = {}
    for key, path in paths.items():
        _, matter, body = (folder / path).read_text("utf-8").split("---\n", 2)
        found[key] = (yaml.safe_load(matter), body)  # type: ignore[no-untyped-call]
    return found


def test_markdown_has_every_field_in_front_and_the_text_below(
    dataset: Dataset, tmp_path: Path
) -> None:
    export(dataset, tmp_path / "out", "markdown")
    found = markdown(tmp_path / "out")
    assert set(found) == {MAY, WINTER, UNDATED}
    matter, body = found[MAY]
    assert matter["published_edtf"] == "2018-05"
    assert matter["authors"] == ["Ada Lenk", 'Bo "B" Ruf']
    assert (matter["weight"], matter["n_words"], matter["is_representative"]) == (0.5, 18, True)
    assert "published_edtf" not in found[UNDATED][0]
    tokens = MarkdownIt().parse(body)
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2"]
    assert f"::: {{.embed #{MAY}_" in body
    assert list(verify(tmp_path / "out")) == []


HARD = [
    "1. Mai", "- nicht", "# kein Titel", "> kein Zitat", "*kein* _Satz_ **fett**", "a\\b",
    "<script>alert(1)</script>", "[a](b) ![c](d)", "&amp; &#32;", "---", "===", "~~weg~~", "| a |",
    "    eingerückt", "\tTab", "Zeile  ", "`code`", "a\nb", "+ plus", "12) zwölf", "::: box",
    "https://a.example/_x_", "$x^2$", "a\r\nb",
]  # fmt: skip


@pytest.mark.parametrize("text", HARD)
def test_text_reads_back_as_the_same_text(text: str) -> None:
    tokens = MarkdownIt().parse(escaped(text) + "\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert "".join(child.content for child in children) == text
    assert {child.type for child in children} <= {"text", "text_special"}


def test_hostile_fields_stay_in_the_front_matter(tmp_path: Path) -> None:
    hostile = 'x"\n---\n# y\n\u2028\x00'
    tables = exported_corpus.rows()
    for article in tables["articles"]:
        article |= {"leaning": hostile, "authors": [hostile], "outlet": "../../../etc"}
    (tmp_path / "dataset").mkdir()
    dataset = exported_corpus.written(tmp_path / "dataset", tables)
    export(dataset, tmp_path / "out", "markdown")
    for matter, _ in markdown(tmp_path / "out").values():
        assert (matter["leaning"], matter["authors"]) == (hostile, [hostile])


def test_spacy_reads_words_sentences_lemmas_and_blocks(dataset: Dataset, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is an extra")
    export(dataset, tmp_path / "out", "docbin")
    docs = spacy.tokens.DocBin().from_disk(tmp_path / "out" / "corpus.spacy")
    found = {d.user_data["article_id"]: d for d in docs.get_docs(spacy.blank("de").vocab)}
    texts = {row["article_id"]: row["text"] for row in dataset.arrow("texts").to_pylist()}
    assert {key: document.text for key, document in found.items()} == texts
    may = found[MAY]
    assert may.user_data["published_edtf"] == "2018-05"
    assert [span.label_ for span in may.spans["blocks"]] == ["paragraph", "heading", "unknown"]
    assert {span.id_ for span in may.spans["blocks"]} <= set(
        dataset.arrow("blocks")["block_id"].to_pylist()
    )
    assert [token.lemma_ for token in may if token.text == "ist"] == ["sein"]
    assert [s.text.strip() for s in found[WINTER].sents] == ["Der Winter war lang.", "Es taut."]
