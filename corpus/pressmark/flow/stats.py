"""What is in a corpus, counted: outlets by month, dates, languages, blocks, lengths, findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pressmark.check.catalogue import RULES
from pressmark.flow import account
from pressmark.months import by_month
from pressmark_schema.vocabulary import BlockKind, DateBasis, DuplicateRelation, Precision, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import duckdb

    from pressmark.dataset import Dataset

Dates = tuple["date | None", "date | None"]


@dataclass(frozen=True, slots=True)
class Months:
    """Articles by month (`2018-05`), those whose days all lie in it and those that may or may not.

    `several` counts each article that spans several months once, `undated` those without a date:
    `articles` is the sum of `certain`, `several` and `undated`. Months without either are left out.
    """

    articles: int
    certain: dict[str, int]
    possible: dict[str, int]
    several: int
    undated: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """The quartiles of the words of articles."""

    least: int
    lower: int
    median: int
    upper: int
    most: int


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Clusters of articles with the same or much the same text, and how their members relate.

    `articles` counts all members; those that stand for a cluster have no relation.
    """

    clusters: int
    articles: int
    relations: Counter[str]


@dataclass(frozen=True)
class Found:
    """How many findings a rule has, and its name."""

    code: str
    name: str
    severity: str
    count: int


@dataclass
class Stats:
    """The counts of a dataset; `outlets` in the order of their names, counters by value.

    `precision` is of the dates as published, `narrowed` counts those that evidence made finer;
    `lengths` is None for a corpus without articles, `findings` None where the dataset has no such
    table, `duplicates` None where they were not computed.
    """

    name: str
    version: str | None
    documents: account.Account
    months: Months
    outlets: dict[str, Months] = field(default_factory=dict)
    precision: Counter[str] = field(default_factory=Counter)
    basis: Counter[str] = field(default_factory=Counter)
    narrowed: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    block_languages: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    lengths: Lengths | None = None
    duplicates: Duplicates | None = None
    findings: list[Found] | None = None

    def plain(self) -> dict[str, Any]:
        """The counts as JSON-ready values, every vocabulary's members in its own order."""
        from dataclasses import asdict

        found = None if self.findings is None else [asdict(finding) for finding in self.findings]
        return {
            "name": self.name,
            "version": self.version,
            "documents": self.documents.metrics(),
            "quarantined": dict(sorted(self.documents.quarantined.items())),
            "months": asdict(self.months),
            "outlets": {name: asdict(counts) for name, counts in self.outlets.items()},
            "precision": _ordered(self.precision, Precision),
            "basis": dict(sorted(self.basis.items())),
            "narrowed": self.narrowed,
            "languages": dict(self.languages.most_common()),
            "block_languages": dict(self.block_languages.most_common()),
            "kinds": _ordered(self.kinds, BlockKind),
            "words": asdict(self.lengths) if self.lengths else None,
            "duplicates": self._duplicates(),
            "findings": found,
        }

    def _duplicates(self) -> dict[str, Any] | None:
        if self.duplicates is None:
            return None
        counts = self.duplicates
        relations = _ordered(counts.relations, DuplicateRelation)
        return {
            "clusters": counts.clusters,
            "articles": counts.articles,
            "relations": relations,
        }


def stats(dataset: Dataset) -> Stats:
    """Count what is in a dataset; raises UsageError where it lacks a table that is counted."""
    for name in ("articles", "blocks", "captures", "sources", "texts"):
        dataset.table(name)
    package = dataset.package
    with dataset.connect() as connection:
        dated = connection.execute(
            "SELECT outlet_id, date_from, date_to FROM texts ORDER BY outlet_id"
        ).fetchall()
        return Stats(
            name=package.title or package.name or "corpus",
            version=package.version,
            documents=account.account(dataset),
            months=months(row[1:] for row in dated),
            outlets={
                outlet: months(row[1:] for row in rows)
                for outlet, rows in groupby(dated, key=itemgetter(0))
            },
            precision=_counted(connection, "articles", "published_precision"),
            basis=_counted(connection, "articles", "published_basis"),
            narrowed=_counted(connection, "texts", "date_basis")[DateBasis.NARROWED],
            languages=_counted(connection, "articles", "lang"),
            block_languages=_counted(connection, "blocks", "lang"),
            kinds=_counted(connection, "blocks", "kind"),
            lengths=_lengths(connection),
            duplicates=_duplicates(connection),
            findings=_findings(connection) if "findings" in dataset.files else None,
        )


def months(days: Iterable[Dates]) -> Months:
    """Count articles by month from the first and the last day that each can date from."""
    pairs = list(days)
    table = by_month([low for low, _ in pairs], [high for _, high in pairs], "overlaps").to_pylist()
    *rows, rest = table
    return Months(
        articles=len(pairs),
        certain={row["month"]: row["certain"] for row in rows if row["certain"]},
        possible={row["month"]: row["possible"] for row in rows if row["possible"]},
        several=rest["possible"],
        undated=rest["undated"],
    )


def _counted(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> Counter[str]:
    query = f"SELECT {column}, count(*) FROM {table} GROUP BY ALL ORDER BY 2 DESC, 1"
    return Counter(dict(connection.execute(query).fetchall()))


def _lengths(connection: duckdb.DuckDBPyConnection) -> Lengths | None:
    points = connection.execute(
        "SELECT quantile_disc(n_words, [0, 0.25, 0.5, 0.75, 1]) FROM articles"
    ).fetchone()
    return Lengths(*points[0]) if points and points[0] else None


def _duplicates(connection: duckdb.DuckDBPyConnection) -> Duplicates | None:
    """The clusters in the texts; None where the texts do not say whether they are in one."""
    counts = connection.execute(
        "SELECT count_if(is_representative IS NULL), count(DISTINCT dup_cluster), "
        "count(dup_cluster) FROM texts"
    ).fetchone()
    if counts is None or counts[0]:
        return None
    relations = _counted(connection, "texts", "dup_relation")
    return Duplicates(counts[1], counts[2], Counter({k: v for k, v in relations.items() if k}))


def _findings(connection: duckdb.DuckDBPyConnection) -> list[Found]:
    rows = connection.execute(
        "SELECT code, severity, count(*) FROM findings GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    gravest = list(Severity)
    found = [
        Found(code, RULES[code].name if code in RULES else "", severity, count)
        for code, severity, count in rows
    ]
    return sorted(found, key=lambda finding: gravest.index(Severity(finding.severity)))


def _ordered(
    counts: Counter[str], vocabulary: type[Precision | BlockKind | DuplicateRelation]
) -> dict[str, int]:
    return {member.value: counts[member.value] for member in vocabulary if counts[member.value]}
