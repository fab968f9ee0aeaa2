"""WARC files: each response that is a page or text, its length and digests checked by us."""

import gzip
import hashlib
import re
import zlib
from itertools import pairwise
from pathlib import Path

import brotli
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.markup import Page
from pressmark.read import records, shapes, warc
from pressmark.read.discover import Found
from pressmark.read.gzip_members import Members
from pressmark.read.warc_records import pieces
from pressmark_schema.documents import Document
from raw_input import config
from record_files import accepted, parts, refused
from warc_files import Crawl, crawl, found, page

HTML = ("Content-Type", "text/html; charset=utf-8")


@pytest.fixture(params=["a.warc", "a.warc.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A WARC file as it is, and one with a gzip member for each record."""
    return tmp_path / str(request.param)


def written(path: Path, count: int = 3) -> bytes:
    return crawl(count, gzip=path.suffix == ".gz")


def test_each_response_is_a_document_with_its_place_address_and_time(path: Path) -> None:
    data = written(path)
    documents = accepted(found(path, data))
    assert [document.record_index for document in documents] == [0, 1, 2]
    opening = b"\x1f\x8b" if path.suffix == ".gz" else b"WARC/1"
    for document in documents:
        assert data[document.record_offset or 0 :].startswith(opening)
        assert "neun Höfe" in document.text
        assert document.metadata["retrieved_at"] == "2018-05-30T21:40:00Z"


def test_the_source_is_the_file_and_says_its_reader(path: Path) -> None:
    path.write_bytes(written(path))
    source = next(parts(path, config())).source
    assert (source.reader, source.media_type, source.encoding) == ("warc", "application/warc", None)


def test_what_the_answers_headers_say_of_its_use_goes_along_with_the_page(path: Path) -> None:
    made = Crawl(gzip=path.suffix == ".gz")
    made.add(headers=[HTML, ("TDM-Reservation", "1"), ("Server", "x"), ("X-Robots-Tag", "noai")])
    [document] = accepted(found(path, made.data))
    assert isinstance(document.page, Page)
    assert document.page.headers == (("tdm-reservation", "1"), ("x-robots-tag", "noai"))


def test_records_of_other_kinds_are_counted_by_name_and_are_no_documents(path: Path) -> None:
    made = Crawl(gzip=path.suffix == ".gz")
    made.info()
    made.add(b"a: b", kind="metadata")
    made.add()
    path.write_bytes(made.data)
    from collections import Counter

    counted: Counter[str] = Counter()
    for _ in records.parts(Found(path.name, path), config(), {}, "", None, counted):
        pass
    assert counted == {"warcinfo record": 1, "metadata record": 1}


@pytest.mark.parametrize(
    ("status", "headers", "reason", "detail"),
    [
        ("404 Not Found", [HTML], "http_status", "404 Not Found"),
        ("301 Moved", [HTML], "http_status", "301 Moved"),
        ("200 OK", [("Content-Type", "image/png")], "media_type", "image/png"),
        ("200 OK", [("Content-Type", "application/json")], "media_type", "application/json"),
    ],
)
def test_what_is_no_page_is_quarantined_by_a_reason_of_its_own(
    tmp_path: Path, status: str, headers: list[tuple[str, str]], reason: str, detail: str
) -> None:
    made = Crawl()
    made.add(status=status, headers=headers)
    made.add()
    documents = found(tmp_path / "a.warc", made.data)
    assert refused(documents) == [(0, reason, f"record 0 at byte 0: {detail}")]
    assert len(accepted(documents)) == 1


def test_plain_text_is_read_as_flat_text(tmp_path: Path) -> None:
    made = Crawl()
    latin = [("Content-Type", "text/plain; charset=iso-8859-1")]
    made.add("date 2018-05 Grüße vom Ufer.".encode("latin-1"), latin)
    (document,) = accepted(found(tmp_path / "a.warc", made.data))
    assert document.text == "date 2018-05 Grüße vom Ufer."
    assert document.metadata["canonical_url"] == "https://bote.example/0"


def _chunked(body: bytes) -> bytes:
    halves = (body[:50], body[50:])
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(half), half) for half in halves) + b"0\r\n\r\n"


ENCODED = {
    "gzip": gzip.compress(page(0), mtime=0),
    "x-gzip": gzip.compress(page(0), mtime=0),
    "deflate": zlib.compress(page(0)),
    "br": brotli.compress(page(0)),
    "zstd": pa.compress(page(0), codec="zstd", asbytes=True),
    "gzip, identity": gzip.compress(page(0), mtime=0),
    "gzip, br": brotli.compress(gzip.compress(page(0), mtime=0)),
}


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("coding", ENCODED)
def test_the_encodings_of_http_are_undone(tmp_path: Path, coding: str, *, chunked: bool) -> None:
    headers = [HTML, ("Content-Encoding", coding)]
    body = ENCODED[coding]
    if chunked:
        headers.append(("Transfer-Encoding", "chunked"))
        body = _chunked(body)
    made = Crawl()
    made.add(body, headers)
    (document,) = accepted(found(tmp_path / "a.warc", made.data))
    assert "neun Höfe" in document.text


def test_deflate_without_its_wrapper_is_read_as_browsers_do(tmp_path: Path) -> None:
    made = Crawl()
    made.add(zlib.compress(page(0))[2:-4], [HTML, ("Content-Encoding", "deflate")])
    assert accepted(found(tmp_path / "a.warc", made.data))


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd"])
def test_an_encoding_that_the_crawler_has_undone_already_is_not_undone_twice(
    tmp_path: Path, coding: str
) -> None:
    made = Crawl()
    made.add(page(0), [HTML, ("Content-Encoding", coding), ("Transfer-Encoding", "chunked")])
    assert len(accepted(found(tmp_path / "a.warc", made.data))) == 1


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd"])
def test_a_body_whose_encoded_data_is_cut_is_quarantined(tmp_path: Path, coding: str) -> None:
    made = Crawl()
    made.add(ENCODED[coding][:-6], [HTML, ("Content-Encoding", coding)])
    ((_, reason, detail),) = refused(found(tmp_path / "a.warc", made.data))
    assert reason == "malformed"
    assert "cut" in detail


def test_a_body_without_its_last_chunk_is_quarantined(tmp_path: Path) -> None:
    made = Crawl()
    made.add(_chunked(page(0))[:-5], [HTML, ("Transfer-Encoding", "chunked")])
    ((_, reason, detail),) = refused(found(tmp_path / "a.warc", made.data))
    assert (reason, "cut" in detail) == ("malformed", True)


def test_an_encoding_that_is_not_supported_is_named(tmp_path: Path) -> None:
    made = Crawl()
    made.add(page(0), [HTML, ("Content-Encoding", "compress")])
    ((_, reason, detail),) = refused(found(tmp_path / "a.warc", made.data))
    assert reason == "undecodable"
    assert "'compress' is not supported" in detail


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd"])
def test_a_body_that_unpacks_to_too_much_is_stopped(tmp_path: Path, coding: str) -> None:
    bomb = b"<p>" + b" " * 20_000_000
    packed = {
        "gzip": gzip.compress(bomb),
        "br": brotli.compress(bomb, quality=5),
        "deflate": zlib.compress(bomb),
        "zstd": pa.compress(bomb, codec="zstd", asbytes=True),
    }
    made = Crawl()
    made.add(packed[coding], [HTML, ("Content-Encoding", coding)])
    ((_, reason, _),) = refused(found(tmp_path / "a.warc", made.data))
    assert reason == "too_large"


@pytest.mark.parametrize("header", ["WARC-Block-Digest", "WARC-Payload-Digest"])
def test_a_digest_that_differs_is_found(tmp_path: Path, header: str) -> None:
    data = re.sub(rb"(%s: sha1:)." % header.encode(), rb"\g<1>2", crawl(1))
    if data == crawl(1):
        data = re.sub(rb"(%s: sha1:)." % header.encode(), rb"\g<1>3", crawl(1))
    ((_, reason, detail),) = refused(found(tmp_path / "a.warc", data))
    assert reason == "malformed"
    assert f"its {header.split('-')[1].lower()} digest is not sha1:" in detail


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512", "blake2b"])
def test_digests_are_checked_in_each_algorithm_in_hexadecimals_too(
    tmp_path: Path, algorithm: str
) -> None:
    good, bad = Crawl(), Crawl()
    good.add()
    bad.add(page(1))
    digest = f"{algorithm}:{hashlib.new(algorithm, page(0)).hexdigest()}"
    assert accepted(found(tmp_path / "a.warc", with_payload_digest(good.data, digest)))
    ((_, reason, _),) = refused(found(tmp_path / "a.warc", with_payload_digest(bad.data, digest)))
    assert reason == "malformed"


def with_payload_digest(data: bytes, digest: str) -> bytes:
    """A file of one record with this digest instead of its own."""
    return re.sub(rb"(WARC-Payload-Digest: )[^\r]+", rb"\g<1>" + digest.encode(), data)


def test_a_payload_digest_may_be_of_the_body_with_its_chunks_or_without(tmp_path: Path) -> None:
    for form in (page(0), _chunked(page(0))):
        digest = f"sha1:{hashlib.sha1(form, usedforsecurity=False).hexdigest()}"
        made = Crawl()
        made.add(_chunked(page(0)), [HTML, ("Transfer-Encoding", "chunked")])
        assert accepted(found(tmp_path / "a.warc", with_payload_digest(made.data, digest)))


def test_what_the_crawler_says_it_cut_is_quarantined(tmp_path: Path) -> None:
    made = Crawl()
    made.add(own={"WARC-Truncated": "length"})
    ((_, reason, detail),) = refused(found(tmp_path / "a.warc", made.data))
    assert (reason, "WARC-Truncated: length" in detail) == ("malformed", True)


def test_a_file_cut_anywhere_gives_the_records_before_and_tells_the_last(path: Path) -> None:
    data = written(path)
    whole = found(path, data)
    starts = [document.record_offset or 0 for document in whole]
    for end in range(starts[0] + 3, len(data), 37):
        documents = found(path, data[:end])
        before = sum(1 for start in [*starts[1:], len(data)] if start <= end)
        texts = [document.text for document in accepted(documents)]
        assert texts[:before] == [document.text for document in accepted(whole)][:before]
        if end not in {*starts, len(data)} and len(accepted(documents)) == before:
            assert len(refused(documents)) == 1, end


def test_a_flipped_bit_costs_the_records_it_is_in_and_no_other(path: Path) -> None:
    data = written(path, 4)
    texts = {document.text for document in accepted(found(path, data))}
    for at in range(0, len(data), 53):
        damaged = bytearray(data)
        damaged[at] ^= 0x10
        documents = found(path, bytes(damaged))
        good = [document.text for document in accepted(documents)]
        assert set(good) <= texts, at
        # Never more than two: the one that is hit, and one whose beginning was hidden by it.
        assert len(good) >= 2, at
        assert len(good) + len(refused(documents)) >= 3, at


def test_a_header_that_claims_a_gigabyte_hides_none_of_the_records_behind_it(path: Path) -> None:
    made = crawl(3)
    lied = re.sub(
        rb"Content-Length: \d+\r\n\r\nHTTP", b"Content-Length: 999999999\r\n\r\nHTTP", made, count=1
    )
    if path.suffix == ".gz":
        starts = [match.start() for match in re.finditer(rb"WARC/1\.", lied)] + [len(lied)]
        lied = b"".join(gzip.compress(lied[a:b]) for a, b in pairwise(starts))
    documents = found(path, lied)
    assert len(accepted(documents)) == 2
    ((_, reason, detail),) = refused(documents)
    assert reason == "malformed"
    assert "of 999999999 bytes of its block are there" in detail


@pytest.mark.parametrize("by", [-9, 9, 700])
def test_a_length_that_is_a_little_wrong_is_noticed_without_digests(path: Path, by: int) -> None:
    made = re.sub(rb"WARC-(Block|Payload)-Digest: [^\r]+\r\n", b"", crawl(3))
    length = re.compile(rb"Content-Length: (\d+)(?=\r\n\r\nHTTP)")
    lied = length.sub(lambda m: b"Content-Length: %d" % (int(m[1]) + by), made, count=1)
    documents = found(path.with_suffix(".warc"), lied)
    assert len(accepted(documents)) == 2
    assert [reason for _, reason, _ in refused(documents)] == ["malformed"]


def test_a_record_above_the_limit_is_passed_over(path: Path) -> None:
    made = Crawl(gzip=path.suffix == ".gz")
    made.add()
    made.add(page(1) + b" " * 90_000)
    made.add()
    limited = config(read={"max_bytes": 50_000})
    documents = found(path, made.data, limited)
    assert [(index, reason) for index, reason, _ in refused(documents)] == [(1, "too_large")]
    assert len(accepted(documents)) == 2


def test_a_file_that_is_compressed_as_a_whole_is_read_too(tmp_path: Path) -> None:
    documents = found(tmp_path / "a.warc.gz", gzip.compress(crawl(3)))
    assert len(accepted(documents)) == 3


def test_what_is_no_warc_file_is_quarantined(tmp_path: Path) -> None:
    ((_, reason, detail),) = refused(found(tmp_path / "a.warc", b"<html>no WARC</html>"))
    assert (reason, "no WARC record begins here" in detail) == ("malformed", True)


def test_a_gzip_member_that_is_a_bomb_is_stopped_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pressmark.read import gzip_members

    monkeypatch.setattr(gzip_members, "FLOOR", 2**20)
    bomb = gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n" + b"\0" * 2**24)
    documents = found(tmp_path / "a.warc.gz", bomb + crawl(2, gzip=True))
    assert len(accepted(documents)) == 2
    assert [reason for _, reason, _ in refused(documents)] == ["resource_limit"]


def test_nested_members_do_not_make_reading_quadratic() -> None:
    # Each opens as a record does and is damaged at its very end, so that all bytes are read again.
    import io

    member = gzip.compress(b"WARC/1.0\r\n" + b"x" * 300, compresslevel=0)[:-8] + b"damaged!"
    stream = io.BytesIO(member * 400)
    members, read_bytes = Members(stream), 0
    while members.begin():
        try:
            while data := members.read():
                read_bytes += len(data)
        except ValueError:
            members.leave(b"WARC/")
    assert read_bytes < 4 * len(member) * 400


def test_without_the_library_the_hint_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from pressmark_schema.errors import EnvironmentFaultError

    monkeypatch.setitem(sys.modules, "fastwarc", None)
    (tmp_path / "a.warc").write_bytes(crawl(1))
    with pytest.raises(EnvironmentFaultError) as caught:
        shapes.shape("a.warc", tmp_path / "a.warc", warc, config())
    assert "pressmark[warc]" in str(caught.value.hint)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.data())
def test_whatever_is_damaged_each_record_is_a_document_or_quarantined(
    path: Path, data: st.DataObject
) -> None:
    raw = bytearray(written(path))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "insert"])):
            case "flip":
                raw[at] ^= data.draw(st.integers(1, 255))
            case "cut":
                del raw[at : at + data.draw(st.integers(1, 400))]
            case "insert":
                raw[at:at] = data.draw(st.binary(max_size=60))
        if not raw:
            break
    documents = found(path, bytes(raw))
    assert [document.record_index for document in documents] == list(range(len(documents)))
    texts = {document.text for document in accepted(found(path, written(path)))}
    for document in documents:
        if isinstance(document, Document) and document.metadata.get("retrieved_at", "").startswith(
            "2018-05-30"
        ):
            assert document.text in texts or "WARC" in bytes(raw).decode("latin-1")


@given(st.binary(max_size=400))
def test_no_bytes_make_dividing_fail(data: bytes) -> None:
    import io

    for opening in (
        b"",
        b"WARC/1.0\r\n",
        b"WARC/1.0\r\nContent-Length: 5\r\n\r\n",
        b"\x1f\x8b\x08",
    ):
        list(pieces(io.BytesIO(opening + data), 1_000))
