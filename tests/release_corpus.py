"""A corpus repository that can be released: real git and DVC, a pipeline of the program itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark.config import FILE
from pressmark.flow.scaffold import scaffold
from pressmark.versions.repository import environment, prepare

TEXT = " date 2020-0{n} Der Steg {n} am Hafen\n\nDas Amt sperrt den Steg {n}.\n\nEr ist morsch.\n"
SETTINGS = """
[corpus]
name = "harbour"
title = "News of a harbour"
languages = ["de"]
block_languages = ["de"]
contributors = [{ title = "Ada Lenk" }]

[build]
csv = "never"
"""
WHO = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"} | {
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


def alone(patch: pytest.MonkeyPatch) -> None:
    """Make git and the stages of DVC run as somebody with no configuration, with this program."""
    for name, value in {**WHO, "GIT_CONFIG_GLOBAL": os.devnull}.items():
        patch.setenv(name, value)
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    paths = [path for path in sys.path if path and "site-packages" not in path]
    patch.setenv("PYTHONPATH", os.pathsep.join(paths))


class Harbour:
    """The repository in `folder`, with a store for data and an origin for git beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store, self.origin = folder.parent / "store", folder.parent / "origin.git"

    def create(self, remote: str | None = "../../store", articles: int = 4) -> None:
        """Make the repository with a few articles, committed and pushed."""
        self.origin.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "-b", "main", cwd=self.origin)
        scaffold(self.folder)
        prepare(self.folder)
        self.settings("")
        for n in range(1, articles + 1):
            self.write(f"{n}.txt", TEXT.format(n=n))
        self.git("init", "--quiet", "-b", "main")
        self.git("remote", "add", "origin", str(self.origin))
        if remote:
            with (self.folder / ".dvc" / "config").open("a", encoding="utf-8") as config:
                config.write(f"['remote \"store\"']\n    url = {remote}\n")
            self.dvc("remote", "default", "store")
        self.commit("start")
        self.git("push", "--quiet", "-u", "origin", "main")

    def copied(self, folder: Path) -> "Harbour":
        """A copy of it, with its store and origin, to go on with."""
        shutil.copytree(self.folder.parent, folder, symlinks=True)
        harbour = Harbour(folder / self.folder.name)
        harbour.git("remote", "set-url", "origin", str(harbour.origin))
        return harbour

    def settings(self, more: str) -> None:
        """Write pressmark.toml."""
        (self.folder / FILE).write_text(SETTINGS + more, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a raw article."""
        (self.folder / "raw" / name).write_text(text, encoding="utf-8")

    def commit(self, message: str) -> None:
        """Commit all that is not ignored."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        """What git prints."""
        return self._run(["git", *arguments], cwd or self.folder, dict(os.environ))

    def dvc(self, *arguments: str) -> str:
        """What DVC prints."""
        env = environment(self.folder / ".dvc" / "tmp" / "private")
        return self._run([sys.executable, "-m", "dvc", *arguments], self.folder, env)

    def tags(self) -> list[str]:
        """The tags here."""
        return self.git("tag", "--list").split()

    def pushed_tags(self) -> list[str]:
        """The tags at the origin."""
        return self.git("tag", "--list", cwd=self.origin).split()

    def status(self) -> str:
        """What git finds changed."""
        return self.git("status", "--porcelain")

    @staticmethod
    def _run(command: list[str], cwd: Path, env: dict[str, str]) -> str:
        ended = subprocess.run(
            command, cwd=cwd, env=env, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout
