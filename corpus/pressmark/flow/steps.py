"""The four steps as verbs: ingest, normalise, validate, export; and build, which does them all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark import check, memory, store
from pressmark.arranging import write_findings
from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.flow import (
    account,
    corrections,
    judged,
    local,
    merging,
    packaging,
    parts,
    reading,
    shards,
    withdrawn,
)
from pressmark.flow.batch import joined, marked, work_off
from pressmark.flow.cache import CachedRun, surviving, why_not
from pressmark.flow.engine import over
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
    from pressmark.duplicates.running import Run as Running
    from pressmark.flow.account import Account
    from pressmark.flow.cache import Cache
    from pressmark.flow.engine import Engine, Step
    from pressmark.flow.intake import Item
    from pressmark.flow.reading import Units
    from pressmark.flow.shares import Parting
    from pressmark.objects import Operand
    from pressmark_schema.descriptor import Package
    from pressmark_schema.documents import Shape
    from pressmark_schema.findings import Finding

    Progress = Callable[[int], None]
    """Called with the number of files done since the last call."""

_FEW = 512
"""Files up to which starting worker processes costs more than it saves."""
_MANY_ROWS = 200_000
"""Rows of all tables up to which the same is true of rules."""


@memory.returned()
def build(  # noqa: PLR0913 - what is read, where it goes, and five choices
    operands: Sequence[Operand],
    target: Path,
    config: Config,
    *,
    jobs: int | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
    cache: Cache | None = None,
) -> Account:
    """Read, normalise, check and export `operands` to a package at `target`, all or nothing.

    The same bytes as the four steps one after the other. `previous` is a package whose article
    ids are kept; `engine` says where articles are worked on, else here in `jobs` processes. What
    `cache` has of earlier builds is not made again, and where nothing has changed at all, neither
    is the package.
    """
    options = Options.of(config, _kept(previous, config))
    run = CachedRun.begin(cache, options, target)
    make = partial(_made_or_known, operands, target, options, jobs, progress, engine)
    counted, _ = surviving(make, run)
    if cache and not run and counted.intake:
        counted.intake.remarks.append(why_not(cache))
    return counted


def _made_or_known(
    operands: Sequence[Operand],
    target: Path,
    options: Options,
    jobs: int | None,
    progress: Progress | None,
    engine: Engine | None,
    run: CachedRun | None,
) -> Account:
    """Build, unless what was built last is the answer; raises DamagedError of the cache."""
    config = options.config
    intake = take(operands, config)
    if run and (counted := run.again(intake)):
        if progress:
            progress(len(intake.items))
        return counted
    fresh = run.fresh(intake.items) if run else intake.items
    engine = engine or _here(fresh, config, jobs)
    with publishing(target) as staging, scratch(target) as work:
        hits = work / "hits.parquet"
        dataset = _from_items(intake, options, work, engine, progress, run, hits)
        counted = _finished(dataset, staging, work, intake, hits)
        counted.profile = config.profile.path if config.profile else ""
        learnt = config.profile is not None and config.profile.profile.learnt is not None
        counted.repeated = 0 if learnt else worth.repeated(dataset)
    if run:
        run.finish(intake, counted)
    return counted


def _finished(
    dataset: Dataset,
    staging: Path,
    work: Path,
    intake: Intake,
    hits: Path,
) -> Account:
    """Check a normalised dataset, write it as a package, and count what is in it."""
    findings = work / "findings"
    findings.mkdir()
    _validate(dataset, findings, hits)
    whole = packaging.join(dataset, findings, work / "joined")
    facts = packaging.facts_of("package", dataset)
    datapackage.write(whole, staging, facts.csv)
    counted = account.account(dataset, intake)
    counted.findings = account.count_findings(whole)
    counted.corrections, counted.incidents = intake.corrections, intake.incidents
    counted.withdrawn = intake.withdrawn
    return counted


@memory.returned()
def build_part(  # noqa: PLR0913 - the arguments of build, and which part
    operands: Sequence[Operand],
    folder: Path,
    config: Config,
    parting: Parting,
    *,
    jobs: int | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
    hash_inputs: bool = False,
) -> Account:
    """Read and normalise one part's share of `operands` into `folder`, below its own name.

    `merge` makes the package of all parts: the same bytes as `build` with these arguments. It
    refuses a part that saw an input of another size, or modified at another time; with
    `hash_inputs`, which reads every input, one of other contents whatever its time.
    """
    intake = take(operands, config)
    options = Options.of(config, _kept(previous, config))
    engine = engine or _here(intake.items, config, jobs)
    target = folder / parting.name
    return parts.write(
        intake, target, parting, options, engine, JUDGED, progress, hashed=hash_inputs
    )


@memory.returned()
def merge(whole: merging.Whole, target: Path) -> Account:
    """Export what the parts of a build hold, opened by `merging.opened`, to a package at `target`.

    The same bytes as `build` in one run, and the same account.
    """
    notes, intake = whole.notes[0], whole.intake()
    with publishing(target) as staging, scratch(target) as work:
        hits = work / "hits.parquet"
        dataset, left_out = _of_parts(whole, work, hits)
        intake.corrections = corrections.outcome(notes.layer, whole.applied, dataset)
        intake.withdrawn = withdrawn.outcome(notes.withdrawals, left_out, dataset)
        counted = _finished(dataset, staging, work, intake, hits)
        counted.profile = notes.profile
        counted.repeated = 0 if notes.learnt else worth.repeated(dataset)
        return counted


def _of_parts(whole: merging.Whole, work: Path, hits: Path) -> tuple[Dataset, pa.Table]:
    """The normalised dataset of all parts, and the documents that were left out as withdrawn.

    The hits of the record rules are put into a file.
    """
    folder = work / "normalised"
    folder.mkdir()
    config, first = whole.config, whole.parts[0]
    with Gathering(work, Options(config).tables) as gathering:
        for batch in judged.put_aside(whole.batches(), hits):
            gathering.add(batch)
        laid = gathering.write(folder, config.duplicates, config.build.file_bytes)
        left_out = gathering.left_out
    package = packaging.package_of(
        laid.resources, "normalised", config, laid.places, reproducible=not whole.incidents
    )
    package = packaging.with_tombstones(package, whole.notes[0].withdrawals)
    # Their profile is known by its hashes alone.
    hashes = {name: getattr(first.facts, name) for name in ("options_sha256", "profile_sha256")}
    assert package.pressmark is not None  # noqa: S101 - package_of states them
    facts = package.pressmark.model_copy(update=hashes)
    store.write_descriptor(folder, package.model_copy(update={"pressmark": facts}))
    return Dataset.open(folder), left_out


def ingest(operands: Sequence[Operand], target: Path, config: Config) -> Account:
    """Pack the raw files into a dataset of shards at `target`; no profile has a part in it."""
    config = config.without_profile()
    intake = take(operands, config)
    with publishing(target) as staging:
        resources = list(shards.write(reading.raw(intake.items, config), staging))
        store.write_descriptor(staging, packaging.package_of(resources, "ingested", config))
    return account.Account(read=len(intake.items), intake=intake)


@memory.returned()
def normalise(
    ingested: Path,
    target: Path,
    config: Config,
    *,
    jobs: int | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Account:
    """Parse and normalise an ingested dataset into the tables, at `target`.

    What `cache` has of earlier runs is not made again.
    """
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
    run = CachedRun.begin(cache, options)
    small = sum(item.bytes or 0 for item in package.resources) <= reading.BATCH_BYTES
    engine = local.here(config, jobs, many=not small)
    make = partial(_from_shards, ingested, package, target, options, engine, progress)
    unused = why_not(cache) if cache and not run else ""
    (told, aside), run = surviving(make, run)
    dataset = Dataset.open(target)
    intake = Intake([], told.left_out, remarks=[*told.said(), *filter(None, [unused])])
    counted = account.account(dataset, intake)
    counted.corrections = corrections.outcome(options.corrections, aside.applied, dataset)
    counted.withdrawn = withdrawn.outcome(options.withdrawn, aside.left_out, dataset)
    counted.incidents = aside.incidents
    counted.profile = config.profile.path if config.profile else ""
    if run:
        run.finish(intake, counted)
    return counted


def _from_shards(
    ingested: Path,
    package: Package,
    target: Path,
    options: Options,
    engine: Engine,
    progress: Progress | None,
    run: CachedRun | None,
) -> tuple[Told, packaging.Aside]:
    """Write the dataset of what was ingested; what was said of it, and besides."""
    told, config = Told(), options.config
    with publishing(target) as staging, scratch(target) as work:
        units = partial(shards.read, ingested, package.resources, config, work / "spooled")
        made = _made(units, options, {}, engine, told, run, STEP)
        return told, _normalise(made, staging, options, work, progress, run)


@memory.returned()
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
        engine = _here(intake.items, config, jobs)
        yield _from_items(intake, Options.of(config), Path(folder), engine, None)


STEP = reading.step(work_off, joined, marked)
JUDGED = reading.step(judged.work_off_judged, joined, marked)
"""What every engine does to the batches, and what of a build, where rules are asked, too."""


def _here(items: Sequence[Item], config: Config, jobs: int | None) -> Engine:
    """The engine of this machine: worker processes where there is enough to do for them."""
    many = len(items) > _FEW or reading.is_large(items, config)
    return local.here(config, jobs, many=many)


def _from_items(
    intake: Intake,
    options: Options,
    work: Path,
    engine: Engine,
    progress: Progress | None,
    run: CachedRun | None = None,
    hits: Path | None = None,
) -> Dataset:
    folder = work / "normalised"
    known = run.remembering.shapes() if run else {}
    shapes = reading.shapes(intake.items, options.config, intake.remarks.append, known)
    told = Told()
    step = JUDGED if hits else STEP
    made = _made(lambda: intake.items, options, shapes, engine, told, run, step)
    made = judged.put_aside(made, hits) if hits else made
    comparing = partial(over, engine) if engine.is_far else None
    aside = _normalise(made, folder, options, work, progress, run, comparing)
    intake.incidents = aside.incidents
    intake.left_out += told.left_out
    intake.remarks += told.said()
    dataset = Dataset.open(folder)
    intake.corrections = corrections.outcome(options.corrections, aside.applied, dataset)
    intake.withdrawn = withdrawn.outcome(options.withdrawn, aside.left_out, dataset)
    return dataset


def _made(
    units: Units,
    options: Options,
    shapes: dict[str, Shape],
    engine: Engine,
    told: Told,
    run: CachedRun | None,
    step: Step[Any, dict[str, pa.Table]],
) -> Iterator[dict[str, pa.Table]]:
    """The tables of all batches; with a cache those that it has are not made."""
    if run:
        return run.remembering.tables(units, shapes, engine, told)
    return engine.run(step, reading.batches(units(), options.config, shapes, told=told), options)


def _normalise(
    batches: Iterable[dict[str, pa.Table]],
    folder: Path,
    options: Options,
    work: Path,
    progress: Progress | None,
    run: CachedRun | None,
    comparing: Running | None = None,
) -> packaging.Aside:
    """Write the dataset; give what the batches said besides their tables.

    `comparing` says where texts are compared, None in this process.
    """
    folder.mkdir(exist_ok=True)
    aside = packaging.Aside()
    with Gathering(work, options.tables) as gathering:
        for batch in batches:
            gathering.add(aside.taken(batch))
            if progress:
                progress(batch["sources"].num_rows if "sources" in batch else 0)
        config = options.config
        known = run.remembering.files_of_tables(work) if run else None
        pairs = run.remembering.pairs() if run else None
        settings, size = config.duplicates, config.build.file_bytes
        laid = gathering.write(folder, settings, size, known, pairs, comparing)
        if known:
            known.keep(folder, laid.resources)
        aside.left_out = gathering.left_out
    package = packaging.package_of(
        laid.resources, "normalised", config, laid.places, reproducible=not aside.incidents
    )
    store.write_descriptor(folder, packaging.with_tombstones(package, options.withdrawn))
    return aside


def judging(dataset: Dataset, jobs: int | None = None) -> Run | None:
    """How record rules run on a dataset: None for here, where it is large several processes."""
    rows = sum(
        resource.pressmark.rows for resource in dataset.package.resources if resource.pressmark
    )
    jobs = jobs or local.cores()
    if rows < _MANY_ROWS or jobs == 1:
        return None
    return partial(local.run, jobs=jobs)


def _validate(dataset: Dataset, folder: Path, hits: Path | None = None) -> None:
    """Write the findings; the hits of the record rules are in a file, or are found now."""
    run = None if hits else judging(dataset)
    asking = check.Asking(packaging.languages_of(dataset), run=run, hits=hits)
    table = dataset.schema["findings"]
    batches = _finding_batches(check.apply_rules(dataset, asking), arrow_schema(table))
    resource = write_findings(dataset, batches, folder)
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
