"""What is done to things: read, parse, normalise, check, export; flow joins, versions keep.

The library's face: each name below is imported when it is first used, so that
`import pressmark` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.article import Article as Article
    from pressmark.check import verify as verify
    from pressmark.check.own import own_rule as own_rule
    from pressmark.check.record import Hit as Hit
    from pressmark.check.record import Record as Record
    from pressmark.config import Config as Config
    from pressmark.export import Filters as Filters
    from pressmark.export import export as export_package
    from pressmark.flow.single import parse as parse_files
    from pressmark.flow.steps import build as build
    from pressmark.flow.validation import validate as validate
    from pressmark.loading import Corpus as Corpus
    from pressmark.loading import load as load

_HOMES = {
    "Article": ("article", "Article"),
    "Config": ("config", "Config"),
    "Corpus": ("loading", "Corpus"),
    "Filters": ("export", "Filters"),
    "Hit": ("check.record", "Hit"),
    "Record": ("check.record", "Record"),
    "build": ("flow.steps", "build"),
    "export_package": ("export", "export"),
    "load": ("loading", "load"),
    "own_rule": ("check.own", "own_rule"),
    "parse_files": ("flow.single", "parse"),
    "validate": ("flow.validation", "validate"),
    "verify": ("check", "verify"),
}
# `export` and `parse` alone are modules, so the functions have longer names here.

__all__ = [
    "Article",
    "Config",
    "Corpus",
    "Filters",
    "Hit",
    "Record",
    "build",
    "export_package",
    "load",
    "own_rule",
    "parse_files",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pressmark' has no attribute {name!r}")
    home, attribute = _HOMES[name]
    return getattr(import_module(f"pressmark.{home}"), attribute)


def __dir__() -> list[str]:
    return sorted(_HOMES)
