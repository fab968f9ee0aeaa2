"""A dataset's files as DVC lists them: the directory object, inspected before it is acted on."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, TypeAdapter, ValidationError

from pressmark_schema.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterable

_MD5 = re.compile(r"[0-9a-f]{32}")
# Names that Windows gives to devices or forbids are refused everywhere: packages travel.
_PART = re.compile(r'[^\\:*?"<>|]{1,255}')


class _Entry(BaseModel):
    md5: str
    relpath: str


_ENTRIES = TypeAdapter(list[_Entry])


def md5(content: bytes) -> str:
    """The MD5 by which DVC names content; it guards against damage, SHA-256 against malice."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def read_tree(content: bytes, named: str) -> dict[str, str]:
    """The files of a directory object called `named` (its MD5): relative path to MD5.

    Raises IntegrityError for other bytes than were named, and for an entry that would lead DVC out
    of its folder: an absolute path, `..`, an MD5 that is none (DVC makes a path of it).
    """
    if md5(content) != named:
        raise IntegrityError(f"the directory object {named} is damaged in the remote")
    try:
        entries = _ENTRIES.validate_json(content)
    except (ValidationError, RecursionError) as error:
        raise IntegrityError(f"the directory object {named} is none") from error
    for entry in entries:
        _inspect(entry)
    _refuse_overlaps([entry.relpath for entry in entries])
    return {entry.relpath: entry.md5 for entry in entries}


def _inspect(entry: _Entry) -> None:
    parts = entry.relpath.split("/")
    if not all(_harmless(part) for part in parts):
        raise IntegrityError(f"a path that leads out of the dataset: {entry.relpath!r}")
    if not _MD5.fullmatch(entry.md5):
        raise IntegrityError(f"no MD5 for {entry.relpath!r}: {entry.md5[:80]!r}")


def _harmless(part: str) -> bool:
    return part not in {"", ".", ".."} and part.isprintable() and bool(_PART.fullmatch(part))


def _refuse_overlaps(paths: Iterable[str]) -> None:
    """A path listed twice, or a file that another path takes for a folder."""
    seen: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        if path in seen:
            raise IntegrityError(f"a path listed twice: {path!r}")
        seen.add(path)
        parts = path.split("/")
        folders.update("/".join(parts[:end]) for end in range(1, len(parts)))
    if both := sorted(seen & folders):
        raise IntegrityError(f"a path that is file and folder: {both[0]!r}")
