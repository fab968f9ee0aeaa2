"""The project's own corpus through DVC: four stages, the same bytes as build, versions to pull."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pressmark

ROOT = Path(__file__).parent.parent
PARTS = ("seeds", "schema", "corpus", "cli", ".dvc", "dvc.yaml", "pressmark.toml", ".dvcignore")

pytestmark = pytest.mark.dvc


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of the project's corpus with a directory remote, reproduced once."""
    root = tmp_path_factory.mktemp("pipeline") / "a" / "repository"
    root.mkdir(parents=True)
    for part in PARTS:
        if (ROOT / part).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "cache", "tmp")
            shutil.copytree(ROOT / part, root / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, root / part)
    (root / ".gitignore").write_text("/data/*\n")
    run(root, "git", "init", "-q")
    run(root, "git", "config", "user.email", "corpus@example.org")
    run(root, "git", "config", "user.name", "Corpus")
    dvc(root, "remote", "add", "-d", "store", str(root.parent / "store"))
    dvc(root, "repro", "-q")
    return root


def test_a_second_run_does_nothing(repository: Path) -> None:
    said = dvc(repository, "repro")
    assert said.count("didn't change, skipping") == 4
    assert "up to date" in said


def test_the_stages_give_the_bytes_of_build(repository: Path, tmp_path: Path) -> None:
    program(repository, "build", "seeds", "-o", str(tmp_path / "built"))
    assert hashes(repository / "data" / "package") == hashes(tmp_path / "built")


def test_metrics_count_what_was_read(repository: Path) -> None:
    metrics = json.loads((repository / "data" / "metrics.json").read_text())
    assert metrics["documents"] == metrics["accepted"] + metrics["quarantined"]


def test_two_versions_are_pulled_into_empty_folders_verified_and_loaded(
    repository: Path, tmp_path: Path
) -> None:
    release(repository, "0.1.0")
    (repository / "seeds" / "hafenkurier" / "2018" / "neu.txt").write_text(
        " date 2018-06-02 Der neue Fahrplan gilt ab Montag, teilte die Reederei am Freitag mit.\n"
    )
    dvc(repository, "repro", "-q")
    release(repository, "0.2.0")
    clone = tmp_path / "deeper" / "down" / "clone"
    run(repository, "git", "clone", "-q", str(repository), str(clone))
    counts = {}
    for version in ("0.1.0", "0.2.0"):
        folder = tmp_path / f"corpus-{version}"
        program(tmp_path, "pull", f"{repository}@{version}", "-o", str(folder))
        assert not list(pressmark.verify(folder))
        counts[version] = len(pressmark.load(folder))
    assert counts["0.2.0"] == counts["0.1.0"] + 1
    listed = program(tmp_path, "versions", str(repository))
    assert "0.1.0" in listed
    assert "0.2.0" in listed


def release(root: Path, version: str) -> None:
    run(root, "git", "add", "-A")
    run(root, "git", "commit", "-qm", f"Version {version}")
    dvc(root, "push", "-q")
    run(root, "git", "tag", f"v{version}")


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def program(folder: Path, *words: str) -> str:
    return run(folder, sys.executable, "-m", "pressmark_cli", *words)


def dvc(folder: Path, *words: str) -> str:
    return run(folder, sys.executable, "-m", "dvc", *words)


def run(folder: Path, *words: str) -> str:
    scripts = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": scripts + os.pathsep + os.environ["PATH"],
        "DVC_NO_ANALYTICS": "1",
        "DVC_SITE_CACHE_DIR": str(folder.parent / "site"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
