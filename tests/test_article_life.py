"""The life of an article: its captures in order, each read again, and what versions did to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import pressmark
from pressmark.versions.history import history
from pressmark.versions.releasing import release
from pressmark_cli.app import app
from release_corpus import Harbour, alone

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

OLD = "Der Kran am Kai steht still, und niemand weiß, wann er wieder läuft."
NEW = "Der Kran am Kai dreht sich seit gestern wieder, und die Kutter legen an."
SETTINGS = """
[read]
include = ["*.txt"]

[metadata]
table = "raw/table.csv"

[corpus]
languages = ["de"]
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One article, captured three times with other words, and once more in another corpus."""
    (tmp_path / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = ["file,native_id,outlet,retrieved_at"]
    for n, (title, text) in enumerate(
        [("Stillstand", OLD), ("Stillstand", NEW), ("Er läuft", NEW)]
    ):
        (raw / f"{n}.txt").write_text(f"Title: {title}\nDate: 2021-03\n\n{text}\n", "utf-8")
        rows.append(f"{n}.txt,kran-7,Hafenkurier,2021-03-0{3 - n if n < 2 else 9}T08:00:00Z")
    (raw / "table.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("build", raw, "-o", tmp_path / "data/package", "-j", 1).exit_code == 0
    return tmp_path


def the_id(corpus: Path) -> str:
    return str(pressmark.load(corpus / "data/package").articles["article_id"][0])


def test_captures_stand_in_the_order_of_time_with_what_changed_between(corpus: Path) -> None:
    said = run("show", the_id(corpus), "-p", corpus / "data/package", "--captures").stdout
    lines = [line.strip() for line in said.splitlines()]
    captures = [line for line in lines if line.startswith("capture")]
    assert captures == [
        "capture 0: 2021-03-02T08:00:00Z, raw/1.txt",
        "capture 1: 2021-03-03T08:00:00Z, raw/0.txt",
        "capture 2, current: 2021-03-09T08:00:00Z, raw/2.txt",
    ]
    between = lines[lines.index(captures[0]) + 1 : lines.index(captures[1])]
    assert "1 block gone, 1 block new" in between
    assert any("[-dreht" in line and "{+steht" in line for line in between)
    assert "title: “Stillstand” → “Er läuft”" in lines


def test_a_raw_file_that_changed_is_not_taken_for_the_capture(corpus: Path) -> None:
    (corpus / "raw" / "1.txt").write_text("Title: Anderes\n\nGanz andere Worte.\n", "utf-8")
    (corpus / "raw" / "0.txt").unlink()
    said = run("show", the_id(corpus), "-p", corpus / "data/package", "--captures").stdout
    assert "its text is not at hand: the raw file is another one by now" in said
    assert "raw/0.txt is not in" in said
    assert "what changed cannot be told" in said
    assert "andere Worte" not in said


def test_the_history_goes_from_source_to_findings(corpus: Path) -> None:
    key = the_id(corpus)
    package = ("-p", corpus / "data/package")
    assert (
        run("correct", key, "--set", "title=Er läuft!", "-r", "im Heft so", *package).exit_code == 0
    )
    said = run("show", key, *package, "--history")
    order = ["capture 2, current", "changes: ", "corrections: 1", "blocks: ", "findings: "]
    places = [said.stdout.index(word) for word in order]
    assert places == sorted(places)
    assert "no versions" in said.stderr


@pytest.mark.dvc
@pytest.mark.slow
def test_the_history_follows_an_article_over_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    harbour = Harbour(tmp_path / "harbour")
    harbour.create()
    monkeypatch.chdir(harbour.folder)
    release(harbour.folder)
    harbour.write("5.txt", " date 2020-05 Noch ein Steg\n\nAuch er ist morsch.\n")
    harbour.commit("one more")
    release(harbour.folder)
    harbour.write("5.txt", " date 2020-05 Noch ein Steg\n\nAuch er ist morsch und gesperrt.\n")
    harbour.commit("changed")
    release(harbour.folder)
    sql = "SELECT article_id FROM captures JOIN sources USING (source_id) WHERE path = 'raw/5.txt'"
    key = pressmark.load("data/package").sql(sql).fetchall()[0][0]
    assert run("withdraw", key, "--reason", "error").exit_code == 0
    harbour.commit("withdrawn")
    release(harbour.folder)

    found = [(event.version, event.what, event.cause) for event in history(harbour.folder, key)]

    assert found == [
        ("0.1.0", "absent", ""),
        ("0.2.0", "added", ""),
        ("0.3.0", "changed", "source"),
        ("0.3.1", "withdrawn", ""),
    ]
    said = run("show", key, "--history")
    assert "0.3.1" in said.stdout
    assert "withdrawn: error" in said.stdout
    assert "morsch" not in said.stdout
