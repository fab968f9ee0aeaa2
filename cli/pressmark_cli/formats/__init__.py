"""Findings in other notations, one file each: the same findings, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark.check.waivers import Waiver
    from pressmark_schema.findings import Finding

MODULES = {
    "text": "text",
    "concise": "concise",
    "json": "as_json",
    "jsonl": "as_jsonl",
    "github": "github",
    "sarif": "sarif",
    "junit": "junit",
}
"""Each format with its module, which has `lines(report)`."""


@dataclass(frozen=True)
class Report:
    """What a check found, and how much of it is to be shown.

    `findings` are all that count, in their order; `waived` those that do not; `summary` counts
    what was looked at. `limit` bounds what people are shown, None shows all; `listed` is False
    where only counts are wanted; `after` is the command that goes on from here.
    """

    findings: Sequence[Finding]
    waived: Sequence[tuple[Finding, Waiver]] = ()
    summary: Mapping[str, int] = field(default_factory=dict)
    limit: int | None = None
    listed: bool = True
    after: str = ""


def lines(name: str, report: Report) -> Iterator[str]:
    """The report in the format called `name`, line by line; `render.out` makes it harmless."""
    found: Iterator[str] = import_module(f"{__name__}.{MODULES[name]}").lines(report)
    return found
