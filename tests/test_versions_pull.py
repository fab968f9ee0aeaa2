"""A version is pulled through DVC, byte for byte, or nothing is published."""

import functools
import hashlib
import http.server
import importlib.util
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import buckets
from pressmark import store
from pressmark.versions.listing import list_versions
from pressmark.versions.pull import pull, resolve
from pressmark.versions.reference import parse_reference
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError
from versioned_corpus import Repository, contents, object_of

pytestmark = pytest.mark.dvc

FIRST = {"a1": "The ferry runs again.", "a2": "No room at the school."}
SECOND = {**FIRST, "a3": "A bridge of wood."}


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two versions in an absolute remote, their findings in a relative one."""
    root = tmp_path_factory.mktemp("versions")
    repository = Repository(root / "corpus")
    repository.create()
    repository.remote(str(root / "store"))
    repository.remote("../../notes", name="notes")
    repository.release("1.0.0", FIRST)
    shutil.copytree(repository.folder / "data", root / "released-1.0.0")
    repository.release("1.10.0", SECOND)
    repository.git("tag", "v1.9.0-rc.1", "v1.0.0")
    repository.git("tag", "vintage")
    return repository


@pytest.fixture
def copied(corpus: Repository, tmp_path: Path) -> Path:
    """A copy of repository and remotes, to do harm to."""
    shutil.copytree(corpus.folder.parent, tmp_path / "copy")
    repository = Repository(tmp_path / "copy" / "corpus")
    moved(repository, str(corpus.folder.parent / "store"), "../../store")
    repository.tag("2.0.0")
    return repository.folder


def moved(repository: Repository, before: str, after: str) -> None:
    """Give a remote another address."""
    config = repository.folder / ".dvc" / "config"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace(before, after), encoding="utf-8")


def visible(folder: Path) -> list[str]:
    """What is in a folder but an empty lock file."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def test_the_versions_of_a_repository_are_its_tags_in_order(corpus: Repository) -> None:
    before = contents(corpus.folder)
    found = list_versions(str(corpus.folder))
    assert [version.version for version in found] == ["1.0.0", "1.9.0-rc.1", "1.10.0"]
    assert {version.date for version in found} == {datetime(2024, 3, 1, 10, tzinfo=UTC)}
    assert found[0].commit == corpus.git("rev-parse", "v1.0.0").strip()
    package = found[2].package
    files = contents(corpus.folder / "data" / "package")
    assert package
    assert (package.files, package.bytes) == (len(files), sum(map(len, files.values())))
    assert contents(corpus.folder) == before


def test_two_versions_pulled_from_a_clone_at_another_depth_are_the_released_bytes(
    corpus: Repository, tmp_path: Path
) -> None:
    clone = tmp_path / "some" / "where" / "else"
    corpus.git("clone", "--quiet", str(corpus.folder), str(clone))
    first = pull(f"{clone}@1.0.0", tmp_path / "first")
    second = pull(f"{clone}@1.10.0", tmp_path / "second")
    released = corpus.folder.parent / "released-1.0.0" / "package"
    assert contents(tmp_path / "first") == contents(released)
    assert contents(tmp_path / "second") == contents(corpus.folder / "data" / "package")
    assert (first.files, first.version) == (4, "1.0.0")
    assert first.bytes == sum(map(len, contents(released).values()))
    assert second.sha256 == store.sha256_file(tmp_path / "second" / "datapackage.json")
    assert visible(tmp_path) == ["first", "second", "some"]


def test_a_pulled_folder_can_be_written_and_read_by_others(
    corpus: Repository, tmp_path: Path
) -> None:
    pull(f"{corpus.folder}@1.0.0", tmp_path / "out")
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "out").rglob("*.csv")}
    assert (modes, (tmp_path / "out").stat().st_mode & 0o777) == ({0o644}, 0o755)


def test_a_later_version_takes_the_place_of_an_earlier_one(
    corpus: Repository, tmp_path: Path
) -> None:
    pull(f"{corpus.folder}@1.0.0", tmp_path / "out")
    pull(corpus.folder.as_uri() + "@1.10.0", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(corpus.folder / "data" / "package")


def test_a_dataset_in_a_remote_relative_to_the_original_repository_is_found(
    corpus: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.folder)
    pulled = pull(".@1.10.0", tmp_path / "out", only="findings")
    assert contents(tmp_path / "out") == contents(corpus.folder / "data" / "findings")
    assert pulled.dataset == "findings"


def test_the_steps_are_told(corpus: Repository, tmp_path: Path) -> None:
    told: list[str] = []
    pull(f"{corpus.folder}@1.0.0", tmp_path / "out", progress=told.append)
    expected = f"fetching data/package: 4 files from {corpus.folder.parent / 'store'}"
    assert told[1] == expected


@pytest.mark.parametrize("name", ["texts.csv", "parquet/texts.parquet", "datapackage.json"])
def test_a_flipped_byte_in_the_remote_is_found_and_nothing_published(
    copied: Path, tmp_path: Path, name: str
) -> None:
    content = (copied / "data" / "package" / name).read_bytes()
    flipped = bytes([content[0] ^ 1]) + content[1:]
    object_of(copied.parent / "store", content).write_bytes(flipped)
    with pytest.raises(IntegrityError, match=name):
        pull(f"{copied}@2.0.0", tmp_path / "out")
    assert visible(tmp_path) == ["copy"]


def test_a_damaged_directory_object_is_found(copied: Path, tmp_path: Path) -> None:
    for listing in (copied.parent / "store").rglob("*.dir"):
        listing.chmod(0o644)
        listing.write_bytes(listing.read_bytes().replace(b"texts.csv", b"other.csv"))
    with pytest.raises(IntegrityError, match="damaged"):
        pull(f"{copied}@2.0.0", tmp_path / "out")


def test_a_file_that_the_remote_does_not_hold_is_named(copied: Path, tmp_path: Path) -> None:
    content = (copied / "data" / "package" / "texts.csv").read_bytes()
    object_of(copied.parent / "store", content).unlink()
    with pytest.raises(
        EnvironmentFaultError, match=r"data/package/texts\.csv cannot be had"
    ) as caught:
        pull(f"{copied}@2.0.0", tmp_path / "out")
    assert caught.value.hint.endswith("dvc push --all-tags")
    assert not (tmp_path / "out").exists()


def test_a_version_that_was_never_pushed_is_an_environment_fault(
    copied: Path, tmp_path: Path
) -> None:
    shutil.rmtree(copied.parent / "store")
    with pytest.raises(EnvironmentFaultError, match="is not there"):
        pull(f"{copied}@2.0.0", tmp_path / "out")
    (copied.parent / "store").mkdir()
    with pytest.raises(EnvironmentFaultError, match="data/package cannot be had"):
        pull(f"{copied}@2.0.0", tmp_path / "out")


def test_a_repository_without_a_remote_is_pulled_from_its_own_cache(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "corpus")
    repository.create()
    (repository.folder / "dvc.yaml").write_text(
        "stages: {export: {cmd: exit 70, outs: [data/package]}}", encoding="utf-8"
    )
    repository.release("0.1.0", FIRST, push=False)
    pull(f"{repository.folder}@0.1.0", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(repository.folder / "data" / "package")
    assert pull(f"{repository.folder}@0.1.0", tmp_path / "out").files == 4


def test_a_folder_with_other_files_is_left_alone(corpus: Repository, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        pull(f"{corpus.folder}@1.0.0", tmp_path)
    assert contents(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize(
    ("reference", "only", "message"),
    [
        ("{repo}@9.9.9", None, "has no version 9.9.9"),
        ("{repo}", None, "no version"),
        ("{repo}/data@1.0.0", None, "is no git repository"),
        ("{repo}/nowhere@1.0.0", None, "no repository at"),
        ("{repo}@1.0.0", "raw", "no dataset 'raw'"),
        ("{repo}@1.0.0", "ingested", "v1.0.0 records no data/ingested"),
    ],
)
def test_what_does_not_exist_is_a_usage_error(
    corpus: Repository, tmp_path: Path, reference: str, only: str | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        pull(reference.format(repo=corpus.folder), tmp_path / "out", only=only)
    assert not visible(tmp_path)


def test_without_dvc_the_install_line_is_given(
    corpus: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in {"dvc", "ruamel"} else find(name)
    )
    with pytest.raises(EnvironmentFaultError, match="DVC is not installed") as caught:
        pull(f"{corpus.folder}@1.0.0", tmp_path / "out")
    assert caught.value.hint == 'pip install "pressmark[dvc]"'
    assert [version.package for version in list_versions(str(corpus.folder))] == [None] * 3


def test_without_git_the_fault_is_the_environments(
    corpus: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFaultError, match="git is not installed"):
        list_versions(str(corpus.folder))


def test_a_repository_that_cannot_be_reached_is_an_environment_fault() -> None:
    with pytest.raises(EnvironmentFaultError, match="git cannot read") as caught:
        list_versions("https://ada:secret@127.0.0.1:9/news.git")
    assert "secret" not in str(caught.value)


@pytest.fixture
def served(corpus: Repository) -> Iterator[str]:
    """The address at which the directory remote is served over HTTP."""
    handler = functools.partial(Quiet, directory=str(corpus.folder.parent / "store"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that logs nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.network
def test_a_remote_may_be_a_web_server(copied: Path, tmp_path: Path, served: str) -> None:
    repository = Repository(copied)
    moved(repository, "../../store", served)
    repository.tag("3.0.0")
    pull(f"{copied}@3.0.0", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(copied / "data" / "package")


@pytest.mark.network
def test_a_remote_may_be_a_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with buckets.served(monkeypatch) as bucket:
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            monkeypatch.setenv(name, str(tmp_path / "none"))  # DVC takes no device for a file
        repository = Repository(tmp_path / "corpus")
        repository.create()
        remote = functools.partial(
            repository.remote, endpointurl=bucket.endpoint, region="eu-west-1"
        )
        remote("s3://news/corpus")
        remote("s3://news/notes", "notes")
        repository.release("1.0.0", FIRST)
        repository.release("1.1.0", SECOND)
        pull(f"{repository.folder}@1.0.0", tmp_path / "first")
        pull(f"{repository.folder}@1.1.0", tmp_path / "second")
        assert b"bridge" not in (tmp_path / "first" / "texts.csv").read_bytes()
        assert contents(tmp_path / "second") == contents(repository.folder / "data" / "package")
        for key, body in bucket.contents("corpus").items():
            if body.startswith(b"article_id"):
                bucket.put({f"corpus/{key}": body.replace(b"ferry", b"Ferry")})
        monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
        with pytest.raises(IntegrityError, match=r"texts\.csv"):
            pull(f"{repository.folder}@1.1.0", tmp_path / "third")
        assert not (tmp_path / "third").exists()


def test_a_later_version_fetches_what_is_new_and_a_pull_again_nothing(
    corpus: Repository, tmp_path: Path
) -> None:
    first = pull(f"{corpus.folder}@1.0.0", tmp_path / "first")
    again = pull(f"{corpus.folder}@1.0.0", tmp_path / "again")
    assert again.moved == 0 < first.moved
    assert contents(tmp_path / "again") == contents(tmp_path / "first")
    assert pull(f"{corpus.folder}@1.9.0-rc.1", tmp_path / "same").moved == 0


def test_a_damaged_object_in_the_cache_is_fetched_again(corpus: Repository, tmp_path: Path) -> None:
    pull(f"{corpus.folder}@1.0.0", tmp_path / "first")
    for path in Path(os.environ["PRESSMARK_CACHE"]).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    pull(f"{corpus.folder}@1.0.0", tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


@pytest.mark.parametrize("wrong", [False, True])
def test_a_part_that_was_fetched_is_gone_on_with(
    copied: Path, tmp_path: Path, *, wrong: bool
) -> None:
    content = (copied / "data" / "package" / "texts.csv").read_bytes()
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    part = Path(os.environ["PRESSMARK_CACHE"]) / "parts" / md5
    part.parent.mkdir(parents=True)
    part.write_bytes((b"?" * 20) if wrong else content[:20])
    pulled = pull(f"{copied}@2.0.0", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(copied / "data" / "package")
    whole = sum(map(len, contents(tmp_path / "out").values()))
    listing = sum(path.stat().st_size for path in part.parent.parent.rglob("*.dir"))
    assert pulled.moved == whole + listing + (len(content) - 20 if wrong else -20)
    assert not list(part.parent.iterdir())


def test_the_bytes_that_are_here_are_told_of_all_that_are_due(
    corpus: Repository, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    pull(f"{corpus.folder}@1.0.0", tmp_path / "out", arrived=lambda *seen: told.append(seen))
    due = sum(len(b) for path, b in contents(tmp_path / "out").items() if "json" not in path)
    assert told[-1] == (due, due)
    assert [here for here, _ in told] == sorted(here for here, _ in told)


@pytest.mark.parametrize(
    ("version", "found"), [("latest", "1.10.0"), ("^1.0", "1.10.0"), ("^1.10", "1.10.0")]
)
def test_the_latest_of_some_versions(corpus: Repository, version: str, found: str) -> None:
    assert resolve(parse_reference(f"{corpus.folder}@{version}")).version == found


def test_a_range_that_no_version_is_in_is_a_usage_error(corpus: Repository) -> None:
    with pytest.raises(UsageError, match=r"has no version \^2"):
        resolve(parse_reference(f"{corpus.folder}@^2"))
