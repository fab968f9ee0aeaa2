"""Measure the counting of `pressmark learn`: `python benchmarks/learn.py N …`.

For each N, what N articles of thirty short blocks would show is made up: one line in each of
them, all others different. Printed are the seconds that counting takes, peak memory, and the bytes
on disk.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pressmark.flow.learn.counting import Counting
from pressmark.flow.learn.observing import SCHEMAS

_BATCH = 2_000
_BLOCKS = 30
_OUTLETS = 20
_TEXT = "Ein Satz, so lang wie ein kurzer Block im Mittel ist, damit auch die Bytes stimmen: {}."


def main() -> None:
    """Print a line for each size."""
    for count in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder))


def measure(count: int, folder: Path) -> None:
    """Write what `count` articles show to `folder`, count it, and print what that took."""
    with Counting(folder) as counting:
        for first in range(0, count, _BATCH):
            counting.add(dict(shown(first)))
    size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    begun = time.perf_counter()
    found = counting.found("benchmark").learnt
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{found.articles:,} articles, {count * _BLOCKS:,} blocks: {seconds:.1f} s, "
        f"process peak {peak:,.0f} MB, {size:,.0f} MB on disk; {len(found.furniture)} lines found"
    )


def shown(first: int) -> Iterator[tuple[str, pa.Table]]:
    """What a batch of articles shows, by table."""
    numbers = np.arange(first, first + _BATCH, dtype=np.uint64)
    outlets = [f"outlet_{number % _OUTLETS}" for number in numbers.tolist()]
    lines = np.repeat(numbers, _BLOCKS) * _BLOCKS + np.tile(np.arange(_BLOCKS), _BATCH)
    lines[::_BLOCKS] = 0
    columns: dict[str, dict[str, Any]] = {
        "articles": {"outlet": outlets, "story": numbers},
        "headers": {
            "rule": ["header.date@1"] * _BATCH,
            "columns": ["published_edtf"] * _BATCH,
            "place": [f"{number}.txt" for number in numbers.tolist()],
        },
        "titles": {"outlet": outlets, "story": numbers, "suffix": [None] * _BATCH},
        "lines": {
            "outlet": np.repeat(np.array(outlets), _BLOCKS),
            "line": lines,
            "story": np.repeat(numbers, _BLOCKS),
            "kind": ["boilerplate"] * lines.size,
            "edge": [True] * lines.size,
            "text": [_TEXT.format(line) for line in lines.tolist()],
        },
    }
    for name, schema in SCHEMAS.items():
        made = columns.get(name, {field.name: [] for field in schema})
        yield name, pa.table(made, schema)


if __name__ == "__main__":
    main()
