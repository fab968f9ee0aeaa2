"""Whether a pulled dataset is what its descriptor declares: every file, every byte, no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import store
from pressmark.check.package import verify
from pressmark.versions.tree import md5
from pressmark_schema.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def verify_contents(folder: Path, tree: Mapping[str, str]) -> int:
    """Check each file in `folder` against its declared SHA-256 and size; the sum of their bytes.

    The descriptor, which declares the others, is held to the MD5 that `tree` has for it. Raises
    IntegrityError naming the first file that differs, is missing or is not declared.
    """
    descriptor = folder / store.DESCRIPTOR
    if not descriptor.is_file():
        raise IntegrityError(f"the dataset has no {store.DESCRIPTOR}")
    if md5(descriptor.read_bytes()) != tree.get(store.DESCRIPTOR):
        raise IntegrityError(f"{store.DESCRIPTOR}: its bytes are not those that were recorded")
    if store.read_descriptor(folder).pressmark is None:
        raise IntegrityError(f"{store.DESCRIPTOR}: this is no dataset of pressmark's")
    for finding in verify(folder):
        raise IntegrityError(f"{finding.path}: {finding.message}", hint=finding.fix)
    return sum(path.stat().st_size for path in store.staged(folder))
