"""Citations: the same facts as CFF, DataCite, Zenodo, BibTeX and APA."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from ruamel.yaml import YAML

from pressmark.versions.citation import apa, bibtex, cff, datacite, read_cff, work_of, zenodo
from pressmark.versions.citation.work import Work
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


DATACITE = {
    *("identifiers", "creators", "titles", "publisher", "publicationYear", "types"),
    *("schemaVersion", "subjects", "contributors", "dates", "language", "alternateIdentifiers"),
    *("relatedIdentifiers", "sizes", "formats", "version", "rightsList", "descriptions"),
    *("geoLocations", "fundingReferences", "relatedItems"),
}
"""The properties of DataCite's Metadata Schema 4 in JSON; it allows no other."""
ZENODO = {
    *("upload_type", "title", "creators", "description", "access_right", "access_conditions"),
    *("license", "publication_date", "keywords", "version", "language", "notes", "doi"),
    *("related_identifiers", "contributors", "references", "communities", "subjects"),
}
"""Those of Zenodo's deposits that a dataset may have."""
WORKS = [
    WORK,
    NOBODY,
    replace(WORK, doi="10.1234/harbour", keywords=("steg", "steg", "kran")),
    replace(WORK, licences=("LicenseRef-press",)),
    replace(WORK, licences=("CC-BY-4.0", "MIT")),
]


@pytest.mark.parametrize("work", WORKS)
def test_datacite_json_has_what_its_schema_asks_for_and_nothing_else(work: Work) -> None:
    """https://github.com/datacite/schema, kernel 4: required, vocabularies, unique items."""
    stated = json.loads(datacite(work))
    required = ("identifiers", "creators", "titles", "publisher", "publicationYear", "types")
    assert set(stated) <= DATACITE
    assert set(required) | {"schemaVersion"} <= set(stated)
    assert stated["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    assert all(item["identifier"] and item["identifierType"] for item in stated["identifiers"])
    assert all(creator["name"] for creator in stated["creators"])
    assert {creator.get("nameType", "Personal") for creator in stated["creators"]} <= {
        "Personal",
        "Organizational",
    }
    assert stated["types"] == {"resourceTypeGeneral": "Dataset", "resourceType": "News corpus"}
    assert re.fullmatch("[0-9]{4}", stated["publicationYear"])
    for item in stated.get("dates", []):
        assert item["dateType"] == "Issued"
        assert date.fromisoformat(item["date"])
    for item in stated.get("descriptions", []):
        assert item["descriptionType"] == "Abstract"
    for item in stated.get("relatedIdentifiers", []):
        assert (item["relatedIdentifierType"], item["relationType"]) == ("URL", "IsDescribedBy")
    for name in ("subjects", "formats", "rightsList", "creators", "alternateIdentifiers"):
        items = [json.dumps(item) for item in stated.get(name, [])]
        assert len(items) == len(set(items))


@pytest.mark.parametrize("tier", ["internal", "public"])
@pytest.mark.parametrize("work", WORKS)
def test_zenodo_metadata_has_what_a_deposit_needs(work: Work, tier: str) -> None:
    """https://developers.zenodo.org: open needs a licence, restricted says on which conditions."""
    stated = json.loads(zenodo(work, tier))
    assert set(stated) <= ZENODO
    assert {"upload_type", "title", "creators", "description", "access_right"} <= set(stated)
    assert stated["upload_type"] == "dataset"
    assert stated["creators"]
    assert all(set(creator) == {"name"} and creator["name"] for creator in stated["creators"])
    assert stated["description"]
    assert ("license" in stated) == (stated["access_right"] == "open")
    assert ("access_conditions" in stated) == (stated["access_right"] == "restricted")
    assert len(stated.get("keywords", [])) == len(set(stated.get("keywords", [])))
    if "publication_date" in stated:
        assert date.fromisoformat(stated["publication_date"])


def test_a_public_version_without_one_known_licence_is_not_called_open() -> None:
    """Zenodo gives an open dataset without a licence one that nobody stated."""
    for licences in ((), ("LicenseRef-press",), ("CC-BY-4.0", "MIT")):
        stated = json.loads(zenodo(replace(WORK, licences=licences), "public"))
        assert stated["access_right"] == "restricted"
        assert "license" not in stated
