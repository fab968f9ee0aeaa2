"""Annotations of a change request, as workflow commands of GitHub Actions.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_cli import render
from pressmark_cli.formats.text import statistics, summary
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_cli.formats import Report
    from pressmark_schema.findings import Finding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lines(report: Report) -> Iterator[str]:
    """A command a finding; a line a code as a notice where only counts are wanted."""
    if not report.listed:
        yield from (f"::notice::{line.translate(_DATA)}" for line in statistics(report.findings))
    else:
        yield from map(_command, report.findings)
    yield f"::notice::{summary(report).translate(_DATA)}"


def _command(finding: Finding) -> str:
    path = finding.path.rpartition("#")[0] or finding.path if finding.path else None
    given = {"file": path, "line": finding.src_line, "col": finding.src_column}
    given["title"] = f"{finding.code} {finding.rule.name}"
    properties = ",".join(
        f"{name}={render.line(str(value)).translate(_PROPERTY)}"
        for name, value in given.items()
        if value is not None
    )
    words = render.line(f"{finding.message} – {finding.fix}").translate(_DATA)
    return f"::{_COMMANDS[finding.severity]} {properties}::{words}"
