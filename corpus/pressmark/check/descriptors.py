"""Descriptors as they come: read without trust, their paths looked at before they are followed."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import orjson

from pressmark.check.catalogue import package as catalogue
from pressmark.store import DESCRIPTOR, LONGEST_DESCRIPTOR
from pressmark_schema.findings import OBSERVED_LIMIT, Finding

if TYPE_CHECKING:
    from pressmark_schema.findings import Rule

ON_TABLE = "package"
"""What findings about a package as a whole name as their table."""


def folder_of(path: Path) -> Path:
    """The folder of a package that is named by its folder or by its descriptor."""
    return path.parent if path.name == DESCRIPTOR else path


def fault(
    rule: Rule, row_id: str, observed: object = None, field: str | None = None, path: str = ""
) -> Finding:
    """A finding about a file or a property of a package; `path` is the file's, else `row_id`."""
    text = None if observed is None else str(observed)[:OBSERVED_LIMIT]
    return Finding(rule, ON_TABLE, row_id, field, text, path=path or row_id)


def read(folder: Path, relative: str = DESCRIPTOR) -> dict[str, Any] | Finding:
    """The descriptor at `relative` below `folder`, or the finding why there is none."""
    refused = refusal(folder, relative)
    if refused is not None:
        if refused.rule is catalogue.FILE_MISSING:
            return fault(catalogue.NO_DESCRIPTOR, relative, "there is none")
        return refused
    try:
        with (folder / relative).open("rb") as file:
            content = file.read(LONGEST_DESCRIPTOR + 1)
        found = orjson.loads(content) if len(content) <= LONGEST_DESCRIPTOR else None
    except (OSError, ValueError) as error:
        return fault(catalogue.NO_DESCRIPTOR, relative, error)
    if not isinstance(found, dict):
        return fault(catalogue.NO_DESCRIPTOR, relative, "no JSON object of a sensible size")
    return found


def unsafe(relative: str) -> bool:
    """Whether a path is none that Data Package v2 allows: absolute, upward, odd, empty."""
    parts = PurePosixPath(relative).parts
    odd = any(char in relative for char in "\\\0") or not relative.isprintable()
    return not parts or odd or relative.startswith("/") or ".." in parts or ":" in parts[0]


def remote(relative: str) -> bool:
    """Whether a path is an address, which checking does not follow."""
    return relative.lower().startswith(("http://", "https://"))


def refusal(folder: Path, relative: str) -> Finding | None:
    """Why the file at `relative` below `folder` is not to be read; None where it may be."""
    if unsafe(relative):
        return fault(catalogue.UNSAFE_PATH, printable(relative) or "?", relative)
    path = folder
    try:
        for part in PurePosixPath(relative).parts:
            path /= part
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                return fault(catalogue.NOT_REGULAR, relative, "a link")
    except (OSError, ValueError):
        return fault(catalogue.FILE_MISSING, relative, relative)
    if not stat.S_ISREG(mode):
        return fault(catalogue.NOT_REGULAR, relative, "a folder or device")
    return None


def printable(name: str) -> str:
    r"""`name` as it can be shown: what is no text as `\xNN`, at most 200 code points."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")[:200]


def resources(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    """Those entries of `resources` that are objects."""
    found = descriptor.get("resources")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def paths(resource: dict[str, Any]) -> list[str]:
    """The paths of a resource that are text."""
    path = resource.get("path")
    found = path if isinstance(path, list) else [path]
    return [item for item in found if isinstance(item, str)]


def of_files(resource: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a table of several files states of each, by path: its bytes and its hash."""
    stated = facts(resource) or {}
    files = stated.get("files")
    listed = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    return {str(file.get("path")): (file.get("bytes"), file.get("hash")) for file in listed}


def is_ours(path: Path) -> bool:
    """Whether the package at `path`, a folder or its descriptor, says that it is our corpus.

    False, too, for a derived form, and where there is no descriptor or none that can be read;
    never an exception.
    """
    found = read(folder_of(path))
    return isinstance(found, dict) and facts(found) is not None and not is_derived(found)


def is_derived(descriptor: dict[str, Any]) -> bool:
    """Whether a descriptor is that of a derived form, whose tables are none of a corpus."""
    return (facts(descriptor) or {}).get("dataset") == "derived"


def facts(descriptor: dict[str, Any]) -> dict[str, Any] | None:
    """What the package states under `pressmark`; None for a package of somebody else."""
    found = descriptor.get("pressmark")
    return found if isinstance(found, dict) else None
