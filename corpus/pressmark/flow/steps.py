"""The four steps as verbs: ingest, normalise, validate, export; and build, which does them all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import memory, store
from pressmark.dataset import Dataset
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
from pressmark.flow.cache import CachedRun, surviving, why_not
from pressmark.flow.engine import over
from pressmark.flow.finishing import finished, write_findings_of
from pressmark.flow.gather import Gathering
from pressmark.flow.gathered import JUDGED, STEP, gather, tables_of
from pressmark.flow.identity import known_ids
from pressmark.flow.intake import Intake, require_posix, take
from pressmark.flow.learn import worth
from pressmark.flow.options import Options
from pressmark.publish import publishing, scratch
from pressmark.read.archives import Told
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from pressmark.config import Config
    from pressmark.flow.account import Account
    from pressmark.flow.cache import Cache
    from pressmark.flow.engine import Engine
    from pressmark.flow.gathered import Progress
    from pressmark.flow.intake import Item
    from pressmark.flow.shares import Parting
    from pressmark.objects import Operand
    from pressmark_schema.descriptor import Package


_FEW = 512
"""Files up to which starting worker processes costs more than it saves."""


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
        answers = run.remembering.answers() if run else None
        counted = finished(dataset, staging, work, intake, hits, answers)
        counted.profile = config.profile.path if config.profile else ""
        learnt = config.profile is not None and config.profile.profile.learnt is not None
        counted.repeated = 0 if learnt else worth.repeated(dataset)
    if run:
        run.finish(intake, counted)
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
        counted = finished(dataset, staging, work, intake, hits)
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
        made = tables_of(units, options, {}, engine, told, run, STEP)
        return told, gather(made, staging, options, work, progress, run)


@memory.returned()
def validate(normalised: Path, target: Path) -> Account:
    """Apply the rules to a normalised dataset and write the findings as a dataset at `target`."""
    dataset = Dataset.open(normalised)
    with publishing(target) as staging:
        write_findings_of(dataset, staging)
    counted = account.account(dataset)
    counted.findings = account.count_findings(Dataset.open(target))
    return counted


@contextmanager
def normalised(intake: Intake, config: Config, *, jobs: int | None = None) -> Iterator[Dataset]:
    """The normalised dataset of `intake` in a temporary folder; gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        engine = _here(intake.items, config, jobs)
        yield _from_items(intake, Options.of(config), Path(folder), engine, None)


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
    made = tables_of(lambda: intake.items, options, shapes, engine, told, run, step)
    made = judged.put_aside(made, hits) if hits else made
    comparing = partial(over, engine) if engine.is_far else None
    aside = gather(made, folder, options, work, progress, run, comparing)
    intake.incidents = aside.incidents
    intake.left_out += told.left_out
    intake.remarks += told.said()
    dataset = Dataset.open(folder)
    intake.corrections = corrections.outcome(options.corrections, aside.applied, dataset)
    intake.withdrawn = withdrawn.outcome(options.withdrawn, aside.left_out, dataset)
    return dataset


def _kept(previous: Path | None, config: Config) -> dict[str, str]:
    """The ids to keep: those of the package given, else of the one that the configuration names."""
    if previous is None and config.build.previous and config.folder:
        previous = config.folder / config.build.previous
    return known_ids(previous)
