"""Findings in all formats: everywhere the same, each valid by the schema of those who read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from lxml import etree
from typer.testing import CliRunner

from pressmark_cli.app import app
from pressmark_cli.formats import MODULES

ROOT = Path(__file__).parent.parent
SCHEMAS = Path(__file__).parent / "schemas"
NASTY = "\x1b[31mrot\x07 ]]> <b> & \" ' %0A ::error::, \u202e"
TEXT = f"date 2018-06 Die Fähre fährt w i e d e r, sagte {NASTY} am Montag in Kiel.\n"
POST = "\nGute Fahrt! — Reederei Nord (@reederei_nord) 3. Juli 2018\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with findings of several severities, one of them waived, and a hostile text."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "raw").mkdir()
    (folder / "raw" / "fähre, neu.txt").write_text(TEXT + POST, encoding="utf-8")
    (folder / "raw" / "leer.txt").write_bytes(b"")
    settings = '[validate]\nseverity = { PM405 = "error" }\n'
    (folder / "pressmark.toml").write_text(settings, encoding="utf-8")
    waiver = '[[waiver]]\ncode = "PM202"\nreason = "nur der Monat steht im Archiv"\nby = "Ada"\n'
    (folder / "waivers.toml").write_text(waiver, encoding="utf-8")
    return folder


def printed(folder: Path, name: str, *more: str) -> str:
    words = ["validate", str(folder / "raw"), "--format", name, "--limit", "1000", *more]
    return CliRunner().invoke(app, words).stdout


@pytest.fixture(scope="module")
def known(folder: Path) -> list[dict[str, Any]]:
    """The findings as JSON has them."""
    found: list[dict[str, Any]] = json.loads(printed(folder, "json"))["findings"]
    return found


def test_the_corpus_has_findings_of_each_severity(known: list[dict[str, Any]]) -> None:
    assert {finding["severity"] for finding in known} == {"error", "warning", "info"}


@pytest.mark.parametrize("name", MODULES)
def test_every_format_has_the_same_findings(
    name: str, folder: Path, known: list[dict[str, Any]]
) -> None:
    assert _codes(name, printed(folder, name)) == sorted(item["code"] for item in known)


def _codes(name: str, text: str) -> list[str]:
    """The code of each finding in the output, sorted."""
    if name == "json":
        return sorted(item["code"] for item in json.loads(text)["findings"])
    if name == "jsonl":
        lines = [json.loads(line) for line in text.splitlines()]
        return sorted(item["code"] for item in lines if "waiver" not in item)
    if name == "sarif":
        results = json.loads(text)["runs"][0]["results"]
        return sorted(item["ruleId"] for item in results if "suppressions" not in item)
    if name == "junit":
        root = ET.fromstring(text)  # noqa: S314 - made by us, a line above
        return sorted(
            node.attrib["type"] for tag in ("error", "failure") for node in root.iter(tag)
        )
    pattern = {
        "text": r"(?:error|warning|info) (PM\d{3}) ",
        "concise": r": (PM\d{3}) \[",
        "github": r"title=(PM\d{3}) ",
    }[name]
    return sorted(re.findall(pattern, text))


@pytest.mark.parametrize("name", MODULES)
def test_no_format_lets_a_text_drive_the_terminal_or_the_reader(name: str, folder: Path) -> None:
    text = printed(folder, name)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


def test_a_hostile_text_cannot_add_an_annotation(folder: Path) -> None:
    lines = printed(folder, "github").splitlines()
    assert all(re.match(r"::(error|warning|notice)[ :]", line) for line in lines)
    assert [line for line in lines if line.startswith("::error")] == [
        line for line in lines if "title=PM405" in line
    ]


def test_json_is_what_our_published_schema_says(folder: Path) -> None:
    schema = json.loads((ROOT / "docs/schema/findings.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    document = json.loads(printed(folder, "json"))
    Draft202012Validator(schema).validate(document)
    assert document["waived"][0]["waiver"]["by"] == "Ada"


def test_sarif_is_valid_by_its_schema_and_shows_waivers_as_suppressions(folder: Path) -> None:
    log = json.loads(printed(folder, "sarif"))
    Draft7Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    waived = [result for result in run["results"] if result.get("suppressions")]
    assert [result["ruleId"] for result in waived] == ["PM202"]
    (spaced,) = [result for result in run["results"] if result["ruleId"] == "PM405"]
    place = spaced["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "raw/f%C3%A4hre%2C%20neu.txt"
    assert place["region"]["startColumn"] == TEXT.index("w i e d e r") + 1


def test_junit_is_valid_by_the_schema_of_jenkins(folder: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    document = etree.fromstring(printed(folder, "junit").encode())
    schema.assertValid(document)
    assert int(document.get("tests", "")) == len(document.findall(".//testcase"))
    assert len(document.findall(".//skipped")) == 1


@pytest.mark.parametrize("name", MODULES)
def test_counts_alone_are_exact_in_every_format(
    name: str, folder: Path, known: list[dict[str, Any]]
) -> None:
    text = printed(folder, name, "--statistics")
    assert str(len(known)) in text
    assert "fahrt wieder" not in text
    if name in {"text", "concise"}:
        codes = {item["code"] for item in known}
        assert len([line for line in text.splitlines() if line.startswith("PM")]) == len(codes)


def test_people_read_the_summary_first_and_the_next_command_last(folder: Path) -> None:
    lines = printed(folder, "text").splitlines()
    assert re.fullmatch(r"\d+ findings: 1 error, .*; 1 waived", lines[0])
    assert lines[-1].startswith("next: pressmark ")


def test_the_hooks_for_others_name_commands_that_exist() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entries = re.findall(r"^  entry: pressmark (\w+)$", text, re.MULTILINE)
    assert entries == ["validate", "fix"]
    for name in entries:
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0
