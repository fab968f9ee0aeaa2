"""The package: CSV files for everyone, the exact Parquet tables in `parquet/`, one descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from pressmark import store
from pressmark.dataset import Dataset
from pressmark.export import csv_tables, parquet
from pressmark_schema.descriptor import File
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.export.choices import Choices
    from pressmark_schema.descriptor import Package, Resource

Csv = Literal["auto", "always", "never"]
CSV_LIMIT = 1_000_000_000
"""Bytes of text up to which a package has CSV files by default."""
TAKES = frozenset({"csv"})
PARQUET = "parquet"
"""The folder of the Parquet half, below the package."""


def chosen(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write the package as `choices` say; see `write`."""
    return write(dataset, folder, choices.csv)


def write(dataset: Dataset, folder: Path, csv: Csv = "auto") -> Package:
    """Write the package to `folder` and return its descriptor.

    Without CSV files (`never`, or `auto` and more than CSV_LIMIT) its resources are the Parquet
    files. In either case it declares the descriptor in `parquet/`, and that one its files.
    """
    if csv not in get_args(Csv):
        raise UsageError(
            f"no such choice for csv: {csv}", hint=f"one of {', '.join(get_args(Csv))}"
        )
    half = folder / PARQUET
    half.mkdir()
    parquet.write(dataset, half)
    inner = Dataset.open(half)
    with_csv = csv == "always" or (csv == "auto" and _fits(inner))
    formulas = csv_tables.Formulas()
    resources = csv_tables.resources(inner, folder, formulas) if with_csv else _below(inner)
    package = parquet.described(inner, "package", files=[_file(half)], resources=resources)
    store.write_descriptor(folder, package)
    return formulas.told(package)


def _fits(dataset: Dataset) -> bool:
    """Whether the rows as CSV would take about CSV_LIMIT or less, by their pages uncompressed.

    Footers say it: reading the rows of a large corpus for it would cost as much as new articles.
    """
    import pyarrow.parquet as pq

    total = 0
    for name, paths in dataset.files.items():
        for path in paths if dataset.table(name).csv else ():
            footer = pq.read_metadata(path.absolute())
            groups = map(footer.row_group, range(footer.num_row_groups))
            total += sum(group.total_byte_size for group in groups)
    return total <= CSV_LIMIT


def _below(dataset: Dataset) -> list[Resource]:
    """The Parquet resources as they are named from the package's own folder."""
    return [item.below(PARQUET) for item in dataset.package.resources]


def _file(half: Path) -> File:
    path = half / store.DESCRIPTOR
    return File(
        path=f"{PARQUET}/{store.DESCRIPTOR}",
        bytes=path.stat().st_size,
        hash=f"sha256:{store.sha256_file(path)}",
    )
