"""Untrusted work: what a document does to a worker process costs that document alone."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import deadly
from pressmark import store
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow import local, steps
from pressmark.flow.engine import Step
from pressmark_cli import account
from pressmark_schema.errors import EnvironmentFaultError
from raw_input import MORE, PROSE, ROOT, article, contents, write

DEATHS = {
    "kill": ("TUE SIGKILL", "its process died (SIGKILL)"),
    "segv": ("TUE SIGSEGV", "its process died (SIGSEGV)"),
    "exit": ("TUE EXIT", "its process ended (exit status 3)"),
    "loop": ("TUE ENDLOS", "it took more than 1.5 s (workers.max_seconds)"),
    "swell": ("TUE SCHWELLEN", "it took more than 700 MiB of memory (workers.max_memory)"),
}
TOML = f"""\
[corpus]
languages = ["de"]
[workers]
max_seconds = 1.5
max_memory = {700 * 2**20}
[[records]]
glob = "*.jsonl"
fields = {{text = "text", native_id = "id"}}
[read]
include = ["*.txt", "*.jsonl"]
"""
SOUND = [f"{PROSE} Zum {number}. Mal." for number in range(12)]


def corpus(folder: Path, *words: str) -> Path:
    """Sound articles and one for each of the words, as flat files and as records."""
    files = {f"raw/{n:02}.txt": article("date 2018-05", text) for n, text in enumerate(SOUND)}
    files |= {f"raw/03{w[-4:]}.txt": article("date 2018-05", f"{w} {MORE}") for w in words}
    texts = [*SOUND[:4], *(f"{word} {MORE} Noch einmal." for word in words), *SOUND[4:]]
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    return write(folder, {"pressmark.toml": TOML, **files, "raw/z.jsonl": "\n".join(lines)})


def build(folder: Path, target: Path, step: Any, monkeypatch: pytest.MonkeyPatch, jobs: int) -> Any:
    monkeypatch.setattr(steps, "JUDGED", step)
    return steps.build([folder / "raw"], target, find(folder), jobs=jobs)


def captures(package: Path) -> list[tuple[str, str | None, str | None]]:
    """Each document with why it was set aside."""
    query = """SELECT path || '#' || record_index, status_reason, status_detail
        FROM captures JOIN sources USING (source_id) ORDER BY path, record_index"""
    with Dataset.open(package).connect() as connection:
        return connection.execute(query).fetchall()


# What happens to the document.


@pytest.mark.parametrize(
    "death", [pytest.param(name, marks=[pytest.mark.slow] * (name != "kill")) for name in DEATHS]
)
def test_a_worker_that_is_lost_costs_the_one_document(
    death: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word, why = DEATHS[death]
    made = build(corpus(tmp_path, word), tmp_path / "out", deadly.DEADLY, monkeypatch, jobs=2)

    lost = [found for found in captures(tmp_path / "out") if found[1]]
    detail = f"a worker was lost to it: {why}"
    assert lost == [
        (f"raw/03{word[-4:]}.txt#0", "resource_limit", detail),
        ("raw/z.jsonl#4", "resource_limit", f"line 5: {detail}"),
    ]
    assert (made.read, made.accepted) == (26, 24)
    assert made.incidents == [(f"raw/03{word[-4:]}.txt", why), ("raw/z.jsonl", why)]


def test_the_account_and_the_package_say_that_it_cannot_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path, "TUE EXIT")
    made = build(folder, tmp_path / "out", deadly.DEADLY, monkeypatch, jobs=2)

    said: list[str] = []
    monkeypatch.setattr("pressmark_cli.render.note", said.append)
    account.show(made)
    assert (
        "2 documents cost a worker process; the package says that it cannot be made again:" in said
    )
    assert "  raw/03EXIT.txt: its process ended (exit status 3)" in said

    for folder in (tmp_path / "out", tmp_path / "out" / "parquet"):
        facts = store.read_descriptor(folder).pressmark
        assert facts is not None
        assert facts.reproducible is False
    with Dataset.open(tmp_path / "out").connect() as connection:
        query = "SELECT path, observed FROM findings WHERE code = 'PM103' ORDER BY path"
        found = connection.execute(query).fetchall()
    why = "a worker was lost to it: its process ended (exit status 3)"
    assert found == [("raw/03EXIT.txt", why), ("raw/z.jsonl#4", f"line 5: {why}")]


def test_without_an_incident_nothing_is_said_of_it(tmp_path: Path) -> None:
    steps.build([corpus(tmp_path) / "raw"], tmp_path / "out", find(tmp_path), jobs=2)
    assert "reproducible" not in (tmp_path / "out" / store.DESCRIPTOR).read_text()


@pytest.mark.slow
def test_the_bytes_are_the_same_for_any_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path, "TUE SIGKILL", "TUE EXIT")
    for jobs in (2, 3):
        build(folder, tmp_path / f"{jobs}", deadly.DEADLY, monkeypatch, jobs=jobs)
    assert contents(tmp_path / "2") == contents(tmp_path / "3")


def test_a_batch_that_is_too_much_at_once_loses_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path)
    made = build(folder, tmp_path / "crowded", deadly.CROWDED, monkeypatch, jobs=2)
    monkeypatch.undo()
    steps.build([folder / "raw"], tmp_path / "calm", find(folder))
    assert made.incidents == []
    assert contents(tmp_path / "crowded") == contents(tmp_path / "calm")


# What the caller sees.


def test_a_bug_is_raised_where_the_batch_came_from_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ZeroDivisionError, match="by nought") as fault:
        build(corpus(tmp_path), tmp_path / "out", deadly.FAULTY, monkeypatch, jobs=2)
    assert "deadly.py" in fault.value.__notes__[0]
    assert not (tmp_path / "out").exists()


def test_work_that_cannot_be_divided_ends_with_an_environment_fault() -> None:
    with pytest.raises(EnvironmentFaultError, match=r"lost: its process ended \(exit status 7\)"):
        list(local.Local(2).run(Step(deadly.leave), [7], None))


def test_a_worker_that_cannot_start_is_no_document_s_fault(tmp_path: Path) -> None:
    corpus(tmp_path)
    script = f"""
from pathlib import Path
from pressmark.config import find
from pressmark.flow import steps
steps.build([Path({str(tmp_path / "raw")!r})], Path("out"), find(Path({str(tmp_path)!r})), jobs=2)
"""
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "a worker process could not start" in done.stderr
    assert not (tmp_path / "out").exists()


# What is left when the program is gone.


def _many(folder: Path) -> Path:
    files = {f"raw/{n}.txt": article("date 2018-05", f"{PROSE} {n}", MORE) for n in range(1500)}
    return write(folder, {"pressmark.toml": TOML, **files})


def _family(parent: int) -> set[int]:
    """The processes whose parent is `parent`."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.add(int(stat.parent.name))
    return found


def _runs(process: int) -> bool:
    """Whether a process is there and has not ended, be it that nobody has waited for it."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _waits_for(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_the_program(sent: signal.Signals, tmp_path: Path) -> None:
    folder = _many(tmp_path)
    command = [sys.executable, "-m", "pressmark_cli", "build", "raw", "-o", "out", "--jobs", "2"]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("schema", "corpus", "cli"))
    }
    child = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    assert _waits_for(lambda: len(_family(child.pid)) >= 2)
    workers = _family(child.pid)
    child.send_signal(sent)
    child.wait(30)

    assert _waits_for(lambda: not any(map(_runs, workers)))
    assert not (folder / "out").exists()
