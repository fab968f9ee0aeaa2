"""The program as a whole: light help, exit codes that mean something, never a traceback."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from pressmark_cli import app as program
from pressmark_cli.reference import reference

DOCS = Path(__file__).parent.parent / "docs"
HEAVY = ("pyarrow", "duckdb", "pydantic", "numpy", "pandas", "dvc", "frictionless", "ftfy", "rich")


def run(*words: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pressmark_cli", *words]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=_env(env))


def _env(more: dict[str, str]) -> dict[str, str]:
    import os

    return {**os.environ, **more}


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pressmark_cli.app import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


@pytest.mark.parametrize("command", program.COMMANDS)
def test_every_command_has_a_help_that_says_what_it_does(command: str) -> None:
    result = CliRunner().invoke(program.app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 6


def test_the_committed_reference_is_what_the_help_says() -> None:
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == reference(), "run docs/generate"


def test_a_result_goes_to_stdout_and_remarks_go_to_stderr(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(" date 2018-05 Ein Satz über den Hafen, der lang genug ist.\n")
    done = run("parse", str(file))
    assert done.returncode == 0
    assert done.stderr == b""
    assert json.loads(done.stdout)["published_edtf"] == "2018-05"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["nonsense"], 2),
        (["build"], 2),
        (["build", "missing-folder", "-o", "out"], 2),
        (["validate", "missing.json"], 2),
        (["verify", "."], 2),
        (["schema", "--table", "nothing"], 2),
        (["export", ".", "-o", "out"], 2),
        (["parse", "missing.txt"], 2),
    ],
)
def test_what_the_caller_did_wrong_ends_with_2_and_one_line(words: list[str], code: int) -> None:
    done = run(*words)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    if code:
        assert done.stderr.decode().strip()


def test_our_own_bug_ends_with_70_and_says_where_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("an accident")

    monkeypatch.setattr("pressmark_schema.generate.notations.NOTATIONS", {"md": broken})
    result = CliRunner().invoke(program.app, ["schema"])
    assert result.exit_code == 70
    assert "a bug in pressmark: RuntimeError: an accident" in result.output
    assert "Traceback" not in result.output


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pressmark_schema.generate.notations.NOTATIONS", {"md": interrupted})
    assert CliRunner().invoke(program.app, ["schema"]).exit_code == 130


def test_a_full_disk_is_the_environment_and_ends_with_4(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "out/texts.csv")

    monkeypatch.setattr("pressmark_schema.generate.notations.NOTATIONS", {"md": full})
    result = CliRunner().invoke(program.app, ["schema"])
    assert result.exit_code == 4
    assert "out/texts.csv: No space left on device" in result.output


def test_text_of_an_article_cannot_drive_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b[31m\nb\u202e.txt"
    (tmp_path / name).write_bytes(b"\x89PNG\0\x1b]0;owned\x07")
    done = run("parse", str(tmp_path / name))
    assert done.returncode == 3
    assert b"\x1b" not in done.stderr
    assert "\u202e" not in done.stderr.decode()
    assert b"\\x1b[31m" in done.stderr


def test_a_reader_that_stops_early_is_no_fault(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(f"Satz {number} über den Hafen.\n" * 200)
    parse = f"{sys.executable} -m pressmark_cli parse {tmp_path}"
    command = f"({parse}; echo $? > {tmp_path}/code) | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""
    assert (tmp_path / "code").read_text().strip() == "0"


def test_stdin_is_parsed_when_the_operand_is_a_dash() -> None:
    done = run("parse", "-", stdin=b" date 2019-07-14 Ein Satz.\n")
    assert json.loads(done.stdout)["published_edtf"] == "2019-07-14"


@pytest.mark.parametrize("words", [["build", "SEEDS", "-o", "OUT"], ["parse", "SEEDS"]])
def test_on_windows_reading_raw_files_is_refused_in_words(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.flow.intake.sys", SimpleNamespace(platform="win32"))
    places = {"SEEDS": str(DOCS.parent / "seeds"), "OUT": str(tmp_path / "out")}
    result = CliRunner().invoke(program.app, [places.get(word, word) for word in words])
    assert result.exit_code == 4
    assert "Linux and macOS only" in result.output
