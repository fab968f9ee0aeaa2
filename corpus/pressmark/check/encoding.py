"""Whether a Parquet file holds, byte for byte, what its own values are written as."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.check.catalogue import package as catalogue
from pressmark.check.descriptors import fault
from pressmark.check.opened import require_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from pressmark_schema.findings import Finding

_CHUNK = 2**20
_LABEL = re.compile(r"parquet-cpp-arrow version [0-9]+\.[0-9]+\.[0-9]+")


def encoding_findings(
    file: Path, relative: str, schema: pa.Schema, scratch: Path
) -> Iterator[Finding]:
    """A finding where writing the file's values again, in their `schema`, gives another file.

    Page checksums cover the values, but not the statistics by which readers skip row groups, nor
    any other part of the metadata. A file that says it was written by another Arrow than the one
    here may differ; should it not differ, what it says of its writer is wrong.
    """
    import pyarrow as pa

    again = scratch / "again.parquet"
    try:
        label, found = _taken_apart(file)
        store.write_table(again, schema, (b.cast(schema) for b in store.read_table(file)))
        due_label, due = _taken_apart(again)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        require_room(error)
        yield fault(catalogue.DAMAGED, relative, str(error).partition("\n")[0])
        return
    if (label == due_label) != (found == due) or not _LABEL.fullmatch(label):
        yield fault(catalogue.DAMAGED, relative, "its metadata is not that of its values")


def _taken_apart(file: Path) -> tuple[str, str]:
    """What a file says of its writer, and the hash of all but that statement."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(file.absolute()) as known:
        label = known.metadata.created_by or ""
        footer = known.metadata.serialized_size
    left = max(file.stat().st_size - footer, 0)
    hasher = hashlib.sha256()
    with file.open("rb") as stream:
        while left and (chunk := stream.read(min(left, _CHUNK))):
            hasher.update(chunk)
            left -= len(chunk)
        hasher.update(stream.read().replace(label.encode(), b""))
    return label, hasher.hexdigest()
