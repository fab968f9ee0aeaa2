"""Find the blocks of a flat text from its lines: blank lines, line ends, hard-wrapped lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pressmark.parse.tables import table_rows
from pressmark_schema.segments import Span

# Mail and text editors wrap at 60 to 100 columns; a line of 160 is a paragraph of its own.
_WRAP_WIDTHS = range(40, 131)
_LONG_LINE = 160
# Of a wrapped group's breaks at most half are paragraph ends, and at most two thirds of its full
# lines happen to stop with a sentence; a group of two or three lines tells nothing of that.
_MOST_ENDS = 0.5
_STOPS = 0.67
_FEW = 2
_ROOM = 0.75
_BULLET = re.compile(r"[-*•·–▪◦]\s|\d{1,2}[.)]\s")
_ENDS = re.compile(r"[.!?…:;][\"'“”„«»‘’)\]]{0,3}$")
_POST_MARKS = ("(@", "pic.twitter.com/", "//t.co/")


def blocks(text: str, start: int) -> Iterator[Span]:
    """The blocks of `text` from `start` on, in order, without the blanks around them.

    Blank lines part blocks. A group of lines between them is one block when its lines are
    hard-wrapped; else, with few exceptions, each line is a block, as is each row of a table. Each
    group is judged by itself, so that a paragraph put in elsewhere moves no boundary.
    """
    indent = start - 1 - max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
    for group in _groups(text, start):
        if len(group) == 1:
            yield group[0]
        else:
            yield from _divide(text, group, indent)
        indent = 0


def _groups(text: str, start: int) -> Iterator[list[Span]]:
    """Runs of lines that hold something, each line without the blanks around it."""
    group: list[Span] = []
    at = start
    for line in (text[start:] if start else text).splitlines(keepends=True):
        kept = line.strip()
        if kept:
            first = at + len(line) - len(line.lstrip())
            group.append(Span(first, first + len(kept)))
        elif group:
            yield group
            group = []
        at += len(line)
    if group:
        yield group


def _divide(text: str, group: Sequence[Span], indent: int) -> Iterator[Span]:
    """The blocks of a group whose first line stands `indent` code points into its line."""
    lines = [text[line.start : line.end] for line in group]
    lines[0] = "." * indent + lines[0]
    start = 0
    for tabular, run in groupby(table_rows(lines)):
        count = len(list(run))
        cuts = range(1, count) if tabular else _cuts(lines[start : start + count])
        for first, end in pairwise([0, *cuts, count]):
            yield Span(group[start + first].start, group[start + end - 1].end)
        start += count


def _cuts(lines: Sequence[str]) -> list[int]:
    """Before which lines of a group a new block begins."""
    if _listed(lines):
        return list(range(1, len(lines)))
    width = max(map(len, lines))
    if width in _WRAP_WIDTHS:
        ends = [at for at in range(1, len(lines)) if _has_room(lines, at, width)]
        if len(ends) <= _MOST_ENDS * (len(lines) - 1) and _run_on(lines, ends):
            return [at for at in ends if _paragraph_ends(lines, at, width)]
    if width <= _LONG_LINE and _one_block(lines):
        return []
    return list(range(1, len(lines)))


def _listed(lines: Sequence[str]) -> bool:
    """Whether at least two lines, and most of them, carry a list's mark."""
    marked = sum(_BULLET.match(line) is not None for line in lines)
    return marked > 1 and 2 * marked >= len(lines)


def _has_room(lines: Sequence[str], at: int, width: int) -> bool:
    """Whether the first word of line `at` would have fitted on the line before it.

    Where lines are hard-wrapped, only a paragraph's last line leaves such room.
    """
    if lines[at - 1].endswith(("-", "\u00ad")):
        return False  # a word divided at the line end
    word = lines[at].split(None, 1)[0]
    return len(lines[at - 1]) + 1 + len(word) <= width


def _run_on(lines: Sequence[str], ends: Sequence[int]) -> bool:
    """Whether enough of the full lines stop amid a sentence; few lines may stop at its end."""
    full = len(lines) - 1 - len(ends)
    stops = sum(
        _ENDS.search(lines[at - 1]) is not None for at in set(range(1, len(lines))) - set(ends)
    )
    return stops <= _STOPS * full or full <= _FEW


def _paragraph_ends(lines: Sequence[str], at: int, width: int) -> bool:
    """Whether the line before `at` ends as a paragraph does, or is as short as a heading."""
    before, after = lines[at - 1], lines[at]
    if after[0].islower():
        return False
    return _ENDS.search(before) is not None or len(before) < _ROOM * width


def _one_block(lines: Sequence[str]) -> bool:
    """Whether short lines belong together: a post with its signature, or a sentence running on."""
    if any(mark in line for line in lines for mark in _POST_MARKS):
        return True
    runs_on = sum(
        lines[at][0].islower() and not _ENDS.search(lines[at - 1]) for at in range(1, len(lines))
    )
    return 2 * runs_on >= len(lines) - 1
