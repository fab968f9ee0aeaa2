"""Commands that remove a file remove that file, whatever it is called."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from pressmark.versions.left.removal import files_out, quoted, rewriting

if TYPE_CHECKING:
    from pathlib import Path

ODD = [
    "a[12].txt",
    "a*.txt",
    "two  spaces.txt",
    "-dash.txt",
    "it's.txt",
    "line\nfeed.txt",
    "ä\x1b.txt",
]


@pytest.mark.parametrize("name", ODD)
def test_a_shell_takes_a_quoted_name_for_that_name(name: str) -> None:
    said = subprocess.run(
        ["bash", "-c", f"printf %s {quoted(name)}"], capture_output=True, check=True
    )
    assert said.stdout.decode() == name
    assert quoted(name).isprintable()


def test_a_name_with_brackets_is_taken_out_of_history_alone(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    git("init", "-q")
    for name in ("a1.txt", "a2.txt", "a[12].txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    git("add", "--all")
    git("commit", "-q", "-m", "all")
    git("--literal-pathspecs", "rm", "-q", "a[12].txt")
    git("commit", "-q", "-m", "one less")
    command = rewriting(tree="", index=files_out(["a[12].txt"]))
    subprocess.run(command, shell=True, cwd=tmp_path, check=True, capture_output=True)  # noqa: S602 - ours
    assert git("ls-files").split() == ["a1.txt", "a2.txt"]
    assert git("log", "--all", "--format=%h", "--", "a1.txt") != ""
