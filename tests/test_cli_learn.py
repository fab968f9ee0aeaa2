"""`pressmark learn` as a person types it, and the profile as the other commands take it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from learnt_corpus import MORNING, SUFFIX, corpus
from pressmark_cli.app import app
from raw_input import write


def run(*words: str | Path) -> Result:
    """Run the program."""
    return CliRunner().invoke(app, [str(word) for word in words])


def test_it_writes_beside_the_settings_and_says_what_it_found(tmp_path: Path) -> None:
    result = run("learn", corpus(tmp_path))
    assert result.exit_code == 0
    assert "60 articles of 2 outlets" in result.stdout
    assert "lines of furniture 4, title suffixes 1, forms of bylines 1" in result.stdout
    assert f"hafenkurier: boilerplate: {MORNING} (30)" in result.stdout
    assert (tmp_path / "profile.toml").read_text().startswith("# What the outlets")
    assert "pressmark build\n" in result.stderr


def test_documents_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    (raw / "talbote" / "logo.txt").write_bytes(b"GIF\0\0")
    result = run("learn", raw)
    assert "60 articles of 2 outlets" in result.stdout
    assert "1 document could not be read" in result.stderr


def test_a_dry_run_prints_the_same_bytes_and_writes_nothing(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    printed = run("learn", raw, "--dry-run").stdout
    assert not (tmp_path / "profile.toml").exists()
    run("learn", raw)
    assert (tmp_path / "profile.toml").read_text() == printed


def test_what_was_learnt_is_overwritten_only_when_told(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    run("learn", raw)
    again = run("learn", raw)
    assert again.exit_code == 2
    assert "has a learnt part already" in again.stderr
    assert run("learn", raw, "--update").exit_code == 0


def test_a_profile_of_a_persons_own_lines_alone_is_completed_without_being_told(
    tmp_path: Path,
) -> None:
    mine = '# mine\nversion = 1\n[[keep]]\noutlet = "*"\nline = "Anzeige"\n'
    raw = corpus(tmp_path)
    write(tmp_path, {"profile.toml": mine})
    assert run("learn", raw).exit_code == 0
    assert (tmp_path / "profile.toml").read_text().startswith(mine)


def test_parse_with_the_profile_gives_what_build_gives(tmp_path: Path) -> None:
    raw = corpus(tmp_path / "a")
    run("learn", raw, "-o", tmp_path / "other.toml")
    told = ("--profile", tmp_path / "other.toml")
    parsed = json.loads(run("parse", raw / "hafenkurier" / "000.txt", *told).stdout)
    assert not parsed["title"].endswith(SUFFIX)
    assert run("build", raw, "-o", tmp_path / "package", *told).exit_code == 0
    exported = run("export", tmp_path / "package", "--to", "jsonl", "-o", tmp_path / "x")
    assert exported.exit_code == 0
    lines = next((tmp_path / "x").glob("*.jsonl*")).read_text().splitlines()
    built = [json.loads(line) for line in lines]
    hashes = {row["article_id"]: row["record_sha256"] for row in built}
    assert hashes[parsed["article_id"]] == parsed["record_sha256"]


def test_show_says_which_blocks_the_profile_decided(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    run("learn", raw)
    shown = run("show", raw / "talbote" / "001.txt").stdout
    assert "95 % sure by the profile" in shown
    assert "paragraph de · 99.8 % sure · line" in shown


def test_a_build_suggests_it_where_it_would_pay_and_says_which_is_in_force(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    assert "hint: 3 lines in many articles" in run("build", raw, "-o", tmp_path / "one").stderr
    run("learn", raw)
    told = run("build", raw, "-o", tmp_path / "two").stderr
    assert "hint:" not in told
    assert f"profile: {tmp_path / 'profile.toml'}" in told.replace("\n", "")


@pytest.mark.parametrize("command", ["build", "parse", "normalise"])
def test_a_faulty_profile_ends_with_a_usage_error(tmp_path: Path, command: str) -> None:
    raw = corpus(tmp_path, count=2)
    write(tmp_path, {"bad.toml": "version = 1\n[[furniture]]\n"})
    out: list[str | Path] = [] if command == "parse" else ["-o", tmp_path / "out"]
    result = run(command, raw, *out, "--profile", tmp_path / "bad.toml")
    assert result.exit_code == 2
    assert "furniture[1].outlet: Field required" in result.stderr
