"""`pressmark export` into other forms: what is said on the way, what is refused and how."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

import exported_corpus
from pressmark.export import export
from pressmark_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    export(exported_corpus.dataset(folder / "dataset"), folder / "package")
    return folder / "package"


def run(package: Path, out: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["export", str(package), "-o", str(out), *words])


def test_it_says_what_the_form_cannot(package: Path, tmp_path: Path) -> None:
    done = run(package, tmp_path / "out", "--to", "conllu")
    assert done.exit_code == 0
    assert done.stdout == f"conllu: {tmp_path / 'out'}\n"
    assert "conllu cannot say: annotations, evidence, changes," in done.stderr
    assert "1 article without a word left out" in done.stderr


def test_columns_that_cannot_be_said_are_counted(package: Path, tmp_path: Path) -> None:
    done = run(package, tmp_path / "out", "--to", "fundus")
    assert "of the columns of articles" in done.stderr


def test_text_only_leaves_the_rest_out(package: Path, tmp_path: Path) -> None:
    assert run(package, tmp_path / "out", "--to", "vrt", "--text-only").exit_code == 0
    assert not (tmp_path / "out" / "outside.vrt").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--to", "jsonl", "--excel-safe"], "excel-safe = true is a choice for others"),
        (["--to", "csv", "--text-only"], "text-only = true is a choice for others"),
        (["--to", "vrt", "--tokeniser", "nltk"], "no such tokeniser: nltk"),
        (["--to", "vtr"], "no such format: vtr"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    package: Path, tmp_path: Path, words: list[str], message: str
) -> None:
    done = run(package, tmp_path / "out", *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("form", "library", "extra"),
    [("vrt", "simplemma", "tokens"), ("docbin", "spacy.tokens", "spacy")],
)
def test_a_library_that_is_not_installed_is_named(
    package: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    library: str,
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    done = run(package, tmp_path / "out", "--to", form)
    assert done.exit_code == 4
    assert f"pressmark[{extra}]" in done.stderr
    assert not (tmp_path / "out").exists()
