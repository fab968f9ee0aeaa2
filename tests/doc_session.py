"""A session in which the examples of a page run, one after the other, in one folder."""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from pages import Fence, Page
from pressmark.config import Config
from pressmark_cli.app import app
from pressmark_schema.profile import Profile

_IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


class Session:
    """Runs the blocks of a page that are meant to be run; `words` of others are skipped.

    A `console` block is run line by line: what follows a line that begins with `$ ` is what it
    prints, `…` stands for any lines. A `text` block below a `python` block is what that prints.
    A `toml` block with a file name is written there.
    """

    def __init__(self, folder: Path, skipped: frozenset[str]) -> None:
        self.folder, self.skipped = folder, skipped
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.ran = 0

    def run(self, page: Page) -> None:
        """Run the page; an example that fails is named by its line."""
        printed = None
        for fence in page.fences:
            place = f"{page.path.name}:{fence.line}"
            if fence.language == "text" and printed is not None:
                assert matches(fence.text, printed), f"{place}: it prints\n{printed}"
            printed = self._fence(fence, place)

    def _fence(self, fence: Fence, place: str) -> str | None:
        if fence.language == "python":
            code = compile(fence.text, place, "exec")
            return None if self._skips(fence) else self._python(code)
        if fence.language == "toml":
            self._toml(fence)
        elif not self._skips(fence):
            if fence.language == "console":
                self._console(fence, place)
            elif fence.language == "r" and shutil.which("Rscript"):
                self._r(fence, place)
        return None

    def _skips(self, fence: Fence) -> bool:
        return bool(self.skipped.intersection(fence.words))

    def _python(self, code: Any) -> str:
        self.ran += 1
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, self.names)  # noqa: S102 - the examples are ours
        return out.getvalue()

    def _toml(self, fence: Fence) -> None:
        import tomllib

        model = Profile if fence.words == ("profile.toml",) else Config
        model.model_validate(tomllib.loads(fence.text))
        if fence.words:
            (self.folder / fence.words[0]).write_text(fence.text, encoding="utf-8")

    def _r(self, fence: Fence, place: str) -> None:
        self.ran += 1
        done = self._shell(["Rscript", "-e", fence.text])
        assert done.returncode == 0, f"{place}: {done.stderr}"

    def _console(self, fence: Fence, place: str) -> None:
        due = next((int(word[5:]) for word in fence.words if word.startswith("exit=")), 0)
        for example in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
            command, _, shown = example.partition("\n")
            code, out, err = self._command(command.partition(" #")[0].strip())
            assert code == due, f"{place}: {command}: exit {code}\n{out}{err}"
            remarks = err.splitlines()
            lines = [line for line in shown.splitlines() if line not in remarks or not line]
            printed = f"{place}: {command}: it prints\n{out}{err}"
            assert not shown or matches("\n".join(lines), out), printed

    def _command(self, command: str) -> tuple[int, str, str]:
        """The exit code, stdout and stderr of a command line."""
        self.ran += 1
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            return 0, "", ""
        if words[0] == "pressmark":
            with contextlib.chdir(self.folder):
                result = CliRunner(env={"COLUMNS": "80", **_IDENTITY}).invoke(app, words[1:])
            return result.exit_code, result.stdout, result.stderr
        done = self._shell(["bash", "-c", command])
        return done.returncode, done.stdout, done.stderr

    def _shell(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        own = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "DVC_NO_ANALYTICS": "1",
            "DVC_SITE_CACHE_DIR": str(self.folder.parent / "site"),
            "LC_ALL": "C.UTF-8",
        }
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **_IDENTITY, **own},
            capture_output=True,
            text=True,
            check=False,
        )


def matches(shown: str, printed: str) -> bool:
    """Whether a page shows what is printed.

    A line `…` stands for any number of lines, at the end of a line for its rest.
    """
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else f"{_escaped(line)}\n" for line in lines)
    made = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, made) is not None


def _escaped(line: str) -> str:
    return f"{re.escape(line[:-1])}.*" if line.endswith("…") else re.escape(line)
