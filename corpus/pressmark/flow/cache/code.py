"""The fingerprint of the program: what did the work, so that other code never inherits it."""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark_schema import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

_AFTER = {"export", "versions", "compare", "loading.py", "notebook.py", "concordance.py"}
"""What no row of an article depends on: it reads the tables when they are made."""
_BESIDE = {"learn", "scan", "report"}
"""Folders of flow of which the same is true."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_READING = ("brotli", "fastwarc", "htmldate", "lxml", "openpyxl", "trafilatura")
"""Libraries of extras that make rows: with another one, or without it, there are other rows."""


@cache
def of_steps() -> str:
    """The hash of the code that makes rows from documents, its data files and its libraries."""
    return _hash(_files(whole=False))


@cache
def of_all() -> str:
    """The same of the whole library: what makes a package from documents."""
    return _hash(_files(whole=True))


def _hash(files: Iterator[tuple[str, Path]]) -> str:
    hasher = hashlib.sha256("\n".join([platform.python_version(), *_libraries()]).encode())
    for name, path in files:
        data = path.read_bytes()
        hasher.update(f"\n{name} {len(data)}\n".encode() + data)
    return hasher.hexdigest()


def _files(*, whole: bool) -> Iterator[tuple[str, Path]]:
    for folder in (Path(errors.__file__).parent, Path(__file__).parents[2]):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            beside = parts[0] == "flow" and parts[1] in _BESIDE if len(parts) > 1 else False
            left_out = not whole and (parts[0] in _AFTER or beside)
            if "__pycache__" not in parts and path.is_file() and not left_out:
                yield "/".join((folder.name, *parts)), path


def _libraries() -> list[str]:
    """The libraries that make rows, each with its version, where it is there."""
    always = [item for item in requires("pressmark") or [] if "extra ==" not in item]
    names = {match[0] for match in map(_NAME.match, always) if match}
    return sorted(f"{name} {_version(name)}" for name in names.union(_READING))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
