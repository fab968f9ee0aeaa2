"""A worker ends when it should, whatever it inherited from who started it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

import deadly

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")


@contextmanager
def ignored() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGALRM, before)


@contextmanager
def blocked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


@pytest.mark.parametrize("manner", [ignored, blocked])
def test_the_time_of_a_document_ends_where_the_parent_hears_no_alarm(
    manner: Callable[[], AbstractContextManager[None]],
) -> None:
    child = multiprocessing.get_context("spawn").Process(target=deadly.overdue)
    with manner():
        child.start()
    child.join(20)
    child.kill()
    assert child.exitcode == -signal.SIGALRM


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process in a loop in C")
def test_a_worker_that_holds_the_lock_dies_with_the_program(tmp_path: Path) -> None:
    noted = tmp_path / "worker"
    (tmp_path / "script.py").write_text(
        f"""
from pathlib import Path
import deadly
from pressmark.flow.engine import Step
from pressmark.flow.local import Local
if __name__ == "__main__":
    list(Local(1).run(Step(deadly.hold), [Path({str(noted)!r})], None))
""",
        encoding="utf-8",
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    program = subprocess.Popen([sys.executable, tmp_path / "script.py"], env=environment)
    worker = int(_awaited(lambda: noted.is_file() and noted.read_text()))
    program.kill()
    program.wait()
    try:
        assert _awaited(lambda: "yes" if _has_ended(worker) else "") == "yes"
    finally:
        if not _has_ended(worker):
            os.kill(worker, signal.SIGKILL)


def _awaited(found: Callable[[], str | bool]) -> str:
    end = time.monotonic() + 20
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.05)
    return str(value)


def _has_ended(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"
