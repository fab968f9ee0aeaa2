"""The account of a run: read = accepted + quarantined + withdrawn, and what was left aside."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressmark.flow import withdrawn as withdrawing
from pressmark.flow.corrections import Outcome
from pressmark.months import by_month
from pressmark_schema.generate.sql import literal
from pressmark_schema.vocabulary import NO_ARTICLES, CaptureStatus

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from pressmark.dataset import Dataset
    from pressmark.flow.intake import Intake


@dataclass
class Account:
    """Counts of one run; `quarantined` by reason, `examples` a few quarantined paths with why.

    `incidents` are documents that cost a worker its life or more than it may take, each with why.
    `profile` is the path of the one in force; without one, `repeated` is how many lines of the
    texts stand in many articles of an outlet. `as_before` counts the documents whose rows were
    taken from the cache; None without one.
    """

    read: int = 0
    accepted: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    articles: int = 0
    blocks: int = 0
    words: int = 0
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    intake: Intake | None = None
    corrections: Outcome = field(default_factory=Outcome)
    withdrawn: withdrawing.Outcome = field(default_factory=withdrawing.Outcome)
    incidents: list[tuple[str, str]] = field(default_factory=list)
    profile: str = ""
    repeated: int = 0
    as_before: int | None = None

    @property
    def n_quarantined(self) -> int:
        """Documents that became no record."""
        return self.quarantined.total()

    def exceeds(self, limit: str) -> bool:
        """Whether more was quarantined than `limit`: a number, or a share of what was read.

        What a crawl holds besides articles is not counted: it speaks against nothing.
        """
        besides = sum(self.quarantined[reason] for reason in NO_ARTICLES)
        faulty = self.n_quarantined - besides
        if limit.endswith("%"):
            return faulty * 100 > float(limit.removesuffix("%")) * (self.read - besides)
        return faulty > float(limit)

    def metrics(self) -> dict[str, int]:
        """The counts as DVC metrics."""
        return {
            "documents": self.read,
            "accepted": self.accepted,
            "quarantined": self.n_quarantined,
            "articles": self.articles,
            "blocks": self.blocks,
            "words": self.words,
        }


_EXAMPLES = 3
"""Documents that are named for each reason."""


def account(dataset: Dataset, intake: Intake | None = None) -> Account:
    """Count what is in a normalised dataset."""
    with dataset.connect() as connection:
        return counted(connection, intake)


def counted(connection: duckdb.DuckDBPyConnection, intake: Intake | None = None) -> Account:
    """Count what is in the tables captures, sources and articles of a connection."""
    made = Account(intake=intake)
    accepted = literal(CaptureStatus.ACCEPTED)
    counts = connection.execute(
        "SELECT status_reason, count(*) FROM captures GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    made.read = sum(count for _, count in counts)
    made.quarantined.update({reason: count for reason, count in counts if reason})
    made.accepted = made.read - made.n_quarantined
    made.examples = connection.execute(
        "SELECT path, status_reason, status_detail "
        "FROM captures JOIN sources USING (source_id) "
        f"WHERE status <> {accepted} QUALIFY row_number() OVER "
        f"(PARTITION BY status_reason ORDER BY path, record_index) <= {_EXAMPLES} "
        "ORDER BY path, record_index"
    ).fetchall()
    made.articles, made.blocks, made.words = connection.execute(
        "SELECT count(*), coalesce(sum(n_blocks), 0)::BIGINT, "
        "coalesce(sum(n_words), 0)::BIGINT FROM articles"
    ).fetchone() or (0, 0, 0)
    return made


def count_findings(dataset: Dataset) -> Counter[tuple[str, str]]:
    """How many findings of each (code, severity) a dataset holds."""
    with dataset.connect() as connection:
        rows = connection.execute(
            "SELECT code, severity, count(*) FROM findings GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return Counter({(code, severity): count for code, severity, count in rows})


def write_metrics(made: Account, path: Path) -> None:
    """Write the counts as JSON for `dvc metrics`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((json.dumps(made.metrics(), indent=2) + "\n").encode())


def write_plot(dataset: Dataset, path: Path) -> None:
    """Write articles by month as CSV for `dvc plots`: month, certain, possible."""
    with dataset.connect() as connection:
        days = connection.execute("SELECT date_from, date_to FROM texts").fetchall()
    table = by_month([first for first, _ in days], [last for _, last in days], "overlaps")
    rows = table.select(["month", "certain", "possible"]).to_pylist()
    lines = [f"{row['month']},{row['certain']},{row['possible']}\n" for row in rows if row["month"]]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(["month,certain,possible\n", *lines]).encode())
