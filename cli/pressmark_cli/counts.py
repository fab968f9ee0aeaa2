"""How the counts of a corpus read: one screen of tables and bars."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pressmark_cli import calendar, layout, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pressmark.flow.stats import Lengths, Months, Stats

_PRECISIONS = ("second", "minute", "day", "month", "interval", "year", "unknown")
_LABEL = 18
_COUNT = 9
_KINDS = 20
_NAMES = {"und": "undetermined"}
_COLOUR = {"error": "red", "warning": "yellow", "info": "cyan"}


def show(stats: Stats, most: int) -> None:
    """Print the counts for a person, at most `most` outlets by name."""
    columns = layout.columns()
    _head(stats)
    outlets = largest(stats.outlets, most)
    heading("Outlets")
    by_outlet(outlets, columns)
    heading("Articles by month")
    by_month(outlets, stats.months, columns)
    heading("Dates as published")
    bars({name: stats.precision[name] for name in _PRECISIONS if stats.precision[name]}, columns)
    if stats.narrowed:
        render.out(f"{stats.narrowed:,} of them narrowed by posts, notes or datelines in the text")
    heading("Languages of articles")
    bars(stats.languages, columns)
    heading("Kinds of blocks")
    bars(dict(stats.kinds.most_common(_KINDS)), columns)
    heading("Languages of blocks")
    bars(stats.block_languages, columns)
    if stats.lengths:
        heading("Words in an article")
        _lengths(stats.lengths)
    _duplicates(stats, columns)
    _quarantine(stats)
    _findings(stats)


def heading(text: str) -> None:
    """Print a heading, after an empty line."""
    render.out()
    render.out(render.styled(text, "bold"))


def number(count: int, noun: str) -> str:
    """A count with its noun: `1 file`, `2,000 files`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def by_outlet(outlets: Mapping[str, Months], columns: int) -> None:
    """Print how many articles each outlet has, and how many of them no month can claim."""
    undated = {name: months.undated for name, months in outlets.items() if months.undated}
    notes = {name: f"{count:,} undated" for name, count in undated.items()}
    bars({name: months.articles for name, months in outlets.items()}, columns, notes)


def bars(counts: Mapping[str, int], columns: int, notes: Mapping[str, str] | None = None) -> None:
    """Print a line for each count: name, number, share of the sum, bar, and what is noted of it."""
    notes = notes or {}
    most, total = max(counts.values(), default=0), sum(counts.values())
    counts = {_NAMES.get(name, name): count for name, count in counts.items()}
    label = min(max((render.width(render.line(name)) for name in counts), default=0), _LABEL)
    aside = 2 + max(map(len, notes.values()), default=-2)
    room = max(8, min(40, columns - label - _COUNT - aside - 13))
    for name, count in counts.items():
        shown = layout.padded(layout.shortened(render.line(name), label), label)
        share = f"{100 * count / total:5.1f} %"
        bar = render.bar(count, most, columns=room)
        note = f"{'':{room - len(bar)}}  {notes[name]}" if name in notes else ""
        drawn = render.styled(bar, "cyan")
        render.out(f"  {shown} {count:>{_COUNT},} {share}  {drawn}{note}")


def _head(stats: Stats) -> None:
    version = f" {stats.version}" if stats.version else ""
    render.out(render.styled(render.line(f"{stats.name}{version}"), "bold"))
    made = stats.documents
    render.out(
        f"{number(made.articles, 'article')}, {number(made.blocks, 'block')}, "
        f"{number(made.words, 'word')}; {number(made.read, 'document')} = "
        f"{made.accepted:,} + {made.n_quarantined:,} quarantined"
    )


def largest(outlets: Mapping[str, Months], most: int) -> dict[str, Months]:
    """At most `most` outlets by their articles, the others as one."""
    ranked = sorted(outlets.items(), key=lambda item: (-item[1].articles, item[0]))
    if len(ranked) <= most:
        return dict(ranked)
    rest = [months for _, months in ranked[most:]]
    together = type(rest[0])(
        articles=sum(months.articles for months in rest),
        certain=_summed(months.certain for months in rest),
        possible=_summed(months.possible for months in rest),
        several=sum(months.several for months in rest),
        undated=sum(months.undated for months in rest),
    )
    return {**dict(ranked[:most]), f"{len(rest):,} others": together}


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def by_month(outlets: Mapping[str, Months], months: Months, columns: int) -> None:
    """Print the grid of months, and the sum that no article is missing from."""
    calendar.show(outlets, columns)
    certain = sum(months.certain.values())
    render.out(
        f"{number(months.articles, 'article')} = {certain:,} certain of one month + "
        f"{months.several:,} spread over several + {months.undated:,} undated"
    )
    if months.several:
        render.out("Those spread over several are in “possible”, once in each of their months.")


def _lengths(words: Lengths) -> None:
    points = (words.least, words.lower, words.median, words.upper, words.most)
    heads = ("least", "lower quartile", "median", "upper quartile", "most")
    render.table([heads, tuple(f"{n:,}" for n in points)], right=frozenset(range(len(heads))))


def _duplicates(stats: Stats, columns: int) -> None:
    """The clusters, and how the articles that do not stand for one relate to another."""
    if stats.duplicates is None:
        return
    heading("Duplicates")
    if not stats.duplicates.clusters:
        render.out("none")
        return
    found, clusters = stats.duplicates.articles, stats.duplicates.clusters
    render.out(f"{number(found, 'article')} in {number(clusters, 'cluster')}")
    bars(stats.duplicates.relations, columns)


def _quarantine(stats: Stats) -> None:
    made = stats.documents
    if not made.quarantined:
        return
    heading("Quarantined")
    for reason, count in made.quarantined.most_common():
        render.out(f"  {render.styled(render.line(reason), 'yellow')} {count:,}")
        for path, why, detail in made.examples:
            if why == reason:
                for text in layout.wrapped(
                    f"{render.line(path)}: {render.line(detail or '')}", layout.columns() - 4
                ):
                    render.out(f"    {text}")


def _findings(stats: Stats) -> None:
    heading("Findings")
    if stats.findings is None:
        render.out("not in this dataset; pressmark validate gives them")
        return
    if not stats.findings:
        render.out("none")
        return
    for finding in stats.findings:
        severity = render.styled(f"{finding.severity:<7}", _COLOUR[finding.severity])
        code = render.line(finding.code)
        render.out(f"  {code} {severity} {finding.count:>{_COUNT},}  {finding.name}")
