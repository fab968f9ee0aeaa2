"""Which settings are in force for what is read: those given, else the nearest at or above it."""

from pathlib import Path

from pressmark.config.whole import FILE, Config
from pressmark.objects import Operand


def find(operand: Operand, explicit: Path | None = None) -> Config:
    """The configuration given, else the nearest pressmark.toml at or above `operand`, else none.

    For objects of a bucket it is looked for at or above the current folder.
    """
    if explicit is not None:
        return Config.load(explicit / FILE if explicit.is_dir() else explicit)
    start = operand.resolve() if isinstance(operand, Path) else Path.cwd()
    for folder in [start, *start.parents]:
        if (folder / FILE).is_file():
            return Config.load(folder / FILE)
    return Config()


def beside(package: Path, sources: Path | None, explicit: Path | None = None) -> Config:
    """The configuration given, else that of the raw files as build finds it, else of a package."""
    found = find(sources, explicit) if sources is not None else Config()
    return found if found.folder is not None else find(package, explicit)
