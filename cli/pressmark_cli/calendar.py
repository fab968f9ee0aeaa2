"""Counts by month as a grid: a row an outlet, years side by side, gaps in plain sight."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pressmark_cli import layout, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pressmark.flow.stats import Months

_INITIALS = "JFMAMJJASOND"
_GAP = "·"
_NAME = 20
_BETWEEN = 2
_THOUSAND, _MILLION = 1000, 1_000_000


def show(outlets: Mapping[str, Months], columns: int) -> None:
    """Print for each outlet the articles that are certain of a month, below them the possible.

    Years without any article are named, not drawn, so that one wrong year cannot fill a screen.
    """
    years = sorted({month[:4] for months in outlets.values() for month in _all(months)})
    if not years:
        return
    cell = 1 + max(len(short(n)) for months in outlets.values() for n in _all(months).values())
    name = min(max(map(len, outlets)), _NAME)
    name = max(name, len("possible") + 2)
    fitting = max(1, (columns - name) // (12 * cell + _BETWEEN))
    for run in _runs(years):
        if isinstance(run, str):
            render.out(render.styled(run, "dim"))
            continue
        for at in range(0, len(run), fitting):
            _grid(outlets, run[at : at + fitting], name, cell)


def short(count: int) -> str:
    """A count in at most four characters: 999, 1.2k, 12k, 3M."""
    if count < _THOUSAND:
        return str(count)
    unit, suffix = (_MILLION, "M") if count >= _MILLION else (_THOUSAND, "k")
    whole, tenth = divmod(count * 10 // unit, 10)
    return f"{whole}.{tenth}{suffix}" if whole < 10 and tenth else f"{whole}{suffix}"  # noqa: PLR2004


def _grid(outlets: Mapping[str, Months], years: Sequence[str], name: int, cell: int) -> None:
    between = " " * _BETWEEN
    heads = [f"{'':{cell - 1}}{year}".ljust(12 * cell) for year in years]
    initials = "".join(f"{letter:>{cell}}" for letter in _INITIALS)
    render.out(render.styled(f"{'':{name}}{between.join(heads)}".rstrip(), "bold"))
    render.out(render.styled(f"{'':{name}}{between.join([initials] * len(years))}", "dim"))
    for outlet, months in outlets.items():
        certain = [_cells(months.certain, year, cell) for year in years]
        render.out(f"{layout.padded(layout.shortened(outlet, name), name)}{between.join(certain)}")
        if any(month[:4] in years for month in months.possible):
            possible = [_cells(months.possible, year, cell) for year in years]
            line = f"{'  possible':{name}}{between.join(possible)}"
            render.out(render.styled(line, "dim"))
    render.out()


def _cells(counts: Mapping[str, int], year: str, cell: int) -> str:
    found = (counts.get(f"{year}-{month:02d}") for month in range(1, 13))
    return "".join(f"{short(count) if count else _GAP:>{cell}}" for count in found)


def _runs(years: Sequence[str]) -> Iterator[list[str] | str]:
    """The years in runs without a gap, and between them a sentence on the gap."""
    numbered = [int(year) - rank for rank, year in enumerate(years)]
    last = None
    for _, group in groupby(zip(numbered, years, strict=True), key=lambda pair: pair[0]):
        run = [year for _, year in group]
        if last is not None:
            yield _missing(int(last) + 1, int(run[0]) - 1)
        yield run
        last = run[-1]


def _missing(first: int, last: int) -> str:
    span = str(first) if first == last else f"{first} to {last}"
    return f"{span}: no articles\n"


def _all(months: Months) -> dict[str, int]:
    return {
        month: max(months.certain.get(month, 0), months.possible.get(month, 0))
        for month in _either(months.certain, months.possible)
    }


def _either(*counts: Iterable[str]) -> set[str]:
    return {month for each in counts for month in each}
