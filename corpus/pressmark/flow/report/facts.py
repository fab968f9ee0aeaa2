"""What the report tells, counted in the tables: each section a function from a connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

ALL = "all outlets"
FIELDS = {
    "title": "title IS NOT NULL",
    "authors": "authors IS NOT NULL",
    "date to the day": "published_precision IN ('day', 'minute', 'second')",
    "any date": "published_edtf IS NOT NULL",
    "section": "section IS NOT NULL",
    "address": "canonical_url IS NOT NULL",
    "agency": "agency IS NOT NULL",
    "language": "lang <> 'und'",
    "rights": "rights <> 'unknown'",
    "text": "n_chars > 0",
}
"""Whether an article has it, as SQL over articles."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month (`2018-05`) of articles dated to the day and to the month; `year` of a twelfth."""

    month: str
    day: int
    whole: int
    year: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles over time: months without gaps, then what no month can claim."""

    months: list[Month]
    years: list[tuple[str, int, int, int]]
    intervals: int
    undated: int


@dataclass(frozen=True, slots=True)
class Row:
    """An outlet with its articles by month; `gaps` are the months without between those with."""

    outlet: str
    articles: int
    months: dict[str, int]
    gaps: list[str]


def timeline(connection: duckdb.DuckDBPyConnection) -> Timeline:
    """The articles by month and by the precision of their date."""
    rows = connection.execute(
        "SELECT CASE WHEN published_precision IN ('day', 'minute', 'second') THEN 'day' "
        "ELSE published_precision::VARCHAR END AS precision, "
        "strftime(published_from, '%Y-%m') AS month, count(*) FROM articles "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    counts: dict[str, dict[str, int]] = {name: {} for name in ("day", "month", "year")}
    other = {"interval": 0, "unknown": 0}
    for precision, month, count in rows:
        if precision in counts and month:
            counts[precision][month] = count
        else:
            other[precision if precision in other else "unknown"] += count
    in_year = {month[:4]: count for month, count in counts["year"].items()}
    named = [*counts["day"], *counts["month"], *(f"{y}-{m:02}" for y in in_year for m in (1, 12))]
    months = [
        Month(m, counts["day"].get(m, 0), counts["month"].get(m, 0), in_year.get(m[:4], 0) / 12)
        for m in between(named)
    ]
    return Timeline(months, _by_year(months, in_year), other["interval"], other["unknown"])


def _by_year(months: list[Month], in_year: dict[str, int]) -> list[tuple[str, int, int, int]]:
    names = sorted({month.month[:4] for month in months})
    return [
        (
            name,
            sum(month.day for month in months if month.month[:4] == name),
            sum(month.whole for month in months if month.month[:4] == name),
            in_year.get(name, 0),
        )
        for name in names
    ]


def outlets(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The outlets with their articles by month, the largest first."""
    rows = connection.execute(
        "SELECT outlet_id, CASE WHEN published_precision IN ('month', 'day', 'minute', 'second') "
        "THEN strftime(published_from, '%Y-%m') END AS month, count(*) "
        "FROM articles GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    months: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    for outlet, month, count in rows:
        totals[outlet] = totals.get(outlet, 0) + count
        known = months.setdefault(outlet, {})
        if month:
            known[month] = count
    return [
        Row(
            name,
            totals[name],
            months[name],
            [m for m in between(months[name]) if m not in months[name]],
        )
        for name in sorted(totals, key=lambda name: (-totals[name], name))
    ]


def between(months: Any) -> list[str]:
    """Every month from the first to the last of those named, in order."""
    known = sorted(months)
    if not known:
        return []
    (first, one), (last, other) = ((int(m[:4]), int(m[5:])) for m in (known[0], known[-1]))
    numbers = range(first * 12 + one - 1, last * 12 + other)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Blocks by kind for each outlet, and for all of them together."""
    rows = connection.execute(
        "SELECT outlet_id, kind::VARCHAR, count(*) FROM blocks JOIN articles USING (article_id) "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return _crossed(rows)


def lengths(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int, int, int, int]]:
    """For all and for each outlet the quartiles of words: least, lower, median, upper, most."""
    return connection.execute(
        f"SELECT coalesce(outlet_id, '{ALL}'), points[1], points[2], points[3], "
        "points[4], points[5] FROM (SELECT outlet_id, "
        "quantile_disc(n_words, [0, 0.25, 0.5, 0.75, 1]) AS points, count(*) AS articles "
        "FROM articles GROUP BY ROLLUP (outlet_id)) ORDER BY outlet_id IS NOT NULL, "
        "articles DESC, 1"
    ).fetchall()


def histogram(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Articles by length: the least number of words of a class, twice that of the one below."""
    rows = dict(
        connection.execute(
            "SELECT CASE WHEN n_words = 0 THEN 0 ELSE 1 << floor(log2(n_words))::INTEGER END, "
            "count(*) FROM articles GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    )
    if not rows:
        return []
    made = [(0, rows[0])] if 0 in rows else []
    steps = [step for step in (1 << power for power in range(40)) if step <= max(rows)]
    known = [step for step in steps if step >= min((s for s in rows if s), default=1)]
    return made + [(step, rows.get(step, 0)) for step in known]


def languages(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Articles by language for each outlet, and for all of them together."""
    rows = connection.execute(
        "SELECT outlet_id, lang, count(*) FROM articles GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return _crossed(rows)


def rights(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Articles by their rights for each outlet, and for all of them together."""
    rows = connection.execute(
        "SELECT outlet_id, left(rights, 60), count(*) FROM articles GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return _crossed(rows)


def completeness(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int, dict[str, int]]]:
    """For all and for each outlet its articles, and how many of them have each field."""
    parts = ", ".join(f"count(*) FILTER (WHERE {test})" for test in FIELDS.values())
    rows = connection.execute(
        f"SELECT coalesce(outlet_id, '{ALL}'), count(*) AS articles, {parts} FROM articles "
        "GROUP BY ROLLUP (outlet_id) ORDER BY outlet_id IS NOT NULL, articles DESC, 1"
    ).fetchall()
    return [(name, total, dict(zip(FIELDS, rest, strict=True))) for name, total, *rest in rows]


def clusters(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Clusters of duplicates: how many, by size, their members by relation, and the largest."""
    sizes = connection.execute(
        "SELECT size, count(*) FROM (SELECT count(*) AS size FROM duplicates GROUP BY dup_cluster) "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    relations = connection.execute(
        "SELECT dup_relation::VARCHAR, count(*) FROM duplicates WHERE dup_relation IS NOT NULL "
        "GROUP BY ALL ORDER BY 2 DESC, 1"
    ).fetchall()
    largest = connection.execute(
        "SELECT dup_cluster, count(*) AS members, count(DISTINCT outlet_id), "
        "left(min_by(title, NOT is_representative), 90) "
        "FROM duplicates JOIN articles USING (article_id) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"
    ).fetchall()
    return {"sizes": sizes, "relations": relations, "largest": largest}


def _crossed(rows: list[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """Counts by outlet, the largest first, with all of them together ahead; values likewise."""
    whole: dict[str, int] = {}
    by_outlet: dict[str, dict[str, int]] = {}
    for outlet, value, count in rows:
        whole[value] = whole.get(value, 0) + count
        by_outlet.setdefault(outlet, {})[value] = count
    order = sorted(whole, key=lambda value: (-whole[value], value))
    names = sorted(by_outlet, key=lambda name: (-sum(by_outlet[name].values()), name))
    crossed = {ALL: whole} | {name: by_outlet[name] for name in names}
    return {
        name: {value: counts[value] for value in order if value in counts}
        for name, counts in crossed.items()
    }
