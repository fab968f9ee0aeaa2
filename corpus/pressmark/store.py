"""Files of a dataset: tables in checksummed Parquet, descriptors, and what they declare."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pressmark_schema.descriptor import Package
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

DESCRIPTOR = "datapackage.json"
ROW_GROUP = 65_536
"""Rows in a Parquet row group: small enough to prune, large enough to compress."""


def sha256_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_table(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
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
    """The same rows in tables of exactly ROW_GROUP rows, so that cuts never show in the bytes."""
    import pyarrow as pa

    held, count = [], 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        while count >= ROW_GROUP:
            table = pa.Table.from_batches(held, schema)
            yield table.slice(0, ROW_GROUP).combine_chunks()
            held, count = table.slice(ROW_GROUP).to_batches(), count - ROW_GROUP
    if count:
        yield pa.Table.from_batches(held, schema).combine_chunks()


def read_table(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Stream a Parquet file's rows; a page whose checksum differs raises OSError."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        yield from file.iter_batches(batch_size=8_192, columns=columns)


def staged(root: Path) -> list[Path]:
    """Every regular file below `root`, sorted by POSIX path; a link or device is an error."""
    found = []
    for folder, names, files in os.walk(root):
        names.sort()
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
    if unsafe or ":" in parts[0] or "\0" in relative:
        raise IntegrityError(f"a path that leads out of the package: {relative!r}")
    path = folder.joinpath(*parts)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise IntegrityError(f"a link that leads out of the package: {relative!r}")
    return path


def declared(folder: Path) -> dict[str, tuple[int | None, str | None]]:
    """Every file that the package in `folder` declares: path to (bytes, hash), but itself.

    A file that is itself a descriptor (`parquet/datapackage.json`) brings those that it declares.
    """
    package = read_descriptor(folder)
    found: dict[str, tuple[int | None, str | None]] = {}
    for resource in package.resources:
        for path in resource.paths:
            single = len(resource.paths) == 1
            found[path] = (resource.bytes, resource.hash) if single else (None, None)
    for file in package.pressmark.files if package.pressmark else []:
        found[file.path] = (file.bytes, file.hash)
        inner = PurePosixPath(file.path)
        if inner.name == DESCRIPTOR and inside(folder, file.path).is_file():
            below = declared(inside(folder, file.path).parent)
            found |= {str(inner.parent / path): facts for path, facts in below.items()}
    return found
