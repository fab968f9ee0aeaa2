"""A look before reading: what files there are, how they would be read, which settings fit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pressmark import config as configuration
from pressmark.flow.intake import Item, take
from pressmark.flow.options import Options
from pressmark.flow.scan import dumps, including, places, tables
from pressmark.flow.scan.proposal import compose
from pressmark.flow.scan.sampling import Sampling
from pressmark.flow.scan.seen import Ending, Places, Scan
from pressmark.flow.scan.suggest import suggest
from pressmark.read.around import is_around

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pressmark.config import Config
    from pressmark.read.discover import Discovery, Found

__all__ = ["SAMPLE", "scan"]

SAMPLE = 2_000
"""Files that are looked into unless told otherwise: some five seconds' work."""


def scan(
    operands: Sequence[Path],
    config: Config,
    *,
    sample: int = SAMPLE,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Look at what `operands` name without reading anything into a corpus or writing anything.

    `sample` files, spread evenly over the sorted paths, are looked into; the same ones each time.
    Raises UsageError for an operand that is not there or a configuration that cannot be used.
    """
    every = including.everything(operands, config)
    chosen, include, included = including.chosen(operands, config, every)
    trial = config.model_copy(update={"read": config.read.model_copy(update={"include": include})})
    wanted = {found.path for found in chosen.files}
    left = [found for found in every.files if found.path not in wanted]
    made = Scan(_named(config), include, included, files=len(chosen.files))
    missed = [found for found in left if not _is_around(found, operands, config)]
    made.below = [found.path for found in missed if _is_settings(found)]
    made.linked_folders = every.left_out["linked folder"]
    made.endings = [*_endings(chosen.files, read=True), *_endings(missed, read=False)]
    names = [found.path for found in chosen.files]
    made.places = _places(names, trial)
    if made.places and not trial.read.paths:
        with_paths = trial.read.model_copy(update={"paths": [made.places.pattern]})
        trial = trial.model_copy(update={"read": with_paths})
    made.tables = tables.find(left, names)
    table_paths = [table.path for table in made.tables]
    made.dumps = dumps.find(every.files, table_paths, config)
    Sampling(made, Options(trial)).run(_items(operands, trial, chosen), sample, progress)
    made.could_be_read = including.could_be_read(made, trial)
    made.proposal = compose(suggest(made, operands[0], trial))
    return made


def _endings(files: Sequence[Found], *, read: bool) -> list[Ending]:
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for found in files:
        counts[dumps.ending(found.path)] += 1
        sizes[dumps.ending(found.path)] += _size(found)
    return [Ending(name, count, sizes[name], read) for name, count in counts.most_common()]


def _size(found: Found) -> int:
    try:
        return found.location.stat().st_size
    except OSError:
        return 0


def _places(names: Sequence[str], config: Config) -> Places | None:
    if not names:
        return None
    if config.read.paths:
        return places.counted(names, config.read.paths)
    commonest = Counter(map(dumps.ending, names)).most_common(1)[0][0]
    return places.propose(names, commonest)


def _items(operands: Sequence[Path], config: Config, chosen: Discovery) -> list[Item]:
    if config.metadata is not None and chosen.files:
        return take(operands, config).items
    return [Item(found, {}, "") for found in chosen.files]


def _is_around(found: Found, operands: Sequence[Path], config: Config) -> bool:
    """Whether it is a file of the project's own, which a build would not say it left out."""
    place = found.location
    return isinstance(place, Path) and any(is_around(place, o, config) for o in operands)


def _is_settings(found: Found) -> bool:
    return PurePosixPath(found.path).name == configuration.FILE


def _named(config: Config) -> str | None:
    return str(config.folder / configuration.FILE) if config.folder else None
