"""Reading a stranger's git repository: tags fetched into a bare private one, nothing checked out.

Objects alone are fetched and read: no working tree, so no hooks, filters, submodules or links of
the repository ever act. git(1), SECURITY, names fetching through upload-pack as the way to read a
repository that is not trusted.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pressmark.versions import process
from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pressmark.versions.process import Ended

PROTOCOLS = ("file", "https", "http", "ssh")
"""The transports that may be used; `ext::` and other helpers run programs."""
_SAFE = (
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "submodule.recurse=false"),
    *("-c", "fetch.recurseSubmodules=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "protocol.ext.allow=never"),
)
_FOREIGN = frozenset(
    {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_NAMESPACE",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_SHALLOW_FILE",
        "GIT_GRAFT_FILE",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_CONFIG_PARAMETERS",
        "GIT_TEMPLATE_DIR",
    }
)
"""Variables of an enclosing git command, which would turn ours to another repository."""
_HELPER = re.compile(r"[A-Za-z0-9]{1,40}::")


def local_folder(repo: str) -> Path | None:
    """The folder that `repo` names on this machine, None for an address elsewhere."""
    parts = urlsplit(repo) if "://" in repo else None
    if parts and parts.scheme == "file":
        return Path(url2pathname(parts.path))
    if parts or _HELPER.match(repo):
        return None
    path = Path(repo)
    return path.absolute() if path.exists() else None


def address(repo: str) -> str:
    """What git is given for `repo`; raises UsageError for what is no repository we read."""
    folder = local_folder(repo)
    if folder is not None:
        if not folder.is_dir():
            raise UsageError(f"no repository at {folder}")
        return str(folder)
    scheme = repo.split("://", 1)[0] if "://" in repo else None
    if _HELPER.match(repo) or (scheme and scheme not in PROTOCOLS):
        raise UsageError(
            f"{repo!r} is reached in a way that is not allowed",
            hint=f"a path, or an address of {', '.join(PROTOCOLS)}",
        )
    if repo.startswith("-") or (not scheme and ":" not in repo):
        raise UsageError(f"no repository at {repo!r}")
    return repo


def fetch(repo: str, pattern: str, bare: Path) -> None:
    """Fetch the tags that match `pattern` (`v1.2.0`, `v*`), a commit deep, into a new `bare`.

    Raises UsageError where there is no repository or no such tag, EnvironmentFaultError where git
    is missing or cannot reach it.
    """
    source = address(repo)
    _run(bare.parent, "init", "--quiet", "--bare", "--template=", str(bare))
    tags = f"+refs/tags/{pattern}:refs/tags/{pattern}"
    options = ("--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head")
    ended = _run(bare, "fetch", *options, "--", source, tags)
    if ended.code:
        raise _fault(repo, pattern, ended)


def tags_of(repo: str) -> list[str]:
    """The names of the tags of a repository that may be versions, without fetching any.

    Raises as `fetch` does.
    """
    source = address(repo)
    ended = _run(Path.cwd(), "ls-remote", "--tags", "--refs", "--quiet", "--", source, "v*")
    if ended.code:
        raise _fault(repo, "v*", ended)
    lines = ended.output.decode("utf-8", "replace").splitlines()
    return [line.rpartition("refs/tags/")[2] for line in lines]


def _fault(repo: str, pattern: str, ended: Ended) -> Exception:
    shown = process.masked(repo)
    if "couldn't find remote ref" in ended.said:
        known = f"`pressmark versions {shown}` lists them"
        return UsageError(f"{shown} has no version {pattern.removeprefix('v')}", hint=known)
    if "does not appear to be a git repository" in ended.said and local_folder(repo):
        return UsageError(f"{shown} is no git repository")
    return EnvironmentFaultError(f"git cannot read {shown}: {ended.reason}")


def top(folder: Path) -> Path:
    """The working tree of the repository around `folder`; raises UsageError where there is none."""
    ended = _run(folder, "rev-parse", "--show-toplevel")
    if ended.code:
        raise UsageError(f"{folder} is in no git repository")
    return Path(ended.output.decode("utf-8", "surrogateescape").rstrip("\n"))


def is_revision(folder: Path, name: str) -> bool:
    """Whether the repository around `folder` has a commit of this name."""
    if name.startswith("-") or not name.isprintable():
        return False
    return not _run(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").code


def tags(bare: Path) -> list[str]:
    """The names of the fetched tags."""
    listed = _run(bare, "for-each-ref", "--format=%(refname:strip=2)", "refs/tags")
    return listed.output.decode("utf-8", "replace").splitlines()


def holds(bare: Path, name: str) -> bool:
    """Whether there is an object of this name (`v1.2.0:dvc.lock`), however large."""
    (line,) = _run(bare, "cat-file", "--batch-check", given=_lines([name])).output.splitlines()
    return _size(line) != float("inf")


def objects(bare: Path, names: Iterable[str], limit: int) -> dict[str, tuple[str, bytes]]:
    """The (hash, content) of each named object that is there and has at most `limit` bytes.

    A name is git's: `v1.2.0^{commit}`, `v1.2.0:dvc.lock`.
    """
    wanted = list(names)
    checked = _run(bare, "cat-file", "--batch-check", given=_lines(wanted)).output.splitlines()
    small = [n for n, line in zip(wanted, checked, strict=True) if _size(line) <= limit]
    output = _run(bare, "cat-file", "--batch", given=_lines(small)).output
    return dict(zip(small, _batch(output), strict=True))


def _lines(names: list[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _size(line: bytes) -> float:
    """The size in a line `<hash> <type> <size>` of cat-file; infinite where nothing is there."""
    last = line.rsplit(b" ", 1)[-1]
    return int(last) if last.isdigit() else float("inf")


def _batch(output: bytes) -> Iterator[tuple[str, bytes]]:
    """The hashes and contents in the output of `cat-file --batch`."""
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        size = int(_size(output[start:end]))
        yield output[start:end].split(b" ")[0].decode(), output[end + 1 : end + 1 + size]
        start = end + size + 2


def _run(folder: Path, *arguments: str, given: bytes | None = None) -> Ended:
    program = shutil.which("git")
    if program is None:
        raise EnvironmentFaultError("git is not installed", hint="install git and retry")
    return process.run([program, *_SAFE, *arguments], cwd=folder, env=_environment(), given=given)


def own_environment() -> dict[str, str]:
    """The user's variables without an enclosing git's; git never asks, and speaks English."""
    own = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return own | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _environment() -> dict[str, str]:
    """For a stranger's repository: no other transport, and nothing in it is written."""
    return own_environment() | {
        "GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS),
        "GIT_OPTIONAL_LOCKS": "0",
    }
