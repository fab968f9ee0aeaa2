"""Version, time and tier written into a built package: its descriptors alone change."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.dataset import Dataset
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from pressmark_schema.descriptor import Package


def stamp(folder: Path, version: str, created: str, tier: Literal["internal", "public"]) -> str:
    """State version, time (RFC 3339, UTC) and tier in the package at `folder`.

    A pure function of the package and these: stamping again gives the same bytes. Files are
    replaced, never written into, since they may be links to a cache. Returns the SHA-256 of the
    descriptor. Raises UsageError where there is no package of ours.
    """
    inner = folder / "parquet"
    package = store.read_descriptor(folder)
    if (inner / store.DESCRIPTOR).is_file():
        _write(inner, _stamped(store.read_descriptor(inner), version, created, tier))
        package = _redeclared(package, inner)
    _write(folder, _stamped(package, version, created, tier))
    return store.sha256_file(folder / store.DESCRIPTOR)


def rows(folder: Path) -> dict[str, int]:
    """The rows of each table of the package at `folder`, as it declares them."""
    return {
        resource.pressmark.table: resource.pressmark.rows
        for resource in Dataset.open(folder).package.resources
        if resource.pressmark
    }


def _stamped(
    package: Package, version: str, created: str, tier: Literal["internal", "public"]
) -> Package:
    if package.pressmark is None:
        raise UsageError("a data package, but not one of pressmark's")
    facts = package.pressmark.model_copy(update={"tier": tier})
    stated = {"version": version, "created": created, "pressmark": facts}
    return package.model_copy(update=stated)


def _redeclared(package: Package, inner: Path) -> Package:
    """The outer descriptor with size and hash of the inner one as it is now."""
    path = inner / store.DESCRIPTOR
    stated = {"bytes": path.stat().st_size, "hash": f"sha256:{store.sha256_file(path)}"}
    facts = package.pressmark
    if facts is None:
        return package
    name = f"{inner.name}/{store.DESCRIPTOR}"
    files = [f.model_copy(update=stated) if f.path == name else f for f in facts.files]
    return package.model_copy(update={"pressmark": facts.model_copy(update={"files": files})})


def _write(folder: Path, package: Package) -> None:
    """Put the descriptor in the place of the old one in one step."""
    text = json.dumps(package.plain(), ensure_ascii=False, indent=2) + "\n"
    fresh = folder / f".{store.DESCRIPTOR}.new"
    fresh.write_bytes(text.encode())
    os.replace(fresh, folder / store.DESCRIPTOR)  # noqa: PTH105 - replaces on Windows too
