"""The packages that decide about a version's bytes: recorded, and compared with those here."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECIDE = (
    *("pressmark", "pyarrow", "duckdb", "ftfy", "license-expression", "numpy", "py3langid"),
    *("htmldate", "lxml", "trafilatura", "fastwarc", "brotli", "openpyxl"),
)
"""The distributions that read, parse, normalise or write; an extra that is not there did not.

No other is looked at: what a repository records must not make anybody install a program.
"""
_STATED = re.compile(r"[0-9][0-9A-Za-z.+!-]{0,39}")


def installed() -> dict[str, str]:
    """The version of each that is installed here."""
    found = {name: _version(name) for name in _DECIDE}
    return {name: stated for name, stated in found.items() if stated is not None}


def require(recorded: Mapping[str, str]) -> None:
    """Raise EnvironmentFaultError, with what to install, where the same cannot be made here.

    That is another pressmark, or an extra that is missing; another version of the rest may make
    the same.
    """
    here, recorded = installed(), _known(recorded)
    lacking = [
        name
        for name, stated in recorded.items()
        if name not in here or (name == "pressmark" and here[name] != stated)
    ]
    if lacking:
        wanted = " ".join(f'"{name}=={recorded[name]}"' for name in lacking)
        said = ", ".join(f"{name} {recorded[name]}" for name in lacking)
        raise EnvironmentFaultError(f"it was made with {said}", hint=f"pip install {wanted}")


def others(recorded: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Those of another version here: name to the recorded one and ours."""
    here = installed()
    return {
        name: (stated, here[name])
        for name, stated in _known(recorded).items()
        if name in here and here[name] != stated
    }


def _known(recorded: Mapping[str, str]) -> dict[str, str]:
    """What is recorded of the distributions that we know."""
    return {
        name: stated
        for name, stated in recorded.items()
        if name in _DECIDE and _STATED.fullmatch(stated)
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
