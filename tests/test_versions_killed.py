"""`release` and `pull` killed at random moments: what is tagged is there, a rerun completes."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressmark import load
from pressmark.versions.pull import pull
from pressmark.versions.releasing import release
from release_corpus import TEXT, Harbour, alone
from versioned_corpus import contents

pytestmark = [pytest.mark.dvc, pytest.mark.slow]

TIMES = 10


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Harbour:
    """A corpus of four articles, released as 0.1.0."""
    alone(monkeypatch)
    made = Harbour(tmp_path / "corpus" / "harbour")
    made.create()
    release(made.folder)
    return made


def killed(folder: Path, after: float, *arguments: str) -> bool:
    """Run the program and kill it after some seconds; whether it was still running."""
    command = [sys.executable, "-m", "pressmark_cli", *arguments]
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        child.wait(after)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return True
    return False


def took(folder: Path, *arguments: str) -> float:
    """The seconds that a whole run takes."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "pressmark_cli", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - begun


def test_a_release_that_is_killed_is_completed_by_the_next(
    harbour: Harbour, tmp_path: Path
) -> None:
    rng = random.Random(7)  # noqa: S311 - moments, not secrets
    harbour.write("5.txt", TEXT.format(n=5))
    harbour.commit("article 5")
    longest = took(harbour.folder, "release")
    cut = 0
    for n in range(6, 6 + TIMES):
        harbour.write(f"{n}.txt", TEXT.format(n=1).replace("Steg 1", f"Steg {n}"))
        harbour.commit(f"article {n}")
        cut += killed(harbour.folder, rng.uniform(0.3, longest), "release")
        for tag in harbour.tags():
            assert pull(f"{harbour.folder}@{tag[1:]}", tmp_path / "tagged").files
        assert set(harbour.pushed_tags()) <= set(harbour.tags())
        # A rerun may come while a child that outlived its parent still works.
        again = subprocess.run(
            [sys.executable, "-m", "pressmark_cli", "release"],
            cwd=harbour.folder,
            check=False,
            capture_output=True,
            text=True,
        )
        assert f"v0.{n - 3}.0" in harbour.tags(), again.stderr
        assert harbour.pushed_tags() == harbour.tags()
        assert harbour.status() == ""
        pull(f"{harbour.folder}@latest", tmp_path / "latest")
        assert len(load(tmp_path / "latest")) == n
    assert cut > TIMES // 2


def test_a_pull_that_is_killed_leaves_nothing_wrong_and_is_completed_by_the_next(
    harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(7)  # noqa: S311 - moments, not secrets
    reference = f"{harbour.folder}@0.1.0"
    pull(reference, tmp_path / "whole")
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
    longest = took(tmp_path, "pull", reference, "-o", "timed")
    cut = 0
    for n in range(TIMES):
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        cut += killed(tmp_path, rng.uniform(0.3, longest), "pull", reference, "-o", f"out{n}")
        out = tmp_path / f"out{n}"
        assert not out.exists() or contents(out) == contents(tmp_path / "whole")
        pull(reference, out)
        assert contents(out) == contents(tmp_path / "whole")
    assert cut > TIMES // 2
    assert not [path for path in tmp_path.iterdir() if ".new-" in path.name]
