"""Files of tables that were written before, what pairs of texts share, what rules found."""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

import pyarrow as pa
from pydantic import ValidationError

from pressmark import duplicates
from pressmark.check import answers_schema
from pressmark.flow.cache import sealed
from pressmark.store import sha256_file
from pressmark.writing import Known, put
from pressmark_schema.descriptor import FileFacts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pressmark.flow.cache.folder import CacheFolder
    from pressmark.layout import Place
    from pressmark_schema.descriptor import Resource

PART = "tables"
DATA = ".parquet"
"""The ending of an entry with rows; what is said of them is in the one without it."""
_MEASURED, _ANSWERS = "measured", "answers"


class TableFiles:
    """The files of a dataset that is written in `work`, as far as they were written before.

    `told` is the hash of what rows depend on besides their documents: settings and code.
    """

    def __init__(self, folder: CacheFolder, work: Path, told: str) -> None:
        self._folder, self._work, self._told = folder, work / "known", told
        self._names: dict[tuple[str, str], str] = {}
        self._used: list[str] = []

    def __call__(self, table: str, place: Place, key: str) -> Known | None:
        """The file of `table` for a place with the rows that `key` names; None where it is new.

        It is linked into the working folder first and checked there: another run that drops it
        meanwhile does not matter.
        """
        stated = f"{self._told}\n{table}\n{place.name}\n{key}"
        name = f"{PART}/{hashlib.sha256(stated.encode()).hexdigest()}"
        self._names[table, place.name] = name
        try:
            facts = FileFacts.model_validate(sealed.kept(self._folder, name))
            path = self._work / name.rpartition("/")[2]
            data = self._folder.folder / f"{name}{DATA}"
            if not _is_file(data, facts.bytes):
                self._folder.drop(f"{name}{DATA}")
                return None
            put(data, path)
            if f"sha256:{sha256_file(path)}" != facts.hash:
                self._folder.drop(f"{name}{DATA}")
                return None
        except (OSError, ValidationError):
            return None
        self._used.append(name)
        return Known(path, facts)

    def keep(self, folder: Path, resources: Iterable[Resource]) -> None:
        """Keep the files that were written to `folder`, and note which were taken from here."""
        self._folder.used(self._used)
        for resource in resources:
            for facts in _facts(resource):
                name = self._names.get((resource.name, facts.place))
                if name and name not in self._used and facts.path:
                    self._keep(name, folder / facts.path, facts)

    def _keep(self, name: str, path: Path, facts: FileFacts) -> None:
        entry = self._folder.folder / f"{name}{DATA}"
        try:
            entry.unlink(missing_ok=True)
            put(path, entry)
        except OSError:
            return
        sealed.keep(self._folder, name, facts.model_dump(mode="json"))


def _is_file(path: Path, size: int | None) -> bool:
    """Whether a regular file of this size is there: nothing else is worth hashing."""
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size == size


def _facts(resource: Resource) -> list[FileFacts]:
    """What is stated of the files of a table: of a single one by its resource."""
    stated = resource.pressmark
    if stated is None or not isinstance(stated.content_sha256, str):
        return []
    if stated.files:
        return list(stated.files)
    (path,) = resource.paths
    return [
        FileFacts(
            place="",
            path=path,
            bytes=resource.bytes or 0,
            hash=resource.hash or "",
            rows=stated.rows,
            content_sha256=stated.content_sha256,
        )
    ]


class Pairs:
    """How much pairs of texts share, as it was measured in the last run."""

    def __init__(self, folder: CacheFolder) -> None:
        self._kept = _Kept(folder, f"{PART}/{_MEASURED}-{duplicates.VERSION}")

    def read(self) -> pa.Table | None:
        """What was measured; None where that is not known."""
        found = self._kept.read()
        return (
            found
            if found is not None and found.column_names == ["one", "other", "shared"]
            else None
        )

    def keep(self, table: pa.Table) -> None:
        """Keep what was measured now."""
        if table.num_columns:
            self._kept.keep(table.to_reader())


class Answers:
    """What questions about single articles found in the last run; `told` as in TableFiles."""

    def __init__(self, folder: CacheFolder, told: str) -> None:
        self._kept = _Kept(folder, f"{PART}/{_ANSWERS}-{hashlib.sha256(told.encode()).hexdigest()}")

    def read(self) -> pa.Table | None:
        """What was found; None where that is not known."""
        found = self._kept.read()
        return found if found is not None and found.schema.equals(answers_schema()) else None

    def keep(self, answers: pa.RecordBatchReader) -> None:
        """Keep what is known now."""
        self._kept.keep(answers)


class _Kept:
    """A table that each run keeps in the place of the last one's."""

    def __init__(self, folder: CacheFolder, name: str) -> None:
        self._folder, self._name = folder, name

    def read(self) -> pa.Table | None:
        data = self._folder.read(self._name)
        if data is None:
            return None
        try:
            with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
                found = reader.read_all()
            found.validate(full=True)
        except (OSError, ValueError, pa.ArrowException):
            return None
        return found

    def keep(self, rows: pa.RecordBatchReader) -> None:
        sink = pa.BufferOutputStream()
        options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        with pa.ipc.new_stream(sink, rows.schema, options=options) as writer:
            for batch in rows:
                writer.write_batch(batch)
        self._folder.keep(self._name, memoryview(sink.getvalue()))
