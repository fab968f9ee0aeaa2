"""Rules of users: installed ones are asked, files only where somebody typed so, packages' never."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pressmark.check import own
from pressmark.check.own import Own, own_rule
from pressmark_cli.app import app
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULE = """
from pathlib import Path
from pressmark import Hit, own_rule

Path({trace!r}).write_text("ran")

@own_rule(
    "LAB001", "ferry", what="a ferry: {{observed}}", why="Ships.", fix="Look.",
    bad="Fähre", good="Boot", severity="error",
)
def ferry(record):
    {body}
    for piece in record.text_pieces:
        at = piece.text.find("Fähre")
        if at >= 0:
            yield Hit(piece, at, at + len("Fähre"))
"""
TEXT = "date 2018-06 Gestern fuhr\u00a0die Fähre wieder, sagte die Reederei am Montag in Kiel.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus whose settings name a file with a rule, which leaves a trace when it runs."""
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    (folder / "rules").mkdir()
    write_rule(folder)
    settings = '[validate]\nrules = ["rules/*.py"]\n'
    (folder / "pressmark.toml").write_text(settings, encoding="utf-8")
    (folder / "raw" / "1.txt").write_text(TEXT, encoding="utf-8")
    return folder


def write_rule(folder: Path, body: str = "pass") -> None:
    own.load.cache_clear()
    text = RULE.format(trace=str(folder / "trace"), body=body)
    (folder / "rules" / "lab.py").write_text(text, encoding="utf-8")


def codes(folder: Path, *words: str) -> list[str]:
    words = ("validate", str(folder / "raw"), "--format", "json", *words)
    answer = json.loads(CliRunner().invoke(app, words).stdout)
    return [finding["code"] for finding in answer["findings"]]


def test_a_file_with_rules_runs_only_where_it_is_allowed(corpus: Path) -> None:
    assert "LAB001" not in codes(corpus)
    assert not (corpus / "trace").exists()
    assert "LAB001" in codes(corpus, "--allow-local-rules")


def test_its_findings_have_an_exact_place_and_can_be_chosen(corpus: Path) -> None:
    words = ["validate", str(corpus / "raw"), "--format", "json", "--allow-local-rules"]
    result = CliRunner().invoke(app, [*words, "--select", "LAB"])
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["src_start"], finding["src_column"]) == (30, 31)
    assert TEXT[finding["src_start"] : finding["src_end"]] == "Fähre"
    assert result.exit_code == 1
    assert "LAB001" not in codes(corpus, "--allow-local-rules", "--ignore", "LAB001")


def test_the_rules_of_a_package_are_never_run(corpus: Path) -> None:
    (corpus / "datapackage.json").write_text("{}", encoding="utf-8")
    words = ["validate", str(corpus / "raw" / "1.txt"), "--allow-local-rules"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "never run" in result.stderr
    assert not (corpus / "trace").exists()


def test_a_rule_that_fails_is_named_and_is_no_bug_of_ours(corpus: Path) -> None:
    write_rule(corpus, "raise KeyError('Schiff')")
    words = ["validate", str(corpus / "raw"), "--allow-local-rules"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "LAB001" in result.stderr


def test_a_package_holds_no_findings_of_such_rules(corpus: Path) -> None:
    codes(corpus, "--allow-local-rules")
    target = corpus / "data" / "package"
    CliRunner().invoke(app, ["build", str(corpus / "raw"), "-o", str(target)])
    assert "LAB001" not in (target / "findings.csv").read_text("utf-8")


@pytest.mark.parametrize("code", ["PM999", "lab001", "LAB1", "L001", ""])
def test_a_code_of_ours_or_of_no_form_is_refused(code: str) -> None:
    with pytest.raises(UsageError):
        own_rule(code, "x", what="x", why="x", fix="x", bad="x", good="y")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with a rule under the entry point, on the path as an installed one is."""
    (tmp_path / "shiprules.py").write_text(
        RULE.format(trace=str(tmp_path / "trace"), body="pass").replace("LAB001", "SHIP001"),
        encoding="utf-8",
    )
    facts = tmp_path / "shiprules-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: shiprules\nVersion: 1\n")
    (facts / "entry_points.txt").write_text("[pressmark.rules]\nships = shiprules\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    own.load.cache_clear()
    yield tmp_path
    own.load.cache_clear()
    sys.modules.pop("shiprules", None)


def test_an_installed_rule_is_asked_and_explained(corpus: Path, installed: Path) -> None:
    assert "SHIP001" in codes(corpus)
    assert (installed / "trace").exists()
    assert "Ships." in CliRunner().invoke(app, ["rules", "SHIP001"]).stdout


def test_two_rules_with_one_code_are_refused(corpus: Path, installed: Path) -> None:
    twin = (installed / "shiprules.py").read_text("utf-8")
    (corpus / "rules" / "lab.py").write_text(twin, encoding="utf-8")
    files = (corpus / "rules" / "lab.py",)
    with pytest.raises(UsageError, match="SHIP001"):
        own.load(Own(installed=True, files=files))
