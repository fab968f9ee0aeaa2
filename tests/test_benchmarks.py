"""Every row of the benchmarks runs, and what it prints is the table of docs/performance.md."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from raw_input import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

FOLDER = ROOT / "benchmarks"
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
QUICK = ("verify", "flat", "machine")
"""Rows that take a second or two at the size that only shows that they run."""


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that rows are written with."""
    return module("measuring", monkeypatch)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that runs rows and prints their lines."""
    return module("running", monkeypatch)


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    for known in ("measuring", "running"):
        monkeypatch.delitem(sys.modules, known, raising=False)
    return importlib.import_module(name)


def rows() -> list[str]:
    """The rows whose modules are here, as the command's help names them."""
    text = (FOLDER / "running.py").read_text(encoding="utf-8")
    names = text.partition("ROWS = {")[2].partition("}")[0]
    found = [line.split('"')[1] for line in names.splitlines() if line.strip()]
    return [name for name in found if (FOLDER / f"{name}.py").exists()]


def tiny(row: str, folder: Path) -> list[dict[str, Any]]:
    """The lines of a row at the size that only shows that it runs."""
    run = [str(FOLDER / "run"), row, "--tiny", "--json", str(folder / "out.json")]
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(run, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("| what | ours | peer | ratio | reach | met |")
    lines: list[dict[str, Any]] = json.loads((folder / "out.json").read_bytes())["rows"][row][
        "lines"
    ]
    assert len(done.stdout.splitlines()) == 2 + len(lines)
    return lines


@pytest.mark.parametrize("row", QUICK)
def test_a_row_measures_something(row: str, tmp_path: Path) -> None:
    assert all(line["ours"] for line in tiny(row, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("row", [row for row in rows() if row not in QUICK])
def test_every_other_row_measures_something_or_says_what_is_missing(
    row: str, tmp_path: Path
) -> None:
    assert all(line["ours"] or line["missing"] for line in tiny(row, tmp_path))


def test_a_process_is_measured_with_all_that_it_starts(measuring: ModuleType) -> None:
    burn = "import time\nbegun = time.process_time()\nwhile time.process_time() < begun + 0.2: pass"
    start = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {burn!r}])"
    assert 0.2 < measuring.run([sys.executable, "-c", start]).cpu < 2


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_is_that_of_the_whole_tree(measuring: ModuleType) -> None:
    hold = "import time\nheld = b'x' * 100_000_000\ntime.sleep(0.7)"
    both = f"import subprocess, sys\nother = subprocess.Popen([sys.executable, '-c', {hold!r}])\n"
    peak = measuring.run([sys.executable, "-c", both + hold], memory=True).peak
    assert 200_000_000 < peak < 300_000_000


def test_a_program_that_fails_ends_the_row_with_its_words(measuring: ModuleType) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        measuring.run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_what_a_program_tells_of_itself_is_its_last_line(measuring: ModuleType) -> None:
    told = measuring.run([sys.executable, "-c", 'print(1)\nprint(\'{"cpu": 2, "name": "x"}\')'])
    assert told.told == {"cpu": 2}


def test_sides_take_turns(measuring: ModuleType) -> None:
    seen: list[str] = []

    def side(name: str) -> Any:
        return lambda: seen.append(name) or measuring.Used(1, 1)  # type: ignore[func-returns-value]

    measuring.alternate({"a": side("a"), "b": side("b")}, 2)
    assert seen == ["a", "b", "a", "b"]


@pytest.mark.parametrize(
    ("bounds", "ratio", "met"),
    [
        ({"most": 1.3}, 1.3, True),
        ({"most": 1.3}, 1.31, False),
        ({"least": 10}, 10.0, True),
        ({"least": 10}, 9.9, False),
        ({}, 3.0, None),
        ({"least": 10}, None, None),
    ],
)
def test_a_reach_is_met_at_its_bound(
    measuring: ModuleType,
    bounds: dict[str, float],
    ratio: float | None,
    met: bool | None,  # noqa: FBT001 - what is expected
) -> None:
    assert measuring.Line("x", ratio=ratio, **bounds).met is met


def test_start_is_taken_off_both_sides(measuring: ModuleType) -> None:
    runs = {name: [measuring.Used(cpu, cpu)] for name, cpu in (("a", 3), ("b", 21), ("start", 1))}
    line = measuring.faster("x", runs["a"], runs["b"], apart=(runs["start"], runs["start"]))
    assert line.ratio == 10


def test_what_is_not_installed_is_said_in_the_table(
    measuring: ModuleType, running: ModuleType
) -> None:
    line = running.plain(measuring.Line("near-duplicates", missing="not installed: rensa"))
    cells = "| near-duplicates | not measured: not installed: rensa | – | – | report | – |"
    assert running.as_markdown(line) == cells


def test_the_page_holds_the_lines_of_the_kept_results(running: ModuleType) -> None:
    results = json.loads((FOLDER / "results.json").read_bytes())
    assert running.written(PAGE, results) == PAGE


def test_every_row_is_in_the_table_of_the_page_or_is_said_to_be_run_alone(
    running: ModuleType,
) -> None:
    results = json.loads((FOLDER / "results.json").read_bytes())
    assert set(results["rows"]) <= set(running.ROWS)
