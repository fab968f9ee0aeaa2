"""Descriptors of what the flow writes, and a dataset joined with its findings."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.dataset import Dataset
from pressmark.flow.batch import CORRECTED, INCIDENT
from pressmark.layout import FILE_BYTES
from pressmark.publish import scratch
from pressmark.writing import put
from pressmark_schema.descriptor import FORMAT_VERSION, PROFILE, Facts, Package
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from pressmark.config import Config
    from pressmark.flow.withdrawn import Withdrawn
    from pressmark.layout import Place
    from pressmark_schema.descriptor import Resource


@dataclass
class Aside:
    """What batches say besides their tables: lines of applied corrections, documents lost.

    `left_out` are the documents of withdrawn articles, once all are gathered.
    """

    applied: list[int] = field(default_factory=list)
    incidents: list[tuple[str, str]] = field(default_factory=list)
    left_out: pa.Table | None = None

    def taken(self, batch: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """The batch itself, without what is noted here."""
        if CORRECTED in batch:
            self.applied += batch.pop(CORRECTED).column("line").to_pylist()
        if INCIDENT in batch:
            lost = batch.pop(INCIDENT).to_pydict()
            self.incidents += zip(lost["path"], lost["why"], strict=True)
        return batch


def package_of(
    resources: Sequence[Resource],
    kind: str,
    config: Config,
    places: Sequence[Place] = (),
    *,
    reproducible: bool = True,
) -> Package:
    """The descriptor of a dataset of `kind` made under `config`, its articles in these places."""
    corpus = config.corpus.model_dump(exclude={"namespace", "languages", "block_languages"})
    facts = Facts.model_validate(
        {
            "format_version": FORMAT_VERSION,
            "dataset": kind,
            "producer": f"pressmark {version('pressmark')}",
            "options_sha256": config.sha256,
            "profile_sha256": config.profile.file_sha256 if config.profile else None,
            "csv": config.build.csv,
            "file_bytes": None
            if config.build.file_bytes == FILE_BYTES
            else config.build.file_bytes,
            "languages": config.corpus.languages,
            "block_languages": config.corpus.block_languages,
            "places": [place.name for place in places] if len(places) > 1 else None,
            "fields": {name: column.model_dump() for name, column in config.fields.items()},
            "reproducible": None if reproducible else False,
        }
    )
    return Package.model_validate(
        {"$schema": PROFILE, **corpus, "resources": list(resources), "pressmark": facts}
    )


def with_tombstones(package: Package, withdrawn: Withdrawn) -> Package:
    """The descriptor with the corpus's list of withdrawals, where there are any."""
    facts, stones = package.pressmark, [item.tombstone for item in withdrawn.listed]
    if facts is None or not stones:
        return package
    return package.model_copy(update={"pressmark": facts.model_copy(update={"withdrawn": stones})})


def facts_of(kind: str, dataset: Dataset) -> Facts:
    """The facts of a dataset, for another dataset of `kind` made from it."""
    facts = dataset.package.pressmark
    if facts is None:
        raise UsageError(f"{dataset.folder} is a data package, but not one of pressmark's")
    return facts.model_copy(update={"dataset": kind})


def languages_of(dataset: Dataset) -> list[str]:
    """The article languages that a dataset's configuration declared."""
    facts = dataset.package.pressmark
    return list(facts.languages) if facts else []


@contextmanager
def joined(normalised: Path, findings: Path | None, near: Path) -> Iterator[Dataset]:
    """A dataset with its findings beside it, as export takes it; gone when the block ends."""
    dataset = Dataset.open(normalised)
    if findings is None:
        yield dataset
        return
    with scratch(near) as work:
        yield join(dataset, findings, work / "joined")


def join(dataset: Dataset, findings: Path, folder: Path) -> Dataset:
    """One dataset of the tables of both, its files linked where the disk can, else copied."""
    folder.mkdir()
    other = Dataset.open(findings)
    for one in (dataset, other):
        for paths in one.files.values():
            for path in paths:
                put(path, folder / path.relative_to(one.folder))
    resources = [*dataset.package.resources, *other.package.resources]
    package = dataset.package.model_copy(
        update={"resources": resources, "pressmark": facts_of("parquet", dataset)}
    )
    store.write_descriptor(folder, package)
    return Dataset.open(folder)
