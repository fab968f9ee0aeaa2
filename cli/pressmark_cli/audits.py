"""An audit of derived forms, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_cli import render

if TYPE_CHECKING:
    from pressmark.export.derived import Audit


def sentence(audit: Audit) -> str:
    """What was tried, how much of it is given away, and what that means."""
    tried = render.plural(audit.articles, "article")
    longest = audit.worst.longest if audit.worst else 0
    said = (
        f"audit of {tried}: {audit.share:.1%} of the words determined, at most {longest} in a row"
    )
    if audit.safe:
        return f"{said}; none can be rebuilt"
    return f"{said}; {audit.rebuilt:,} can be rebuilt"
