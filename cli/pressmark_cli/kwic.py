"""How the lines of a concordance are printed: aligned for people, CSV or JSON for programs."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from typing import TYPE_CHECKING

from pressmark.concordance import Line, as_dict
from pressmark_cli import layout, render
from pressmark_schema.canonical import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_ID, _OUTLET, _DAYS = 17, 14, 10
_GAP = 2
_LEAST = 12


def show(hits: Iterable[Line], form: str, context: int) -> int:
    """Print the hits in the given form as they come, and return how many there were."""
    count = 0
    if form == "csv":
        render.out(_row([field.name for field in fields(Line)]))
    side = min(context, _side())
    for hit in hits:
        count += 1
        if form == "csv":
            render.out(_row(["" if cell is None else str(cell) for cell in as_dict(hit).values()]))
        elif form == "jsonl":
            render.out(json_line(as_dict(hit)))
        else:
            render.out(_aligned(hit, side))
    return count


def _side() -> int:
    """The columns that are left on each side of the word, beside id, outlet and day."""
    beside = _ID + _OUTLET + _DAYS + 3 * _GAP
    return max((layout.columns() - beside) // 2 - 10, _LEAST)


def _aligned(hit: Line, side: int) -> str:
    left, right = _before(hit.left, side), _after(hit.right, side)
    padded = " " * (side - render.width(left)) + left
    outlet = render.line(hit.outlet_id)[:_OUTLET]
    facts = f"{hit.article_id:<{_ID}}  {outlet:<{_OUTLET}}  {_date(hit):<{_DAYS}}  "
    return facts + padded + render.styled(render.line(hit.match), "bold", "red") + right


def _date(hit: Line) -> str:
    """The finest unit that holds all days that the article can date from."""
    if hit.date_from is None or hit.date_to is None:
        return "–"
    first, last = hit.date_from.isoformat(), hit.date_to.isoformat()
    if first == last:
        return first
    if first[:4] != last[:4]:
        return f"{first[:4]}/{last[:4]}"
    return first[:7] if first[:7] == last[:7] else first[:4]


def _before(text: str, side: int) -> str:
    """The end of what stands before, at most `side` columns of it, its last space kept."""
    shown = render.safe(text.replace("\n", " "))
    while render.width(shown) > side:
        shown = shown[1:]
    return shown


def _after(text: str, side: int) -> str:
    shown = render.safe(text.replace("\n", " "))
    while render.width(shown) > side:
        shown = shown[:-1]
    return shown


def _row(cells: list[str]) -> str:
    """A row of CSV (RFC 4180) without its line end."""
    made = io.StringIO()
    csv.writer(made, lineterminator="").writerow(cells)
    return made.getvalue()
