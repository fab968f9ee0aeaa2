"""The list of a site's files: what a later run may replace, and `sha256sum --check` reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark import store
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "manifest-sha256.txt"
"""BagIt's name for the same thing (RFC 8493, 2.1.3): a line a file, its hash and its path."""
_LINE = re.compile(r"[0-9a-f]{64}  (.+)")
_HINT = "give a new folder with -o, or remove it yourself"


def write(folder: Path) -> None:
    """List every file below `folder` in its manifest, sorted by path."""
    lines = [
        f"{store.sha256_file(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in store.staged(folder)
    ]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def of_site(folder: Path) -> frozenset[str]:
    """The paths of the files of the site in `folder`; raises UsageError where it is none."""
    try:
        lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} exists and is no site of ours", hint=_HINT) from error
    found = [match for match in map(_LINE.fullmatch, lines) if match]
    if len(found) != len(lines) or not found:
        raise UsageError(f"{folder} exists and is no site of ours", hint=_HINT)
    return frozenset({NAME, *(match[1] for match in found)})
