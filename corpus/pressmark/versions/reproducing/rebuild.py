"""A version made again from its recorded sources and settings, in a folder that goes afterwards."""

from __future__ import annotations

import tomllib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pressmark import config as configuration
from pressmark import profile as profiles
from pressmark.export import export
from pressmark.flow import packaging, steps
from pressmark.versions.stamp import stamp
from pressmark_schema import withdrawals
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.versions.released import Released


def settings(folder: Path, file_of: Callable[[str], bytes | None]) -> Config:
    """Write the version's settings, with the files they name, into `folder`; and read them.

    `file_of` gives a file of its commit. Nothing outside `folder` is read or written, whatever
    the settings say. Raises UsageError for settings that need what the commit does not hold.
    """
    _put(folder, configuration.FILE, file_of)
    _put(folder, profiles.FILE, file_of)
    bare = _bare(folder)
    if bare.build.previous is not None:
        raise UsageError(
            f"its ids come from an earlier package, {bare.build.previous}, that git does not hold",
            hint="clone the repository, put that package into its place, and run dvc repro",
        )
    for name in filter(None, (bare.parse.profile, bare.build.corrections, withdrawals.FILE)):
        _put(folder, name, file_of)
    return configuration.Config.load(folder / configuration.FILE)


def _bare(folder: Path) -> Config:
    """The settings before the files that they name are there."""
    try:
        values = tomllib.loads((folder / configuration.FILE).read_text(encoding="utf-8"))
        return configuration.Config.model_validate(values)
    except (OSError, ValueError) as error:
        raise IntegrityError(f"its {configuration.FILE} cannot be read") from error


def _put(folder: Path, name: str, file_of: Callable[[str], bytes | None]) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith(("/", "\\")) or ":" in name:
        raise IntegrityError(f"its settings name a file outside the repository: {name!r}")
    content = file_of(name)
    if content is not None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def rebuild(
    folder: Path, config: Config, released: Released, progress: Callable[[str], None]
) -> Path:
    """Make the package of `folder/data/ingested`, as the pipeline and the release would."""
    data = folder / "data"
    progress("building it again")
    steps.normalise(data / "ingested", data / "normalised", config)
    steps.validate(data / "normalised", data / "findings")
    package = data / "package"
    with packaging.joined(data / "normalised", data / "findings", package) as dataset:
        export(dataset, package, csv=config.build.csv)
    stamp(package, released.version, released.created, "internal")
    return package
