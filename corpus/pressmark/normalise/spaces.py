"""Fold odd, repeated, leading and trailing spaces, and the line breaks inside a block."""

import re

from pressmark.normalise.rule import Replacement, Rule

BLANK = "\\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BREAK = "\\n\\x0b\\x0c\\r\u2028\u2029"
# Whatever is not exactly one plain space; no class is quantified twice over the same characters.
_RUN = re.compile(f" [{BLANK}{BREAK}]+|[{BLANK[3:]}\\t{BREAK}][{BLANK}{BREAK}]*|^ | \\Z")
_BREAK = re.compile(f"\\r\\n|[{BREAK}]")


def _at_edge(text: str, run: re.Match[str]) -> bool:
    return run.start() == 0 or run.end() == len(text)


def line_wraps(text: str) -> list[Replacement]:
    """Join lines: a line break with the spaces around it becomes one space, none at the edges."""
    return [
        Replacement(run.start(), run.end(), "" if _at_edge(text, run) else " ")
        for run in _RUN.finditer(text)
        if _BREAK.search(run[0])
    ]


def line_ends(text: str) -> list[Replacement]:
    """Write each line break as one line feed without spaces around it, none at the edges."""
    found = []
    for run in _RUN.finditer(text):
        breaks = 0 if _at_edge(text, run) else len(_BREAK.findall(run[0]))
        if _BREAK.search(run[0]) and run[0] != "\n" * breaks:
            found.append(Replacement(run.start(), run.end(), "\n" * breaks))
    return found


def spaces(text: str) -> list[Replacement]:
    """Write each run of spaces of any width, and tabs, as one space, none at the edges."""
    return [
        Replacement(run.start(), run.end(), "" if _at_edge(text, run) else " ")
        for run in _RUN.finditer(text)
        if not _BREAK.search(run[0])
    ]


LINE_WRAPS = Rule("line-wraps", 1, "a wrapped line is the carrier's, not the author's", line_wraps)
LINE_ENDS = Rule("line-ends", 1, "line feeds alone end lines, on every system", line_ends)
SPACES = Rule("spaces", 1, "one kind of space parts words", spaces)
