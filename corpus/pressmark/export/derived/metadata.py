"""Metadata only: what is known of each article, and not a word of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.export.derived.forms import Parameters
    from pressmark.export.derived.source import Source

NAME = "metadata"
TAKES: tuple[str, ...] = ()


def columns() -> Mapping[str, str]:
    """None: each form has the table of articles, and this one nothing else."""
    return {}


def rows(_source: Source, _parameters: Parameters) -> Iterator[dict[str, Any]]:
    """None."""
    return iter(())
