"""The four steps as verbs: ingest, normalise, validate, export; and build, which does them all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark import check, store
from pressmark.dataset import Dataset, TableWriter
from pressmark.export import datapackage
from pressmark.flow import account, local, shards
from pressmark.flow.batch import process
from pressmark.flow.gather import Gathering
from pressmark.flow.intake import BATCH, Item, take
from pressmark.flow.options import Options
from pressmark.publish import publishing
from pressmark_schema.descriptor import FORMAT_VERSION, PROFILE, Facts, Package
from pressmark_schema.generate.arrow_schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa

    from pressmark.config import Config
    from pressmark.flow.account import Account
    from pressmark.flow.intake import Intake
    from pressmark_schema.descriptor import Resource
    from pressmark_schema.findings import Finding

    Progress = Callable[[int], None]
    """Called with the number of files done since the last call."""

_FEW = 512
"""Files up to which starting worker processes costs more than it saves."""


def build(
    operands: Sequence[Path],
    target: Path,
    config: Config,
    *,
    jobs: int | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
) -> Account:
    """Read, normalise, check and export `operands` to a package at `target`, all or nothing.

    The same bytes as the four steps one after the other. `previous` is a package whose article
    ids are kept.
    """
    intake = take(operands, config)
    options = Options(config, known_ids(previous or _previous(config)))
    with publishing(target) as staging, scratch(target) as work:
        dataset = _from_items(intake, options, work, jobs, progress)
        findings = work / "findings"
        findings.mkdir()
        _validate(dataset, findings)
        whole = _joined(dataset, findings, work / "joined")
        datapackage.write(whole, staging, config.build.csv)
        counted = account.account(dataset, intake)
        counted.findings = count_findings(whole)
        return counted


def ingest(operands: Sequence[Path], target: Path, config: Config) -> Account:
    """Pack the raw files into a dataset of shards at `target`."""
    intake = take(operands, config)
    with publishing(target) as staging:
        raw = (item.load(config.read.max_bytes) for item in intake.items)
        resources = list(shards.write(raw, staging))
        store.write_descriptor(staging, _package(resources, "ingested", config))
    return account.Account(read=len(intake.items), intake=intake)


def normalise(
    ingested: Path,
    target: Path,
    config: Config,
    *,
    jobs: int | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
) -> Account:
    """Parse and normalise an ingested dataset into the tables, at `target`."""
    package = store.read_descriptor(ingested)
    options = Options(config, known_ids(previous or _previous(config)))
    with publishing(target) as staging, scratch(target) as work:
        batches = shards.read(ingested, package.resources, BATCH)
        made = local.run(process, batches, options, jobs or local.cores())
        _normalise(made, staging, options, work, progress)
    return account.account(Dataset.open(target))


def validate(normalised: Path, target: Path) -> Account:
    """Apply the rules to a normalised dataset and write the findings as a dataset at `target`."""
    dataset = Dataset.open(normalised)
    with publishing(target) as staging:
        _validate(dataset, staging)
    counted = account.account(dataset)
    counted.findings = count_findings(Dataset.open(target))
    return counted


@contextmanager
def normalised(intake: Intake, config: Config, *, jobs: int | None = None) -> Iterator[Dataset]:
    """The normalised dataset of `intake` in a temporary folder; gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        yield _from_items(intake, Options(config), Path(folder), jobs, None)


@contextmanager
def joined(normalised: Path, findings: Path | None, near: Path) -> Iterator[Dataset]:
    """A dataset with its findings beside it, as export takes it; gone when the block ends."""
    dataset = Dataset.open(normalised)
    if findings is None:
        yield dataset
        return
    with scratch(near) as work:
        yield _joined(dataset, findings, work / "joined")


@contextmanager
def scratch(near: Path) -> Iterator[Path]:
    """A folder for work in progress on the disk of `near`, gone when the block ends."""
    near.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{near.name}.work-", dir=near.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def known_ids(previous: Path | None) -> dict[str, str]:
    """Every id by which an earlier package knows an article, aliases included, to the article's."""
    if previous is None:
        return {}
    dataset = Dataset.open(previous)
    known: dict[str, str] = {}
    for name, column in (("aliases", "alias_id"), ("articles", "article_id")):
        for batch in dataset.batches(name):
            others, own = batch.column(column).to_pylist(), batch.column("article_id").to_pylist()
            known |= dict(zip(others, own, strict=True))
    return known


def count_findings(dataset: Dataset) -> Any:
    """How many findings of each (code, severity) a dataset holds."""
    from collections import Counter

    with dataset.connect() as connection:
        rows = connection.execute(
            "SELECT code, severity, count(*) FROM findings GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return Counter({(code, severity): count for code, severity, count in rows})


def _items(batch: list[Item], options: Options) -> dict[str, pa.Table]:
    """Load and process a batch; what a worker process does."""
    return process([item.load(options.config.read.max_bytes) for item in batch], options)


def _from_items(
    intake: Intake, options: Options, work: Path, jobs: int | None, progress: Progress | None
) -> Dataset:
    folder = work / "normalised"
    jobs = jobs or (local.cores() if len(intake.items) > _FEW else 1)
    made = local.run(_items, intake.batches(), options, jobs)
    _normalise(made, folder, options, work, progress)
    return Dataset.open(folder)


def _normalise(
    batches: Iterable[dict[str, pa.Table]],
    folder: Path,
    options: Options,
    work: Path,
    progress: Progress | None,
) -> None:
    folder.mkdir(exist_ok=True)
    gathering = Gathering(work, options.tables)
    for batch in batches:
        gathering.add(batch)
        if progress:
            progress(batch["sources"].num_rows)
    resources = gathering.write(folder)
    store.write_descriptor(folder, _package(resources, "normalised", options.config))


def _validate(dataset: Dataset, folder: Path) -> None:
    languages = dataset_languages(dataset)
    table = dataset.schema["findings"]
    batches = _finding_batches(check.apply_rules(dataset, languages), arrow_schema(table))
    resource = TableWriter(folder, table).write(batches)
    package = dataset.package.model_copy(
        update={"resources": [resource], "pressmark": _facts("findings", dataset)}
    )
    store.write_descriptor(folder, package)


def dataset_languages(dataset: Dataset) -> list[str]:
    """The article languages that a dataset's configuration declared."""
    facts = dataset.package.pressmark
    return list(facts.languages) if facts else []


def _finding_batches(findings: Iterable[Finding], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    rows = []
    for finding in findings:
        rows.append(finding.row().model_dump())
        if len(rows) == store.ROW_GROUP:
            yield pa.RecordBatch.from_pylist(rows, schema)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)


def _joined(dataset: Dataset, findings: Path, folder: Path) -> Dataset:
    """One dataset of the tables of both, its files linked where the disk can, else copied."""
    folder.mkdir()
    other = Dataset.open(findings)
    for one in (dataset, other):
        for paths in one.files.values():
            for path in paths:
                _link(path, folder / path.name)
    resources = [*dataset.package.resources, *other.package.resources]
    package = dataset.package.model_copy(
        update={"resources": resources, "pressmark": _facts("parquet", dataset)}
    )
    store.write_descriptor(folder, package)
    return Dataset.open(folder)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _facts(kind: str, dataset: Dataset) -> Facts:
    facts = dataset.package.pressmark
    assert facts is not None  # noqa: S101 - Dataset.open refuses packages without facts
    return Facts.model_validate(facts.model_dump() | {"dataset": kind})


def _package(resources: Sequence[Resource], kind: str, config: Config) -> Package:
    corpus = config.corpus.model_dump(exclude={"namespace", "languages", "block_languages"})
    facts = Facts.model_validate(
        {
            "format_version": FORMAT_VERSION,
            "dataset": kind,
            "producer": f"pressmark {version('pressmark')}",
            "options_sha256": config.sha256,
            "languages": config.corpus.languages,
            "block_languages": config.corpus.block_languages,
            "fields": {name: column.model_dump() for name, column in config.fields.items()},
        }
    )
    return Package.model_validate(
        {"$schema": PROFILE, **corpus, "resources": list(resources), "pressmark": facts}
    )


def _previous(config: Config) -> Path | None:
    if config.build.previous is None or config.folder is None:
        return None
    return config.folder / config.build.previous
