"""The corpus of a package, whichever half it has: opened, judged by the rules, and counted."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.check import descriptors
from pressmark.check.halves import Half, halves, open_csv, open_parquet, read_package
from pressmark.check.opened import Opened, spilling
from pressmark.check.rules import Asking, rule_findings
from pressmark_schema.descriptor import Package

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from pressmark_schema.findings import Finding

_COUNTS = {
    "documents": ("captures", "count(*)"),
    "accepted": ("captures", "count(*) FILTER (WHERE status = 'accepted')"),
    "quarantined": ("captures", "count(*) FILTER (WHERE status = 'quarantined')"),
    "articles": ("articles", "count(*)"),
    "blocks": ("articles", "coalesce(sum(n_blocks), 0)::BIGINT"),
    "words": ("articles", "coalesce(sum(n_words), 0)::BIGINT"),
}


@contextmanager
def opened_package(path: Path) -> Iterator[Opened]:
    """The tables of the package or dataset at `path`, a folder or its descriptor.

    Those of the Parquet half; where it has none, those of the CSV files; of a package of
    documents, or one that is not of pressmark's, none. A table that cannot be read is left out:
    whether the package is sound is `integrity`'s business.
    """
    folder = descriptors.folder_of(path)
    with (
        tempfile.TemporaryDirectory(prefix="pressmark-check-") as scratch,
        spilling(Path(scratch)) as connection,
    ):
        yield _tables(folder, connection, Path(scratch))


def _tables(folder: Path, connection: duckdb.DuckDBPyConnection, scratch: Path) -> Opened:
    outer = read_package(folder, store.DESCRIPTOR)
    if not isinstance(outer, Package):
        return Opened(connection, {}, {})
    csv, parquet, _ = halves(folder, outer, set())
    if parquet.declared:
        return open_parquet(_readable(parquet), connection)[0]
    return open_csv(_readable(csv), connection, scratch)[0]


def _readable(half: Half) -> Half:
    """The half without the tables whose files may not be read."""
    kept = {
        name: resource
        for name, resource in half.resources.items()
        if not any(descriptors.refusal(half.folder, half.below(item)) for item in resource.paths)
    }
    return replace(half, resources=kept)


def package_findings(path: Path, asking: Asking | None = None) -> Iterator[Finding]:
    """What the rules say of the corpus of a package or dataset.

    `path` is a folder or its descriptor; the Parquet half is read, or else the CSV files.
    """
    with opened_package(path) as opened:
        yield from rule_findings(opened, asking or Asking())


def counts(path: Path) -> dict[str, int]:
    """How many documents (accepted, quarantined), articles, blocks and words a package has.

    What its tables do not tell is left out; a package of documents gives an empty dictionary.
    """
    found = {}
    with opened_package(path) as opened, opened.connection.cursor() as cursor:
        for name, (table, number) in _COUNTS.items():
            if opened.has(table):
                row = cursor.execute(f"SELECT {number} FROM {table}").fetchone()
                found[name] = int(row[0]) if row else 0
    return found
