"""Corrections: applied where they belong or nowhere, and never to a source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import pressmark
from pressmark import check, normalise
from pressmark.config import find
from pressmark.normalise.correcting import corrected
from pressmark_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from pressmark.loading import Corpus

HEAD = "Title: Die Fähre fährt wieder | Inselbote\nDate: 2018-13\nOutlet: Inselbote\n\n"
FIRST = "Die Reederei hat  der Fähre gestern einen n e u e n Motor gegeben."
REPEATED = "Die Überfahrt kostet nichts, auch nicht für Räder und Kinderwagen."
LAST = "Das Amt rechnet mit vierzig Farten am Tag."
TEXT = f"{HEAD}{FIRST}\n\n{REPEATED}\n\n{REPEATED}\n\n{LAST}\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two articles, one of them full of faults."""
    (tmp_path / "pressmark.toml").write_text('[read]\ninclude = ["*.txt"]\n', encoding="utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "faehre.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "raw" / "kran.txt").write_text(
        "Title: Der Kran steht still\nDate: 2018-05\n\nDer Kran steht seit Wochen still.\n", "utf-8"
    )
    assert build(tmp_path).exit_code == 0
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def build(corpus: Path) -> Result:
    return run("build", corpus / "raw", "-o", corpus / "data/package", "--jobs", 1)


def loaded(corpus: Path) -> Corpus:
    return pressmark.load(corpus / "data/package")


def article_id(corpus: Path) -> str:
    rows = loaded(corpus).sql("SELECT article_id FROM texts WHERE title LIKE 'Die%'")
    return str(rows.fetchall()[0][0])


def blocks(corpus: Path) -> list[dict[str, Any]]:
    sql = f"FROM blocks WHERE article_id = '{article_id(corpus)}' ORDER BY seq"
    found: list[dict[str, Any]] = loaded(corpus).sql(sql).to_arrow_table().to_pylist()
    return found


def correct(corpus: Path, *words: object) -> Result:
    return run("correct", *words, "-p", corpus / "data/package", "--reason", "im Heft nachgesehen")


def sound(corpus: Path) -> bool:
    folder = corpus / "data/package"
    result = run("validate", folder, "--sources", corpus, "--format", "json")
    return bool(json.loads(result.stdout)["summary"]["severity"]["error"] == 0)


def test_words_a_kind_a_title_and_a_date_are_corrected(corpus: Path) -> None:
    name = article_id(corpus)
    last = blocks(corpus)[-1]["block_id"]
    correct(corpus, name, "--set", "title=Die Fähre fährt wieder", "--set", "published=2018-12")
    correct(corpus, name, "--replace", "Farten", "Fahrten", "--author", "Ada")
    correct(corpus, last, "--set", "kind=caption")

    assert "corrections: 4 applied" in build(corpus).stdout

    article = loaded(corpus)[name]
    assert article.title == "Die Fähre fährt wieder"
    assert (article["published_edtf"], article["published_basis"]) == ("2018-12", "manual")
    after = blocks(corpus)[-1]
    assert after["text"] == "Das Amt rechnet mit vierzig Fahrten am Tag."
    assert (after["block_id"], after["kind"], after["kind_basis"]) == (last, "caption", "manual")
    assert sound(corpus)


def test_a_correction_is_a_recorded_change_and_no_source_is_touched(corpus: Path) -> None:
    correct(corpus, article_id(corpus), "--replace", "Farten", "Fahrten")
    build(corpus)
    changes = loaded(corpus).sql("FROM changes WHERE list_contains(rules, 'correction@1')")
    (change,) = changes.to_arrow_table().to_pylist()
    assert TEXT[change["src_start"] : change["src_end"]] == change["before"]
    assert (corpus / "raw" / "faehre.txt").read_text("utf-8") == TEXT


def test_a_correction_follows_its_target_to_another_line(corpus: Path) -> None:
    correct(corpus, article_id(corpus), "--replace", "Farten", "Fahrten")
    moved = TEXT.replace(FIRST, f"Ein neuer Absatz steht davor.\n\n{FIRST}")
    (corpus / "raw" / "faehre.txt").write_text(moved, encoding="utf-8")

    assert "corrections: 1 applied\n" in build(corpus).stdout
    assert "Fahrten" in blocks(corpus)[-1]["text"]


@pytest.mark.parametrize(
    "changed",
    [LAST.replace("vierzig", "fünfzig"), LAST.replace("Farten", "Fahrten")],
    ids=["words beside it", "the words themselves"],
)
def test_a_correction_whose_target_changed_is_stale_and_applied_nowhere(
    corpus: Path, changed: str
) -> None:
    correct(corpus, article_id(corpus), "--replace", "Farten", "Fehler")
    (corpus / "raw" / "faehre.txt").write_text(TEXT.replace(LAST, changed), encoding="utf-8")

    result = build(corpus)

    assert "corrections: 0 applied, 1 stale" in result.stdout
    assert "line 1: " in result.stderr
    assert all("Fehler" not in row["text"] for row in blocks(corpus))
    found = json.loads(run("validate", corpus / "raw", "--format", "json").stdout)["findings"]
    (stale,) = [finding for finding in found if finding["code"] == "PM803"]
    assert (stale["path"], stale["src_line"]) == ("corrections.jsonl", 1)


def test_one_deleted_line_moves_no_correction(corpus: Path) -> None:
    """Corrections addressed by line once lost nearly all of their targets to one deleted line."""
    for words, right in (("gestern", "heute"), ("Farten", "Fahrten")):
        correct(corpus, article_id(corpus), "--replace", words, right)
    (corpus / "raw" / "faehre.txt").write_text(TEXT.replace("Outlet: Inselbote\n", ""), "utf-8")
    assert "corrections: 2 applied\n" in build(corpus).stdout


def test_of_equal_blocks_the_one_between_its_neighbours_is_meant(corpus: Path) -> None:
    second = [row for row in blocks(corpus) if row["text"] == REPEATED][1]
    correct(corpus, second["block_id"], "--set", "kind=boilerplate")
    build(corpus)
    kinds = [row["kind"] for row in blocks(corpus) if row["text"] == REPEATED]
    assert kinds == ["paragraph", "boilerplate"]

    again = f"{FIRST}\n\n{REPEATED}\n\n{LAST}\n\n{REPEATED}\n\nEnde des Berichts."
    (corpus / "raw" / "faehre.txt").write_text(HEAD + again + "\n", encoding="utf-8")
    assert "1 stale" in build(corpus).stdout


def test_a_value_that_is_no_longer_there_is_not_overwritten(corpus: Path) -> None:
    correct(corpus, article_id(corpus), "--set", "title=Neu")
    (corpus / "raw" / "faehre.txt").write_text(TEXT.replace("wieder |", "nicht |"), "utf-8")
    assert "1 stale" in build(corpus).stdout
    assert "nicht" in str(loaded(corpus)[article_id(corpus)].title)


def test_corrections_come_from_a_table_too(corpus: Path) -> None:
    name = article_id(corpus)
    table = corpus / "table.csv"
    table.write_text(
        "id;target;before;after;reason;author\n"
        f"{name};title;;Die Fähre;kürzer;Ada\n"
        f"{name};text;Farten;Fahrten;Tippfehler;Ada\n",
        encoding="utf-8",
    )
    assert run("correct", "--from", table, "-p", corpus / "data/package").exit_code == 0
    assert "corrections: 2 applied" in build(corpus).stdout


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("zzz;title;;Neu;x;", "table.csv:2"),
        ("{id};mood;;Neu;x;", "target is one of"),
        ("{id};title;Alt;Neu;x;", "is 'Die Fähre"),
        ("{id};text;Boot;Schiff;x;", "0 blocks fit"),
        ("{id};title;;Neu;;", "the reason"),
        ("{id};published;;bald;x;", "no date"),
    ],
)
def test_a_faulty_line_of_a_table_is_named_and_nothing_is_written(
    corpus: Path, line: str, says: str
) -> None:
    table = corpus / "table.csv"
    head = "id;target;before;after;reason;author\n"
    table.write_text(head + line.format(id=article_id(corpus)) + "\n", encoding="utf-8")
    result = run("correct", "--from", table, "-p", corpus / "data/package")
    assert result.exit_code == 2
    assert says in result.stderr or says == "table.csv:2"
    assert not (corpus / "corrections.jsonl").exists()


@pytest.mark.parametrize(
    "line",
    ["{", '{"article_id": "a"}', '{"target": "text"}', '"x"'],
)
def test_a_line_that_is_no_correction_is_named(corpus: Path, line: str) -> None:
    (corpus / "corrections.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    result = build(corpus)
    assert result.exit_code == 2
    assert "corrections.jsonl:2" in result.stderr


def test_fixes_are_written_and_leave_nothing_to_fix(corpus: Path) -> None:
    assert "needs a judgement" in run("fix", corpus / "raw", "--unsafe-fixes", "--diff").stdout
    assert not (corpus / "corrections.jsonl").exists()

    shown = run("fix", corpus / "raw", "--unsafe-fixes").stdout
    assert "PM210" in shown
    assert "PM306" in shown
    assert "PM405" in shown
    build(corpus)

    kinds = [row["kind"] for row in blocks(corpus) if row["text"] == REPEATED]
    assert sorted(kinds) == ["boilerplate", "paragraph"]
    assert "einen neuen Motor" in blocks(corpus)[1]["text"]
    assert loaded(corpus)[article_id(corpus)].title == "Die Fähre fährt wieder"
    assert "nothing to fix" in run("fix", corpus / "raw", "--unsafe-fixes").stdout
    assert sound(corpus)


def test_a_fix_that_needs_a_judgement_is_left_out_unless_asked_for(corpus: Path) -> None:
    result = run("fix", corpus / "data/package")
    assert "PM405" not in result.stdout
    assert "1 more need a judgement" in result.stderr
    lines = (corpus / "corrections.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["rule"] for line in lines} == {"PM210", "PM306"}
    assert "0 corrections written" in run("fix", corpus / "data/package").stdout


def test_a_dry_run_writes_nothing(corpus: Path) -> None:
    assert "PM210" in run("fix", corpus / "raw", "--dry-run").stdout
    correct(corpus, article_id(corpus), "--set", "title=Neu", "--dry-run")
    assert not (corpus / "corrections.jsonl").exists()


def test_a_hostile_text_in_a_diff_drives_no_terminal(corpus: Path) -> None:
    hostile = TEXT.replace("n e u e n", "n e u e n \x1b]0;owned\x07\u202e")
    (corpus / "raw" / "faehre.txt").write_text(hostile, encoding="utf-8")
    shown = run("fix", corpus / "raw", "--unsafe-fixes", "--diff").stdout
    assert not any(char in shown for char in "\x1b\x07\u202e")


@given(
    st.text("aä\u00ad\u200b \n-", min_size=1, max_size=30),
    st.integers(0, 30),
    st.integers(0, 5),
    st.text("bc", max_size=3),
)
def test_a_correction_on_top_of_other_changes_can_be_undone(
    source: str, start: int, length: int, after: str
) -> None:
    cleaned = normalise.clean(source)
    start = min(start, len(cleaned.text))
    end = min(start + length, len(cleaned.text))

    made = corrected(source, cleaned, start, end, after)

    assert made.text == cleaned.text[:start] + after + cleaned.text[end:]
    assert normalise.apply(source, made.edits) == made.text
    befores = [source[edit.start : edit.end] for edit in made.edits]
    assert normalise.restore(made.text, made.edits, befores) == source


def test_a_corpus_without_corrections_is_built_to_the_same_bytes(corpus: Path) -> None:
    before = (corpus / "data/package/datapackage.json").read_bytes()
    (corpus / "corrections.jsonl").write_text("\n", encoding="utf-8")
    build(corpus)
    assert (corpus / "data/package/datapackage.json").read_bytes() == before
    assert list(check.verify(corpus / "data/package")) == []
    assert find(corpus).build.corrections == "corrections.jsonl"
