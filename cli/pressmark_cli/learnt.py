"""How what was learnt of a corpus reads: one line of counts, and the commonest lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_cli import render

if TYPE_CHECKING:
    from pressmark.flow.learn.seen import Found

_SHOWN = 5


def show(found: Found) -> None:
    """Print how much was found in how many articles, and the lines that stand in most of them."""
    learnt = found.learnt
    articles = render.plural(learnt.articles, "article")
    render.out(f"{articles} of {render.plural(len(learnt.outlets), 'outlet')}")
    if found.refused:
        refused = render.plural(found.refused, "document")
        render.note(f"{refused} could not be read; pressmark scan says why")
    counts = (
        f"lines of furniture {len(learnt.furniture):,}",
        f"title suffixes {len(learnt.suffix):,}",
        f"forms of bylines {len(learnt.byline):,}",
    )
    render.out(", ".join(counts))
    most = len(learnt.furniture) if render.verbose() else _SHOWN
    by_articles = sorted(learnt.furniture, key=lambda entry: (-entry.articles, entry.outlet))
    for entry in by_articles[:most]:
        line = render.line(entry.line or "")
        render.out(f"  {entry.outlet}: {entry.kind}: {line} ({entry.articles:,})")
    if len(by_articles) > most:
        render.out(f"  … and {len(by_articles) - most:,} more (-v lists all)")
