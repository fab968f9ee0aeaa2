"""Files around the texts: settings, what people decide beside them, tables, README and LICENSE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import profile
from pressmark.config import FILE
from pressmark_schema.withdrawals import FILE as WITHDRAWN

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.config import Config

_ABOUT = frozenset({"readme", "license", "licence", "licenses", "copying", "changelog", "citation"})


def is_around(location: Path, operand: Path, config: Config) -> bool:
    """Whether a file belongs to the project and is no text that somebody could miss in the corpus.

    It lies in the folder of the settings or at the top of the operand, or is named by a setting.
    """
    if config.metadata and location.absolute() == _below(config, operand, config.metadata.table):
        return True
    if location.parent.absolute() not in {
        operand.absolute(),
        (config.folder or operand).absolute(),
    }:
        return False
    named = {FILE, profile.FILE, WITHDRAWN, config.validation.waivers, config.build.corrections}
    return location.name in named or location.stem.lower() in _ABOUT


def _below(config: Config, operand: Path, name: str) -> Path:
    return ((config.folder or operand) / name).absolute()
