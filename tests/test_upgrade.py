"""Packages of older versions of the program: loaded as they are, and made packages of today."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pressmark
from pressmark.config import Config
from pressmark.dataset import Dataset
from pressmark.flow.steps import build
from pressmark.flow.upgrade import due, upgrade
from pressmark.flow.validation import Asked, validate
from pressmark.store import read_descriptor
from pressmark_cli.app import app
from pressmark_schema.older import LATER, LATER_TABLES
from pressmark_schema.tables import TABLES

ROOT = Path(__file__).parents[1]
FIRST = "0ff28c6"
"""An early commit: no annotations, no duplicates, other formulas of ids."""
BEFORE_ANNOTATIONS = "de0bbf9"
"""The commit ahead of the thirteenth table."""
TEXT = (
    "Title: Der Steg {n}\nDate: 2021-03\n\n„Wir sperren ihn am Montag“, sagte die Leiterin Nummer "
    "{n} der Behörde.\n\nDanach wird der Steg am Alten Siel für immer abgerissen und neu gebaut.\n"
)


def sources(folder: Path) -> Path:
    """Raw files with settings."""
    (folder / "raw").mkdir(parents=True)
    settings = '[read]\ninclude = ["*.txt"]\n\n[corpus]\nlanguages = ["de"]\n'
    (folder / "pressmark.toml").write_text(settings, encoding="utf-8")
    for n in range(4):
        (folder / "raw" / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=[FIRST, BEFORE_ANNOTATIONS])
def old(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as the program of that commit made it."""
    commit = str(request.param)
    git = shutil.which("git") or pytest.skip("git is not installed")
    command = [git, "archive", commit, "schema", "corpus", "cli"]
    packed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip("the history is not here")
    folder = sources(tmp_path_factory.mktemp("old") / commit)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder / "program", filter="data")
    roots = [str(folder / "program" / name) for name in ("schema", "corpus", "cli")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(roots)}
    command = [sys.executable, "-m", "pressmark_cli", "build", "raw", "-o", "package"]
    made = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return folder / "package"


@pytest.mark.slow
def test_an_old_package_is_loaded_as_it_is(old: Path) -> None:
    corpus = pressmark.load(old)
    assert len(corpus) == 4
    assert len(list(corpus)) == 4
    assert set(corpus.articles["sharing"].to_pylist()) == {"metadata"}
    assert set(corpus.captures["metadata_sha256"].to_pylist()) == {None}
    assert [article.annotations for article in corpus] == [()] * 4
    assert len(corpus.filter(where="sharing = 'metadata'")) == 4
    assert corpus.sql("SELECT count(tdm_policy) FROM articles").fetchall() == [(0,)]


@pytest.mark.slow
def test_an_upgrade_adds_what_can_be_derived_and_names_the_rest(old: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["upgrade", str(old), "-o", str(tmp_path / "new")])
    assert said.exit_code == 0
    assert "annotations: derived from the blocks" in said.stdout
    assert "captures: metadata_sha256: cannot be told" in said.stdout
    before, after = pressmark.load(old), pressmark.load(tmp_path / "new")
    for name in ("article_id", "text_sha256", "title"):
        assert before.articles[name].to_pylist() == after.articles[name].to_pylist()
    assert before.texts["text"].to_pylist() == after.texts["text"].to_pylist()
    assert before.blocks["block_id"].to_pylist() == after.blocks["block_id"].to_pylist()
    assert "quote" in after.annotations["layer"].to_pylist()
    assert after.duplicates.num_rows == 4
    assert due(Dataset.open(tmp_path / "new")) == []
    facts = read_descriptor(tmp_path / "new").pressmark
    stated = (facts.model_extra or {})["upgraded"] if facts else {}
    assert "annotations" in stated["derived"]
    assert "captures: metadata_sha256" in stated["unknown"]


@pytest.mark.slow
def test_what_is_derived_is_what_a_build_of_today_gives(old: Path, tmp_path: Path) -> None:
    if FIRST in str(old):
        pytest.skip("its ids are minted by other formulas, and stay")
    config = Config.load(old.parent / "pressmark.toml")
    build([old.parent / "raw"], tmp_path / "today", config, jobs=1)
    upgrade(old, tmp_path / "new")
    new, today = pressmark.load(tmp_path / "new"), pressmark.load(tmp_path / "today")
    assert new.annotations.equals(today.annotations)
    assert new.duplicates.equals(today.duplicates)
    asked = Asked(sources=old.parent, jobs=1)
    findings = validate([tmp_path / "new"], config, asked).findings
    assert [found for found in findings if found.severity == "error"] == []


@pytest.mark.slow
def test_an_upgrade_gives_the_same_bytes_again(old: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        upgrade(old, tmp_path / name)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    assert all(
        (tmp_path / "one" / path).read_bytes() == (tmp_path / "other" / path).read_bytes()
        for path in files
        if (tmp_path / "one" / path).is_file()
    )


def test_a_package_of_today_needs_none(tmp_path: Path) -> None:
    folder = sources(tmp_path / "corpus")
    config = Config.load(folder / "pressmark.toml")
    build([folder / "raw"], folder / "package", config, jobs=1)
    said = CliRunner().invoke(
        app, ["upgrade", str(folder / "package"), "-o", str(tmp_path / "new")]
    )
    assert "has every table and column of today" in said.stdout
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", LATER)
def test_what_stands_for_a_later_column_is_a_value_of_it(name: str) -> None:
    for column, value in LATER[name].items():
        field = TABLES[name].row.model_fields[column]
        assert value is None or value in {str(item) for item in field.annotation or ()}


def test_every_later_table_is_a_table() -> None:
    assert set(LATER_TABLES) <= set(TABLES)
