"""One's own corpus repository: git and DVC run in it as its owner would run them."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.versions import git, process, record
from pressmark.versions.dvc import require
from pressmark.versions.remote import Remote, choose_remote
from pressmark.versions.repository import environment
from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.versions.process import Ended

_WAIT_FOR_GIT, _WAIT_FOR_DVC = 60, 1800
"""Seconds to wait for another run in the repository, such as one that outlived who started it.

DVC's locks go with their process; what is left of git's is told, since only a person knows.
"""
_BUSY = (
    "index.lock",
    "Unable to acquire lock",
    "is busy",
    "cannot lock ref",
    ".lock': File exists",
)


@dataclass(frozen=True, slots=True)
class Checkout:
    """The working tree of a repository with a `dvc.yaml` at `root`."""

    root: Path

    @classmethod
    def open(cls, folder: Path) -> Checkout:
        """The repository around `folder`; raises UsageError where that is no corpus repository."""
        require()
        root = git.top(folder)
        if not (root / ".dvc").is_dir() or not (root / "dvc.yaml").is_file():
            raise UsageError(
                f"{root} is no corpus repository: it has no dvc.yaml or .dvc folder",
                hint="make one: pressmark init",
            )
        return cls(root)

    def git(self, *arguments: str, when: str | None = None) -> str:
        """What git prints; `when` is the time (RFC 3339) that a commit or tag gets.

        Raises EnvironmentFaultError with git's reason where it fails.
        """
        ended = self.try_git(*arguments, when=when)
        if ended.code:
            raise EnvironmentFaultError(f"git {arguments[0]}: {ended.reason}")
        return ended.output.decode("utf-8", "surrogateescape")

    def try_git(self, *arguments: str, when: str | None = None) -> Ended:
        """As `git`, for commands that may fail."""
        program = shutil.which("git")
        if program is None:
            raise EnvironmentFaultError("git is not installed", hint="install git and retry")
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {}
        env = {**git.own_environment(), **dates}
        return _patient([program, *arguments], self.root, env, _WAIT_FOR_GIT)

    def dvc(self, *arguments: str) -> None:
        """Run DVC; raises EnvironmentFaultError with its reason where it fails."""
        env = environment(self.root / ".dvc" / "tmp" / "private")
        # A stage that calls `pressmark` means this one.
        own = str(Path(sys.executable).parent)
        env["PATH"] = os.pathsep.join([own, env.get("PATH", os.defpath)])
        command = [sys.executable, "-P", "-m", "dvc", *arguments]
        ended = _patient(command, self.root, env, _WAIT_FOR_DVC)
        if ended.code:
            raise EnvironmentFaultError(
                f"dvc {arguments[0]}: {ended.reason}", hint=f"see: dvc {' '.join(arguments)}"
            )

    def file(self, name: str, revision: str = "HEAD") -> bytes | None:
        """The content of a file in a commit; None where that has none."""
        spelt = f"{revision}:{name}"
        found = git.objects(self.root, [spelt], record.LIMIT)
        return found[spelt][1] if spelt in found else None

    def commit_of(self, revision: str) -> str | None:
        """The hash of the commit that `revision` names; None where there is none."""
        ended = self.try_git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        return None if ended.code else ended.output.decode().strip()

    def remote(self, path: str) -> Remote:
        """Where the dataset at `path` is pushed to; raises UsageError where there is no place.

        The settings of `.dvc/config.local`, which git does not keep, are this machine's own.
        """
        chosen = choose_remote(self._config(), self.root, self.remote_name(path))
        if Path(chosen.url) == self.root / ".dvc" / "cache":
            raise UsageError(
                "there is no remote for the data: nobody could pull the version",
                hint="dvc remote add --default store ADDRESS",
            )
        return chosen

    def remote_name(self, path: str) -> str | None:
        """The remote that dvc.yaml or a .dvc file names for the dataset at `path`."""
        found = record.remote_of((self.root / "dvc.yaml").read_bytes(), path)
        if found is None and (self.root / record.PUBLIC_FILE).is_file():
            found = record.remote_of_file((self.root / record.PUBLIC_FILE).read_bytes(), path)
        return found

    def has_remote(self, name: str) -> bool:
        """Whether the DVC remote `name` is set up."""
        return any(f'remote "{name}"' in key.lower() for key in self._sections())

    def _sections(self) -> Mapping[str, object]:
        import configobj  # type: ignore[import-untyped]

        sections: Mapping[str, object] = configobj.ConfigObj(
            self._config().decode().splitlines(), interpolation=False
        ).dict()
        return sections

    def _config(self) -> bytes:
        """The repository's DVC config with this machine's own settings merged in."""
        import configobj

        merged = configobj.ConfigObj(interpolation=False)
        for name in ("config", "config.local"):
            path = self.root / ".dvc" / name
            if path.is_file():
                lines = path.read_text(encoding="utf-8").splitlines()
                merged.merge(configobj.ConfigObj(lines, interpolation=False))
        buffer = io.BytesIO()
        merged.write(buffer)
        return buffer.getvalue()


def _patient(command: list[str], cwd: Path, env: Mapping[str, str], wait: float) -> Ended:
    """Run a command; where another one holds the repository, again until that has ended."""
    waited = 0.0
    while True:
        ended = process.run(command, cwd=cwd, env=env)
        if not ended.code or waited >= wait or not any(mark in ended.said for mark in _BUSY):
            return ended
        time.sleep(0.5)
        waited += 0.5
