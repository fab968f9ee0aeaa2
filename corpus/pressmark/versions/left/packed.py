"""Packed raw files that hold what is looked for: told by the documents in them, not by their names.

A file that lost a record keeps its name, and one that gained some still has it.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pressmark.flow import show
from pressmark.flow.intake import Item
from pressmark.read.discover import Found
from pressmark_schema.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pressmark.config import Config
    from pressmark.versions.left.search import File

_COLUMNS = ("path", "sha256", "bytes", "content")


@dataclass
class Packed:
    """Looks into shards for documents of raw files, each state of a file once."""

    config: Config
    files: Mapping[str, File]
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def held(self, shards: Iterable[tuple[str, Path]]) -> set[str]:
        """Of shards, each with its name, those that hold it; of one dataset, in their order.

        A file of which pieces are missing is taken to hold it.
        """
        found: set[str] = set()
        parts: dict[tuple[str, str], list[tuple[str, bytes]]] = {}
        for name, shard in shards:
            for row in self._rows(shard):
                state = row["path"], row["sha256"]
                pieces = parts.setdefault(state, [])
                pieces.append((name, row["content"]))
                if sum(len(data) for _, data in pieces) >= row["bytes"]:
                    pieces = parts.pop(state)
                    if self._holds(*state, [data for _, data in pieces]):
                        found |= {name for name, _ in pieces}
        return found | {name for pieces in parts.values() for name, _ in pieces}

    def _rows(self, shard: Path) -> Iterator[dict[str, Any]]:
        """The rows of the raw files that held it; none of what is no shard."""
        try:
            paths = pq.read_table(shard, columns=["path"])["path"]
        except (OSError, KeyError, ValueError):
            return
        if not {*paths.to_pylist()}.isdisjoint(self.files):
            chosen = [("path", "in", set(self.files))]
            yield from pq.read_table(shard, columns=[*_COLUMNS], filters=chosen).to_pylist()

    def _holds(self, path: str, sha256: str, pieces: list[bytes]) -> bool:
        if (path, sha256) not in self._known:
            self._known[path, sha256] = self._has(path, pieces)
        return self._known[path, sha256]

    def _has(self, path: str, pieces: list[bytes]) -> bool:
        """Whether one of the documents is in a file, byte for byte; yes where nobody can tell."""
        known = {place.sha256 for place in self.files[path].places}
        if "" in known:
            return True
        with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
            location = Path(folder, "file")
            location.write_bytes(b"".join(pieces))
            item = Item(Found(path, location), {}, "")
            try:
                found = show.documents_of(item, self.config, None)
                return any(document.record_sha256 in known for document in found)
            except PressmarkError:
                return True


def names_one(file: Path, names: Iterable[str]) -> bool:
    """Whether a table, in Parquet or CSV, has a row that names one of the ids.

    A descriptor, which lists what is withdrawn, and DVC's lists of files do not count.
    """
    spelt = sorted(names)
    with file.open("rb") as content:
        start = content.read(4)
        if start != b"PAR1":
            plain = start[:1] not in {b"{", b"["}
            return plain and any(name.encode() in line for line in content for name in spelt)
    try:
        schema = pq.read_schema(file)
        texts = [item.name for item in schema if pa.types.is_string(item.type)]
        columns = [name for name in texts if name == "article_id"] or texts
        table = pq.read_table(file, columns=columns)
    except (OSError, ValueError):
        return False
    pattern = "|".join(spelt)
    return any(pc.any(pc.match_substring_regex(c, pattern)).as_py() for c in table.columns)
