"""Findings as people read them, as programs read them, and the exit codes that go with them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pressmark_cli.app import app

POST = "Gute Fahrt! — Reederei Nord (@reederei_nord) 3. Juli 2018"
TEXT = f" date 2018-06 Die Fähre fährt wieder, sagte die Reederei am Montag in Kiel.\n\n{POST}\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with one article whose post is newer than its date."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "faehre.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def package(raw: Path, tmp_path: Path) -> Path:
    """The package of that folder."""
    assert run("build", raw, "-o", tmp_path / "package").exit_code == 0
    return tmp_path / "package"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def found(*words: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run("validate", *words, "--format", "json").stdout)
    return answer


@pytest.mark.parametrize("kind", ["raw", "package"])
def test_a_finding_names_place_field_words_and_remedy(kind: str, raw: Path, package: Path) -> None:
    shown = run("validate", raw if kind == "raw" else package).stdout.splitlines()
    at = next(rank for rank, line in enumerate(shown) if "warning PM214" in line)
    assert shown[at].startswith("faehre.txt:3:1: warning PM214")
    assert "blocks.src_start" in shown[at + 1]
    words, carets, remedy = shown[at + 2 : at + 5]
    start, end = carets.index("^"), carets.rindex("^") + 1
    assert words[start:end] == "3. Juli 2018"
    assert remedy.strip().startswith("fix:")


def test_json_has_every_finding_with_its_place_and_an_exact_summary(raw: Path) -> None:
    answer = found(raw)
    assert answer["summary"]["total"] == len(answer["findings"])
    (newer,) = [finding for finding in answer["findings"] if finding["code"] == "PM214"]
    assert (newer["path"], newer["src_line"], newer["src_column"]) == ("faehre.txt", 3, 1)
    assert TEXT[newer["src_start"] : newer["src_end"]] == POST
    assert {"severity", "message", "why", "fix", "finding_id"} <= newer.keys()


def test_a_fingerprint_survives_a_moved_line_and_a_rebuild(raw: Path) -> None:
    before = {finding["finding_id"] for finding in found(raw)["findings"]}
    file = raw / "faehre.txt"
    file.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert {finding["finding_id"] for finding in found(raw)["findings"]} == before


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_fail_on_sets_the_severity_that_ends_with_1(raw: Path, level: str, code: int) -> None:
    assert run("validate", raw, "--fail-on", level).exit_code == code


def test_what_is_shown_is_limited_and_says_so_but_counts_are_exact(raw: Path) -> None:
    shown = run("validate", raw, "--limit", 1).stdout
    assert shown.count(" fix: ") == 1
    total = found(raw)["summary"]["total"]
    assert f"and {total - 1} more" in shown
    assert f"{total} findings" in shown


def test_statistics_group_by_code(raw: Path) -> None:
    lines = run("validate", raw, "--statistics").stdout.splitlines()
    assert [line for line in lines if line.startswith("PM214")] == [
        "PM214      1  warning   dates-contradict"
    ]


def test_the_future_is_only_told_against_a_given_day(package: Path) -> None:
    codes = {finding["code"] for finding in found(package)["findings"]}
    later = {f["code"] for f in found(package, "--as-of", "2018-05-01")["findings"]}
    assert later - codes == {"PM206"}
    assert run("validate", package, "--as-of", "yesterday").exit_code == 2


def test_a_raw_file_that_differs_from_the_package_is_found(raw: Path, package: Path) -> None:
    assert run("validate", package, "--sources", raw).exit_code == 0
    file = raw / "faehre.txt"
    file.write_text(TEXT.replace("Kiel", "Köln"), encoding="utf-8")
    result = run("validate", package, "--sources", raw)
    assert result.exit_code == 1
    assert "PM640" in result.stdout


def test_sources_that_hold_none_of_the_files_are_a_wrong_option(
    package: Path, tmp_path: Path
) -> None:
    assert run("validate", package, "--sources", tmp_path / "nowhere").exit_code == 2


RECORDS = """\
[[records]]
glob = "*.jsonl"
fields = { text = "body", native_id = "id" }
"""


@pytest.mark.parametrize("folder", ["corpus/raw", "corpus"])
def test_the_settings_of_the_sources_are_found_as_build_finds_them(
    folder: str, tmp_path: Path
) -> None:
    raw = tmp_path / "corpus" / "raw"
    raw.mkdir(parents=True)
    (raw / "a.jsonl").write_text(json.dumps({"id": "1", "body": TEXT}) + "\n", encoding="utf-8")
    settings = tmp_path / folder / "pressmark.toml"
    settings.write_text(RECORDS, encoding="utf-8")
    assert run("build", raw, "-o", tmp_path / "package").exit_code == 0
    result = run("validate", tmp_path / "package", "--sources", raw)
    assert result.exit_code == 0, result.output
    assert "1 of 1 raw files compared" in result.stderr

    settings.rename(tmp_path / "kept.toml")
    result = run("validate", tmp_path / "package", "--sources", raw)
    assert result.exit_code == 2
    assert "no settings are in force: name the pressmark.toml of the build with -c" in result.stderr


def test_the_referee_agrees_on_a_sound_package(package: Path) -> None:
    assert run("validate", package, "--referee").exit_code == 0


def test_bytes_that_are_not_those_declared_end_with_5(package: Path) -> None:
    data = bytearray((package / "texts.csv").read_bytes())
    data[-10] ^= 1
    (package / "texts.csv").write_bytes(data)
    assert run("validate", package).exit_code == 5
    assert run("verify", package).exit_code == 5


def test_several_findings_at_one_place_are_in_their_declared_order(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "2012"
    folder.mkdir(parents=True)
    for number in range(6):
        (folder / f"{number}.txt").write_text(
            " date 2018-06 Die Fähre fährt wieder, sagte die Reederei am Montag.\n",
            encoding="utf-8",
        )
    rows = "\n".join(f"{number}.txt,2015" for number in range(6))
    (tmp_path / "meta.csv").write_text(f"file,published\n{rows}\n", encoding="utf-8")
    settings = tmp_path / "pressmark.toml"
    settings.write_text('[read]\npaths = ["{year}/*.txt"]\n', encoding="utf-8")
    built = ("-o", tmp_path / "package", "--metadata", tmp_path / "meta.csv")
    assert run("build", tmp_path / "raw", *built).exit_code == 0
    answer = found(tmp_path / "package")
    assert answer["summary"]["codes"]["PM215"] == 12
    assert answer["summary"]["severity"]["error"] == 0
