"""The four steps as verbs: ingest, normalise, validate, export; and build, which does them all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import check, store
from pressmark.arranging import write_documents
from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.flow import account, corrections, local, packaging, reading, shards
from pressmark.flow.batch import CORRECTED, INCIDENT, joined, marked, process
from pressmark.flow.gather import Gathering
from pressmark.flow.identity import known_ids
from pressmark.flow.intake import Intake, require_posix, take
from pressmark.flow.learn import worth
from pressmark.flow.options import Options
from pressmark.publish import publishing, scratch
from pressmark.read.archives import Told
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.arrow_schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa

    from pressmark.check.judging import Run
    from pressmark.config import Config
    from pressmark.flow.account import Account
    from pressmark.flow.engine import Engine
    from pressmark.flow.intake import Item
    from pressmark_schema.documents import RawFile, RawPart
    from pressmark_schema.findings import Finding

    Progress = Callable[[int], None]
    """Called with the number of files done since the last call."""

_FEW = 512
"""Files up to which starting worker processes costs more than it saves."""
_MANY_ROWS = 200_000
"""Rows of all tables up to which the same is true of rules."""


def build(
    operands: Sequence[Path],
    target: Path,
    config: Config,
    *,
    jobs: int | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> Account:
    """Read, normalise, check and export `operands` to a package at `target`, all or nothing.

    The same bytes as the four steps one after the other. `previous` is a package whose article
    ids are kept; `engine` says where articles are worked on, else here in `jobs` processes.
    """
    intake = take(operands, config)
    options = Options.of(config, _kept(previous, config))
    with publishing(target) as staging, scratch(target) as work:
        engine = engine or _here(intake, config, jobs)
        dataset = _from_items(intake, options, work, engine, progress)
        findings = work / "findings"
        findings.mkdir()
        _validate(dataset, findings, jobs)
        whole = packaging.join(dataset, findings, work / "joined")
        datapackage.write(whole, staging, config.build.csv)
        counted = account.account(dataset, intake)
        counted.findings = account.count_findings(whole)
        counted.corrections, counted.incidents = intake.corrections, intake.incidents
        counted.profile = config.profile.path if config.profile else ""
        learnt = config.profile is not None and config.profile.profile.learnt is not None
        counted.repeated = 0 if learnt else worth.repeated(dataset)
        return counted


def ingest(operands: Sequence[Path], target: Path, config: Config) -> Account:
    """Pack the raw files into a dataset of shards at `target`; no profile has a part in it."""
    config = config.without_profile()
    intake = take(operands, config)
    with publishing(target) as staging:
        resources = list(shards.write(reading.raw(intake.items, config), staging))
        store.write_descriptor(staging, packaging.package_of(resources, "ingested", config))
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
    require_posix()
    package = store.read_descriptor(ingested)
    if package.pressmark is None or package.pressmark.dataset != "ingested":
        raise UsageError(f"{ingested} is no ingested dataset", hint="make one: pressmark ingest")
    settings = config.without_profile().sha256
    if config.folder is None and package.pressmark.options_sha256 != settings:
        raise UsageError(
            f"{ingested} was ingested under settings that are not here",
            hint="name them: --config path/to/pressmark.toml",
        )
    options = Options.of(config, _kept(previous, config))
    told = Told()
    with publishing(target) as staging, scratch(target) as work:
        units = shards.read(ingested, package.resources, config, work / "spooled")
        batches = reading.batches(units, config, {}, told=told)
        small = sum(item.bytes or 0 for item in package.resources) <= reading.BATCH_BYTES
        engine = local.here(config, jobs, many=not small)
        made = engine.run(STEP, batches, options)
        applied, incidents = _normalise(made, staging, options, work, progress)
    dataset = Dataset.open(target)
    counted = account.account(dataset, Intake([], told.left_out, remarks=told.said()))
    counted.corrections = corrections.outcome(options.corrections, applied, dataset)
    counted.incidents = incidents
    counted.profile = config.profile.path if config.profile else ""
    return counted


def validate(normalised: Path, target: Path) -> Account:
    """Apply the rules to a normalised dataset and write the findings as a dataset at `target`."""
    dataset = Dataset.open(normalised)
    with publishing(target) as staging:
        _validate(dataset, staging)
    counted = account.account(dataset)
    counted.findings = account.count_findings(Dataset.open(target))
    return counted


@contextmanager
def normalised(intake: Intake, config: Config, *, jobs: int | None = None) -> Iterator[Dataset]:
    """The normalised dataset of `intake` in a temporary folder; gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        engine = _here(intake, config, jobs)
        yield _from_items(intake, Options.of(config), Path(folder), engine, None)


def _items(batch: list[Item | RawFile | RawPart], options: Options) -> dict[str, pa.Table]:
    """Load and process a batch; what a worker process does."""
    return process(reading.load(batch, options.config.read.max_bytes), options)


STEP = reading.step(_items, joined, marked)
"""What every engine does to the batches of a build."""


def _here(intake: Intake, config: Config, jobs: int | None) -> Engine:
    """The engine of this machine: worker processes where there is enough to do for them."""
    many = len(intake.items) > _FEW or reading.is_large(intake.items, config)
    return local.here(config, jobs, many=many)


def _from_items(
    intake: Intake, options: Options, work: Path, engine: Engine, progress: Progress | None
) -> Dataset:
    folder = work / "normalised"
    config = options.config
    shapes = reading.shapes(intake.items, config, intake.remarks.append)
    told = Told()
    batches = reading.batches(intake.items, config, shapes, told=told)
    made = engine.run(STEP, batches, options)
    applied, intake.incidents = _normalise(made, folder, options, work, progress)
    intake.left_out += told.left_out
    intake.remarks += told.said()
    dataset = Dataset.open(folder)
    intake.corrections = corrections.outcome(options.corrections, applied, dataset)
    return dataset


def _normalise(
    batches: Iterable[dict[str, pa.Table]],
    folder: Path,
    options: Options,
    work: Path,
    progress: Progress | None,
) -> tuple[list[int], list[tuple[str, str]]]:
    """Write the dataset; the lines of the corrections that were applied, and the incidents."""
    folder.mkdir(exist_ok=True)
    applied: list[int] = []
    incidents: list[tuple[str, str]] = []
    with Gathering(work, options.tables) as gathering:
        for batch in batches:
            if CORRECTED in batch:
                applied += batch.pop(CORRECTED).column("line").to_pylist()
            if INCIDENT in batch:
                lost = batch.pop(INCIDENT).to_pydict()
                incidents += zip(lost["path"], lost["why"], strict=True)
            gathering.add(batch)
            if progress:
                progress(batch["sources"].num_rows if "sources" in batch else 0)
        config = options.config
        laid = gathering.write(folder, config.duplicates, config.build.file_bytes)
    package = packaging.package_of(
        laid.resources, "normalised", config, laid.places, reproducible=not incidents
    )
    store.write_descriptor(folder, package)
    return applied, incidents


def judging(dataset: Dataset, jobs: int | None = None) -> Run | None:
    """How record rules run on a dataset: None for here, where it is large several processes."""
    rows = sum(
        resource.pressmark.rows for resource in dataset.package.resources if resource.pressmark
    )
    jobs = jobs or local.cores()
    if rows < _MANY_ROWS or jobs == 1:
        return None
    return partial(local.run, jobs=jobs)


def _validate(dataset: Dataset, folder: Path, jobs: int | None = None) -> None:
    asking = check.Asking(packaging.languages_of(dataset), run=judging(dataset, jobs))
    table = dataset.schema["findings"]
    batches = _finding_batches(check.apply_rules(dataset, asking), arrow_schema(table))
    resource = write_documents(table, batches, folder, dataset.file_bytes)
    package = dataset.package.model_copy(
        update={"resources": [resource], "pressmark": packaging.facts_of("findings", dataset)}
    )
    store.write_descriptor(folder, package)


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


def _kept(previous: Path | None, config: Config) -> dict[str, str]:
    """The ids to keep: those of the package given, else of the one that the configuration names."""
    if previous is None and config.build.previous and config.folder:
        previous = config.folder / config.build.previous
    return known_ids(previous)
