"""JSON Lines: a faulty line is quarantined with its place, and every other line is read."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark_schema.documents import Document
from raw_input import config
from record_files import FIELDS, accepted, json_lines, mapped, read, refused, row, rows

GOOD = json_lines([row(7)])


def test_a_record_is_a_line_with_its_index_its_byte_and_what_it_states(tmp_path: Path) -> None:
    first, second = read(tmp_path / "a.jsonl", json_lines(rows(2)))
    assert isinstance(second, Document)
    assert (second.record_index, second.record_offset) == (1, len(json_lines(rows(1))))
    assert second.text == row(1)["body"]
    assert second.metadata == {
        "title": "Der Damm, Teil 1",
        "published": "2018-05",
        "native_id": "n1",
    }
    assert second.place == "a.jsonl line 2"
    assert first.record_offset == 0


def test_line_ends_blank_lines_and_a_byte_order_mark_are_no_part_of_a_record(
    tmp_path: Path,
) -> None:
    plain = read(tmp_path / "a.jsonl", json_lines(rows(2)))
    data = b"\xef\xbb\xbf" + json_lines(rows(2)).replace(b"\n", b"\r\n\r\n")
    marked = read(tmp_path / "a.jsonl", data)
    assert [d.record_sha256 for d in marked] == [d.record_sha256 for d in plain]
    assert marked[0].record_offset == 3


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        (b'{"id": "a", "id": "b", "body": "x"}', "malformed", "'id' stands twice"),
        (b'{"body": "x", "n": NaN}', "malformed", "NaN"),
        (b'{"body": "x", "n": -Infinity}', "malformed", "-Infinity"),
        (rb'{"body": "\ud800 x"}', "malformed", r"\ud800"),
        (b'{"body": "\xff"}', "undecodable", "byte 0xff at offset 10 "),
        (b"[1]", "malformed", "a list"),
        (b'"x"', "malformed", "a string"),
        (b"7", "malformed", "a number"),
        (b'{"id": "a"}', "malformed", "has no body; its keys are id"),
        (b'{"body": 7}', "malformed", "body is 7"),
        (b'{"body": " "}', "empty", "body is empty"),
        (b'{"body": "x"', "malformed", "cut off"),
        (b'{"body": "x"} {}', "malformed", "at offset 14"),
        (b"[" * 100_000, "resource_limit", "offset 65"),
        (b'{"body": "x", "authors": {"first": "A"}}', "invalid_metadata", "authors"),
    ],
)
def test_a_faulty_line_is_quarantined_with_line_and_byte_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, reason: str, said: str
) -> None:
    settings_ = mapped({**FIELDS, "authors": "authors"})
    for data, index in ((line + b"\n" + GOOD, 0), (GOOD + line, 1)):
        found = read(tmp_path / "a.jsonl", data, settings_)
        assert len(accepted(found)) == 1
        assert [(i, r) for i, r, _ in refused(found)] == [(index, reason)]
        assert refused(found)[0][2].startswith(f"line {index + 1}: ")
        if index == 0:
            assert said in refused(found)[0][2]


def test_a_bracket_in_a_text_nests_nothing(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", json_lines([row(0, body="x" + "[" * 1000 + '\\"{')]))
    assert accepted(found)[0].text.endswith('[\\"{')


def test_a_line_above_the_limit_is_counted_in_bytes_and_passed_over(tmp_path: Path) -> None:
    limit = len(GOOD) - 1
    limited = mapped().model_copy(
        update={"read": mapped().read.model_copy(update={"max_bytes": limit})}
    )
    long = json_lines([row(7, headline="Der Damm, Teil ä")])
    found = read(tmp_path / "a.jsonl", GOOD + long + b"x" * 3_000_000 + b"\n" + GOOD, limited)
    assert [index for index, reason, _ in refused(found) if reason == "too_large"] == [1, 2]
    assert [document.record_index for document in accepted(found)] == [0, 3]
    assert accepted(found)[1].record_offset == len(GOOD) + len(long) + 3_000_001


def test_a_dotted_key_leads_into_objects_and_lists_and_the_first_that_is_there_counts(
    tmp_path: Path,
) -> None:
    fields = {
        "text": ["teaser", "body"],
        "authors": ["author.name", "author"],
        "published": "meta.date",
        "section": "meta.ressort",
    }
    data = json_lines(
        [
            {
                "body": ["Erstens.", {"sections": ["Zweitens.", 3, "Drittens."]}],
                "author": [{"name": "Ada Quell"}, {"name": "Jo Brandt"}],
                "meta": {"date": "2018"},
                "meta.ressort": "Lokales",
            },
            {"body": "x", "author": "Ada Quell", "meta": None},
        ]
    )
    one, other = accepted(read(tmp_path / "a.jsonl", data, mapped(fields)))
    assert one.text == "Erstens.\n\nZweitens.\n\nDrittens."
    assert one.metadata == {
        "authors": '["Ada Quell", "Jo Brandt"]',
        "published": "2018",
        "section": "Lokales",
    }
    assert other.metadata == {"authors": "Ada Quell"}


def test_numbers_and_truth_are_as_they_are_written(tmp_path: Path) -> None:
    fields = {"text": "body", "native_id": "id", "page": "p", "access": "free"}
    data = b'{"body": "x", "id": 12345678901234567890, "p": 1.10, "free": false}'
    (found,) = accepted(read(tmp_path / "a.jsonl", data, mapped(fields)))
    assert found.metadata == {
        "native_id": "12345678901234567890",
        "page": "1.10",
        "access": "restricted",
    }


def test_a_file_without_records_is_one_empty_document(tmp_path: Path) -> None:
    assert refused(read(tmp_path / "a.jsonl", b"\n \n")) == [(0, "empty", "record 0: no records")]


def test_utf_16_is_refused_as_a_whole_with_a_remedy(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", json_lines(rows(2)).decode().encode("utf-16"))
    assert [(r, "write it in UTF-8" in d) for _, r, d in refused(found)] == [("undecodable", True)]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.text(max_size=9),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["body", "id", "x"]), inner, max_size=3)
                ),
                max_leaves=8,
            ).map(lambda value: json.dumps(value).encode()),
        ),
        max_size=6,
    )
)
def test_whatever_stands_around_them_good_lines_are_read(
    tmp_path: Path, lines: list[bytes]
) -> None:
    hostile = [line.replace(b"\n", b"") for line in lines]
    data = b"\n".join([GOOD.strip(), *hostile, GOOD.strip()])
    found = read(tmp_path / "a.jsonl", data, config(records=[{"glob": "*", "fields": FIELDS}]))
    assert [document.record_index for document in found] == list(range(len(found)))
    texts = [document.text for document in accepted(found)]
    assert texts[0] == texts[-1] == row(7)["body"]
