"""Citations: the same facts as CFF, DataCite, Zenodo, BibTeX and APA."""

import json

import pytest
from ruamel.yaml import YAML

from pressmark.versions.citation import apa, bibtex, cff, datacite, read_cff, work_of, zenodo
from pressmark_schema.descriptor import Package
from pressmark_schema.errors import IntegrityError

DIGEST = "ab" * 32
PACKAGE = Package.model_validate(
    {
        "name": "harbour",
        "title": "Häfen & Schiffe_1",
        "version": "1.2.0",
        "created": "2024-03-01T12:00:00Z",
        "homepage": "https://harbour.example/{news}",
        "keywords": ["harbour"],
        "licenses": [{"name": "CC-BY-4.0"}],
        "contributors": [
            {"title": "Ada B. Lenk", "givenName": "Ada B.", "familyName": "Lenk"},
            {"title": "Institut für Häfen", "roles": ["creator"]},
            {"title": "Hafenverlag", "roles": ["publisher"]},
        ],
        "resources": [{"name": "texts", "path": "texts.csv"}],
        "pressmark": {
            "format_version": "1",
            "dataset": "package",
            "producer": "pressmark 0",
            "languages": ["de"],
        },
    }
)
WORK = work_of(PACKAGE, DIGEST)
NOBODY = work_of(PACKAGE.model_copy(update={"contributors": None, "licenses": None}), None)


def test_a_citation_file_states_who_what_when_and_the_hash() -> None:
    stated = YAML(typ="safe").load(cff(WORK))
    assert stated["cff-version"] == "1.2.0"
    assert stated["authors"] == [
        {"family-names": "Lenk", "given-names": "Ada B."},
        {"name": "Institut für Häfen"},
    ]
    assert (stated["version"], str(stated["date-released"])) == ("1.2.0", "2024-03-01")
    assert stated["license"] == "CC-BY-4.0"
    assert stated["identifiers"][0]["value"] == f"sha256:{DIGEST}"


def test_what_a_person_wrote_into_it_stays_and_the_version_is_new() -> None:
    by_hand = cff(WORK).replace("title: ", "doi: 10.1234/abc # ours\ntitle: ").replace("1.2.0", "1")
    again = cff(WORK, by_hand)
    assert "doi: 10.1234/abc # ours" in again
    assert again.count("sha256:") == 1
    assert YAML(typ="safe").load(again)["version"] == "1.2.0"


def test_it_is_read_back() -> None:
    read = read_cff(cff(WORK))
    assert (read.title, read.version, read.date, read.sha256) == (
        WORK.title,
        WORK.version,
        WORK.date,
        DIGEST,
    )
    assert [author.name for author in read.authors] == ["Ada B. Lenk", "Institut für Häfen"]
    assert read_cff(cff(NOBODY)).authors == ()


@pytest.mark.parametrize("text", ["- a\n", "title: [", "title: x\nauthors: 3\n", "x: 1"])
def test_what_is_no_citation_file_is_told(text: str) -> None:
    with pytest.raises(IntegrityError, match=r"CITATION\.cff"):
        read_cff(text)


def test_apa_names_authors_year_version_and_place() -> None:
    assert apa(WORK) == (
        "Lenk, A. B., & Institut für Häfen. (2024). Häfen & Schiffe_1 (Version 1.2.0) "
        f"[Data set]. Hafenverlag. https://harbour.example/{{news}} sha256:{DIGEST}"
    )
    assert apa(NOBODY).startswith("Häfen & Schiffe_1 (Version 1.2.0) [Data set]. (2024).")


def test_bibtex_holds_nothing_that_tex_would_run() -> None:
    entry = bibtex(WORK)
    assert entry.startswith("@dataset{hafen_schiffe_1_1.2.0,")
    assert "title = {Häfen \\& Schiffe\\_1}" in entry
    assert "author = {Lenk, Ada B. and {Institut für Häfen}}" in entry
    assert "%7Bnews%7D" in entry


def test_an_archive_is_told_what_is_unknown() -> None:
    stated = json.loads(datacite(NOBODY))
    assert stated["creators"] == [{"name": "(:unav)"}]
    assert stated["publisher"] == {"name": "(:unav)"}
    assert json.loads(datacite(WORK))["rightsList"][0]["rightsIdentifierScheme"] == "SPDX"
    assert json.loads(datacite(WORK))["language"] == "de"


def test_an_internal_version_is_not_open() -> None:
    assert json.loads(zenodo(WORK, "internal"))["access_right"] == "restricted"
    public = json.loads(zenodo(WORK, "public"))
    assert (public["access_right"], public["license"]) == ("open", "cc-by-4.0")
