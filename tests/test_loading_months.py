"""Articles by month: whatever the dates, every article is counted where it can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.months import by_month
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pressmark.export.filters import DatePolicy

Span = tuple[date | None, date | None]

MAY: Span = (date(2018, 5, 30), date(2018, 5, 31))
SPRING: Span = (date(2018, 3, 15), date(2018, 5, 1))
NEVER: Span = (None, None)


def counted(policy: DatePolicy, *spans: Span) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_month(
        [first for first, _ in spans], [last for _, last in spans], policy
    ).to_pylist()
    return rows


def row(month: str | None, certain: int, possible: int, undated: int) -> dict[str, Any]:
    return {"month": month, "certain": certain, "possible": possible, "undated": undated}


def test_a_span_is_possible_in_each_month_that_it_overlaps() -> None:
    assert counted("overlaps", MAY, MAY, SPRING, NEVER) == [
        row("2018-03", 0, 1, 0),
        row("2018-04", 0, 1, 0),
        row("2018-05", 2, 1, 0),
        row(None, 0, 1, 1),
    ]


def test_within_counts_a_span_in_no_month_but_does_not_lose_it() -> None:
    assert counted("within", MAY, SPRING) == [
        row("2018-03", 0, 0, 0),
        row("2018-04", 0, 0, 0),
        row("2018-05", 1, 0, 0),
        row(None, 0, 1, 0),
    ]


def test_months_without_articles_are_not_left_out() -> None:
    later: Span = (date(2019, 1, 1), date(2019, 1, 1))
    months = [item["month"] for item in counted("overlaps", MAY, later)]
    assert months[:-1] == [f"2018-{month:02d}" for month in range(5, 13)] + ["2019-01"]


def test_no_articles_give_the_row_without_a_month() -> None:
    assert counted("overlaps") == [row(None, 0, 0, 0)]


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
SPANS = st.one_of(st.just(NEVER), st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))))


@given(st.lists(SPANS), st.sampled_from(["within", "overlaps"]))
def test_every_article_is_counted_once(spans: list[Span], policy: DatePolicy) -> None:
    *months, rest = counted(policy, *spans)
    certain = sum(item["certain"] for item in months)
    assert certain + rest["possible"] + rest["undated"] == len(spans)


@given(st.lists(SPANS, max_size=5))
def test_possible_counts_each_month_of_a_span(spans: list[Span]) -> None:
    expected = 0
    for first, last in spans:
        if first and last and (first.year, first.month) != (last.year, last.month):
            expected += (last.year - first.year) * 12 + last.month - first.month + 1
    assert sum(item["possible"] for item in counted("overlaps", *spans)[:-1]) == expected


def test_another_policy_is_refused() -> None:
    with pytest.raises(UsageError, match="roughly"):
        counted("roughly")  # type: ignore[arg-type]
