"""Files are those that were declared; a hostile descriptor is a finding, never a traceback."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpora
from pressmark.check import integrity, profile_findings, verify
from pressmark_schema.findings import Finding


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return corpora.write_package(tmp_path / "package", corpora.corpus())


def _seen(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.path) for finding in findings]


def test_an_untouched_package_verifies_by_folder_and_by_descriptor(package: Path) -> None:
    assert list(verify(package)) == []
    assert list(verify(package / "datapackage.json")) == []


def test_a_missing_file(package: Path) -> None:
    (package / "parquet" / "texts.parquet").unlink()

    assert _seen(list(verify(package))) == [("PM654", "parquet/texts.parquet")]


def test_an_altered_file(package: Path) -> None:
    file = package / "texts.csv"
    file.write_bytes(file.read_bytes() + b"x\n")

    assert _seen(list(verify(package))) == [("PM656", "texts.csv"), ("PM657", "texts.csv")]


def test_an_undeclared_file_in_either_half(package: Path) -> None:
    (package / "note.txt").write_text("hello")
    (package / "parquet" / "deep").mkdir()
    (package / "parquet" / "deep" / "more.parquet").write_text("hello")

    found = list(verify(package))

    assert _seen(found) == [("PM658", "note.txt"), ("PM658", "parquet/deep/more.parquet")]


def test_links_are_not_followed(package: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    (package / "texts.csv").rename(secret)
    (package / "texts.csv").symlink_to(secret)
    (package / "elsewhere").symlink_to(tmp_path)

    found = list(verify(package))

    assert _seen(found) == [("PM655", "texts.csv"), ("PM655", "elsewhere")]


def test_a_pipe_is_no_file(package: Path) -> None:
    (package / "texts.csv").unlink()
    os.mkfifo(package / "texts.csv")

    assert _seen(list(verify(package))) == [("PM655", "texts.csv")]


def test_a_damaged_page_is_reported_although_its_hash_is_restated(tmp_path: Path) -> None:
    dataset = corpora.write_dataset(tmp_path / "d", corpora.corpus())
    file = dataset / "texts.parquet"
    content = bytearray(file.read_bytes())
    content[80] ^= 255
    file.write_bytes(content)
    corpora.reseal(dataset)

    assert _seen(list(verify(dataset))) == [("PM659", "texts.parquet")]


def test_a_file_that_nothing_vouches_for(package: Path) -> None:
    file = package / "datapackage.json"
    stated = json.loads(file.read_text("utf-8"))
    del stated["resources"][0]["hash"], stated["resources"][0]["bytes"]
    file.write_text(json.dumps(stated), "utf-8")

    assert [(f.code, f.observed) for f in verify(package)] == [
        ("PM663", "bytes"),
        ("PM663", "hash"),
    ]


PATHS = ("../secret", "/etc/passwd", "a/../../secret", "C:\\x", "a\\b", "a\0b", "", "file:///x")


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("a,b\n1,2\n")
    descriptor = {"resources": [{"name": "x", "path": path, "format": "csv"}]}
    folder = _foreign(tmp_path, json.dumps(descriptor))

    assert "PM652" in corpora.codes(verify(folder)) or path == ""
    assert corpora.codes(integrity(folder))


def _foreign(tmp_path: Path, descriptor: str | bytes) -> Path:
    folder = tmp_path / "foreign"
    folder.mkdir()
    content = descriptor if isinstance(descriptor, bytes) else descriptor.encode()
    (folder / "datapackage.json").write_bytes(content)
    return folder


NO_DESCRIPTORS = {
    "nothing": b"",
    "no JSON": b"{resources}",
    "a list": b"[]",
    "no UTF-8": b'{"name": "\xff"}',
    "deep": b"[" * 200_000,
    "a deep value": b'{"resources": ' + b'{"a":' * 100_000,
    "not a number": b'{"resources": NaN}',
}


@pytest.mark.parametrize("content", NO_DESCRIPTORS.values(), ids=NO_DESCRIPTORS)
def test_what_is_no_descriptor_is_one_finding(tmp_path: Path, content: bytes) -> None:
    folder = _foreign(tmp_path, content)

    for check in (verify, profile_findings, integrity):
        assert [finding.code for finding in check(folder)] == ["PM650"]


def test_a_folder_without_descriptor_is_one_finding(tmp_path: Path) -> None:
    assert [finding.code for finding in integrity(tmp_path)] == ["PM650"]


def test_an_address_is_not_fetched_but_mentioned(tmp_path: Path) -> None:
    resource = {"name": "x", "path": "https://example.org/x.csv"}
    folder = _foreign(tmp_path, json.dumps({"resources": [resource]}))

    assert [finding.code for finding in integrity(folder)] == ["PM665"]


PROBLEMS: dict[str, dict[str, Any]] = {
    "resources": {"resources": []},
    "created": {"created": "yesterday"},
    "missingValues": {"missingValues": ["-"]},
    "fields": {"fields": []},
    "licenses.0": {"licenses": [{"title": "free"}]},
    "name": {"name": "My Package"},
    "title": {"title": 7},
    "resources.0.name": {"resources": [{"path": "a.csv"}]},
    "resources.0": {"resources": [{"name": "a"}]},
    "resources.0.hash": {"resources": [{"name": "a", "data": [], "hash": "sha256:xyz"}]},
    "resources.0.bytes": {"resources": [{"name": "a", "data": [], "bytes": -1}]},
    "resources.0.data": {"resources": [{"name": "a", "data": "x", "type": "table"}]},
    "resources.0.schema.fields.0.type": {
        "resources": [{"name": "a", "data": [], "schema": {"fields": [{"name": "b", "type": "c"}]}}]
    },
    "resources.0.schema.fields": {
        "resources": [
            {"name": "a", "data": [], "schema": {"fields": [{"name": "b"}, {"name": "b"}]}}
        ]
    },
    "resources.0.schema": {
        "resources": [{"name": "a", "data": [], "schema": {"fields": [], "primaryKey": "b"}}]
    },
}


@pytest.mark.parametrize(("field", "properties"), PROBLEMS.items())
def test_a_property_against_the_standard_is_named(
    tmp_path: Path, field: str, properties: dict[str, Any]
) -> None:
    sound: dict[str, Any] = {"name": "p", "resources": [{"name": "a", "data": []}]}
    folder = _foreign(tmp_path, json.dumps(sound | properties))

    (found,) = profile_findings(folder)

    assert (found.code, found.field) == ("PM651", field)


def test_a_name_twice(tmp_path: Path) -> None:
    resource = {"name": "a", "data": []}
    folder = _foreign(tmp_path, json.dumps({"resources": [resource, resource]}))

    assert [(f.code, f.observed) for f in profile_findings(folder)] == [("PM653", "a")]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_value_in_a_descriptor_of_ours_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = corpora.write_csvs(tmp_path_factory.mktemp("x") / "p", corpora.corpus())
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text("utf-8"))
    part = descriptor
    while isinstance(part, dict | list) and part:
        keys = sorted(part) if isinstance(part, dict) else range(len(part))
        key: Any = data.draw(st.sampled_from(list(keys)))
        if not isinstance(part[key], dict | list) or data.draw(st.booleans()):
            part[key] = data.draw(_JSON)
            break
        part = part[key]
    file.write_text(json.dumps(descriptor), "utf-8")

    assert all(isinstance(finding, Finding) for finding in integrity(folder))
