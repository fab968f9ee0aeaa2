"""`pressmark diff`: what it prints in each form, and its exit codes."""

import copy
import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import exported_corpus as small
from pressmark_cli.app import app

HOSTILE = "Der \x1b[31mWinter\x1b[0m | <b>\u202eist | vorbei"


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    """The small corpus, and the same with a title and a text changed and an article gone."""
    for name in "ab":
        (tmp_path / name).mkdir()
    small.written(tmp_path / "a", copy.deepcopy(small.rows()))
    rows = copy.deepcopy(small.rows())
    for name, found in rows.items():
        rows[name] = [row for row in found if small.UNDATED not in str(row)]
    for row in rows["articles"] + rows["texts"]:
        if row["article_id"] == small.WINTER:
            row["title"] = HOSTILE
        elif row["article_id"] == small.MAY and "text" in row:
            row["text"] = row["text"].replace("fertig", "offen")
    rows["articles"][0]["text_sha256"] = "1" * 64
    small.written(tmp_path / "b", rows)
    return str(tmp_path / "a"), str(tmp_path / "b")


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and stdout of a diff."""
    result = CliRunner().invoke(app, ["diff", *arguments])
    return result.exit_code, result.stdout


def test_the_counts_come_first_and_every_article_is_named(sides: tuple[str, str]) -> None:
    code, said = run(*sides, "--text")
    assert code == 0
    assert said.splitlines()[:4] == [
        "articles: 3 → 2",
        "removed 1",
        "changed 2 of 2: text 1 (unknown), metadata 1 (unknown)",
        "the analysis text (texts.text) changed in 1 article",
    ]
    assert f"- removed {small.UNDATED} bote" in said
    assert "[-fertig-]{+offen+}" in said


def test_a_hostile_title_drives_neither_terminal_nor_table(sides: tuple[str, str]) -> None:
    for form in ("text", "md"):
        _, said = run(*sides, "--format", form)
        assert not {"\x1b", "\u202e"} & set(said)
    assert "\\| &lt;b&gt;" in said


def test_counts_alone_in_every_form(sides: tuple[str, str]) -> None:
    assert small.MAY not in run(*sides, "--stat")[1]
    assert small.MAY not in run(*sides, "--stat", "--format", "md")[1]
    assert "removed" not in json.loads(run(*sides, "--stat", "--format", "json")[1])
    _, rows = run(*sides, "--stat", "--format", "csv")
    assert list(csv.reader(rows.splitlines()))[2] == ["removed", "", "", "1"]


def test_json_holds_the_five_lists(sides: tuple[str, str]) -> None:
    found = json.loads(run(*sides, "--format", "json", "--text")[1])
    assert [found[key] for key in ("added", "withdrawn", "renamed")] == [[], [], []]
    assert [item["article_id"] for item in found["removed"]] == [small.UNDATED]
    changed = {item["article_id"]: item for item in found["changed"]}
    assert changed[small.WINTER]["fields"] == [
        {"field": "title", "before": "Der Winter", "after": HOSTILE}
    ]
    assert {"step": "added", "text": "offen"} in changed[small.MAY]["text"]
    assert (found["different"], found["counts"]["text_changed"]) == (True, 1)


def test_csv_has_a_row_for_each_article(sides: tuple[str, str]) -> None:
    rows = list(csv.DictReader(run(*sides, "--format", "csv")[1].splitlines()))
    assert [(row["status"], row["effect"], row["text_changed"]) for row in rows] == [
        ("removed", "", ""),
        ("changed", "text", "true"),
        ("changed", "metadata", "false"),
    ]


def test_no_more_articles_are_listed_than_asked_for(sides: tuple[str, str]) -> None:
    _, said = run(*sides, "--limit", "1")
    assert "… and 1 more" in said
    assert "… and" not in run(*sides, "--limit", "1", "--verbose")[1]


def test_the_exit_code_says_whether_anything_differs(sides: tuple[str, str]) -> None:
    assert run(*sides, "--exit-code", "--stat")[0] == 1
    assert run(sides[0], sides[0], "--exit-code") == (0, "no difference\n")


def test_only_the_articles_of_a_study(sides: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "ids.csv").write_text(f"article_id\n{small.WINTER}\n", encoding="utf-8")
    _, said = run(*sides, "--ids", str(tmp_path / "ids.csv"))
    assert said.splitlines()[1] == "changed 1 of 1: metadata 1 (unknown)"
    assert small.MAY not in said


def test_what_is_no_package_is_a_usage_error(sides: tuple[str, str], tmp_path: Path) -> None:
    assert run(sides[0], "no-such-thing")[0] == 2
    assert run(sides[0], str(tmp_path))[0] == 2
