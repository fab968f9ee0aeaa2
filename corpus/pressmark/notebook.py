"""How corpora, articles and concordances look in a notebook: HTML in which text stays text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from pressmark_schema.vocabulary import TEXT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN = 20
"""Rows of a table that are shown; more are counted."""
_CUT = 600
"""Code points of a block that are shown."""
_QUIET = "color:#777"


def corpus(name: str, size: int, outlets: Sequence[Sequence[object]]) -> str:
    """Name, number of articles, and the outlets: name, articles, first and last day."""
    rows = [
        [outlet, f"{count:,}", first or "", last or ""] for outlet, count, first, last in outlets
    ]
    head = f"<p><strong>{text(name)}</strong>: {size:,} articles</p>"
    return head + table(("outlet", "articles", "from", "to"), rows)


def article(title: str | None, facts: Iterable[str], blocks: Sequence[tuple[str, str]]) -> str:
    """Title, facts and blocks (kind, text); what is not part of the text is paler."""
    shown = text(title) if title else f"<em style='{_QUIET}'>no title</em>"
    head = f"<p><strong>{shown}</strong><br>{' · '.join(map(text, facts))}</p>"
    return head + "".join(_block(*block) for block in blocks[:_SHOWN]) + _more(len(blocks), "block")


def findings(counts: Sequence[Sequence[object]], shown: Sequence[Sequence[object]]) -> str:
    """Counts by rule (code, severity, name, number), then place and message of the first."""
    heads = ("place", "code", "what", "text")
    return table(("code", "severity", "rule", "findings"), counts) + table(heads, shown)


def difference(sentence: str, tallies: Sequence[Sequence[object]]) -> str:
    """What differs in a sentence, and the changed articles by effect and cause."""
    return f"<p>{text(sentence)}</p>" + table(("effect", "cause", "articles"), tallies)


def concordance(lines: Sequence[tuple[Iterable[object], str, str, str]]) -> str:
    """Facts, left side, match and right side of each hit, the match in the middle."""
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{text('' if fact is None else fact)}</td>" for fact in facts)
        + f"<td style='text-align:right'>{text(left)}</td>"
        f"<td style='text-align:center'><strong>{text(match)}</strong></td>"
        f"<td style='text-align:left'>{text(right)}</td></tr>"
        for facts, left, match, right in lines[:_SHOWN]
    )
    return f"<table><tbody>{rows}</tbody></table>{_more(len(lines), 'line')}"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of the first rows, and how many more there are."""
    head = "".join(f"<th>{text(name)}</th>" for name in heads)
    body = "".join(_row(row) for row in rows[:_SHOWN])
    shown = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return shown + _more(len(rows), "row")


def text(value: object) -> str:
    """Foreign text as HTML shows it: escaped, and its writing direction kept to itself."""
    return f"<bdi>{html.escape(str(value))}</bdi>"


def _row(cells: Iterable[object]) -> str:
    return "<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>"


def _block(kind: str, words: str) -> str:
    shown = text(words if len(words) <= _CUT else f"{words[:_CUT]} …")
    style = "" if kind in TEXT_KINDS else f" style='{_QUIET}'"
    weight = f"<strong>{shown}</strong>" if kind == "heading" else shown
    return f"<p{style}><small style='{_QUIET}'>{text(kind)}</small><br>{weight}</p>"


def _more(count: int, noun: str) -> str:
    more = count - _SHOWN
    return (
        f"<p style='{_QUIET}'>and {more:,} more {noun}{'s' * (more != 1)}</p>" if more > 0 else ""
    )
