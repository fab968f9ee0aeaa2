"""Gathered: what is done to batches, and how the tables of all of them become a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.flow import judged, packaging, reading
from pressmark.flow.batch import joined, marked, work_off
from pressmark.flow.gather import Gathering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from pressmark.duplicates.running import Run as Running
    from pressmark.flow.cache import CachedRun
    from pressmark.flow.engine import Engine, Step
    from pressmark.flow.options import Options
    from pressmark.flow.reading import Units
    from pressmark.read.archives import Told
    from pressmark_schema.documents import Shape

    Progress = Callable[[int], None]
    """Called with the number of files done since the last call."""

STEP = reading.step(work_off, joined, marked)
JUDGED = reading.step(judged.work_off_judged, joined, marked)
"""What every engine does to the batches, and what of a build, where rules are asked, too."""


def tables_of(
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


def gather(
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
