"""A finding as a plain value, as our published schema describes it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pressmark_schema.findings import OBSERVED_LIMIT
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from pressmark.check.waivers import Waiver
    from pressmark_cli.formats import Report
    from pressmark_schema.findings import Finding


def plain(finding: Finding) -> dict[str, Any]:
    """All that is known of a finding."""
    rule = finding.rule
    return {
        "finding_id": finding.finding_id,
        "code": finding.code,
        "name": rule.name,
        "severity": finding.severity.value,
        "on_table": finding.on_table,
        "row_id": finding.row_id,
        "field": finding.field,
        "path": finding.path,
        "src_line": finding.src_line,
        "src_column": finding.src_column,
        "src_start": finding.src_start,
        "src_end": finding.src_end,
        "observed": finding.observed and finding.observed[:OBSERVED_LIMIT],
        "excerpt": finding.excerpt,
        "caret": list(finding.caret) if finding.caret else None,
        "fixable": rule.fixable,
        "message": finding.message,
        "why": rule.why,
        "fix": finding.fix,
    }


def waived(finding: Finding, waiver: Waiver) -> dict[str, Any]:
    """A finding that does not count, with its waiver's words."""
    until = waiver.expires.isoformat() if waiver.expires else None
    return plain(finding) | {"waiver": {"reason": waiver.reason, "by": waiver.by, "expires": until}}


def summary(report: Report) -> dict[str, Any]:
    """The exact counts."""
    counts = Counter(finding.severity for finding in report.findings)
    codes = Counter(finding.code for finding in report.findings)
    return {
        "total": len(report.findings),
        "waived": len(report.waived),
        "severity": {level.value: counts[level] for level in Severity},
        "codes": dict(sorted(codes.items())),
        "validated": dict(report.summary),
    }
