"""Which files a scan looks into: those that are included, else those that could be."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pressmark.flow.scan import dumps
from pressmark.read import archives, formats, pages
from pressmark.read.compressed import unpacked_name
from pressmark.read.discover import Discovery, discover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.flow.scan.seen import Ending, Scan
    from pressmark.read.discover import Found

_NO_ARTICLES = frozenset(
    (
        *(".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".parquet", ".warc", ".log"),
        *(".md", ".rst", ".toml", ".yaml", ".yml", ".py", ".xml"),
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".zip", ".gz", ".xz", ".zst", ".7z", ".tar"),
        *(".tgz", ".tzst", ".png", ".jpg", ".jpeg", ".gif", ".db"),
    )
)
"""Endings that are never proposed as those of articles, one a file."""


def everything(operands: Sequence[Path], config: Config) -> Discovery:
    """All files that `operands` hold, whatever the settings include."""
    return discover(operands, _including(config, ["*"], exclude=[]))


def chosen(
    operands: Sequence[Path], config: Config, every: Discovery
) -> tuple[Discovery, list[str], bool]:
    """The files to look into, the globs that name them, and whether these are in force.

    They are not where nothing would be read: then those of the commonest ending are looked into.
    """
    found = discover(operands, config)
    include = [] if found.files else _fitting(every.files, config)
    if not include:
        return found, list(config.read.include), True
    return discover(operands, _including(config, include)), include, False


def could_be_read(scan: Scan, config: Config) -> list[Ending]:
    """Of the endings left out those of texts, pages, files of many records and archives.

    Those of tables beside the articles, which hold none, are not among them.
    """
    beside = {dumps.ending(table.path) for table in scan.tables}
    covered = {dumps.ending(dump.path) for dump in scan.dumps if config.records_for(dump.path)}
    left = [found for found in scan.endings if not found.read]
    return [e for e in left if e.ending not in beside | covered and _is_read(e.ending, config)]


def _is_read(ending: str, config: Config) -> bool:
    name = f"x{ending}"
    if archives.ending(name) or pages.is_page(name) or formats.of(name, config):
        return True
    return unpacked_name(name).lower().endswith(".txt")


def _fitting(files: Sequence[Found], config: Config) -> list[str]:
    """Globs for the commonest ending of files of one article, else of files of many."""
    paths = [found.path for found in files if not found.problem]
    plain = [path for path in paths if _suffix(path) not in _NO_ARTICLES]
    of_many = [p for p in paths if formats.of(p, config) or archives.is_archive(p, config)]
    endings = Counter(map(dumps.ending, plain or of_many))
    if not endings:
        return []
    (commonest, _), *_ = endings.most_common(1)
    inside = config.read.include if archives.ending(f"x{commonest}") else []
    return [*inside, f"*{commonest}"]


def _suffix(path: str) -> str:
    return PurePosixPath(unpacked_name(path)).suffix.lower()


def _including(config: Config, include: list[str], **others: list[str]) -> Config:
    read = config.read.model_copy(update={"include": include, **others})
    return config.model_copy(update={"read": read})
