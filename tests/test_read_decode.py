"""Bytes become text by mark or by declaration, and are never guessed."""

import codecs

import pytest

from pressmark.config import EncodingRule, ReadSection
from pressmark.read import flat
from pressmark.read.decode import UndecodableError, decode
from pressmark.read.files import from_bytes
from pressmark_schema.documents import Document, Quarantined
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

UMLAUTS = "Über Öl, Maß und 5 €"
LIMIT = 1000


def read(data: bytes, options: ReadSection | None = None, path: str = "a.txt") -> Document:
    _, result = flat.read(from_bytes(path, data, LIMIT), options or ReadSection(), {})
    assert isinstance(result, Document)
    return result


def refused(data: bytes, options: ReadSection | None = None, path: str = "a.txt") -> Quarantined:
    _, result = flat.read(from_bytes(path, data, LIMIT), options or ReadSection(), {})
    assert isinstance(result, Quarantined)
    return result


def basis(data: bytes, options: ReadSection, path: str = "a.txt") -> tuple[str | None, str]:
    source, _ = flat.read(from_bytes(path, data, LIMIT), options, {})
    return source.encoding, source.encoding_basis.value


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark: bytes, name: str) -> None:
    data = mark + UMLAUTS.encode(name)
    assert read(data, ReadSection(encodings=["cp1252"])).text == UMLAUTS
    assert basis(data, ReadSection(encodings=["cp1252"])) == (name, "bom")


def test_line_ends_stay_as_they_are() -> None:
    assert read(b"eins\r\nzwei\rdrei\n").text == "eins\r\nzwei\rdrei\n"


def test_a_second_mark_is_a_character_of_the_text() -> None:
    assert read(codecs.BOM_UTF8 * 2 + b"x").text == "\ufeffx"


def test_a_fallback_is_taken_in_order_and_recorded() -> None:
    options = ReadSection(encodings=["utf-8", "cp1252"])
    assert read(UMLAUTS.encode("cp1252"), options).text == UMLAUTS
    assert basis(UMLAUTS.encode("cp1252"), options) == ("cp1252", "fallback")
    assert basis(UMLAUTS.encode(), options) == ("utf-8", "default")


def test_a_glob_declares_the_encodings_of_its_files_alone() -> None:
    rule = EncodingRule(glob="old/*", encodings=["cp1252"])
    options = ReadSection(encoding=[rule])
    assert basis(UMLAUTS.encode("cp1252"), options, "old/a.txt") == ("cp1252", "declared")
    assert refused(UMLAUTS.encode("cp1252"), options, "new/a.txt").reason == "undecodable"


def test_what_cannot_be_decoded_says_where_and_how_it_would_read() -> None:
    detail = refused(b"Z\xfcrich ist sch\xf6n").detail
    assert "0xfc at offset 1" in detail
    assert "as cp1252 it would read “Zürich ist sc”" in detail
    assert "declare it in [read]" in detail


def test_the_offset_counts_the_byte_order_mark() -> None:
    detail = refused(codecs.BOM_UTF8 + b"abc\xff").detail
    assert "at offset 6" in detail


def test_an_undecodable_file_without_a_likely_reading_gets_no_hint() -> None:
    assert refused(b"\x81\x8d\x8f\x90\x9d\x01\x02").detail.endswith("is not utf-8")


def test_a_nul_byte_makes_a_file_binary() -> None:
    found = refused(b"PK\x03\x04\x00abc")
    assert (found.reason, found.detail) == ("binary", "NUL byte at offset 4")


def test_declared_utf_16_may_hold_nul_bytes() -> None:
    options = ReadSection(encodings=["utf-8", "utf-16-le"])
    assert read("Öl".encode("utf-16-le"), options).text == "Öl"


@pytest.mark.parametrize("data", [b"", b" \n\t", codecs.BOM_UTF8, "\u00a0\u2028".encode()])
def test_a_file_without_text_is_empty(data: bytes) -> None:
    assert refused(data).reason is QuarantineReason.EMPTY


def test_a_file_above_the_limit_is_too_large() -> None:
    assert len(read(b"a" * LIMIT).text) == LIMIT
    assert refused(b"a" * (LIMIT + 1)).reason is QuarantineReason.TOO_LARGE


def test_truncated_utf_16_is_undecodable() -> None:
    with pytest.raises(UndecodableError, match="offset 4"):
        decode(codecs.BOM_UTF16_LE + b"a\x00b", ["utf-8"], declared=False)


def test_a_quarantined_file_has_its_row_with_its_hash() -> None:
    source, _ = flat.read(from_bytes("a.txt", b"\0", LIMIT), ReadSection(), {})
    assert (source.bytes, source.encoding, source.media_type) == (
        1,
        None,
        "application/octet-stream",
    )
    assert source.encoding_basis is EncodingBasis.NONE
    assert source.sha256.startswith("6e340b9c")
