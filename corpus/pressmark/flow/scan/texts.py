"""What the texts of the sample look like: their headers, their line ends, how blocks are parted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pressmark.flow.scan.seen import Form

if TYPE_CHECKING:
    from pressmark_schema.segments import Segmented

NO_HEADER = "none"
_BREAK = re.compile(r"\r\n|\n|\r")
_OPENING = 80


@dataclass
class _Seen:
    files: int
    example: str
    opening: str
    columns: Counter[str] = field(default_factory=Counter)


class Forms:
    """Collects the forms of headers by the rule that read them."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def add(self, path: str, text: str, segmented: Segmented) -> None:
        """Take in one text, which `parse.segment` has divided."""
        rule = segmented.stated[0].rule if segmented.stated else NO_HEADER
        if rule not in self._seen:
            self._seen[rule] = _Seen(0, path, text.lstrip()[:_OPENING])
        seen = self._seen[rule]
        seen.files += 1
        seen.columns.update({stated.column for stated in segmented.stated})

    def found(self) -> list[Form]:
        """The forms, the commonest first."""
        forms = [
            Form(rule, seen.files, dict(sorted(seen.columns.items())), seen.example, seen.opening)
            for rule, seen in self._seen.items()
        ]
        return sorted(forms, key=lambda form: (-form.files, form.rule))


def separation(text: str, segmented: Segmented) -> str:
    """How the blocks of a text are parted, in words."""
    spans = [segment.span for segment in segmented.segments]
    if len(spans) < 2:  # noqa: PLR2004
        return "a single block"
    gaps = [len(_BREAK.findall(text, a.end, b.start)) for a, b in pairwise(spans)]
    blank = 2 * sum(breaks > 1 for breaks in gaps) >= len(gaps)
    wrapped = any(_BREAK.search(text, span.start, span.end) for span in spans)
    parted = "blank lines between blocks" if blank else "a line for each block"
    return f"{parted}, lines wrapped" if wrapped else parted


def line_ends(text: str) -> str:
    """Which line ends a text has: LF, CRLF, CR, several, or none."""
    kinds = set(_BREAK.findall(text))
    names = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
    return "mixed" if len(kinds) > 1 else names[kinds.pop()] if kinds else "none"
