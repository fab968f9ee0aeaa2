"""A directory object is inspected before DVC acts on it."""

import json

import pytest

from pressmark.versions.tree import md5, read_tree
from pressmark_schema.errors import IntegrityError

MD5 = "0" * 32


def test_a_directory_object_gives_the_md5_of_each_path() -> None:
    content = json.dumps([{"md5": MD5, "relpath": "parquet/texts.parquet"}]).encode()
    assert read_tree(content, md5(content)) == {"parquet/texts.parquet": MD5}


@pytest.mark.parametrize(
    "relpath",
    [
        *("../evil", "a/../../evil", "/etc/evil", "", ".", "a//b", "a/", "a\\..\\b", "C:evil"),
        *("a\0b", "a\x1b[2J", "x" * 256, "evil\u202etxt"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(relpath: str) -> None:
    content = json.dumps([{"md5": MD5, "relpath": relpath}]).encode()
    with pytest.raises(IntegrityError, match="leads out"):
        read_tree(content, md5(content))


@pytest.mark.parametrize("oid", ["", "ab/../../../evil", f"{MD5}.dir", MD5.upper() + "A", "g" * 32])
def test_an_md5_of_which_dvc_would_make_a_path_is_refused(oid: str) -> None:
    content = json.dumps([{"md5": oid, "relpath": "texts.csv"}]).encode()
    with pytest.raises(IntegrityError, match="no MD5"):
        read_tree(content, md5(content))


@pytest.mark.parametrize("paths", [["a", "a"], ["a", "a/b"], ["a/b/c", "a/b"]])
def test_paths_that_cannot_both_be_are_refused(paths: list[str]) -> None:
    content = json.dumps([{"md5": MD5, "relpath": path} for path in paths]).encode()
    with pytest.raises(IntegrityError, match=r"twice|file and folder"):
        read_tree(content, md5(content))


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'[{"relpath": "a"}]', b"[" * 100_000])
def test_what_is_no_directory_object_is_refused(content: bytes) -> None:
    with pytest.raises(IntegrityError, match="is none"):
        read_tree(content, md5(content))


def test_other_bytes_than_were_named_are_refused() -> None:
    with pytest.raises(IntegrityError, match="damaged"):
        read_tree(b"[]", MD5)
