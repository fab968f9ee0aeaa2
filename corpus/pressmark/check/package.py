"""Check a package's files: each one declared, in its place, unaltered, readable."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pressmark.check import descriptors
from pressmark.check.catalogue import package as catalogue
from pressmark.check.descriptors import fault
from pressmark.store import DESCRIPTOR, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_schema.findings import Finding

_ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")


@dataclass(frozen=True, slots=True)
class _Declared:
    """A file that a descriptor declares, or one `inside`; `path` is relative to the package."""

    path: str
    bytes: Any = None
    hash: Any = None
    vouched: bool = True
    inside: bool = False

    @property
    def facts(self) -> tuple[Any, Any]:
        """What is said of its bytes."""
        return self.bytes, self.hash


def verify(path: Path) -> Iterator[Finding]:
    """Every fault of the files of the package at `path`, a folder or its descriptor.

    Each declared file exists, is a regular file inside the folder, and has the declared bytes and
    hash; Parquet pages have their checksums. A package of pressmark's declares size and hash of
    every file and holds no other; in one of somebody else, further files are nobody's business.
    """
    folder = descriptors.folder_of(path)
    descriptor = descriptors.read(folder)
    if not isinstance(descriptor, dict):
        yield descriptor
        return
    known: dict[str, tuple[Any, Any] | None] = {DESCRIPTOR: None}
    for declared in _declared(folder, descriptor):
        if descriptors.remote(declared.path) and not declared.vouched:
            yield fault(catalogue.NOT_FETCHED, declared.path, declared.path)
            continue
        if declared.path in known:
            # Without CSV files a package and its Parquet half declare the same ones.
            if not (declared.inside and known[declared.path] == declared.facts):
                yield fault(catalogue.NOT_UNIQUE, declared.path, declared.path)
            continue
        known[declared.path] = declared.facts
        yield from _file(folder, declared)
    if descriptors.facts(descriptor) is not None:
        yield from _undeclared(folder, set(known))


def _declared(folder: Path, descriptor: dict[str, Any], base: str = "") -> Iterator[_Declared]:
    facts = descriptors.facts(descriptor)
    for resource in descriptors.resources(descriptor):
        found = descriptors.paths(resource)
        of_files = descriptors.of_files(resource)
        for path in found:
            size, digest = of_files.get(path, (None, None))
            if len(found) == 1:
                size, digest = resource.get("bytes"), resource.get("hash")
            vouched = facts is not None
            yield _Declared(_below(base, path), size, digest, vouched, bool(base))
    files = facts.get("files") if facts else None
    for file in files if isinstance(files, list) else []:
        if not isinstance(file, dict) or not isinstance(file.get("path"), str):
            continue
        path = _below(base, file["path"])
        yield _Declared(path, file.get("bytes"), file.get("hash"), inside=bool(base))
        # A descriptor inside brings the files that it declares; it cannot bring further ones.
        if not base and path != DESCRIPTOR and PurePosixPath(path).name == DESCRIPTOR:
            inner = descriptors.read(folder, path)
            if isinstance(inner, dict):
                yield from _declared(folder, inner, str(PurePosixPath(path).parent))


def _below(base: str, path: str) -> str:
    """`path` below `base`, as it stands where it is unsafe, so that it stays so."""
    return path if not base or descriptors.unsafe(path) else str(PurePosixPath(base, path))


def _file(folder: Path, declared: _Declared) -> Iterator[Finding]:
    refused = descriptors.refusal(folder, declared.path)
    if refused is not None:
        yield refused
        return
    file = folder / declared.path
    try:
        yield from _bytes(file, declared)
        yield from _hash(file, declared)
    except OSError as error:
        yield fault(catalogue.FILE_MISSING, declared.path, error.strerror)
        return
    if declared.path.endswith(".parquet"):
        yield from _pages(file, declared.path)


def _bytes(file: Path, declared: _Declared) -> Iterator[Finding]:
    if declared.bytes is None:
        if declared.vouched:
            yield fault(catalogue.NOT_DECLARED, declared.path, "bytes")
    elif (size := file.stat().st_size) != declared.bytes:
        yield fault(catalogue.BYTES, declared.path, f"{size} instead of {declared.bytes}")


def _hash(file: Path, declared: _Declared) -> Iterator[Finding]:
    if not isinstance(declared.hash, str) or not declared.hash:
        if declared.vouched:
            yield fault(catalogue.NOT_DECLARED, declared.path, "hash")
        return
    # Without a name it is MD5 (Data Package v2, resource hash).
    name, _, digest = declared.hash.rpartition(":")
    algorithm = (name or "md5").lower().replace("-", "")
    if algorithm not in _ALGORITHMS or (declared.vouched and algorithm != "sha256"):
        yield fault(catalogue.PROPERTY, declared.path, f"hash of unknown kind {name}", "hash")
        return
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, algorithm).hexdigest()
    if found != digest.lower():
        yield fault(catalogue.HASH, declared.path, f"{found} instead of {digest}")


def _pages(file: Path, relative: str) -> Iterator[Finding]:
    """Read every page, with its checksum and its text as UTF-8."""
    import pyarrow as pa

    from pressmark import store

    try:
        for batch in store.read_table(file):
            batch.validate(full=True)
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
        yield fault(catalogue.DAMAGED, relative, str(error).partition("\n")[0])


def _undeclared(folder: Path, known: set[str]) -> Iterator[Finding]:
    for relative, mode in _below_folder(folder):
        if relative in known:
            continue
        shown = descriptors.printable(relative)
        if stat.S_ISREG(mode):
            yield fault(catalogue.UNDECLARED, shown)
        else:
            yield fault(catalogue.NOT_REGULAR, shown, "a link or device")


def _below_folder(folder: Path) -> list[tuple[str, int]]:
    """Everything below `folder` that is no folder: POSIX path and mode, sorted."""
    found = []
    for parent, names, files in walk(folder):
        for name in [*names, *files]:
            path = Path(parent, name)
            mode = path.lstat().st_mode
            if not stat.S_ISDIR(mode):
                found.append((path.relative_to(folder).as_posix(), mode))
    return sorted(found)
