"""A line a finding: `path:line:column: PM401 [warning] message`, as editors and grep take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_cli import render
from pressmark_cli.formats.text import place, statistics, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_cli.formats import Report


def lines(report: Report) -> Iterator[str]:
    """A line a finding, then the summary; a line a code where only counts are wanted."""
    if not report.listed:
        yield from statistics(report.findings)
    else:
        for finding in report.findings:
            level = finding.severity.value
            yield f"{place(finding)}: {finding.code} [{level}] {render.line(finding.message)}"
    yield summary(report)
