"""How text is fitted to a terminal: wrapped by the columns it takes, or put side by side."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from pressmark_cli import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEFAULT = 80
_NARROWEST = 40
_WIDEST = 120
"""Lines longer than this are hard to read, however wide the terminal is."""


def columns() -> int:
    """The columns that a line may take: the terminal's, 80 where there is none, at most 120."""
    return min(max(shutil.get_terminal_size((_DEFAULT, 24)).columns, _NARROWEST), _WIDEST)


def wrapped(text: str, columns: int) -> list[str]:
    """`text`, which the caller has made harmless, in lines of at most `columns` columns.

    Lines are cut at spaces; a word that is longer than a line is cut where the line ends.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _lines(paragraph, columns) or [""]
    return lines


def beside(left: Sequence[str], right: Sequence[str], columns: int) -> Iterator[str]:
    """Two columns of lines, the left one `columns` wide."""
    for at in range(max(len(left), len(right))):
        first = left[at] if at < len(left) else ""
        second = right[at] if at < len(right) else ""
        yield f"{padded(first, columns)}  {second}".rstrip()


def padded(text: str, columns: int) -> str:
    """`text` with spaces up to `columns` columns."""
    return text + " " * (columns - render.width(text))


def shortened(text: str, columns: int) -> str:
    """`text` cut to `columns` columns, the last one an ellipsis where something is missing."""
    if render.width(text) <= columns:
        return text
    return _pieces(text, columns - 1)[0] + "…"


def _lines(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    held, width = "", 0
    for word in text.split(" "):
        size = render.width(word)
        if held and width + 1 + size <= columns:
            held, width = f"{held} {word}", width + 1 + size
            continue
        if held:
            lines.append(held)
        *full, held = _pieces(word, columns) if size > columns else [word]
        lines += full
        width = render.width(held)
    return [*lines, held] if held else lines


def _pieces(word: str, columns: int) -> list[str]:
    """A word cut into pieces that each take at most `columns` columns."""
    pieces, start, width = [], 0, 0
    for at, char in enumerate(word):
        size = render.width(char)
        if width + size > columns and at > start:
            pieces.append(word[start:at])
            start, width = at, 0
        width += size
    return [*pieces, word[start:]]
