"""The commands `versions` and `pull`: what they print and with which code they end."""

import importlib.util
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pressmark_cli.app import app
from versioned_corpus import Repository, contents, object_of, package, stored

pytestmark = pytest.mark.dvc


@pytest.fixture
def corpus(tmp_path: Path) -> Repository:
    """Version 1.0.0 of a package in a directory remote beside the repository."""
    repository = Repository(tmp_path / "corpus")
    repository.create()
    repository.remote("../../store")
    package(tmp_path / "package", {"a1": "The mill is for sale."})
    files = contents(tmp_path / "package")
    entries = [{"md5": stored(tmp_path / "store", b), "relpath": p} for p, b in files.items()]
    repository.record(stored(tmp_path / "store", json.dumps(entries).encode(), ".dir"))
    repository.tag("1.0.0")
    return repository


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_versions_are_a_table_or_json(corpus: Repository) -> None:
    code, table, _ = run("versions", str(corpus.folder))
    assert code == 0
    assert table.splitlines()[1].split()[:3] == ["1.0.0", "?", "2024-03-01"]
    _, stated, _ = run("versions", str(corpus.folder), "--format", "json")
    (version,) = json.loads(stated)["versions"]
    assert (version["tag"], version["date"]) == ("v1.0.0", "2024-03-01T10:00:00Z")


def test_a_pulled_version_is_said_to_be_verified_and_how_to_load_it(
    corpus: Repository, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, stdout, stderr = run("pull", f"{corpus.folder}@1.0.0", "-o", str(out))
    assert code == 0
    assert "package 1.0.0, 4 files" in stdout
    assert f"pressmark.load({str(out)!r})" in stderr
    assert contents(out) == contents(tmp_path / "package")


def test_a_pull_says_what_comes_from_the_cache(corpus: Repository, tmp_path: Path) -> None:
    assert "fetching data/package: 4 files from " in run(*_pull(corpus, tmp_path / "one"))[2]
    assert "taking data/package from the cache: 4 files" in run(*_pull(corpus, tmp_path / "two"))[2]


def _pull(corpus: Repository, out: Path) -> tuple[str, ...]:
    return "pull", f"{corpus.folder}@1.0.0", "-o", str(out)


def test_damaged_bytes_end_with_5(corpus: Repository, tmp_path: Path) -> None:
    content = (tmp_path / "package" / "texts.csv").read_bytes()
    object_of(tmp_path / "store", content).write_bytes(content.replace(b"mill", b"Mill"))
    code, _, stderr = run("pull", f"{corpus.folder}@1.0.0", "-o", str(tmp_path / "out"))
    assert (code, "texts.csv" in stderr) == (5, True)


def test_a_version_that_there_is_not_ends_with_2(corpus: Repository, tmp_path: Path) -> None:
    code, _, stderr = run("pull", f"{corpus.folder}@2.0.0", "-o", str(tmp_path / "out"))
    assert (code, "has no version 2.0.0" in stderr) == (2, True)


def test_without_dvc_the_code_is_4(
    corpus: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    code, _, stderr = run("pull", f"{corpus.folder}@1.0.0", "-o", str(tmp_path / "out"))
    assert (code, 'pip install "pressmark[dvc]"' in stderr) == (4, True)


def test_what_is_no_corpus_repository_is_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("release")[0] == 2
    repository = Repository(tmp_path / "other")
    repository.folder.mkdir()
    repository.git("init", "--quiet")
    monkeypatch.chdir(repository.folder)
    code, _, said = run("release")
    assert (code, "is no corpus repository" in said) == (2, True)


def test_a_version_without_a_citation_is_not_cited(corpus: Repository) -> None:
    code, _, said = run("cite", f"{corpus.folder}@1.0.0")
    assert (code, "has no CITATION.cff" in said) == (2, True)
