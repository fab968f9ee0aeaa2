"""SARIF 2.1.0 (OASIS), which code hosts and editors read; waived findings are suppressed ones."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pressmark_cli.formats.plain import summary
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.waivers import Waiver
    from pressmark_cli.formats import Report
    from pressmark_schema.findings import Finding, Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def lines(report: Report) -> Iterator[str]:
    """The log on one line; without results where only counts are wanted, which it then has."""
    aside = [finding for finding, _ in report.waived]
    rules = {f.code: f.rule for f in (*report.findings, *aside)}
    codes = sorted(rules)
    ranks = {code: rank for rank, code in enumerate(codes)}
    results = [_result(finding, ranks) for finding in report.findings]
    results += [_result(f, ranks) | {"suppressions": [_suppression(w)]} for f, w in report.waived]
    driver = {
        "name": "pressmark",
        "version": version("pressmark"),
        "rules": [_rule(rules[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results if report.listed else [],
        "properties": {"summary": summary(report)},
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.what.replace("{observed}", "…")},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, ranks: dict[str, int]) -> dict[str, Any]:
    properties = {"on_table": finding.on_table, "row_id": finding.row_id, "field": finding.field}
    result = {
        "ruleId": finding.code,
        "ruleIndex": ranks[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {"pressmark/v1": finding.finding_id},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
    return result | ({"locations": [_location(finding)]} if finding.path else {})


def _location(finding: Finding) -> dict[str, Any]:
    path = finding.path or ""
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(path)}}
    if finding.src_line and finding.src_column:
        place["region"] = {"startLine": finding.src_line, "startColumn": finding.src_column}
        if finding.excerpt:
            place["region"]["snippet"] = {"text": finding.excerpt}
    return {"physicalLocation": place}


def _suppression(waiver: Waiver) -> dict[str, Any]:
    return {"kind": "external", "status": "accepted", "justification": waiver.reason}
