"""How findings read for people: counts first, then place, words with a caret, and the remedy."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from pressmark_cli import render
from pressmark_schema.findings import Cost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark_cli.formats import Report
    from pressmark_schema.findings import Finding

_COLOUR = {"error": "red", "warning": "yellow", "info": "cyan"}
_ORDER = ("error", "warning", "info")
_CONTEXT = 60
_MARGIN = 4
_ALIKE = 3
"""Findings of one rule in the same words, at most, that are shown one by one."""


def lines(report: Report) -> Iterator[str]:
    """The summary, the findings with the gravest first, how many more there are, what to do next.

    Where only counts are wanted, a line a code instead of the findings.
    """
    yield summary(report)
    if not report.listed:
        yield from statistics(report.findings)
    else:
        alike = _alike(report.findings)
        shown = alike if report.limit is None else alike[: report.limit]
        for finding, *others in shown:
            yield from _one(finding)
            if others:
                yield f"    {render.plural(len(others), 'more finding')} like it (-v lists all)"
        if len(shown) < len(alike):
            left = f"{sum(map(len, alike[len(shown) :])):,} more"
            yield f"… and {left} (--limit N shows more, --statistics counts)"
    if report.after and report.findings:
        yield f"next: {report.after}"


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings with the gravest first; many of one rule that say the same are together.

    One cause, such as a setting that is missing, otherwise fills the screen with every article.
    What is found over the whole corpus, such as duplicates, differs in the articles alone.
    """
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: _ORDER.index(finding.severity)):
        said = "" if finding.rule.cost is Cost.CORPUS else finding.message
        key = (finding.severity.value, finding.code, said)
        groups.setdefault(key, []).append(finding)
    made: list[list[Finding]] = []
    for group in groups.values():
        apart = render.verbose() or len(group) <= _ALIKE
        made += [[finding] for finding in group] if apart else [group]
    return made


def summary(report: Report) -> str:
    """One line that counts the findings by severity, and the waived ones apart."""
    waived = f"; {len(report.waived):,} waived" if report.waived else ""
    if not report.findings:
        return render.styled("no findings", "green") + waived
    counts = Counter(finding.severity.value for finding in report.findings)
    parts = [
        render.styled(render.plural(counts[severity], severity), _COLOUR[severity])
        for severity in _ORDER
        if counts[severity]
    ]
    return f"{render.plural(len(report.findings), 'finding')}: {', '.join(parts)}{waived}"


def statistics(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each code: how many, how grave, what it means."""
    ordered = sorted(findings, key=lambda finding: finding.code)
    rows = [("code", "count", "severity", "name")]
    for code, group in groupby(ordered, key=lambda finding: finding.code):
        found = list(group)
        rows.append((code, f"{len(found):,}", found[0].severity.value, found[0].rule.name))
    return render.table_lines(rows, right=frozenset({1})) if len(rows) > 1 else iter(())


def place(finding: Finding) -> str:
    """`path:line:column`, as far as it is known; a row of a table where there is no path."""
    parts = (finding.path, finding.src_line, finding.src_column)
    known = ":".join(str(part) for part in parts if part is not None)
    return render.line(known or f"{finding.on_table} {finding.row_id}")


def _one(finding: Finding) -> Iterator[str]:
    label = render.styled(finding.severity.value, _COLOUR[finding.severity], "bold")
    where = f"{finding.on_table}.{finding.field}" if finding.field else finding.on_table
    head = f"{place(finding)}: " if finding.path else ""
    yield f"{head}{label} {finding.code} {render.line(finding.message)}"
    yield f"    {render.styled(f'{where} of {render.line(finding.row_id)}', 'dim')}"
    yield from _caret(finding)
    yield f"    fix: {render.line(finding.fix)}"


def _caret(finding: Finding) -> Iterator[str]:
    """The text at fault on one line, with carets below the span."""
    if not finding.excerpt:
        return
    start, end = finding.caret or (0, 0)
    first = max(0, start - _CONTEXT // 2)
    shown = render.line(finding.excerpt[first : first + 2 * _CONTEXT])
    lead = "…" if first else ""
    yield " " * _MARGIN + lead + shown
    if finding.caret and end - start < len(finding.excerpt):
        before = render.width(lead + render.safe(finding.excerpt[first:start]))
        marks = max(1, min(render.width(render.safe(finding.excerpt[start:end])), 2 * _CONTEXT))
        yield " " * (_MARGIN + before) + render.styled("^" * marks, _COLOUR[finding.severity])
