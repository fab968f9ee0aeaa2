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
    from pressmark.compare import Diff as Diff
    from pressmark.config import Config as Config
    from pressmark.export import Filters as Filters
    from pressmark.export import export as export_package
    from pressmark.flow.single import parse as parse_files
    from pressmark.flow.steps import build as build
    from pressmark.flow.validation import validate as validate
    from pressmark.loading import Corpus as Corpus
    from pressmark.versions.carrying import carry as carry
    from pressmark.versions.diff import diff as diff
    from pressmark.versions.load import load as load
    from pressmark.versions.pull import pull as pull
    from pressmark.versions.releasing import release as release
    from pressmark.versions.subset import subset as subset

_HOMES = {
    "Article": ("article", "Article"),
    "Config": ("config", "Config"),
    "Corpus": ("loading", "Corpus"),
    "Diff": ("compare", "Diff"),
    "Filters": ("export", "Filters"),
    "Hit": ("check.record", "Hit"),
    "Record": ("check.record", "Record"),
    "build": ("flow.steps", "build"),
    "carry": ("versions.carrying", "carry"),
    "diff": ("versions.diff", "diff"),
    "export_package": ("export", "export"),
    "load": ("versions.load", "load"),
    "own_rule": ("check.own", "own_rule"),
    "pull": ("versions.pull", "pull"),
    "release": ("versions.releasing", "release"),
    "subset": ("versions.subset", "subset"),
    "parse_files": ("flow.single", "parse"),
    "validate": ("flow.validation", "validate"),
    "verify": ("check", "verify"),
}
# `export` and `parse` alone are modules, so the functions have longer names here.

__all__ = [
    "Article",
    "Config",
    "Corpus",
    "Diff",
    "Filters",
    "Hit",
    "Record",
    "build",
    "carry",
    "diff",
    "export_package",
    "load",
    "own_rule",
    "parse_files",
    "pull",
    "release",
    "subset",
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
