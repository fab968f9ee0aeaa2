"""Check a package's files: each one declared, in its place, unaltered, readable."""

from __future__ import annotations

import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pressmark.check import descriptors
from pressmark.check.catalogue import package as catalogue
from pressmark.check.descriptors import fault
from pressmark.store import DESCRIPTOR, walk
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_PIECE = 2**18
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


def verify(path: Path, *, pages: bool = True) -> Iterator[Finding]:
    """Every fault of the files of the package at `path`, a folder or its descriptor.

    Each declared file exists, is a regular file inside the folder, and has the declared bytes and
    hash; Parquet pages have their checksums. A package of pressmark's declares size and hash of
    every file and holds no other; in one of somebody else, further files are nobody's business.
    Files are read by all cores at once, the largest first; faults come in the order of the
    descriptor.

    Args:
        path: the package.
        pages: whether to read Parquet pages; a file whose hash is as declared has those that it
            was declared with, be they sound or not.
    """
    folder = descriptors.folder_of(path)
    descriptor = descriptors.read(folder)
    if not isinstance(descriptor, dict):
        yield descriptor
        return
    known: dict[str, tuple[Any, Any] | None] = {DESCRIPTOR: None}
    found: list[_Declared | Finding] = []
    for declared in _declared(folder, descriptor):
        if descriptors.remote(declared.path) and not declared.vouched:
            found.append(fault(catalogue.NOT_FETCHED, declared.path, declared.path))
            continue
        if declared.path in known:
            # Without CSV files a package and its Parquet half declare the same ones.
            if not (declared.inside and known[declared.path] == declared.facts):
                found.append(fault(catalogue.NOT_UNIQUE, declared.path, declared.path))
            continue
        known[declared.path] = declared.facts
        found.append(declared)
    faults = _files(folder, [one for one in found if isinstance(one, _Declared)], pages=pages)
    for one in found:
        yield from (one,) if isinstance(one, Finding) else faults[one.path]
    if descriptors.facts(descriptor) is not None:
        yield from _undeclared(folder, set(known))


def _files(folder: Path, files: list[_Declared], *, pages: bool) -> dict[str, list[Finding]]:
    """The faults of each file by its path; hashing and Arrow let other threads run meanwhile."""
    largest_first = sorted(files, key=lambda one: -_size(folder, one.path))
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        faults = threads.map(lambda one: list(_file(folder, one, pages=pages)), largest_first)
        return dict(zip((one.path for one in largest_first), faults, strict=True))


def _size(folder: Path, path: str) -> int:
    """The bytes of a file; 0 where it is none that may be opened."""
    if descriptors.refusal(folder, path) is not None:
        return 0
    return (folder / path).stat().st_size


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


def _file(folder: Path, declared: _Declared, *, pages: bool) -> Iterator[Finding]:
    refused = descriptors.refusal(folder, declared.path)
    if refused is not None:
        yield refused
        return
    file = folder / declared.path
    try:
        yield from _bytes(file, declared)
        wrong = list(_hash(file, declared))
    except OSError as error:
        yield fault(catalogue.FILE_MISSING, declared.path, error.strerror)
        return
    yield from wrong
    if declared.path.endswith(".parquet") and (pages or wrong or not declared.hash):
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
        found = _digest(stream, algorithm)
    if found != digest.lower():
        yield fault(catalogue.HASH, declared.path, f"{found} instead of {digest}")


def _digest(stream: BufferedReader, algorithm: str) -> str:
    """The hash of a file, read in pieces so large that threads seldom wait for each other."""
    hasher, buffer = hashlib.new(algorithm), bytearray(_PIECE)
    while count := stream.readinto(buffer):
        hasher.update(memoryview(buffer)[:count])
    return hasher.hexdigest()


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
