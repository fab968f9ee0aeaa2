"""A repository's own settings are inspected, and reduced to what is safe."""

import os
from pathlib import Path

import pytest

from pressmark.versions import record
from pressmark.versions.remote import Remote, choose_remote
from pressmark_schema.errors import IntegrityError, UsageError

HERE = Path("/srv/corpora/news")


def config(url: str, **options: str) -> bytes:
    lines = "".join(f"    {name} = {value}\n" for name, value in options.items())
    return f"[core]\n    remote = Store\n['remote \"store\"']\n    url = {url}\n{lines}".encode()


@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/srv/store", "/srv/store"),
        ("../../store", "/srv/corpora/store"),
        ("../store", "/srv/corpora/news/store"),
        ("file:///srv/a%20store", "/srv/a store"),
    ],
)
def test_a_directory_counts_from_the_original_repository(url: str, expected: str) -> None:
    assert choose_remote(config(url), HERE, None) == Remote("file", expected)


def test_the_options_of_a_remote_are_those_that_we_accept() -> None:
    stated = config("s3://bucket/news", region="eu-west-1", jobs="4", verify="false", acl="private")
    expected = Remote("s3", "s3://bucket/news", {"region": "eu-west-1"})
    assert choose_remote(stated, None, None) == expected


def test_an_out_may_lie_in_a_remote_of_its_own() -> None:
    stated = config("/srv/store") + b"['remote \"raw\"']\n    url = /srv/raw\n"
    assert choose_remote(stated, None, "raw").url == os.path.normpath("/srv/raw")


def test_a_repository_without_remotes_is_its_own() -> None:
    assert choose_remote(b"", HERE, None).url == str(HERE / ".dvc" / "cache")


@pytest.mark.parametrize(
    "url",
    [
        *("gs://bucket", "webdav://host/x", "remote://other/x", "hdfs://a/b", "''"),
        *("//host/share", "\\\\host\\share"),
    ],
)
def test_other_kinds_of_remote_are_refused(url: str) -> None:
    with pytest.raises(UsageError):
        choose_remote(config(url), HERE, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("configpath", "evil"),  # an AWS config names programs to run
        ("credentialpath", "evil"),
        ("version_aware", "true"),
        ("ssl_verify", "false"),
        ("keyfile", "evil"),
        ("region", "'a\"b'"),
        ("region", "%(other)s"),
        ("region", "a, b"),
    ],
)
def test_options_that_could_do_harm_are_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        choose_remote(config("s3://bucket", **{name: value}), None, None)


def test_a_relative_remote_of_a_repository_elsewhere_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError, match="not on this machine") as caught:
        choose_remote(config("../store"), None, None)
    assert "dvc remote modify" in caught.value.hint


@pytest.mark.parametrize("stated", [b"", b"[core]\n    remote = nowhere\n", b"core = 1"])
def test_no_remote_is_a_usage_error(stated: bytes) -> None:
    with pytest.raises(UsageError, match="remote"):
        choose_remote(stated, None, None)


@pytest.mark.parametrize("stated", [b"[core\n", b"\xff\xfe", b"\x1b[2J\n", b"[a]\n[a]\n"])
def test_a_broken_config_is_reported_in_harmless_words(stated: bytes) -> None:
    with pytest.raises(IntegrityError) as caught:
        choose_remote(stated, None, None)
    assert str(caught.value).isprintable()


def test_a_lock_gives_the_directories_of_all_stages() -> None:
    md5 = "0123456789abcdef0123456789abcdef"
    lock = f"""\
schema: '2.0'
stages:
  ingest:
    outs:
    - {{path: data/ingested, hash: md5, md5: {md5}.dir, size: 7, nfiles: 2}}
    - {{path: data/metrics.json, hash: md5, md5: {md5}, size: 7}}
    - {{path: data/old, md5: {md5}.dir}}
"""
    expected = record.Recorded("data/ingested", md5, 2, 7)
    assert record.outs(lock.encode()) == {"data/ingested": expected}


@pytest.mark.parametrize(
    "lock",
    [
        *(b"- a", b"stages: [", b"a: " + b"[" * 3_000, b"&a [*a]", b"\x00", b"../data"),
        b"stages: {e: {outs: [{path: [a]}]}}",
        b"stages: {e: {outs: [{path: a, size: -1}]}}",
    ],
)
def test_a_broken_lock_is_an_integrity_error(lock: bytes) -> None:
    with pytest.raises(IntegrityError, match=r"dvc\.lock"):
        record.outs(lock)


def test_a_pipeline_names_the_remote_of_an_out() -> None:
    pipeline = b"stages: {ingest: {outs: [data/x, {data/ingested: {remote: raw}}]}}"
    assert record.remote_of(pipeline, "data/ingested") == "raw"
    assert record.remote_of(pipeline, "data/x") is None
