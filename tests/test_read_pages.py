"""Reading pages: bytes by what declares them, files by their names, faults as reasons."""

import gzip
import json
from pathlib import Path

import pytest

from article_pages import LAST, document, plain_page, read
from pressmark.config import ReadSection
from pressmark.read import charset, pages
from pressmark.read.files import from_bytes
from pressmark_schema.documents import Document, Quarantined
from raw_input import PROSE, config
from record_files import accepted, mapped
from record_files import read as read_records

UMLAUT = "<p>Der Deich hält größeren Fluten stand – „sicher“.</p>"
TEXT = "Der Deich hält größeren Fluten stand – „sicher“."


def declaring(name: str) -> str:
    """A page that says that it is written in an encoding."""
    return f'<html><head><meta charset="{name}"></head><body>{UMLAUT}</body></html>'


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_page_is_read_as_it_declares_by_the_webs_labels(label: str, codec: str) -> None:
    assert read(declaring(label).encode(codec)).text == TEXT


def test_http_comes_before_the_page_and_a_mark_before_both() -> None:
    lying = declaring("utf-8").encode("cp1252")
    assert read(lying, "text/html; charset=ISO-8859-1").text == TEXT
    marked = b"\xff\xfe" + declaring("iso-8859-1").encode("utf-16-le")
    assert read(marked, "text/html; charset=windows-1252").text == TEXT


def test_what_pressmark_toml_declares_for_the_file_comes_before_http_and_page() -> None:
    options = ReadSection.model_validate(
        {"encoding": [{"glob": "*.html", "encodings": ["cp1252"]}]}
    )
    data = declaring("utf-8").encode("cp1252")
    assert charset.decoded("a.html", data, options, "utf-8").encoding == "cp1252"


def test_an_undeclared_page_is_read_by_the_configured_encodings_only() -> None:
    data = f"<html><body>{UMLAUT}</body></html>".encode("cp1252")
    refused = document(data)
    assert isinstance(refused, Quarantined)
    assert refused.reason == "undecodable"
    assert "cp1252" in refused.detail


@pytest.mark.parametrize(
    "html",
    [
        '<?xml version="1.0" encoding="iso-8859-1"?><html><body>{}</body></html>',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>a</p>{}',
        "<META CHARSET=latin1 ><p>a</p>{}",
    ],
)
def test_declarations_have_many_forms(html: str) -> None:
    assert read(html.format(UMLAUT).encode("cp1252")).text.endswith(TEXT)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<p>a\0b</p>", "binary"),
        (b"", "empty"),
        (b"<html><body><script>x()</script></body></html>", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        (b"<div>" * 100_000, "resource_limit"),
        (b'<meta charset="utf-8"><p>\xff\xfe\xfd</p>', "undecodable"),
    ],
)
def test_a_faulty_page_is_quarantined_with_its_reason(data: bytes, reason: str) -> None:
    found = document(data)
    assert isinstance(found, Quarantined)
    assert found.reason == reason


@pytest.mark.parametrize("name", ["a.html", "b/C.HTM", "a.xhtml", "a.html.gz", "a.HTML.ZST"])
def test_pages_are_known_by_their_names(name: str) -> None:
    assert pages.is_page(name)
    assert not pages.is_page(name + ".txt")


def test_a_compressed_page_is_hashed_as_what_is_in_it() -> None:
    data = plain_page().encode()
    source, found = pages.read(
        from_bytes("a.html.gz", gzip.compress(data), 10**7), ReadSection(), {}
    )
    _, plain = pages.read(from_bytes("a.html", data, 10**7), ReadSection(), {})
    assert (source.reader, source.media_type) == ("html", "application/gzip")
    assert found.record_sha256 == plain.record_sha256


def test_a_page_above_the_limit_is_too_large() -> None:
    _, found = pages.read(from_bytes("a.html", b"<p>" * 100, 99), ReadSection(), {})
    assert isinstance(found, Quarantined)
    assert found.reason == "too_large"


def test_a_record_with_a_page_is_read_as_that_page(tmp_path: Path) -> None:
    row = {"page": plain_page(), "body": "Nur ein Anriss.", "link": "https://a.example/1"}
    fields = {"html": "page", "text": "body", "canonical_url": "link"}
    both = [row, row | {"page": None}]
    data = "\n".join(map(json.dumps, both)).encode()
    page, text = accepted(read_records(tmp_path / "a.jsonl", data, mapped(fields)))
    assert PROSE in page.text
    assert LAST in page.text
    assert page.metadata["canonical_url"] == "https://a.example/1"
    assert page.page is not None
    assert (text.text, text.page) == ("Nur ein Anriss.", None)


def test_a_page_alone_is_enough_of_a_mapping(tmp_path: Path) -> None:
    data = json.dumps({"page": plain_page()}).encode()
    (found,) = accepted(read_records(tmp_path / "a.jsonl", data, mapped({"html": "page"})))
    assert isinstance(found, Document)
    assert PROSE in found.text


def test_the_extractor_is_part_of_the_configuration_only_where_it_is_not_the_usual() -> None:
    usual = config()
    assert usual.with_extractor(None).sha256 == usual.with_extractor("full").sha256 == usual.sha256
    assert usual.with_extractor("fast").sha256 != usual.sha256
