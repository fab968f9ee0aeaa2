"""Files of a dataset: tables in checksummed Parquet, descriptors, and what they declare."""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_right
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from pydantic import ValidationError

from pressmark.weights import row_weights
from pressmark_schema.descriptor import Package
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

    from pressmark.objects import Object

DESCRIPTOR = "datapackage.json"
LONGEST_DESCRIPTOR = 64 * 2**20
"""Bytes of a descriptor beyond which it is not read: nothing but an attack is that long."""
ROW_GROUP = 65_536
"""Rows in a Parquet row group, at most: small enough to prune, large enough to compress."""
GROUP_BYTES = 4 * 2**20
"""Bytes of content in a row group, at most, unless one row has more: see `weights`."""


def sha256_file(path: Path | Object) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_table(
    path: Path | IO[bytes], schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> int:
    """Write `batches` as one Parquet file and return its rows.

    zstd at level 3, checksums on every page, no statistics that depend on the writer's clock or
    machine: the same batches of rows, however cut, give the same bytes.
    """
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=3,
        write_page_checksum=True,
        version="2.6",
        store_schema=True,
    ) as writer:
        for table in _regrouped(schema, batches):
            writer.write_table(table, row_group_size=ROW_GROUP)
            rows += table.num_rows
    return rows


def _regrouped(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows, a table a row group: cut by the rows alone, so that batches never show."""
    import pyarrow as pa

    held, count, weight = [], 0, 0
    for batch in batches:
        ends = [0, *row_weights(batch).cumsum().tolist()]
        start = 0
        while start < batch.num_rows:
            room = ends[start] + GROUP_BYTES - weight
            end = min(bisect_right(ends, room) - 1, start + ROW_GROUP - count)
            if end <= start and not count:
                end = start + 1
            if end > start:
                held.append(batch.slice(start, end - start))
                count, weight = count + end - start, weight + ends[end] - ends[start]
                start = end
            if start < batch.num_rows:
                yield pa.Table.from_batches(held, schema).combine_chunks()
                held, count, weight = [], 0, 0
    if count:
        yield pa.Table.from_batches(held, schema).combine_chunks()


def read_table(
    path: Path,
    columns: list[str] | None = None,
    groups: Callable[[pq.ParquetFile], list[int]] | None = None,
) -> Iterator[pa.RecordBatch]:
    """Stream a Parquet file's rows; a page whose checksum differs raises OSError.

    `columns` and `groups`, which names row groups by their places, leave out the others.
    """
    import pyarrow.parquet as pq

    # Absolute, since Arrow takes a folder called ~ for the person's home.
    with pq.ParquetFile(path.absolute(), page_checksum_verification=True) as file:
        chosen = groups(file) if groups else None
        yield from file.iter_batches(batch_size=8_192, columns=columns, row_groups=chosen)


def walk(
    root: Path, onerror: Callable[[OSError], object] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Every folder below `root` with the names of its folders and files, as os.walk gives them.

    The caller may take names out of the list of folders. No depth of folders is too deep, as it
    is for os.walk up to Python 3.11; links are not followed; `onerror` is told of a folder that
    cannot be listed.
    """
    waiting = [os.fspath(root)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = [(entry.name, _is_folder(entry)) for entry in found]
        except OSError as error:
            if onerror:
                onerror(error)
            continue
        names = [name for name, is_folder in entries if is_folder]
        yield folder, names, [name for name, is_folder in entries if not is_folder]
        below = [os.path.join(folder, name) for name in reversed(names)]  # noqa: PTH118 - strings
        waiting += [path for path in below if not os.path.islink(path)]  # noqa: PTH114


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself
        return False


def staged(root: Path) -> list[Path]:
    """Every regular file below `root`, sorted by POSIX path; a link or device is an error."""
    found = []
    for folder, names, files in walk(root):
        for name in [*files, *(n for n in names if Path(folder, n).is_symlink())]:
            path = Path(folder, name)
            if path.is_symlink() or not path.is_file():
                raise IntegrityError(f"{path} is not a regular file", hint="remove it and retry")
            found.append(path)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def read_descriptor(path: Path) -> Package:
    """The descriptor at `path`, a folder or a datapackage.json.

    Raises UsageError where there is none and IntegrityError where it is not one.
    """
    file = path / DESCRIPTOR if path.is_dir() else path
    if not file.is_file():
        raise UsageError(f"{path} is no data package: {DESCRIPTOR} is missing")
    if file.stat().st_size > LONGEST_DESCRIPTOR:
        raise IntegrityError(f"{file} is no descriptor: {file.stat().st_size:,} bytes")
    try:
        return Package.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise IntegrityError(f"{file}: {place}: {first['msg']}") from error


def write_descriptor(folder: Path, package: Package) -> None:
    """Write the descriptor: UTF-8, two spaces, declared order, one line feed at the end."""
    text = json.dumps(package.plain(), ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_bytes(text.encode())


def inside(folder: Path, relative: str) -> Path:
    """`relative` below `folder`; raises IntegrityError where it would lead out of it.

    Data Package v2 allows neither absolute paths nor `..`; addresses are not followed.
    """
    parts = PurePosixPath(relative).parts
    unsafe = not parts or relative.startswith("/") or ".." in parts or "\\" in relative
    if unsafe or ":" in parts[0] or not relative.isprintable():
        raise IntegrityError(f"a path that leads out of the package: {relative[:200]!r}")
    path = folder.joinpath(*parts)
    try:
        within = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:
        raise IntegrityError(f"a path that leads nowhere: {relative[:200]!r}") from error
    if not within:
        raise IntegrityError(f"a link that leads out of the package: {relative[:200]!r}")
    return path


def declared(folder: Path) -> dict[str, tuple[int | None, str | None]]:
    """Every file that the package in `folder` declares: path to (bytes, hash), but itself.

    A file that is itself a descriptor (`parquet/datapackage.json`) brings those that it declares,
    but no further descriptor's.
    """
    package = read_descriptor(folder)
    found = _declared(package)
    for file in package.pressmark.files if package.pressmark else []:
        inner = PurePosixPath(file.path)
        below = inside(folder, file.path)
        if inner.name == DESCRIPTOR and below.is_file():
            files = _declared(read_descriptor(below))
            found |= {str(inner.parent / path): facts for path, facts in files.items()}
    return found


def _declared(package: Package) -> dict[str, tuple[int | None, str | None]]:
    found: dict[str, tuple[int | None, str | None]] = {}
    for resource in package.resources:
        found |= resource.stated
    files = package.pressmark.files if package.pressmark else []
    return found | {file.path: (file.bytes, file.hash) for file in files}
