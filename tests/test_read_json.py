"""JSON files: one object, a list, or one after the other; divided without holding them."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.read import records
from pressmark.read.discover import Found
from record_files import accepted, json_lines, mapped, parts, read, refused, row, rows


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(rows(3)),
        json.dumps(rows(3), indent=2, ensure_ascii=False).replace("\n", "\r\n"),
        json_lines(rows(3)).decode(),
        "\n\n".join(json.dumps(item, indent=1) for item in rows(3)),
        "".join(json.dumps(item) for item in rows(3)),
    ],
)
def test_the_same_records_are_found_in_each_form(tmp_path: Path, written: str) -> None:
    found = read(tmp_path / "a.json", written.encode())
    assert refused(found) == []
    assert [document.text for document in accepted(found)] == [row["body"] for row in rows(3)]
    for document in accepted(found):
        assert document.record_offset is not None
        assert written.encode()[document.record_offset :].startswith(b"{")


def test_a_single_object_is_a_single_record(tmp_path: Path) -> None:
    (found,) = accepted(read(tmp_path / "a.json", json.dumps(row(1), indent=4).encode()))
    assert (found.record_index, found.record_offset) == (0, 0)


def test_a_faulty_element_of_a_list_is_quarantined_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = json.dumps(row(1)).encode()
    data = b"[\n" + b",\n".join([good, b"7", b"[1, 2]", b'{"body": NaN}', b"wirr", good]) + b"\n]"
    found = read(tmp_path / "a.json", data)
    assert [document.record_index for document in accepted(found)] == [0, 5]
    assert [reason for _, reason, _ in refused(found)] == ["malformed"] * 4
    assert refused(found)[0][2].startswith("line 3: ")


def test_a_list_that_is_cut_off_loses_its_last_record_only(tmp_path: Path) -> None:
    found = read(tmp_path / "a.json", json.dumps(rows(3)).encode()[:-30])
    assert len(accepted(found)) == 2
    ((index, reason, detail),) = refused(found)
    assert (index, reason) == (2, "malformed")
    assert "cut off" in detail


def test_an_element_above_the_limit_is_passed_over(tmp_path: Path) -> None:
    limited = mapped().model_copy(
        update={"read": mapped().read.model_copy(update={"max_bytes": 2_000})}
    )
    data = json.dumps([row(0), row(1, body="x" * 500_000), row(2)]).encode()
    found = read(tmp_path / "a.json", data, limited)
    assert [(index, reason) for index, reason, _ in refused(found)] == [(1, "too_large")]
    assert len(accepted(found)) == 2


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_VALUES, max_size=4), st.sampled_from([None, 0, 3]))
def test_brackets_and_quotes_inside_strings_divide_nothing(
    tmp_path: Path, values: list[Any], indent: int | None
) -> None:
    items = [{"body": "x", "inner": value} for value in values]
    found = read(tmp_path / "a.json", json.dumps(items, indent=indent).encode())
    assert len(accepted(found)) == len(items)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(alphabet='{}[]",\\:\n a1', max_size=80).map(str.encode))
def test_no_bytes_make_it_fail(tmp_path: Path, data: bytes) -> None:
    found = read(tmp_path / "a.json", data)
    assert found
    assert [document.record_index for document in found] == list(range(len(found)))


WRAPPED = {"status": "ok", "total": 2, "response": {"docs": rows(2), "facets": [{"a": [1]}]}}


def test_a_list_inside_of_an_object_is_known_by_its_key_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    found = read(path, json.dumps(WRAPPED, indent=1).encode())
    assert [document.text for document in accepted(found)] == [item["body"] for item in rows(2)]
    shape = next(parts(path, mapped())).shape
    assert shape.pointer == ("response", "docs")
    assert shape.named == "fields as declared, in the list at response.docs"
    offset = found[1].record_offset or 0
    assert path.read_bytes()[offset:].startswith(b"{")


def test_what_stands_beside_the_list_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(WRAPPED).encode())
    counted: Counter[str] = Counter()
    for _ in records.parts(Found("a.json", path), mapped(), {}, "", None, counted):
        pass
    assert counted == {"value beside the records": 3}


def test_the_key_of_the_list_may_be_declared(tmp_path: Path) -> None:
    data = json.dumps({"meta": {}, "liste": {"texte": rows(2)}}).encode()
    found = read(tmp_path / "a.json", data, mapped(records="liste.texte"))
    assert len(accepted(found)) == 2
    missing = read(tmp_path / "a.json", data, mapped(records="liste.artikel"))
    ((_, reason, detail),) = refused(missing)
    assert (reason, "no list at liste.artikel" in detail) == ("malformed", True)


def test_the_lists_of_every_key_are_read_with_its_name(tmp_path: Path) -> None:
    data = json.dumps({"Talbote": rows(2), "Kurier": rows(1)}).encode()
    settings_ = mapped({"text": "body", "outlet": "*"}, records="*")
    found = accepted(read(tmp_path / "a.json", data, settings_))
    assert [document.metadata["outlet"] for document in found] == ["Talbote", "Talbote", "Kurier"]


def test_an_article_with_a_list_of_objects_is_no_wrapper(tmp_path: Path) -> None:
    data = json.dumps(row(1, authors=[{"name": "Ada"}], images=[{"url": "x"}])).encode()
    assert len(accepted(read(tmp_path / "a.json", data))) == 1


def test_a_list_that_is_never_closed_is_told_although_its_records_are_whole(
    tmp_path: Path,
) -> None:
    found = read(tmp_path / "a.json", json.dumps(rows(2)).encode()[:-1])
    assert len(accepted(found)) == 2
    assert "never closed" in refused(found)[0][2]


@pytest.mark.parametrize(
    "flood",
    [
        b"[" * 2**21,
        b"]" * 2**21,
        b"}" * 2**21,
        b'{"a":' + b"[]" * 2**20 + b"}",
        b'{"a":[' + b"[{}]," * 2**19 + b"1]}",
        b'{"a":"' + b"\\\\" * 2**20 + b'"}',
        b"," * 2**21,
        b'{"a":' * 2**18,
    ],
)
def test_a_flood_of_signs_takes_no_longer_than_its_bytes(tmp_path: Path, flood: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(flood)
    begun = time.process_time()
    assert sum(len(part.records) for part in parts(path, mapped())) < 10
    assert time.process_time() - begun < 5
