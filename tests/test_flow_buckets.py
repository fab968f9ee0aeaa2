"""Objects of a bucket are read as the files of a folder, and a package is written to one."""

import gzip
import pickle
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from buckets import SECRET, Bucket, served
from pressmark.config import Config, find
from pressmark.flow import steps
from pressmark.flow.uploading import published
from pressmark.objects import Object, Prefix, operand
from pressmark.read.discover import discover
from pressmark_schema.errors import EnvironmentFaultError, UsageError
from raw_input import article, contents, run, write
from record_files import json_lines, rows

TOML = """\
[corpus]
languages = ["de"]
[read]
include = ["*.txt", "*.jsonl.gz", "*.zip"]
exclude = ["drafts/*"]
[[records]]
glob = "*.jsonl.gz"
fields = { text = "body", title = "headline", native_id = "id" }
"""
FILES: dict[str, str | bytes] = {
    "2018/a.txt": article("date 2018-05"),
    "2018/ü ?%41#.txt": article("date 2018-06"),
    "drafts/b.txt": article("date 2018-07"),
    "notes.md": "no article",
    ".hidden.txt": "no article",
    ".git/x.txt": "no article",
    "z.jsonl.gz": gzip.compress(json_lines(rows(700)), mtime=0),
}


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with served(monkeypatch) as found:
        yield found


def prefix(text: str) -> Prefix:
    found = operand(text)
    assert isinstance(found, Prefix)
    return found


# Addresses.


def test_an_address_of_a_bucket_is_told_from_a_path() -> None:
    assert operand("raw/s3") == Path("raw/s3")
    assert str(operand("S3://news/raw//2018/?region=eu-west-1")) == "s3://news/raw/2018"
    assert prefix("s3://news/%C3%BC%3F").key == "news/ü?"
    assert str(prefix("s3://news/%C3%BC%3F%1B[31m")) == "s3://news/ü%3F%1B[31m"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gs://news/raw", "gs:// addresses are not read"),
        ("s3://news/../other", "is no s3://bucket/prefix"),
        ("s3:///raw", "is no s3://bucket/prefix"),
        ("s3://news/raw?access_key=me", "anonymous, endpoint_url, region and nothing else"),
        ("s3://news/raw?endpoint_url=http://me:word@host", "without path and credentials"),
        ("s3://me:word@news/raw", "no room for credentials"),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_no_secret_repeated(text: str, said: str) -> None:
    with pytest.raises(UsageError) as fault:
        operand(text)
    assert said in str(fault.value)
    assert "word" not in str(fault.value) + fault.value.hint


# Reading.


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_from_a_bucket_has_the_bytes_of_one_from_a_folder(
    bucket: Bucket, tmp_path: Path, jobs: str
) -> None:
    folder = write(tmp_path / "raw", FILES)
    write(tmp_path / "settings", {"pressmark.toml": TOML})
    bucket.upload(folder, "corpus/raw")
    common = ("--config", tmp_path / "settings", "--jobs", jobs, "--no-cache")
    once = run("build", folder, "-o", tmp_path / "here", *common)
    again = run("build", "s3://news/corpus/raw", "-o", tmp_path / "there", *common)
    assert again.returncode == once.returncode == 0, again.stderr
    assert again.stdout.replace(b"/there", b"/here") == once.stdout
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_an_archive_is_read_where_it_lies(bucket: Bucket, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for number in range(20):
            packed.writestr(f"{number}.txt", article(f"date 2018-05 n{number}"))
    config = Config.model_validate({"read": {"include": ["*.txt", "*.zip"]}})
    bucket.put({"raw/all.zip": (tmp_path / "all.zip").read_bytes()})
    steps.build([tmp_path / "all.zip"], tmp_path / "here", config)
    steps.build([operand("s3://news/raw")], tmp_path / "there", config)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_with_a_cache_an_object_that_is_replaced_is_read_again(
    bucket: Bucket, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"pressmark.toml": TOML})
    common = ("--config", folder, "--cache", tmp_path / "cache", "-o", tmp_path / "out")
    bucket.put({"raw/a.txt": article("date 2018-05"), "raw/b.txt": article("date 2018-05", "Neu.")})
    run("build", "s3://news/raw", *common)
    bucket.put({"raw/a.txt": article("date 2018-06")})
    assert run("build", "s3://news/raw", *common).returncode in (0, 1)
    run("build", "s3://news/raw", "--config", folder, "--no-cache", "-o", tmp_path / "full")
    assert contents(tmp_path / "out") == contents(tmp_path / "full")


def test_keys_that_no_file_can_have_are_quarantined_each_under_a_path_of_its_own(
    bucket: Bucket,
) -> None:
    keys = ["a.txt", "../a.txt", "./a.txt", "/a.txt", "b/../a.txt", "b//a.txt"]
    bucket.put({f"raw/{key}": article() for key in keys})
    found = {
        each.path: each.problem for each in discover([prefix("s3://news/raw")], Config()).files
    }
    assert found.pop("a.txt") is None
    assert sorted(found) == [
        r"\x2e/a.txt",
        r"\x2e\x2e/a.txt",
        r"\x2f/a.txt",
        r"b/\x2e\x2e/a.txt",
        r"b/\x2f/a.txt",
    ]
    assert {problem[0] for problem in found.values() if problem} == {"outside"}


def test_keys_of_two_spellings_of_one_path_are_refused_and_other_cases_are_files(
    bucket: Bucket,
) -> None:
    bucket.put({"raw/a.txt": article(), "raw/A.txt": article()})
    assert len(discover([prefix("s3://news/raw")], Config()).files) == 2
    bucket.put({"raw/\u00e9.txt": article(), "raw/e\u0301.txt": article()})
    with pytest.raises(UsageError, match=r"would both be \u00e9\.txt"):
        discover([prefix("s3://news/raw")], Config())
    with pytest.raises(UsageError, match="is named twice"):
        discover([prefix("s3://news/raw/a.txt"), prefix("s3://news")], Config())


def test_a_key_that_would_drive_a_terminal_does_not(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put({"raw/\x1b[31mred.txt": "", "raw/../\x1b[31m.txt": ""})
    done = run("build", "s3://news/raw", "-o", tmp_path / "out")
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"quarantined" in done.stdout


def test_an_object_that_changes_after_it_was_listed_ends_the_build(bucket: Bucket) -> None:
    bucket.put({"raw/a.txt": article()})
    ((_, listed),) = prefix("s3://news/raw").objects()
    sent = pickle.loads(pickle.dumps(listed))  # noqa: S301 - our own bytes
    assert sent.read_bytes() == article().encode()
    bucket.put({"raw/a.txt": article("date 2018-06", "Anders.")})
    with pytest.raises(EnvironmentFaultError, match=r"s3://news/raw/a\.txt changed after"):
        listed.read_bytes()
    same = Object(listed.server, listed.key, listed.size, listed.modified_ns - 5 * 10**9)
    bucket.put({"raw/a.txt": article()})
    with pytest.raises(EnvironmentFaultError, match="changed after"):
        same.read_bytes()


def test_an_object_that_is_gone_is_no_quarantined_document(bucket: Bucket) -> None:
    bucket.put({"raw/a.txt": article()})
    ((_, listed),) = prefix("s3://news/raw").objects()
    gone = Object(listed.server, "news/raw/b.txt", listed.size, listed.modified_ns)
    with pytest.raises(EnvironmentFaultError, match=r"b\.txt cannot be read: it is not there"):
        gone.read_bytes()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("s3://news/nothing", 2, "s3://news/nothing does not exist"),
        ("s3://nobodys/raw", 2, "s3://nobodys/raw does not exist"),
        ("s3://news/raw?endpoint_url=http://127.0.0.1:1", 4, "network connection"),
    ],
)
def test_what_cannot_be_listed_is_said_without_secrets(
    bucket: Bucket, tmp_path: Path, address: str, status: int, said: str
) -> None:
    bucket.put({"raw/a.txt": article()})
    done = run("build", address, "-o", tmp_path / "out")
    assert (done.returncode, (tmp_path / "out").exists()) == (status, False)
    assert said in done.stderr.decode()
    assert SECRET.encode() not in done.stderr
    assert b"adakeyid" not in done.stderr


# Writing.


def test_a_package_is_written_to_a_bucket_and_never_replaced(
    bucket: Bucket, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"pressmark.toml": TOML, "raw/a.txt": article()})
    run("build", folder / "raw", "-o", tmp_path / "here")
    done = run("build", folder / "raw", "-o", "s3://news/made", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert b"package: s3://news/made" in done.stdout
    assert bucket.contents("made") == contents(tmp_path / "here")
    again = run("build", folder / "raw", "-o", "s3://news/made", "--no-cache")
    assert (again.returncode, b"s3://news/made is there already" in again.stderr) == (2, True)


def test_a_bucket_that_is_not_there_is_noticed_before_anything_is_done(
    bucket: Bucket, tmp_path: Path
) -> None:
    done = run(
        "build", tmp_path / "none", "-o", f"s3://nobodys/made?endpoint_url={bucket.endpoint}"
    )
    assert (done.returncode, b"there is no bucket s3://nobodys" in done.stderr) == (2, True)


def test_a_build_that_fails_writes_nothing_there(bucket: Bucket) -> None:
    with suppress(ZeroDivisionError), published(operand("s3://news/made")) as folder:
        write(folder, {"datapackage.json": "{}"})
        raise ZeroDivisionError
    assert bucket.contents("made") == {}


def test_what_an_interrupted_upload_left_is_written_again_and_nothing_else(
    bucket: Bucket,
) -> None:
    bucket.put({"made/texts.csv": "half", "other/mine.txt": "mine"})
    files = {"datapackage.json": "{}", "texts.csv": "whole"}
    with published(operand("s3://news/made")) as folder:
        write(folder, files)
    assert bucket.contents("made") == {name: data.encode() for name, data in files.items()}
    with (
        pytest.raises(UsageError, match=r"holds mine\.txt, which is not of this package"),
        published(operand("s3://news/other")) as folder,
    ):
        write(folder, files)
    assert bucket.contents("other") == {"mine.txt": b"mine"}


def test_the_settings_of_a_bucket_are_those_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"pressmark.toml": TOML})
    monkeypatch.chdir(tmp_path)
    assert find(operand("s3://news/raw")).folder == tmp_path
