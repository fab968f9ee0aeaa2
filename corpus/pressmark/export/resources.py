"""The descriptor of an export: the files that it is made of, and what it cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.export.parquet import described
from pressmark_schema.descriptor import File, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark_schema.descriptor import Package


_BINARY = frozenset({"duckdb", "sqlite", "spacy", "jsonl.gz"})


def file_resource(folder: Path, path: str, name: str, form: str, mediatype: str) -> Resource:
    """A text file in UTF-8, or a database, as a resource, with its bytes and hash."""
    file = folder / path
    return Resource(
        name=name,
        path=path,
        format=form,
        mediatype=mediatype,
        encoding=None if form in _BINARY else "utf-8",
        bytes=file.stat().st_size,
        hash=f"sha256:{store.sha256_file(file)}",
    )


def declared(folder: Path, paths: Iterable[str]) -> list[File]:
    """Files that are no resource, such as a README, with their bytes and hashes."""
    return [
        File(
            path=path,
            bytes=(folder / path).stat().st_size,
            hash=f"sha256:{store.sha256_file(folder / path)}",
        )
        for path in paths
    ]


def write_descriptor(
    dataset: Dataset,
    folder: Path,
    resources: Sequence[Resource],
    facts: Mapping[str, Any],
    files: Iterable[str] = (),
) -> Package:
    """Write the descriptor of an export and return it; `facts` are told under `pressmark`.

    It carries on what the dataset's own descriptor says of the corpus.
    """
    package = described(
        dataset, "package", resources=list(resources), files=declared(folder, files)
    )
    if package.pressmark is not None:
        told = package.pressmark.model_copy(update=dict(facts))
        package = package.model_copy(update={"pressmark": told})
    store.write_descriptor(folder, package)
    return package
