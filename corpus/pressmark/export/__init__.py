"""A dataset in the forms that others read: a data package, its Parquet, CSV or JSON lines."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pressmark.export import csv_tables, datapackage, jsonl, parquet
from pressmark.export.filtered import write_filtered
from pressmark.export.filters import Filters, check_known
from pressmark.export.intact import require_corpus, require_intact
from pressmark.publish import publishing
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pressmark.dataset import Dataset
    from pressmark_schema.descriptor import Package

__all__ = ["FORMATS", "Filters", "export"]


class Writer(Protocol):
    """Writes a dataset to an empty folder in one format, with a descriptor, and returns that."""

    def __call__(self, dataset: Dataset, folder: Path) -> Package: ...


FORMATS: dict[str, Writer] = {
    "datapackage": datapackage.write,
    "parquet": parquet.write,
    "csv": csv_tables.write,
    "jsonl": jsonl.write,
}
"""The formats by the names that `--to` takes."""


def export(
    dataset: Dataset,
    target: Path,
    to: str = "datapackage",
    filters: Filters | None = None,
    csv: datapackage.Csv = "auto",
) -> Package:
    """Write `dataset`, or what `filters` keep of it, to the folder `target` in the format `to`.

    All or nothing: `target` holds the whole export or what it held before. The same dataset and
    arguments give the same bytes. `csv` says whether a data package has CSV files besides.

    Returns the descriptor. Raises UsageError for arguments that cannot be, a target that is not
    ours or a filter that keeps nothing, IntegrityError where the dataset is not what its
    descriptor declares, EnvironmentFaultError where the disk refuses or another run holds `target`.
    """
    write = _writer(to, csv)
    require_corpus(dataset)
    require_intact(dataset)
    with publishing(target) as staging:
        if not filters:
            return write(dataset, staging)
        with tempfile.TemporaryDirectory(prefix=".filtered-", dir=staging) as scratch:
            return write(write_filtered(dataset, filters, Path(scratch)), staging)


def _writer(to: str, csv: datapackage.Csv) -> Writer:
    check_known("format", to, FORMATS)
    if to == "datapackage":
        return partial(datapackage.write, csv=csv)
    if csv != "auto":
        raise UsageError(f"csv = {csv} is a choice for a data package, not for {to}")
    return FORMATS[to]
