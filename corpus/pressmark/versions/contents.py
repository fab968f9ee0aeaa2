"""Whether a pulled dataset is what its descriptor declares: every file, every byte, no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import store
from pressmark.versions.tree import md5
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def verify_contents(folder: Path, tree: Mapping[str, str]) -> int:
    """Check each file in `folder` against its declared SHA-256 and size; the sum of their bytes.

    The descriptor, which declares the others, is held to the MD5 that `tree` has for it. Raises
    IntegrityError naming the file that differs, is missing, has no SHA-256 or is not declared.
    """
    descriptor = folder / store.DESCRIPTOR
    if not descriptor.is_file():
        raise IntegrityError(f"the dataset has no {store.DESCRIPTOR}")
    if md5(descriptor.read_bytes()) != tree.get(store.DESCRIPTOR):
        raise IntegrityError(f"{store.DESCRIPTOR} is damaged: its bytes are not those recorded")
    declared = _declared(folder)
    files = {path.relative_to(folder).as_posix(): path for path in store.staged(folder)}
    for name in sorted(declared.keys() | files.keys()):
        if name != store.DESCRIPTOR:
            _verify_file(name, files.get(name), declared.get(name))
    return sum(path.stat().st_size for path in files.values())


def _declared(folder: Path) -> dict[str, tuple[int | None, str | None]]:
    try:
        return store.declared(folder)
    except UsageError as error:
        raise IntegrityError(str(error)) from error


def _verify_file(name: str, path: Path | None, facts: tuple[int | None, str | None] | None) -> None:
    if path is None:
        raise IntegrityError(f"{name} is declared and not there")
    if facts is None:
        raise IntegrityError(f"{name} is there and not declared")
    size, stated = facts
    if size is None or stated is None or not stated.startswith("sha256:"):
        raise IntegrityError(f"{name} is declared without its size or SHA-256")
    if path.stat().st_size != size:
        raise IntegrityError(f"{name} has {path.stat().st_size} bytes, declared are {size}")
    if store.sha256_file(path) != stated.removeprefix("sha256:"):
        raise IntegrityError(f"{name} is damaged: its SHA-256 is not the one declared")
