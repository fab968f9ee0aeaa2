"""Each export opened by a program that it is for: what that program finds of each article.

A function a format takes the folder and gives, by article id, the text, the date of publication
and the language, each None where the format cannot say it. `docs/formats.md` rests on them.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from exported_texts import read_conllu, read_vrt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Said(NamedTuple):
    """What a program finds of an article; the date as EDTF, or as much of it as is said."""

    text: str | None
    date: str | None
    lang: str | None


Found = dict[str, Said]


@dataclass(frozen=True)
class Reader:
    """A program with its version, and how it reads the export in a folder."""

    tool: str
    read: Callable[[Path], Found]
    package: str = ""

    @property
    def named(self) -> str:
        """The tool, `{}` in its name replaced by the version of its package."""
        return self.tool.format(version(self.package) if self.package else "")


def _of_rows(rows: Any, texts: dict[str, str] | None = None) -> Found:
    """Rows of articles, with their texts in them or beside them."""
    return {
        row["article_id"]: Said(
            texts[row["article_id"]] if texts else row["text"],
            row.get("published_edtf") or None,
            row["lang"],
        )
        for row in rows
    }


def _frictionless(folder: Path) -> Found:
    import contextlib

    import frictionless

    with contextlib.chdir(folder):
        package: Any = frictionless.Package("datapackage.json")
        rows: Any = package.get_resource("articles").read_rows()
        texts: Any = package.get_resource("texts").read_rows()
    return _of_rows(rows, {row["article_id"]: row["text"] for row in texts})


def _csv(folder: Path) -> Found:
    tables = {}
    for name in ("articles", "texts"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    texts = {row["article_id"]: row["text"] for row in tables["texts"]}
    return _of_rows(tables["articles"], texts)


def _polars(folder: Path) -> Found:
    import polars as pl

    articles, texts = (pl.read_parquet(folder / f"{n}.parquet") for n in ("articles", "texts"))
    return _of_rows(articles.to_dicts(), dict(texts.select("article_id", "text").iter_rows()))


def _lines(folder: Path, name: str = "articles.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").split("\n")[:-1]]


def _jsonl(folder: Path) -> Found:
    return _of_rows(_lines(folder))


def _running(article: dict[str, Any], key: str) -> Said:
    text = "\n\n".join(block["text"] for block in article["blocks"])
    fields = article["fields"]
    return Said(text if key else None, fields.get("published_edtf"), fields["lang"])


def _vrt(folder: Path) -> Found:
    return {a["fields"]["id"]: _running(a, "id") for a in read_vrt(folder / "corpus.vrt")}


def _conllu(folder: Path) -> Found:
    found = read_conllu(folder / "corpus.conllu")
    return {a["fields"]["article_id"]: _running(a, "id") for a in found}


def _hf(folder: Path) -> Found:
    import datasets

    load: Any = datasets.load_dataset  # type: ignore[attr-defined]
    return _of_rows(load(str(folder), split="train", cache_dir=str(folder.parent / "cache")))


def _datatrove(folder: Path) -> Found:
    from datatrove.pipeline.readers.jsonl import JsonlReader

    reader: Any = JsonlReader(str(folder), glob_pattern="*.jsonl")
    return {
        item.id: Said(item.text, item.metadata.get("date"), item.metadata["language"])
        for item in reader.run()
    }


def _dolma(folder: Path) -> Found:
    import gzip

    with gzip.open(folder / "documents" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    return {
        item["id"]: Said(
            item["text"], item["metadata"].get("published_edtf"), item["metadata"]["lang"]
        )
        for item in items
    }


def _fundus(folder: Path) -> Found:
    found = {}
    for item in _lines(folder):
        sections = item["body"]["sections"]
        parts = [text for s in sections for text in (*s["headline"], *s["paragraphs"])]
        text = "\n\n".join([*item["body"]["summary"], *parts])
        date = item["publishing_date"]
        found[item["article_id"]] = Said(text, date and date.partition(" ")[0], item["lang"])
    return found


def _tei(folder: Path) -> Found:
    from lxml import etree

    tei, xml = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}"
    tree = etree.parse(folder / "corpus.xml")
    tree.xinclude()
    found = {}
    for root in tree.iter(f"{tei}TEI"):
        dates: Any = root.iterfind(f".//{tei}sourceDesc//{tei}date[@type='published']")
        article: Any = root.get(f"{xml}id")
        date = next((item.get("n") for item in dates), None)
        found[article] = Said(_text_of(root, tei), date, root.get(f"{xml}lang"))
    return found


def _text_of(root: Any, tei: str) -> str:
    """The blocks that are part of the text, which TEI knows by their elements."""
    outside = {"title", "kicker", "table", "teaser", "caption", "byline", "dateline"}
    outside |= {"correction", "agency_credit", "ad", "boilerplate"}
    names = {f"{tei}{name}" for name in ("p", "head", "item", "quote", "ab")}
    return "\n\n".join(
        "".join(element.itertext())
        for element in root.find(f"{tei}text").iter()
        if element.tag in names
        and element.get("type") not in outside
        and element.getparent().get("type") != "embed"
        and len(element.attrib)
    )


def _croissant(folder: Path) -> Found:
    import mlcroissant

    tables: dict[str, list[dict[str, Any]]] = {}
    for name in ("articles", "texts"):
        records = mlcroissant.Dataset(jsonld=str(folder / "croissant.json")).records(name)
        tables[name] = [
            {k.partition("/")[2]: v.decode() if isinstance(v, bytes) else v for k, v in r.items()}
            for r in records
        ]
    return _of_rows(tables["articles"], {r["article_id"]: r["text"] for r in tables["texts"]})


_QUERY = "SELECT article_id, text, published_edtf, lang FROM articles_with_text"


def _duckdb(folder: Path) -> Found:
    import duckdb

    with closing(duckdb.connect(str(folder / "corpus.duckdb"), read_only=True)) as connection:
        return {row[0]: Said(*row[1:]) for row in connection.execute(_QUERY).fetchall()}


def _sqlite(folder: Path) -> Found:
    with closing(sqlite3.connect(folder / "corpus.sqlite")) as connection:
        return {row[0]: Said(*row[1:]) for row in connection.execute(_QUERY)}


def _markdown(folder: Path) -> Found:
    import yaml

    found = {}
    for path in sorted(folder.glob("articles/*/*.md")):
        _, matter, body = path.read_text("utf-8").split("---\n", 2)
        fields: Any = yaml.safe_load(matter)  # type: ignore[no-untyped-call]
        text = _read_markdown(body, has_title=bool(fields.get("title")))
        found[fields["article_id"]] = Said(text, fields.get("published_edtf"), fields["lang"])
    return found


def _read_markdown(body: str, *, has_title: bool) -> str:
    """The text below the title, without the divisions."""
    from markdown_it import MarkdownIt

    parts, outside = [], False
    for token in MarkdownIt().parse(body):
        if token.type != "inline":
            continue
        lines = ["".join(c.content or "\n" for c in token.children or [])]
        if lines[0].startswith("::: {"):
            outside = True
        if not outside:
            parts += lines
        outside = outside and not lines[0].endswith("\n:::")
    return "\n\n".join(parts[1:] if has_title else parts)


def _schemaorg(folder: Path) -> Found:
    import rdflib

    graph, name = rdflib.Graph(), "https://schema.org/{}".format
    for item in _lines(folder):
        graph.parse(data=json.dumps(item), format="json-ld")
    found = {}
    for subject in graph.subjects(rdflib.RDF.type, rdflib.URIRef(name("NewsArticle"))):
        values = [
            graph.value(subject, rdflib.URIRef(name(key)))
            for key in ("articleBody", "datePublished", "inLanguage")
        ]
        text, date, lang = (None if value is None else str(value) for value in values)
        found[str(subject).rpartition(":")[2]] = Said(text, date and date[:10], lang)
    return found


def _ninjs(folder: Path) -> Found:
    return {
        item["uri"].rpartition(":")[2]: Said(
            item["bodies"][0]["value"],
            (item.get("contentCreated") or "")[:10] or None,
            item["language"],
        )
        for item in _lines(folder)
    }


def _docbin(folder: Path) -> Found:
    import spacy

    docs = spacy.tokens.DocBin().from_disk(folder / "corpus.spacy")
    return {
        item.user_data["article_id"]: Said(
            item.text, item.user_data.get("published_edtf"), item.user_data["lang"]
        )
        for item in docs.get_docs(spacy.blank("de").vocab)
    }


def _bagit(folder: Path) -> Found:
    import bagit

    bag: Any = bagit.Bag(str(folder))  # type: ignore[no-untyped-call]
    assert bag.validate()
    return _csv(folder / "data")


def _rocrate(folder: Path) -> Found:
    from rocrate.rocrate import ROCrate

    crate: Any = ROCrate(str(folder))  # type: ignore[no-untyped-call]
    assert crate.get("articles.csv") is not None
    return _csv(folder)


READERS: dict[str, Reader] = {
    "datapackage": Reader("frictionless-py {}", _frictionless, "frictionless"),
    "parquet": Reader("polars {}", _polars, "polars"),
    "csv": Reader("Python's csv", _csv),
    "jsonl": Reader("Python's json", _jsonl),
    "vrt": Reader("a strict reader of the tests", _vrt),
    "conllu": Reader("conllu {}", _conllu, "conllu"),
    "hf": Reader("datasets {}", _hf, "datasets"),
    "datatrove": Reader("datatrove {}", _datatrove, "datatrove"),
    "dolma": Reader("Python's gzip and json", _dolma),
    "fundus": Reader("Python's json; pressmark's own reader", _fundus),
    "tei": Reader("lxml {}, with TEI's RelaxNG", _tei, "lxml"),
    "croissant": Reader("mlcroissant {}", _croissant, "mlcroissant"),
    "duckdb": Reader("DuckDB {}", _duckdb, "duckdb"),
    "sqlite": Reader("SQLite; datasette {}", _sqlite, "datasette"),
    "markdown": Reader("markdown-it-py {}, PyYAML", _markdown, "markdown-it-py"),
    "schemaorg": Reader("rdflib {}", _schemaorg, "rdflib"),
    "ninjs": Reader("jsonschema {}, with ninjs' schema", _ninjs, "jsonschema"),
    "docbin": Reader("spaCy {}", _docbin, "spacy"),
    "rocrate": Reader("rocrate {}", _rocrate, "rocrate"),
    "bagit": Reader("bagit {}", _bagit, "bagit"),
}
