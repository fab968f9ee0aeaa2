"""A folder becomes a DVC repository that reports nothing and trusts nobody's cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark.versions.repository import environment, prepare
from pressmark_schema.errors import UsageError
from versioned_corpus import contents

PROJECT = Path(__file__).parent.parent


def dvc(folder: Path, *arguments: str) -> str:
    """What DVC prints, run in `folder`."""
    command = [sys.executable, "-m", "dvc", *arguments]
    env = environment(folder / ".dvc" / "tmp" / "private")
    return subprocess.run(
        command, cwd=folder, env=env, check=True, capture_output=True, text=True
    ).stdout


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    prepare(tmp_path)
    first = contents(tmp_path)
    prepare(tmp_path)
    assert sorted(first) == [".dvc/.gitignore", ".dvc/config", ".dvcignore"]
    assert contents(tmp_path) == first


def test_own_settings_and_remotes_are_kept_and_verified(tmp_path: Path) -> None:
    (tmp_path / ".dvc").mkdir()
    config = tmp_path / ".dvc" / "config"
    stated = "[core]\n    remote = a\n    analytics = true\n[cache]\n    type = copy\n"
    config.write_text(f"{stated}['remote \"a\"']\n    url = ../store\n", encoding="utf-8")
    prepare(tmp_path)
    first = config.read_bytes()
    prepare(tmp_path)
    assert config.read_bytes() == first
    lines = [line.strip() for line in first.decode().splitlines()]
    assert {"remote = a", "type = copy", "url = ../store", "verify = true"} < set(lines)
    assert "analytics = false" in lines


def test_a_config_that_is_none_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / ".dvc").mkdir()
    (tmp_path / ".dvc" / "config").write_bytes(b"[core\n")
    with pytest.raises(UsageError, match="cannot be read"):
        prepare(tmp_path)
    assert contents(tmp_path) == {".dvc/config": b"[core\n"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_the_site_cache_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVC_ROOT", "/elsewhere")
    private = tmp_path / "private"
    private.mkdir(mode=0o777)
    found = environment(private)
    assert private.stat().st_mode & 0o777 == 0o700
    assert Path(found["DVC_SITE_CACHE_DIR"]).parent == private
    assert found["DVC_NO_ANALYTICS"] == "1"
    assert "DVC_ROOT" not in found


@pytest.mark.dvc
def test_dvc_takes_the_config_as_it_is_meant(tmp_path: Path) -> None:
    prepare(tmp_path)
    stated = dvc(tmp_path, "config", "--list").splitlines()
    assert {"core.analytics=false", "core.check_update=false"} < set(stated)


def test_the_projects_own_repository_is_prepared_so(tmp_path: Path) -> None:
    prepare(tmp_path)
    for name, content in contents(tmp_path).items():
        assert (PROJECT / name).read_bytes() == content, name


@pytest.mark.dvc
def test_the_projects_pipeline_has_four_stages_with_one_dataset_each(tmp_path: Path) -> None:
    prepare(tmp_path)
    pipeline = (PROJECT / "dvc.yaml").read_bytes()
    (tmp_path / "dvc.yaml").write_bytes(pipeline)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    stages = [line.split()[0] for line in dvc(tmp_path, "stage", "list").splitlines()]
    assert stages == ["ingest", "normalise", "validate", "export"]
    outs = dvc(tmp_path, "dag", "--outs", "--dot")
    for dataset in ("ingested", "normalised", "findings"):
        assert f'"data/{dataset}" -> ' in outs
    assert b"${" not in pipeline
