"""Which rules are asked, of what, and how grave their findings are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from pressmark.check import RULES, Scope, Selection, levels
from pressmark.check.catalogue import blocks, metadata, text
from pressmark.config import Config
from pressmark.flow.steps import build
from pressmark_cli.app import app
from pressmark_schema.errors import UsageError
from pressmark_schema.findings import Finding
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from pathlib import Path


def wanted(select: str = "default", ignore: str = "") -> set[str]:
    chosen = Selection(tuple(select.split()), tuple(ignore.split()))
    return {code for code, rule in RULES.items() if chosen.wants(rule)}


def test_without_a_word_the_rules_that_are_on_are_asked() -> None:
    assert wanted() == {code for code, rule in RULES.items() if rule.enabled}
    assert blocks.UNFINISHED.code not in wanted()


def test_a_rule_is_named_by_code_by_the_beginning_of_its_code_or_by_name() -> None:
    assert wanted("PM401") == wanted("replacement-character") == {"PM401"}
    assert wanted("PM4") == {code for code in RULES if code.startswith("PM4")}
    assert wanted("ALL") == set(RULES)
    assert wanted("default no-sentence-end") == wanted() | {"PM314"}


def test_the_more_exact_word_counts_and_of_equal_ones_to_ignore_does() -> None:
    assert "PM401" not in wanted("PM4", "PM401")
    assert wanted("PM401", "PM4") == {"PM401"}
    assert wanted("PM401", "PM401") == set()
    assert wanted("default", "PM2") == {code for code in wanted() if not code.startswith("PM2")}


@pytest.mark.parametrize("word", ["PM999", "pm401", "no-such-rule", "P", ""])
def test_a_word_that_names_no_rule_is_a_wrong_option(word: str) -> None:
    for chosen in (Selection((word,)), Selection(ignore=(word,))):
        with pytest.raises(UsageError):
            chosen.check()


def _finding(path: str | None = "talbote/1.txt") -> Finding:
    return Finding(text.MOJIBAKE, "blocks", "a" + "b" * 16 + "_x_0", path=path)


def test_the_severity_of_a_finding_is_the_most_exact_one_that_was_given() -> None:
    given = {"PM4": Severity.INFO, "PM402": Severity.ERROR}
    (found,) = Selection(severity=given).judge([_finding()])
    assert found.severity is Severity.ERROR
    assert found.row().severity is Severity.WARNING


def test_a_scope_speaks_of_paths_and_outlets() -> None:
    outlets = {"a" + "b" * 16: "talbote"}
    for scope in (Scope(path="talbote/*", ignore=("PM4",)), Scope(outlet="tal*", ignore=("PM4",))):
        chosen = Selection(scopes=(scope,))
        assert list(chosen.judge([_finding()], outlets)) == []
        assert len(list(chosen.judge([_finding("marsh/1.txt")], {}))) == 1
        assert len(list(chosen.judge([_finding(None)], {}))) == 1


def test_a_severity_is_a_code_and_a_level() -> None:
    assert levels(["PM203=error"]) == {"PM203": Severity.ERROR}
    for word in ("PM203", "PM203=fatal", "=error"):
        with pytest.raises(UsageError):
            levels([word])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two outlets with an article each that has only a month."""
    (tmp_path / "pressmark.toml").write_text(
        """
        [read]
        paths = ["{outlet}/*.txt"]

        [validate]
        ignore = ["PM701"]
        fail_on = "warning"

        [validate.severity]
        PM202 = "warning"

        [[validate.scope]]
        outlet = "talbote"
        severity = { coarse-date = "info" }

        [[validate.scope]]
        path = "marsh/*"
        ignore = ["PM201"]
        """,
        encoding="utf-8",
    )
    for outlet in ("talbote", "marsh"):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "1.txt").write_text(
            f"date 2018-06 Die Fähre von {outlet} fährt wieder, sagte die Reederei am Montag.\n",
            encoding="utf-8",
        )
    return tmp_path


def found(folder: Path, *words: str) -> tuple[int, list[tuple[str, str, str]]]:
    words = ("validate", str(folder), "--format", "json", "--ignore", "PM3,PM5", *words)
    result = CliRunner().invoke(app, words)
    answer: dict[str, Any] = json.loads(result.stdout)
    items = [(f["path"], f["code"], f["severity"]) for f in answer["findings"]]
    return result.exit_code, sorted(items)


def test_settings_select_and_weigh_for_all_and_for_some(corpus: Path) -> None:
    assert found(corpus) == (
        1,
        [
            ("marsh/1.txt", "PM202", "warning"),
            ("talbote/1.txt", "PM201", "info"),
            ("talbote/1.txt", "PM202", "info"),
        ],
    )


def test_what_is_typed_goes_before_the_settings(corpus: Path) -> None:
    assert found(corpus, "--fail-on", "error")[0] == 0
    code, items = found(corpus, "--select", "PM202", "--severity", "PM202=error")
    assert (code, [item[2] for item in items]) == (1, ["error", "info"])


def test_a_package_holds_the_same_bytes_whatever_the_settings_of_checks_are(corpus: Path) -> None:
    from pressmark.config import find

    settings = find(corpus)
    plain = settings.model_copy(update={"validation": Config().validation})
    build([corpus], corpus / "one", settings, jobs=1)
    build([corpus / "talbote", corpus / "marsh"], corpus / "other", plain, jobs=1)
    names = [path.relative_to(corpus / "one") for path in (corpus / "one").rglob("*.*")]
    assert names
    for name in names:
        if (corpus / "one" / name).is_file():
            assert (corpus / "one" / name).read_bytes() == (corpus / "other" / name).read_bytes()


def test_an_unknown_setting_is_named(corpus: Path) -> None:
    (corpus / "pressmark.toml").write_text('[validate]\nselect = ["PM999"]\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["validate", str(corpus)])
    assert result.exit_code == 2
    assert "PM999" in result.stderr


def test_metadata_rules_are_explained_offline() -> None:
    shown = CliRunner().invoke(app, ["rules", "PM201"]).stdout
    for words in (metadata.NO_TITLE.why, metadata.NO_TITLE.fix, "no-title"):
        assert words in shown
    listed = CliRunner().invoke(app, ["rules"]).stdout
    assert all(code in listed for code in RULES)
    assert CliRunner().invoke(app, ["rules", "PM999"]).exit_code == 2


def test_a_damaged_package_is_told_whatever_is_selected(corpus: Path) -> None:
    package = corpus / "package"
    build([corpus], package, Config(), jobs=1)
    (package / "texts.csv").write_bytes(b"x")
    words = ["validate", str(package), "--select", "PM4", "--format", "json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 5
    assert "PM657" in json.loads(result.stdout)["summary"]["codes"]
    waived = ["waive", str(package), "--all-current", "--reason", "x"]
    assert CliRunner().invoke(app, [*waived, "--waivers", str(corpus / "w.toml")]).exit_code in {
        0,
        2,
    }
    again = CliRunner().invoke(app, [*words, "--waivers", str(corpus / "w.toml")])
    assert again.exit_code == 5
