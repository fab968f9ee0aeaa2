"""What pages state becomes columns with their basis, evidence with its place, and findings."""

from typing import Any

import pytest

from pressmark.check import apply_rules
from pressmark.check.integrity import integrity
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow.steps import build
from raw_input import MORE, PROSE, write
from web_pages import TITLE, URL, ld, meta, news, web_page

TOML = """\
[corpus]
name = "deich"
languages = ["de"]
[read]
include = ["*.html"]
paths = ["raw/{outlet}/*.html"]
[metadata]
table = "meta.csv"
"""
TABLE = "file,native_id,title,published,access\ndaheim/told.html,7,Anders,2020,free\n"
BODY = f"<main><article><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></article></main>"
STATED = news(
    headline=TITLE,
    datePublished="2021-06-03T22:45:10Z",
    dateModified="2021-06-05T08:00:00+02:00",
    author={"@type": "Person", "name": "Wiebke Aal"},
    articleSection="Lokales",
    keywords=["Schleuse", "Hafen"],
    isAccessibleForFree=False,
)
HEAD = (
    f"<title>{TITLE} | Deichbote</title>",
    meta("og:site_name", "Deichbote"),
    f'<link rel="canonical" href="{URL}">',
    meta("tdm-reservation", "1"),
    meta("tdm-policy", "https://www.deichbote.example/tdm.json"),
    '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
    ld(STATED),
)


EARLY, DATED = "2021-06-01", ("jsonld[0].datePublished", "jsonld[0].dateModified")
CONTRADICTIONS: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "another title": (
        (meta("og:title", "Freie Fahrt am Altwasser"), ld(news(headline=TITLE))),
        [("PM217", f"{TITLE} in h1[0], Freie Fahrt am Altwasser")],
    ),
    "the same title with an overline": (
        (meta("og:title", f"Wasserbau: {TITLE}"), ld(news(headline=TITLE))),
        [],
    ),
    "a foreign address": (
        (meta("og:url", URL), '<link rel="canonical" href="https://talbote.example/17.html">'),
        [
            ("PM218", "https://talbote.example/17.html in link[rel=canonical][0]"),
            ("PM218", f"{URL} in meta[og:url]"),
        ],
    ),
    "the same address twice": (
        (f'<link rel="canonical" href="{URL}?2">', meta("og:url", f"{URL}?2")),
        [],
    ),
    "broken data": ((ld("{'headline': 'x'}"),), [("PM219", "jsonld[0]: no JSON")]),
    "sound data": ((ld(news(headline=TITLE)),), []),
    "no date": (
        (ld(news(datePublished="0000-00-00")),),
        [("PM207", f"0000-00-00 in {DATED[0]}")],
    ),
    "two days": (
        (ld(news(datePublished="2021-06-03")), meta("date", "2021-06-05")),
        [("PM215", "2021-06-05 in meta[date], 2021-06-03 in structured data")],
    ),
    "a day and its month": (
        (ld(news(datePublished="2021-06-03")), meta("date", "2021-06")),
        [],
    ),
    "changed before published": (
        (ld(news(datePublished="2021-06-03", dateModified=EARLY)),),
        [
            ("PM216", f"modified {EARLY} in {DATED[1]}, published 2021-06-03 in structured data"),
        ],
    ),
    "changed on the same day": (
        (ld(news(datePublished="2021-06-03", dateModified="2021-06-03")),),
        [],
    ),
}
CODES = frozenset({"PM207", "PM215", "PM216", "PM217", "PM218", "PM219"})


def _rows(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    return [row for batch in dataset.batches(table) for row in batch.to_pylist()]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A package of one page that states everything, and one for each contradiction."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        f"{name}.html": web_page(*head, body=BODY) for name, (head, _) in CONTRADICTIONS.items()
    }
    pages["full.html"] = web_page(*HEAD, body=BODY, lang="de")
    pages["daheim/told.html"] = web_page(*HEAD, body=BODY)
    files = {f"raw/{name}": source for name, source in pages.items()}
    write(folder, {"pressmark.toml": TOML, "meta.csv": TABLE, **files})
    build([folder / "raw"], folder / "package", find(folder / "pressmark.toml"))
    return Dataset.open(folder / "package")


def _article(dataset: Dataset, path: str) -> dict[str, Any]:
    sources = {row["source_id"]: row["path"] for row in _rows(dataset, "sources")}
    captures = {sources[row["source_id"]]: row["article_id"] for row in _rows(dataset, "captures")}
    rows = {row["article_id"]: row for row in _rows(dataset, "articles")}
    return rows[captures[path]]


def test_what_a_page_states_becomes_columns(corpus: Dataset) -> None:
    article = _article(corpus, "raw/full.html")

    expected = {
        "article_id_basis": "url",
        "canonical_url": URL,
        "outlet": "Deichbote",
        "outlet_id": "deichbote",
        "title": TITLE,
        "title_basis": "stated",
        "authors": ["Wiebke Aal"],
        "section": "Lokales",
        "keywords": ["Schleuse", "Hafen"],
        "published_raw": "2021-06-03T22:45:10Z",
        "published_edtf": "2021-06-04",
        "published_precision": "second",
        "published_basis": "jsonld",
        "utc_offset": "+02:00",
        "modified_edtf": "2021-06-05",
        "text_to": None,
        "lang": "de",
        "lang_basis": "declared",
        "access": "restricted",
        "rights": "CC-BY-4.0",
        "rights_basis": "page",
        "tdm_reservation": "reserved",
        "tdm_reservation_basis": "tdmrep",
        "tdm_policy": "https://www.deichbote.example/tdm.json",
    }
    assert {name: article[name] for name in expected} == expected
    assert article["published_at"].isoformat() == "2021-06-03T22:45:10+00:00"


def test_every_statement_is_evidence_with_its_place(corpus: Dataset) -> None:
    article = _article(corpus, "raw/full.html")["article_id"]

    rows = [row for row in _rows(corpus, "evidence") if row["article_id"] == article]
    found = {
        (row["field"], row["place"]): (row["value_to"], row["raw"]) for row in rows if row["place"]
    }
    assert found["title", "title"] == (TITLE, f"{TITLE} | Deichbote")
    assert found["title", "h1[0]"] == (TITLE, None)
    assert found["published_edtf", "jsonld[0].datePublished"] == (
        "2021-06-04",
        "2021-06-03T22:45:10Z",
    )
    assert found["keywords", "jsonld[0].keywords[0]"] == ("Schleuse; Hafen", None)
    assert found["rights", "link[rel=license][0]"][0] == "CC-BY-4.0"


def test_a_package_of_pages_is_sound(corpus: Dataset) -> None:
    assert list(integrity(corpus.folder)) == []


def test_the_metadata_table_goes_before_the_page_and_a_paths_outlet_too(corpus: Dataset) -> None:
    article = _article(corpus, "raw/daheim/told.html")

    assert (article["title"], article["published_edtf"]) == ("Anders", "2020")
    assert (article["access"], article["outlet"]) == ("free", "daheim")


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_statements_that_disagree_are_findings(corpus: Dataset, name: str) -> None:
    found = [item for item in apply_rules(corpus) if item.path == f"raw/{name}.html"]

    said = [(item.code, item.observed) for item in found if item.code in CODES]
    assert said == CONTRADICTIONS[name][1]
