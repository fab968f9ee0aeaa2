"""Tell the rows of a printed table from other lines, by the tabs or bars between their cells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

_FEWEST = 2
_BARS = 2
_CELL_LIMIT = 50
_SENTENCE_WORDS = 4
_BULLET = re.compile(r"[-*•·–▪◦](?:\s|$)")
_NUMBER = re.compile(r"\d{1,2}[.)]")
_STOPS = (".", "!", "?", "…", ":", ";", ",")


def table_rows(lines: Sequence[str]) -> list[bool]:
    """Which of neighbouring `lines`, without blanks around them, are rows of a table.

    A table is a run of rows parted by the same sign, two of them with as many cells; what may be
    a sentence beside a tab (a list, an interview) is none, since a table leaves the text.
    """
    if not any("|" in line or "\t" in line for line in lines):
        return [False] * len(lines)
    found: list[bool] = []
    for sign, run in groupby(_signs(lines), key=itemgetter(0)):
        counts = [count for _, count in run]
        alike = max(Counter(counts).values())
        found += [bool(sign) and alike >= _FEWEST] * len(counts)
    return found


def _signs(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The sign that parts each line's cells, "" where none does, and how many cells there are."""
    for line in lines:
        sign = "|" if line.count("|") >= _BARS else "\t" if "\t" in line else ""
        cells = [cell for part in line.split(sign) if (cell := part.strip())] if sign else []
        fenced = sign == "|" and line[0] == line[-1] == "|"
        if not cells or "\n" in line or "\r" in line or not (fenced or _all_cells(cells)):
            yield "", 0
        else:
            yield sign, len(cells)


def _all_cells(cells: Sequence[str]) -> bool:
    numbered = len(cells) == _FEWEST and _NUMBER.fullmatch(cells[0])
    if len(cells) < _FEWEST or numbered or _BULLET.match(cells[0]):
        return False
    return all(len(cell) <= _CELL_LIMIT and not _is_sentence(cell) for cell in cells)


def _is_sentence(cell: str) -> bool:
    return cell.endswith(_STOPS) and cell.count(" ") + 1 >= _SENTENCE_WORDS
