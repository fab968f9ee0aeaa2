"""TEI: valid by TEI's own schema, and the same blocks, dates and places when read back."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

import exported_corpus
from exported_corpus import MAY, UNDATED, WINTER
from pressmark.check import verify
from pressmark.export import Choices, export, folders
from pressmark.export.markup import Markup
from pressmark.export.tei_body import Span, inline
from pressmark.export.tei_dates import of_edtf
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.dataset import Dataset

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SCHEMA = Path(__file__).parent / "tei" / "articles.rng"
_BLOCKS = {"p", "head", "item", "quote", "ab"}
_KINDS = {"p": "paragraph", "item": "list_item", "quote": "quote_block"}


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("tei") / "out"
    export(dataset, target, "tei")
    return target


def documents(folder: Path) -> dict[str, Any]:
    """The documents by their ids."""
    roots: list[Any] = [
        etree.parse(path).getroot() for path in sorted(folder.glob("articles/*/*.xml"))
    ]
    return {root.get(f"{XML}id"): root for root in roots}


def blocks(root: Any) -> Iterator[dict[str, Any]]:
    """The blocks of a document as rows."""
    for element in root.iter():
        name = str(element.tag).removeprefix(TEI)
        if name not in _BLOCKS or element.get(f"{XML}id") is None:
            continue
        kind = _KINDS.get(name) or element.get("type") or "heading"
        place = (element.get("source") or "#char=,").partition("#char=")[2].split(",")
        yield {
            "block_id": element.get(f"{XML}id"),
            "kind": "embed" if element.getparent().get("type") == "embed" else kind,
            "lang": element.get(f"{XML}lang"),
            "text": "".join(element.itertext()),
            "src_start": int(place[0]) if place[0] else None,
            "src_end": int(place[1]) if place[1] else None,
            "kind_confidence": round(float(element.get("cert")) * 1000),
        }


def faults(schema: etree.RelaxNG, root: Any) -> list[str]:
    schema.validate(root)
    return [f"{entry.line}: {entry.message}" for entry in schema.error_log]


def test_every_document_is_valid_by_teis_schema(folder: Path, schema: etree.RelaxNG) -> None:
    found = documents(folder)
    assert set(found) == {MAY, WINTER, UNDATED}
    assert {key: faults(schema, root) for key, root in found.items()} == {key: [] for key in found}


def test_the_schema_refuses_what_tei_does(folder: Path, schema: etree.RelaxNG) -> None:
    may = documents(folder)[MAY]
    for change in ("when", "order", "id"):
        root = copy.deepcopy(may)
        if change == "when":
            next(root.iter(f"{TEI}date")).set("when", "2018-5")
        elif change == "order":
            division = root.find(f".//{TEI}div")
            division.append(division[0])
        else:
            root.set(f"{XML}id", "1a")
        assert faults(schema, root), change


def test_the_corpus_includes_every_document(folder: Path, schema: etree.RelaxNG) -> None:
    tree = etree.parse(folder / "corpus.xml")
    tree.xinclude()
    # XInclude says where a part came from; the DTD's attribute is not in the restriction.
    parts: Any = tree.getroot()
    for part in parts:
        part.attrib.pop(f"{XML}base", None)
    assert faults(schema, tree) == []
    assert [part.get(f"{XML}id") for part in tree.iter(f"{TEI}TEI")] == [MAY, UNDATED, WINTER]
    assert list(verify(folder)) == []


def test_every_block_comes_back_with_kind_language_text_and_place(
    folder: Path, dataset: Dataset
) -> None:
    found = {
        block["block_id"]: block for root in documents(folder).values() for block in blocks(root)
    }
    expected = {row["block_id"]: row for row in dataset.arrow("blocks").to_pylist()}
    assert set(found) == set(expected)
    for key, block in found.items():
        assert block == {name: expected[key][name] for name in block}


def test_a_month_stays_a_month_and_an_interval_has_two_ends(folder: Path) -> None:
    found = documents(folder)
    published = {
        key: dict(date.attrib)
        for key, root in found.items()
        for date in root.iter(f"{TEI}date")
        if date.get("type") == "published"
    }
    assert published == {
        MAY: {"type": "published", "n": "2018-05", "when": "2018-05"},
        WINTER: {
            "type": "published",
            "n": "2019-12/2020-02",
            "notBefore": "2019-12",
            "notAfter": "2020-02",
        },
    }
    written = found[MAY].find(f".//{TEI}creation/{TEI}date")
    assert (written.get("notBefore"), written.get("notAfter")) == ("2018-05-01", "2018-05-31")


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2018", {"when": "2018"}),
        ("2018-05-30", {"when": "2018-05-30"}),
        ("2018-05-XX", {"when": "2018-05"}),
        ("2018-XX-XX", {"when": "2018"}),
        ("2018?", {"when": "2018", "cert": "low"}),
        ("gestern", {}),
        ("2018-05~", {"when": "2018-05", "precision": "low"}),
    ],
)
def test_edtf_is_said_as_far_as_tei_can(edtf: str, expected: dict[str, str]) -> None:
    assert of_edtf(edtf) == {"n": edtf, **expected}


def test_embeds_and_teasers_are_typed_and_links_point(folder: Path) -> None:
    may = documents(folder)[MAY]
    post = may.find(f".//{TEI}cit[@type='embed']/{TEI}bibl")
    assert post.get("subtype") == "twitter"
    assert post.findtext(f"{TEI}idno") == "adalenk"
    assert post.find(f"{TEI}date").get("when") == "2018-05-30"
    link = may.find(f".//{TEI}ab[@type='teaser']/{TEI}ref")
    assert (link.get("type"), link.get("target"), link.text) == (
        "related",
        f"#{WINTER}",
        "Der Winter",
    )


def test_quotes_and_times_are_elements_in_the_text(folder: Path, dataset: Dataset) -> None:
    rows = [row for row in dataset.arrow("annotations").to_pylist() if row["layer"] == "quote"]
    quotes = [q for root in documents(folder).values() for q in root.iter(f"{TEI}q")]
    assert [(q.get(f"{XML}id"), "".join(q.itertext())) for q in quotes] == [
        (row["annotation_id"], row["text"]) for row in rows
    ]
    assert quotes


def test_spans_may_stand_in_each_other_and_not_across() -> None:
    spans = [
        Span(2, 8, "q", {}),
        Span(4, 6, "date", {}),
        Span(7, 9, "ref", {}),
        Span(9, 10, "q", {}),
    ]
    assert inline(Markup(), "0123456789", spans) == ("01<q>23<date>45</date>67</q>8<q>9</q>")


def test_text_only_leaves_out_embeds_and_teasers(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "tei", choices=Choices(text_only=True))
    kinds = [block["kind"] for block in blocks(documents(tmp_path / "out")[MAY])]
    assert kinds == ["paragraph", "heading", "unknown"]


def test_hostile_text_stays_text(tmp_path: Path, schema: etree.RelaxNG) -> None:
    hostile = '</p><script x="1">&amp;]]> \x00\ufffe\r\n\u2028\u0085 😀 <!-- '
    tables = exported_corpus.rows()
    for article in tables["articles"]:
        article |= {"title": hostile, "title_basis": "stated", "outlet": hostile, "kicker": "\r"}
        article |= {"keywords": [hostile], "authors": [hostile], "canonical_url": hostile}
    for embed in tables["embeds"]:
        embed |= {"urls": ['https://a.example/ b?<>"\n'], "author_name": hostile}
    for source in tables["sources"]:
        source["path"] = f'a b/<ü>&"#?%{source["path"]}'
    (tmp_path / "dataset").mkdir()
    dataset = exported_corpus.written(tmp_path / "dataset", tables)
    package = export(dataset, tmp_path / "out", "tei")
    found = documents(tmp_path / "out")
    held = hostile.replace("\x00", "\ufffd").replace("\ufffe", "\ufffd")
    for root in found.values():
        assert faults(schema, root) == []
        assert root.findtext(f".//{TEI}title") == held
        assert root.findtext(f".//{TEI}title[@type='kicker']") == "\r"
    assert package.pressmark is not None
    assert (package.pressmark.model_extra or {})["replaced_characters"] > 0


def test_more_articles_than_files_should_be_are_refused(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST", 2)
    with pytest.raises(UsageError, match="3 articles are too many for tei"):
        export(dataset, tmp_path / "out", "tei")
    assert not (tmp_path / "out").exists()
