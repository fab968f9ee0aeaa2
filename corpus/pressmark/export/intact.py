"""Whether a dataset can be read: that it is a corpus, and its files those declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import store
from pressmark.dataset import AGAIN
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pressmark.dataset import Dataset


def require_corpus(dataset: Dataset) -> None:
    """Raise UsageError unless `dataset` holds the Parquet tables that make a corpus."""
    if not {"articles", "texts"} <= dataset.files.keys():
        raise UsageError(
            f"{dataset.folder} holds no articles in Parquet",
            hint="give a package, its parquet/ folder or a normalised dataset",
        )


def require_intact(dataset: Dataset, names: Collection[str] | None = None) -> None:
    """Hash the Parquet files of a dataset; raises IntegrityError at the first that differs.

    `names` are those of the tables whose files are looked at, None all of them.
    """
    for resource in dataset.package.resources:
        facts = resource.pressmark if resource.format == "parquet" else None
        if facts and (names is None or facts.table in names):
            files = dataset.files[facts.table]
            for path, (size, digest) in zip(files, resource.stated.values(), strict=True):
                if digest is None:
                    raise IntegrityError(f"no hash is declared for {path}", hint=AGAIN)
                require_same(path, size, digest)


def require_declared(dataset: Dataset) -> None:
    """Raise IntegrityError unless each Parquet file is there, in the size that is declared."""
    for resource in dataset.package.resources:
        if resource.format == "parquet" and resource.pressmark:
            files = dataset.files[resource.pressmark.table]
            for path, (size, digest) in zip(files, resource.stated.values(), strict=True):
                if digest is None:
                    raise IntegrityError(f"no hash is declared for {path}", hint=AGAIN)
                require_same(path, size, None)


def require_same(path: Path, size: int | None, declared: str | None) -> None:
    """Raise IntegrityError unless `path` has the declared size in bytes and `sha256:…` hash."""
    if not path.is_file():
        raise IntegrityError(f"{path} is declared but missing", hint=AGAIN)
    found = path.stat().st_size
    if size is not None and found != size:
        raise IntegrityError(f"{path}: expected {size} bytes, found {found}", hint=AGAIN)
    if declared is not None:
        actual = f"sha256:{store.sha256_file(path)}"
        if actual != declared:
            raise IntegrityError(f"{path}: expected {declared}, found {actual}", hint=AGAIN)
