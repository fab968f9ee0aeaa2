"""How findings read: for people with the place and a caret, for programs as JSON."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pressmark_cli import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark_schema.findings import Finding

_COLOUR = {"error": "red", "warning": "yellow", "info": "cyan"}
_ORDER = ("error", "warning", "info")
_CONTEXT = 60
_MARGIN = 4


def human(findings: Sequence[Finding], *, limit: int) -> None:
    """Print at most `limit` findings, the gravest first, then how many there are of each kind."""
    ranked = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    for finding in ranked[:limit]:
        _one(finding)
    if len(ranked) > limit:
        render.out(
            f"… and {len(ranked) - limit:,} more (--limit N shows more, --statistics counts)"
        )
    render.out(summary(findings))


def summary(findings: Sequence[Finding]) -> str:
    """One line that counts the findings by severity."""
    counts = Counter(finding.severity.value for finding in findings)
    if not findings:
        return render.styled("no findings", "green")
    parts = [
        render.styled(render.plural(counts[severity], severity), _COLOUR[severity])
        for severity in _ORDER
        if counts[severity]
    ]
    return f"{render.plural(len(findings), 'finding')}: {', '.join(parts)}"


def statistics(findings: Sequence[Finding]) -> None:
    """Print a line for each code: how many, how grave, what it means."""
    ordered = sorted(findings, key=lambda finding: finding.code)
    rows = [("code", "count", "severity", "name")]
    for code, group in groupby(ordered, key=lambda finding: finding.code):
        found = list(group)
        rows.append((code, f"{len(found):,}", found[0].severity.value, found[0].rule.name))
    if len(rows) > 1:
        render.table(rows, right=frozenset({1}))
    render.out(summary(findings))


def as_json(findings: Sequence[Finding], extra: dict[str, Any], *, listed: bool = True) -> str:
    """`{"findings": […], "summary": {…}}` on one line; the findings only where `listed`."""
    counts = Counter(finding.severity.value for finding in findings)
    codes = Counter(finding.code for finding in findings)
    summary = {
        "total": len(findings),
        "severity": {name: counts[name] for name in _ORDER},
        "codes": dict(sorted(codes.items())),
        **extra,
    }
    found = [_plain(finding) for finding in findings] if listed else []
    return json.dumps({"findings": found, "summary": summary}, ensure_ascii=False)


def _plain(finding: Finding) -> dict[str, Any]:
    row = finding.row().model_dump(mode="json")
    rule = finding.rule
    place = {"src_start": finding.src_start, "src_end": finding.src_end}
    return row | place | {"message": finding.message, "why": rule.why, "fix": rule.fix}


def _one(finding: Finding) -> None:
    place = ":".join(
        str(part)
        for part in (finding.path, finding.src_line, finding.src_column)
        if part is not None
    )
    label = render.styled(finding.severity.value, _COLOUR[finding.severity], "bold")
    where = f"{finding.on_table}.{finding.field}" if finding.field else finding.on_table
    head = f"{render.line(place) or finding.on_table}: " if place else ""
    render.out(f"{head}{label} {finding.code} {render.line(finding.message)}")
    render.out(f"    {render.styled(f'{where} of {render.line(finding.row_id)}', 'dim')}")
    _caret(finding)
    render.out(f"    fix: {render.line(finding.rule.fix)}")


def _caret(finding: Finding) -> None:
    """The text at fault on one line, with carets below the span."""
    if not finding.excerpt:
        return
    start, end = finding.caret or (0, 0)
    first = max(0, start - _CONTEXT // 2)
    shown = render.line(finding.excerpt[first : first + 2 * _CONTEXT])
    lead = "…" if first else ""
    render.out(" " * _MARGIN + lead + shown)
    if finding.caret and end - start < len(finding.excerpt):
        before = render.width(lead + render.safe(finding.excerpt[first:start]))
        marks = max(1, min(render.width(render.safe(finding.excerpt[start:end])), 2 * _CONTEXT))
        render.out(" " * (_MARGIN + before) + render.styled("^" * marks, _COLOUR[finding.severity]))
