"""Compressed files: read as what is in them, checked to the end, and bounded."""

import gzip
from pathlib import Path

import pyarrow as pa
import pytest

from pressmark.config import ReadSection
from pressmark.read import compressed, flat
from pressmark.read.files import from_bytes
from pressmark_schema.documents import Document, Quarantined
from raw_input import article, config
from record_files import accepted, json_lines, mapped, parts, read, refused, rows

PACK = {
    ".gz": gzip.compress,
    ".zst": lambda data: pa.compress(data, codec="zstd", asbytes=True),
}


@pytest.fixture(params=PACK)
def ending(request: pytest.FixtureRequest) -> str:
    """The ending of a compressed file."""
    return str(request.param)


def test_records_are_those_of_the_file_inside_with_its_offsets(tmp_path: Path, ending: str) -> None:
    plain = read(tmp_path / "a.jsonl", json_lines(rows(3)))
    packed = read(tmp_path / f"a.jsonl{ending}", PACK[ending](json_lines(rows(3))))
    assert [document.text for document in accepted(packed)] == [r["body"] for r in rows(3)]
    assert [d.record_offset for d in packed] == [d.record_offset for d in plain]
    assert [d.record_sha256 for d in packed] == [d.record_sha256 for d in plain]


def test_several_members_in_one_file_are_read_on(tmp_path: Path, ending: str) -> None:
    data = PACK[ending](json_lines(rows(1))) * 3
    assert len(accepted(read(tmp_path / f"a.jsonl{ending}", data))) == 3


def test_the_source_is_the_file_as_it_lies_there(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.csv{ending}"
    path.write_bytes(PACK[ending](b"body\nx\n"))
    source = next(parts(path, mapped({"text": "body"}))).source
    assert (source.reader, source.bytes) == ("csv", path.stat().st_size)
    assert source.media_type == f"application/{'gzip' if ending == '.gz' else 'zstd'}"


def test_a_stream_that_is_cut_gives_the_records_before_and_says_so(
    tmp_path: Path, ending: str
) -> None:
    import random

    noise = random.Random(7)  # noqa: S311 - noise that does not pack, the same each time
    many = [{**r, "x": noise.randbytes(900).hex()} for r in rows(400)]
    data = PACK[ending](json_lines(many))
    found = read(tmp_path / f"a.jsonl{ending}", data[: len(data) * 2 // 3])
    assert accepted(found)
    ((index, reason, detail),) = refused(found)
    assert (index, reason) == (len(accepted(found)), "malformed")
    assert "damaged or cut" in detail


def test_what_comes_before_a_cut_among_the_first_records_is_read_too(tmp_path: Path) -> None:
    record = {"id": "a", "text": "Ein Text.", "metadata": {}}
    data = gzip.compress(json_lines([record])) + gzip.compress(json_lines([record]))[:-1]
    found = read(tmp_path / "a.jsonl.gz", data, config())
    assert len(accepted(found)) == 2
    assert [(index, reason) for index, reason, _ in refused(found)] == [(2, "malformed")]


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(json_lines(rows(3))))
    data[-6] ^= 1
    assert refused(read(tmp_path / "a.jsonl.gz", bytes(data)))[-1][1] == "malformed"


def test_what_unpacks_to_too_much_is_stopped(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed, "FLOOR", 2**20)
    found = read(tmp_path / f"a.jsonl{ending}", PACK[ending](b" \n" * 2**22))
    assert [reason for _, reason, _ in refused(found)] == ["resource_limit"]


def test_flat_text_is_the_text_inside(ending: str) -> None:
    data = PACK[ending](article().encode())
    source, found = flat.read(from_bytes(f"a.txt{ending}", data, 2**20), ReadSection(), {})
    assert isinstance(found, Document)
    assert found.text == article()
    assert (source.reader, source.encoding, source.bytes) == ("flat", "utf-8", len(data))
    _, plain = flat.read(from_bytes("a.txt", article().encode(), 2**20), ReadSection(), {})
    assert found.record_sha256 == plain.record_sha256


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no gzip", "malformed"),
        (gzip.compress(b"x" * 5_000, mtime=0), "too_large"),
        (b"", "empty"),
    ],
)
def test_flat_text_that_cannot_be_unpacked_is_quarantined(data: bytes, reason: str) -> None:
    options = ReadSection(max_bytes=1_000)
    _, found = flat.read(from_bytes("a.txt.gz", data, 1_000), options, {})
    assert isinstance(found, Quarantined)
    assert found.reason == reason
