"""Waivers: what somebody decided to live with counts no more, and nothing is hidden by accident."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from pressmark.check import waivers
from pressmark.check.catalogue import metadata
from pressmark_cli.app import app
from pressmark_schema.errors import UsageError
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "a" + "b" * 16
DATELESS = Finding(metadata.NO_DATE, "articles", ARTICLE, "published_edtf", path="talbote/1.txt")


def waived(text: str, as_of: date | None = None) -> bool:
    known = waivers.parse(f'[[waiver]]\ncode = "PM203"\nreason = "so ist es"\n{text}', "w.toml")
    return bool(waivers.sort([DATELESS], known, as_of).waived)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("", True),
        (f'article = "{ARTICLE}"', True),
        ('article = "talbote/*"', True),
        ('article = "marsh/*"', False),
        (f'findings = ["{DATELESS.finding_id}"]', True),
        ('findings = ["f0000000000000000"]', False),
        ("findings = []", False),
    ],
)
def test_a_waiver_speaks_of_an_article_of_paths_or_of_fingerprints(
    text: str, *, fits: bool
) -> None:
    assert waived(text) is fits


def test_a_waiver_holds_until_the_end_of_its_last_day() -> None:
    until = "expires = 2026-03-31"
    assert waived(until, date(2026, 3, 31))
    assert not waived(until, date(2026, 4, 1))
    assert waived(until)


@pytest.mark.parametrize(
    "text",
    [
        '[[waiver]]\ncode = "PM203"\n',
        '[[waiver]]\ncode = "PM203"\nreason = "  "\n',
        '[[waiver]]\ncode = "mojibake"\nreason = "x"\n',
        '[[waiver]]\ncode = "PM203"\nreason = "x"\nuntil = 2026-01-01\n',
        '[[waiver]]\ncode = "PM203"\nreason = "x"\nexpires = "soon"\n',
        "waiver = 3\n",
        "[settings]\n",
        "[[waiver\n",
    ],
)  # fmt: skip
def test_a_waiver_without_reason_or_with_words_unknown_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"w\.toml"):
        waivers.parse(text, "w.toml")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two articles, one of them without a date."""
    (tmp_path / "pressmark.toml").write_text('[read]\ninclude = ["*.txt"]\n', encoding="utf-8")
    (tmp_path / "raw").mkdir()
    write(tmp_path, "eins", "Die Fähre fährt wieder, sagte die Reederei am Montag in Kiel.\n")
    write(tmp_path, "zwei", "date 2018-05 Der Kran am Hafen steht seit einer Woche still.\n")
    return tmp_path


def write(corpus: Path, name: str, text: str) -> None:
    (corpus / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")


def run(command: str, corpus: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [command, str(corpus / "raw"), *words])


def answer(corpus: Path, *words: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(run("validate", corpus, "--format", "json", *words).stdout)
    return shown


def test_after_waiving_all_that_is_there_only_what_is_new_counts(corpus: Path) -> None:
    before = answer(corpus)["summary"]["total"]
    assert run("waive", corpus, "--all-current", "--reason", "Stand 1.0").exit_code == 0

    settled = answer(corpus)["summary"]
    assert (settled["total"], settled["waived"]) == (0, before)

    write(corpus, "drei", "date 2018-05 Das Brot auf dem Markt kostet mehr als im Winter davor.\n")
    again = answer(corpus)
    assert {finding["path"] for finding in again["findings"]} == {"raw/drei.txt"}
    assert again["summary"]["waived"] == before


def test_the_baseline_survives_moved_lines_and_holds_for_the_package_too(corpus: Path) -> None:
    run("waive", corpus, "--all-current", "--reason", "Stand 1.0")
    file = corpus / "raw" / "eins.txt"
    file.write_text("\n\n\n" + file.read_text("utf-8"), encoding="utf-8")
    assert answer(corpus)["summary"]["total"] == 0

    package = corpus / "data" / "package"
    CliRunner().invoke(app, ["build", str(corpus / "raw"), "-o", str(package)])
    shown = CliRunner().invoke(app, ["validate", str(package), "--format", "json"])
    assert json.loads(shown.stdout)["summary"]["total"] == 0


def test_a_package_is_the_same_with_and_without_waivers(corpus: Path) -> None:
    def built(name: str) -> dict[str, bytes]:
        target = corpus / "data" / name
        CliRunner().invoke(app, ["build", str(corpus / "raw"), "-o", str(target)])
        files = sorted(path for path in target.rglob("*") if path.is_file())
        return {path.relative_to(target).as_posix(): path.read_bytes() for path in files}

    plain = built("one")
    run("waive", corpus, "--all-current", "--reason", "Stand 1.0")
    assert built("two") == plain


def test_a_waiver_that_waives_nothing_is_told_with_its_line(corpus: Path) -> None:
    run("waive", corpus, "--code", "PM203", "--article", "raw/eins*", "--reason", "Fund ohne Datum")
    assert "PM203" not in answer(corpus)["summary"]["codes"]

    write(corpus, "eins", "date 2019-01 Die Fähre fährt wieder, sagte die Reederei in Kiel.\n")
    (unused,) = [f for f in answer(corpus)["findings"] if f["code"] == "PM802"]
    line = (corpus / "waivers.toml").read_text("utf-8").splitlines().index("[[waiver]]") + 1
    assert (unused["path"], unused["src_line"]) == ("waivers.toml", line)
    assert "Fund ohne Datum" in unused["message"]


def test_a_check_of_one_file_or_of_other_rules_calls_no_waiver_unused(corpus: Path) -> None:
    run("waive", corpus, "--code", "PM203", "--reason", "so ist es")
    assert "PM802" not in answer(corpus, "--ignore", "PM203")["summary"]["codes"]
    words = ["validate", str(corpus / "raw" / "zwei.txt"), "--format", "json"]
    assert "PM802" not in json.loads(CliRunner().invoke(app, words).stdout)["summary"]["codes"]


def test_an_expired_waiver_is_a_finding_and_waives_nothing(corpus: Path) -> None:
    words = ("--code", "PM203", "--reason", "bis zur Antwort", "--expires", "2026-03-31")
    run("waive", corpus, *words)
    later = answer(corpus, "--as-of", "2026-04-01")["summary"]["codes"]
    assert {"PM203", "PM801"} <= later.keys()
    assert "PM203" not in answer(corpus, "--as-of", "2026-03-31")["summary"]["codes"]


def test_waiving_keeps_what_stands_in_the_file(corpus: Path) -> None:
    file = corpus / "waivers.toml"
    note = "# von Hand: nicht anfassen\n"
    file.write_text(note, encoding="utf-8")
    run("waive", corpus, "--all-current", "--reason", 'Der "alte" Stand \\ 1.0', "--by", "Ada")
    assert file.read_text("utf-8").startswith(note)
    known = waivers.parse(file.read_text("utf-8"), file.name)
    assert {(waiver.reason, waiver.by) for waiver in known} == {('Der "alte" Stand \\ 1.0', "Ada")}


@pytest.mark.parametrize(
    "words",
    [
        ("--reason", "x"),
        ("--reason", " ", "--all-current"),
        ("--reason", "x", "--all-current", "--code", "PM203"),
        ("--reason", "x", "--code", "PM405"),
        ("--reason", "x", "--all-current", "--expires", "bald"),
    ],
)
def test_waiving_nothing_or_without_a_reason_is_refused(
    corpus: Path, words: tuple[str, ...]
) -> None:
    assert run("waive", corpus, *words).exit_code == 2
    assert not (corpus / "waivers.toml").exists()
