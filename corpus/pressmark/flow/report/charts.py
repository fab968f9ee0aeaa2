"""Pictures of the report as inline SVG: sizes and colours by class, words escaped, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark.flow.report.facts import Row, Timeline

WIDTH = 960
_LEFT, _BOTTOM, _HEIGHT = 52, 24, 220
_LABEL = 170
_LEVELS = 5
_CELL = 16
_WIDE = 3
"""Units of a bar from which a gap beside it can be seen."""
_ROOM = 46
"""Units that a year's four figures take."""
_LETTERS = 24
"""Letters of a label that have room."""


def timeline(found: Timeline) -> Markup:
    """Bars a month: dated to the day, to the month, and a twelfth of those of the year alone."""
    most = max((month.day + month.whole + month.year for month in found.months), default=0) or 1
    step = (WIDTH - _LEFT) / max(len(found.months), 1)
    plot = _HEIGHT - _BOTTOM - 8
    paths: dict[str, list[str]] = {"day": [], "month": [], "year": []}
    for rank, month in enumerate(found.months):
        base = float(_HEIGHT - _BOTTOM)
        for name, value in (("day", month.day), ("month", month.whole), ("year", month.year)):
            high = plot * value / most
            if high:
                x = _LEFT + rank * step
                paths[name].append(_box(x, base - high, max(step - (step > _WIDE), 0.5), high))
                base -= high
    body = [_path(f"p-{name}", parts) for name, parts in paths.items()]
    body += _axis(most, plot)
    body += _years([month.month for month in found.months], step, _HEIGHT - 6)
    return _svg(WIDTH, _HEIGHT, "Articles per month by precision of their date", body)


def _axis(most: float, plot: float) -> Iterator[str]:
    for share in (0, 0.5, 1):
        y = _HEIGHT - _BOTTOM - plot * share
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{WIDTH}"/>'
        label = f"{most * share:,.0f}" if most > 1 else f"{most * share:.1f}"
        yield f'<text class="tick end" x="{_LEFT - 6}" y="{y + 4:.1f}">{label}</text>'


def _years(months: Sequence[str], step: float, y: float, left: float = _LEFT) -> Iterator[str]:
    """The years below their January, as many as have room."""
    januaries = [rank for rank, month in enumerate(months) if month.endswith("-01")]
    every = max(1, round(_ROOM / (12 * step)))
    for rank in januaries[::every]:
        if left + rank * step > WIDTH - _ROOM / 2:
            continue
        yield f'<text class="tick" x="{left + rank * step:.1f}" y="{y}">{months[rank][:4]}</text>'
    if not januaries and months:
        yield f'<text class="tick" x="{left:.1f}" y="{y}">{months[0]}</text>'


def heat(rows: Sequence[Row], months: Sequence[str]) -> Markup:
    """A row an outlet, a cell a month: the darker the more articles; gaps are framed.

    Where most months are empty an empty one is no gap.
    """
    step = (WIDTH - _LABEL) / max(len(months), 1)
    place = {month: rank for rank, month in enumerate(months)}
    most = max((count for row in rows for count in row.months.values()), default=1)
    paths: dict[str, list[str]] = {}
    body = []
    for line, row in enumerate(rows):
        y = line * _CELL
        body.append(_label(row.outlet, y + 12))
        for month, count in row.months.items():
            name = f"h{_level(count, most)}"
            box = _box(_LABEL + place[month] * step, y + 1, max(step - 0.4, 0.4), _CELL - 2)
            paths.setdefault(name, []).append(box)
        for month in row.gaps if len(row.gaps) < len(row.months) else ():
            box = _box(_LABEL + place[month] * step, y + 1, max(step - 0.4, 0.4), _CELL - 2)
            paths.setdefault("gap", []).append(box)
    body += [_path(name, parts) for name, parts in sorted(paths.items())]
    high = len(rows) * _CELL
    body += _years(months, step, high + 14, _LABEL)
    return _svg(WIDTH, high + 20, "Articles by outlet and month, gaps framed", body)


def stacked(rows: Mapping[str, Mapping[str, int]], classes: Mapping[str, str], what: str) -> Markup:
    """A bar a row, divided by the shares of its values, each in the colour of its class."""
    body = []
    for line, (name, counts) in enumerate(rows.items()):
        y, x = line * 22, float(_LABEL)
        total = sum(counts.values()) or 1
        body.append(_label(name, y + 15))
        for value, count in counts.items():
            wide = (WIDTH - _LABEL) * count / total
            tip = escape(f"{name}: {value} {100 * count / total:.1f} % ({count:,})")
            box = _box(x, y + 3, wide, 16)
            body.append(f'<path class="{classes[value]}" d="{box}"><title>{tip}</title></path>')
            x += wide
    return _svg(WIDTH, len(rows) * 22 + 2, what, body)


def bars(counts: Sequence[tuple[str, int]], what: str) -> Markup:
    """A bar a value, to the right, with its number."""
    most = max((count for _, count in counts), default=1) or 1
    body = []
    for line, (name, count) in enumerate(counts):
        y = line * 22
        wide = (WIDTH - _LABEL - 80) * count / most
        body.append(_label(name, y + 15))
        body.append(_path("c0", [_box(_LABEL, y + 3, max(wide, 0.5 if count else 0), 16)]))
        x = _LABEL + wide + 6
        body.append(f'<text class="tick" x="{x:.1f}" y="{y + 15}">{count:,}</text>')
    return _svg(WIDTH, len(counts) * 22 + 2, what, body)


def _level(count: int, most: int) -> int:
    """One of the five shades, by the square root, so that small numbers can be told apart."""
    return min(_LEVELS, 1 + int((_LEVELS - 0.001) * (count / most) ** 0.5))


def _label(text: str, y: float) -> str:
    shown = text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
    return f'<text class="label end" x="{_LABEL - 8}" y="{y}">{escape(shown)}</text>'


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"M{_short(x)} {_short(y)}h{_short(wide)}v{_short(high)}h{_short(-wide)}z"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _path(name: str, parts: Sequence[str]) -> str:
    return f'<path class="{name}" d="{"".join(parts)}"/>' if parts else ""


def _svg(width: float, height: float, what: str, body: Sequence[str]) -> Markup:
    """Everything in `body` is made of numbers, our own names, and escaped words."""
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(what)}">'
    return Markup(head + "".join(body) + "</svg>")  # noqa: S704 - see above
