"""The page: facts, pictures and findings put into the template, which escapes every word."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.article import harmless
from pressmark.dataset import Dataset
from pressmark.flow.report import facts
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.vocabulary import TEXT_KINDS, Severity

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from pressmark.flow.validation import Result
    from pressmark_schema.findings import Finding, Rule

EXAMPLES = 20
"""Findings of a rule that are shown; all are counted."""
_ROWS = 30
"""Outlets that are drawn; tables have all up to a hundred."""
_TABLE = 100
_AROUND = 60
_KIND_CLASSES = 10


@dataclass
class OfRule:
    """A rule with its findings: counted, waived, and some of them with words and caret."""

    rule: Rule
    severity: Severity
    count: int = 0
    waived: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Findings that are not shown."""
        return self.count - len(self.examples)


def page(package: Path, result: Result, *, waivers: bool) -> str:
    """The report of the package or dataset at `package` with the findings of a check.

    `waivers` tells whether there is a waived state that findings can be new against. Raises
    EnvironmentFaultError where Jinja2 is not installed. The same package and findings give the
    same page.
    """
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError as error:
        raise EnvironmentFaultError(
            "Jinja2, which fills in the page, is not installed",
            hint="pip install 'pressmark[report]'",
        ) from error
    folder = package.parent if package.name == store.DESCRIPTOR else package
    dataset = Dataset.open(folder)
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["share"] = lambda part, whole: f"{100 * part / whole:.0f}" if whole else "0"
    here = files(__package__ or "")
    template = environment.from_string((here / "page.html.j2").read_text("utf-8"))
    with dataset.connect() as connection:
        sections = _sections(connection, dataset)
    return template.render(
        package=dataset.package,
        sha256=store.sha256_file(folder / store.DESCRIPTOR),
        rules=_rules(result),
        result=result,
        waivers=waivers,
        severities=Counter(finding.severity.value for finding in result.findings),
        style=Markup((here / "style.css").read_text("utf-8")),  # noqa: S704 - a file of ours
        **sections,
    )


def _shown(value: Any) -> Any:
    """Words without what drives a page or hides in it; the template's own parts are let through."""
    return harmless(value) if type(value) is str else value


def _sections(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> dict[str, Any]:
    from pressmark.flow.report import charts

    time, rows = facts.timeline(connection), facts.outlets(connection)
    drawn = [row for row in rows if row.months][:_ROWS]
    kinds, langs = facts.kinds(connection), facts.languages(connection)
    classes = {kind: f"c{min(rank, _KIND_CLASSES)}" for rank, kind in enumerate(kinds[facts.ALL])}
    histogram = facts.histogram(connection)
    known_rights = facts.rights(connection)
    found = facts.clusters(connection) if "duplicates" in dataset.files else None
    return {
        "totals": _totals(connection),
        "timeline": time,
        "timeline_chart": charts.timeline(time),
        "outlets": rows[:_TABLE],
        "outlets_more": max(len(rows) - _TABLE, 0),
        "drawn": len(drawn),
        "dated_outlets": sum(bool(row.months) for row in rows),
        "heat_chart": charts.heat(drawn, facts.between({m for row in drawn for m in row.months})),
        "kinds": _some(kinds, _TABLE),
        "kind_classes": classes,
        "text_kinds": TEXT_KINDS,
        "kinds_chart": charts.stacked(_some(kinds, _ROWS), classes, "Kinds of blocks by outlet"),
        "lengths": facts.lengths(connection)[:_TABLE],
        "histogram": histogram,
        "lengths_chart": charts.bars(
            [
                (f"{low:,} to {2 * low - 1:,}" if low > 1 else str(low), count)
                for low, count in histogram
            ],
            "Articles by number of words",
        ),
        "languages": _some(langs, _TABLE),
        "languages_chart": charts.bars(list(langs[facts.ALL].items())[:_ROWS], "Languages"),
        "completeness": facts.completeness(connection)[:_TABLE],
        "fields": list(facts.FIELDS),
        "clusters": found,
        "clusters_chart": charts.bars(
            [(f"{size} articles", count) for size, count in found["sizes"][:_ROWS]]
            if found
            else [],
            "Clusters of duplicates by size",
        ),
        "rights": _some(known_rights, _TABLE),
        "rights_chart": charts.bars(list(known_rights[facts.ALL].items())[:_ROWS], "Rights"),
    }


def _some(rows: dict[str, dict[str, int]], most: int) -> dict[str, dict[str, int]]:
    return dict(list(rows.items())[: most + 1])


def _totals(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    row = connection.execute(
        "SELECT count(*), coalesce(sum(n_words), 0)::BIGINT, coalesce(sum(n_blocks), 0)::BIGINT, "
        "count(DISTINCT outlet_id), min(published_from)::VARCHAR, max(published_to)::VARCHAR "
        "FROM articles"
    ).fetchone()
    names = ("articles", "words", "blocks", "outlets", "first", "last")
    return dict(zip(names, row or (0, 0, 0, 0, None, None), strict=True))


def _rules(result: Result) -> list[OfRule]:
    """The rules that found something, the gravest first, then the most frequent."""
    made: dict[str, OfRule] = {}
    for finding in result.findings:
        found = made.setdefault(finding.code, OfRule(finding.rule, finding.severity))
        found.count += 1
        if len(found.examples) < EXAMPLES:
            found.examples.append(_example(finding))
    waived: defaultdict[str, int] = defaultdict(int)
    for finding, _ in result.waived:
        waived[finding.code] += 1
        made.setdefault(finding.code, OfRule(finding.rule, finding.severity))
    for code, count in waived.items():
        made[code].waived = count
    gravest = list(Severity)
    return sorted(
        made.values(), key=lambda of: (gravest.index(of.severity), -of.count, of.rule.code)
    )


def _example(finding: Finding) -> dict[str, Any]:
    """A finding's place and words, those at fault apart from those around them."""
    parts = (finding.path, finding.src_line, finding.src_column)
    place = ":".join(str(part) for part in parts if part is not None)
    words = None
    if finding.excerpt is not None:
        start, end = finding.caret or (0, 0)
        first, last = max(0, start - _AROUND), min(end, start + 2 * _AROUND)
        text = finding.excerpt
        lead, trail = "…" if first else "", "…" if last + _AROUND < len(text) else ""
        words = (lead + text[first:start], text[start:last], text[last : last + _AROUND] + trail)
    return {
        "place": place or f"{finding.on_table} {finding.row_id}",
        "row_id": finding.row_id,
        "message": finding.message,
        "words": words,
    }
