"""Where a proposal may be written: into the one folder that was scanned, over nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.config import FILE
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressmark.config import Config


def target(operands: Sequence[Path], config: Config) -> Path:
    """The pressmark.toml to write; raises UsageError where it cannot be, or one is in force.

    A second one below the one in force would hide it, and what it says of paths would be wrong.
    """
    if len(operands) != 1 or not operands[0].is_dir():
        raise UsageError(
            "--write needs one folder, into which pressmark.toml is written",
            hint="without --write the proposal is only printed",
        )
    path = operands[0] / FILE
    if config.folder or path.exists() or path.is_symlink():
        there = config.folder / FILE if config.folder else path
        raise UsageError(
            f"{there} is there already and is not overwritten",
            hint="without --write the proposal is only printed, to compare",
        )
    return path


def write(path: Path, proposal: str) -> None:
    """Write a proposal; raises FileExistsError where a file has come to be there meanwhile."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(proposal)
