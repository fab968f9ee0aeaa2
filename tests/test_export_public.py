"""A public export holds full text only where rights allow it, in whatever form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pressmark.check import integrity
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import FORMATS, Filters, Public, export
from pressmark.flow.steps import build
from pressmark_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

WITHHELD = "Verschlusssache"
SETTINGS = '[rights."open*"]\nrights = "CC-BY-4.0"\n'
LIGHT = sorted(set(FORMATS) - {"hf", "croissant", "docbin", "rocrate", "bagit"})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    raw = folder / "raw"
    raw.mkdir()
    for name, word in (("open.txt", "Rathaus"), ("closed.txt", WITHHELD)):
        text = f"date 2021-07-03\n\nIm {word} wird heute über den Damm beraten, sagte der Rat.\n"
        (raw / name).write_text(text, encoding="utf-8")
    (raw / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
    build([raw], folder / "package", find(raw))
    return folder / "package"


@pytest.mark.parametrize("form", LIGHT)
def test_no_form_holds_a_word_that_must_not_be_passed_on(
    package: Path, tmp_path: Path, form: str
) -> None:
    export(Dataset.open(package), tmp_path / "out", form, public=Public())
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert files
    assert not any(WITHHELD.encode() in path.read_bytes() for path in files)


def test_a_public_package_is_sound_keeps_all_articles_and_says_what_it_withheld(
    package: Path, tmp_path: Path
) -> None:
    written = export(Dataset.open(package), tmp_path / "out", public=Public())
    assert [*integrity(tmp_path / "out")] == []
    texts = Dataset.open(tmp_path / "out").arrow("texts")["text"].to_pylist()
    assert sorted(text[:10] for text in texts) == ["", "Im Rathaus"]
    facts = written.plain()["pressmark"]
    assert (facts["tier"], facts["withheld"]) == ("public", 1)


def test_a_reason_passes_all_on_and_is_recorded(package: Path, tmp_path: Path) -> None:
    export(Dataset.open(package), tmp_path / "out", "jsonl", public=Public("agreed, 2026-03-01"))
    assert WITHHELD in (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "out" / "datapackage.json").read_text())["pressmark"]
    assert (told["tier"], told["despite"]) == ("public", "agreed, 2026-03-01")


def test_a_reason_without_a_public_export_is_refused(package: Path, tmp_path: Path) -> None:
    command = ["export", str(package), "--despite", "why not", "-o", str(tmp_path / "out")]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 2
    assert "nothing is withheld" in run.stderr


def test_a_part_can_be_public_too(package: Path, tmp_path: Path) -> None:
    filters = Filters(where="n_words > 1")
    export(Dataset.open(package), tmp_path / "out", "jsonl", filters, public=Public())
    lines = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2


def test_the_command_says_how_many_texts_were_withheld(package: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["export", str(package), "--public", "-o", str(tmp_path / "out")])
    assert run.exit_code == 0
    assert "1 text withheld" in run.stderr
