"""How many articles a month has, when some articles only have a span of days and some have none."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pyarrow as pa

    from pressmark.export.filters import DatePolicy


def by_month(
    first: Iterable[date | None], last: Iterable[date | None], policy: DatePolicy
) -> pa.Table:
    """Count articles by month, so that none vanishes.

    Args:
        first: the first day that each article can date from.
        last: the last such day, inclusive; null together with the first.
        policy: `within` counts an article only in the month that holds all of its days;
            `overlaps` counts one that spans several in `possible` of each of them.

    Returns:
        A row for each month from the earliest to the latest, none left out, with `month`
        (`2018-05`), `certain` (articles whose days all lie in it), `possible` (by `overlaps`,
        those that may or may not), `undated` (0), and then one row whose month is null for those
        that no month can claim: `possible` counts every article that spans several months, once,
        `undated` those without a date. The sum of `certain`, plus `possible` and `undated` of the
        row without a month, is the number of articles.

    Raises UsageError for another policy.
    """
    if policy not in {"within", "overlaps"}:
        raise UsageError(f"no policy for dates: {policy!r}", hint="within or overlaps")
    pairs = list(zip(first, last, strict=True))
    spans = Counter((_month(low), _month(high)) for low, high in pairs if low and high)
    several = sum(count for (low, high), count in spans.items() if low != high)
    months, certain, possible = _columns(spans)
    if policy == "within":
        possible = [0] * len(months)
    columns: dict[str, list[Any]] = {
        "month": [*map(_name, months), None],
        "certain": [*certain, 0],
        "possible": [*possible, several],
        "undated": [*[0] * len(months), len(pairs) - spans.total()],
    }
    return _table(columns)


def _columns(spans: Counter[tuple[int, int]]) -> tuple[range, list[int], list[int]]:
    """The months from first to last, the articles certain of each, those possible in each."""
    if not spans:
        return range(0), [], []
    start, end = min(low for low, _ in spans), max(high for _, high in spans)
    certain, steps = [0] * (end - start + 1), [0] * (end - start + 2)
    for (low, high), count in spans.items():
        if low == high:
            certain[low - start] += count
        else:
            steps[low - start] += count
            steps[high - start + 1] -= count
    return range(start, end + 1), certain, list(accumulate(steps))[:-1]


def _month(day: date) -> int:
    """Months since January of the year 0."""
    return day.year * 12 + day.month - 1


def _name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _table(columns: dict[str, list[Any]]) -> pa.Table:
    import pyarrow as pa

    types = {name: pa.string() if name == "month" else pa.int64() for name in columns}
    return pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})
