"""Running a child program: its own process group, ended with us, and its last word made safe."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_ANSI = re.compile(r"\x1b\[[0-?]{0,32}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b]{0,400}(?:\x07|\x1b\\)")
_SECRET = re.compile(r"(?<=://)[^/@\s]{1,400}@")
_PREFIX = re.compile(r"^(?:ERROR|error|fatal): (?:unexpected error - )?")
_KEPT = 64 * 1024
_LONGEST = 300
_GRACE = 5.0
"""Seconds that a child has to end by itself before it is killed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a child left: its exit code, its output, what it said on stderr."""

    code: int
    output: bytes
    said: str

    @property
    def reason(self) -> str:
        """Why it failed, in one line that cannot drive a terminal and shows no password."""
        return one_line(self.said) or f"exit code {self.code}"


def run(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str], given: bytes | None = None
) -> Ended:
    """Run `command` to its end with `given` on stdin; an interrupt ends it and all its children.

    It has a session of its own, so that it can neither ask on the terminal nor outlive us.
    """
    child = _started(command, cwd, env, subprocess.DEVNULL if given is None else subprocess.PIPE)
    try:
        output, said = child.communicate(given)
    except BaseException:
        _end(child)
        raise
    return Ended(child.returncode, output, said[-_KEPT:].decode("utf-8", "replace"))


class Child:
    """A child program that answers: lines go in, lines come out until it is ended.

    As with `run`, it has a session of its own and ends with us, whatever ends the block that
    closes it.
    """

    def __init__(self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> None:
        # What it says is kept in a file: nobody reads it yet, and a full pipe would stop it.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - `close` ends it
        self._child = _started(command, cwd, env, subprocess.PIPE, self._said)

    def ask(self, line: str) -> None:
        """Give it a line; a child that has ended is noticed when it is listened to."""
        if self._child.stdin:
            try:
                self._child.stdin.write(line.encode() + b"\n")
                self._child.stdin.flush()
            except BrokenPipeError:
                return

    def lines(self) -> Iterator[str]:
        """The lines that it answers, as they come."""
        if self._child.stdout:
            for line in self._child.stdout:
                yield line.decode("utf-8", "replace")

    def end(self) -> Ended:
        """Wait for it to end by itself, since it will answer no more; what it left."""
        if self._child.stdin:
            self._child.stdin.close()
        code = self._child.wait()
        self._said.seek(0)
        return Ended(code, b"", self._said.read()[-_KEPT:].decode("utf-8", "replace"))

    def kill(self) -> None:
        """End it and all its children, while another thread may listen to it."""
        if self._child.poll() is None:
            _end(self._child)

    def close(self) -> None:
        """End it and all its children."""
        self.kill()
        for stream in (self._child.stdin, self._child.stdout, self._said):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


def _started(
    command: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    stdin: int,
    stderr: int | IO[bytes] = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command),
        cwd=cwd,
        env=dict(env),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child's group, gently first."""
    _signal(child, signal.SIGTERM)
    try:
        child.wait(_GRACE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _signal(child, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    if sys.platform == "win32":
        child.terminate()
        return
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def one_line(said: str) -> str:
    """The line of `said` that states the fault, without control characters and user names."""
    plain = _ANSI.sub("", said[-_KEPT:])
    lines = [line for line in map(_printable, plain.splitlines()) if line]
    faults = [line for line in lines if _PREFIX.match(line)]
    line = (faults or lines or [""])[-1]
    return masked(_PREFIX.sub("", line))[:_LONGEST]


def masked(address: str) -> str:
    """An address, or a text with some, without the user names and passwords in them."""
    return _SECRET.sub("", address)


def _printable(line: str) -> str:
    """Without controls, format characters (which turn text around) and surrogates."""
    return "".join(c for c in line if not unicodedata.category(c).startswith("C")).strip()
