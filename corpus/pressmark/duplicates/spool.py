"""Spool: the segments of a corpus on disk, and the few numbers a text that stay in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from pressmark.duplicates.runs import Column, Run

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

_KEPT = ("keys", "digests", "lengths", "words", "sizes")


class Spool:
    """The segments of a corpus, whose texts are numbered in the order in which they were added.

    `sets` has the shingles of all texts one after the other, `short` and `sampled` an array for
    each segment; `firsts` are the numbers of the segments' first texts.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.sets = Column(folder / "sets")
        self.short, self.sampled = Run(folder / "short"), Run(folder / "sampled")
        self.firsts: list[int] = []
        self._kept: dict[str, list[Any]] = {name: [] for name in _KEPT}
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def add(self, segments: pa.Table) -> None:
        """Take in a table of segments; what is found depends on neither their order nor cut."""
        for batch in segments.to_batches():
            for place in range(len(batch)):
                values = {name: batch.column(name)[place].values for name in batch.schema.names}
                for name, kept in self._kept.items():
                    kept.append(values[name])
                self.sets.add(values["sets"].to_numpy())
                self.short.add(values["short"].to_numpy())
                self.sampled.add(values["sampled"].to_numpy())
                self.firsts.append(self._count)
                self._count += len(values["keys"])

    def column(self, name: str) -> pa.ChunkedArray:
        """The keys or digests of the texts."""
        import pyarrow as pa

        from pressmark.duplicates.segments import schema

        return pa.chunked_array(self._kept[name], schema().field(name).type.value_type)

    def numbers(self, name: str) -> NDArray[np.int32]:
        """The lengths, words or sizes of the texts."""
        found = [np.zeros(0, np.int32), *(values.to_numpy() for values in self._kept[name])]
        return np.concatenate(found)

    def close(self) -> None:
        """Let the files go."""
        for each in (self.sets, self.short, self.sampled):
            each.close()
