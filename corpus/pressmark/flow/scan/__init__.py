"""A look before reading: what files there are, how they would be read, which settings fit."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pressmark import config as configuration
from pressmark.flow.intake import Item, take
from pressmark.flow.options import Options
from pressmark.flow.scan import dumps, places, tables
from pressmark.flow.scan.proposal import compose
from pressmark.flow.scan.sampling import Sampling
from pressmark.flow.scan.seen import Ending, Places, Scan
from pressmark.flow.scan.suggest import suggest
from pressmark.read.compressed import unpacked_name
from pressmark.read.discover import Discovery, discover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.read.discover import Found

__all__ = ["SAMPLE", "scan"]

SAMPLE = 2_000
"""Files that are looked into unless told otherwise: some five seconds' work."""

_NO_ARTICLES = frozenset(
    (
        *(".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".parquet", ".warc", ".log"),
        *(".md", ".rst", ".toml", ".yaml", ".yml", ".py", ".xml"),
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".zip", ".gz", ".xz", ".zst", ".7z", ".tar"),
        *(".png", ".jpg", ".jpeg", ".gif"),
    )
)
"""Endings that are never proposed as those of articles, one a file."""


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
    every = discover(operands, _everything(config))
    chosen, include, included = _chosen(operands, config, every)
    trial = config.model_copy(update={"read": config.read.model_copy(update={"include": include})})
    wanted = {found.path for found in chosen.files}
    left = [found for found in every.files if found.path not in wanted]
    made = Scan(_named(config), include, included, files=len(chosen.files))
    made.linked_folders = every.left_out["linked folder"]
    made.endings = [*_endings(chosen.files, read=True), *_endings(left, read=False)]
    names = [found.path for found in chosen.files]
    made.places = _places(names, trial)
    if made.places and not trial.read.paths:
        with_paths = trial.read.model_copy(update={"paths": [made.places.pattern]})
        trial = trial.model_copy(update={"read": with_paths})
    made.tables = tables.find(left, names)
    table_paths = [table.path for table in made.tables]
    made.dumps = dumps.find(every.files, table_paths, config)
    Sampling(made, Options(trial)).run(_items(operands, trial, chosen), sample, progress)
    made.proposal = compose(suggest(made, operands[0], trial))
    return made


def _everything(config: Config) -> Config:
    read = config.read.model_copy(update={"include": ["*"], "exclude": []})
    return config.model_copy(update={"read": read})


def _chosen(
    operands: Sequence[Path], config: Config, every: Discovery
) -> tuple[Discovery, list[str], bool]:
    """The files to read by the globs in force, else by the commonest ending; globs, in force."""
    chosen = discover(operands, config)
    endings = Counter(
        dumps.ending(found.path)
        for found in every.files
        if PurePosixPath(unpacked_name(found.path)).suffix.lower() not in _NO_ARTICLES
    )
    if chosen.files or not endings:
        return chosen, list(config.read.include), True
    include = [f"*{endings.most_common(1)[0][0]}"]
    read = config.read.model_copy(update={"include": include})
    return discover(operands, config.model_copy(update={"read": read})), include, False


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


def _named(config: Config) -> str | None:
    return str(config.folder / configuration.FILE) if config.folder else None
