"""All printing: results to stdout, everything else to stderr, foreign text made harmless."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_COLOURS = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
_HARMLESS = frozenset("\n\t")
_BAR = 40


_DRIVES = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
"""What drives a terminal, or stands in a text unseen: controls, directions, marks and tags."""
_DRIVES_IN_COLOUR = re.compile(rf"\x1b\[(?:[012]|3[1-6])m|{_DRIVES.pattern}")


class _State:
    """How much is said: 0 only results and errors, 1 notes too, 2 details too."""

    verbosity = 1


def begin() -> None:
    """Forget what an earlier command of this process was told of how much is said."""
    _State.verbosity = 1


def set_quiet(value: bool) -> bool:  # noqa: FBT001 - Typer's callbacks get the value alone
    """Say nothing but results and errors."""
    if value:
        _State.verbosity = 0
    return value


def set_verbose(value: bool) -> bool:  # noqa: FBT001 - see above
    """Say details too."""
    if value:
        _State.verbosity = 2
    return value


def safe(text: str) -> str:
    r"""`text` with everything that could drive a terminal shown as an escape.

    Controls, bidirectional overrides, invisible format characters and unpaired surrogates appear
    as \x1b, \u202e and so on; line feeds and tabs stay.
    """
    return "".join(char if _shows(char) else _escaped(char) for char in text)


def line(text: str) -> str:
    """`text` made harmless and put on one line."""
    return safe(" ".join(text.split()))


def out(text: str = "") -> None:
    """A result, to stdout. The caller has made foreign text harmless where a person reads it.

    Whatever it is, nothing in it drives a terminal: see `_write`.
    """
    _write(sys.stdout, text)


def note(text: str) -> None:
    """What happened, to stderr, unless quiet."""
    if _State.verbosity:
        _write(sys.stderr, text)


def verbose() -> bool:
    """Whether everything is to be listed."""
    return _State.verbosity > 1


def error(message: str, hint: str = "") -> None:
    """What went wrong and what to do next, to stderr."""
    _write(sys.stderr, f"{styled('error:', 'red', stream=sys.stderr)} {safe(message)}")
    if hint:
        _write(sys.stderr, f"       {safe(hint)}")


def styled(text: str, *styles: str, stream: TextIO | None = None) -> str:
    """`text` in colour or bold where `stream` is a terminal that wants it."""
    if not coloured(stream or sys.stdout):
        return text
    codes = [1 if style == "bold" else 2 if style == "dim" else _COLOURS[style] for style in styles]
    return "".join(f"\x1b[{code}m" for code in codes) + text + "\x1b[0m"


def coloured(stream: TextIO | None) -> bool:
    """Whether to colour: only on a terminal, and not where NO_COLOR is set (no-color.org)."""
    if stream is None:  # closed by whoever called us
        return False
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Print rows in aligned columns, those in `right` to the right; the first is the heading."""
    for text in table_lines(rows, right=right):
        out(text)


def table_lines(
    rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()
) -> Iterator[str]:
    """The lines of such a table."""
    made = [[line(cell) for cell in row] for row in rows]
    if not made:
        return
    widths = [max(width(row[column]) for row in made) for column in range(len(made[0]))]
    for rank, row in enumerate(made):
        cells = [
            " " * (wide - width(cell)) + cell
            if column in right
            else cell + " " * (wide - width(cell))
            for column, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        text = "  ".join(cells).rstrip()
        yield styled(text, "bold") if rank == 0 else text


def bar(count: float, most: float, *, columns: int = _BAR) -> str:
    """A bar of `count` where `most` fills `columns`; what is not nothing shows."""
    eighths = round(8 * columns * count / most) if most else 0
    eighths = max(eighths, 1) if count else 0
    full, rest = divmod(eighths, 8)
    return "█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")


def plural(count: int, noun: str) -> str:
    """`1 error`, `1,200 errors`; information has no plural."""
    return f"{count:,} {noun}" + ("" if count == 1 or noun == "info" else "s")


@contextmanager
def counting(unit: str) -> Iterator[Callable[[int], None]]:
    """A counter of what is done, on stderr and only on a terminal."""
    done = 0
    shown = _State.verbosity and sys.stderr.isatty()

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if shown:
            sys.stderr.write(f"\r{done:,} {unit}\x1b[K")
            sys.stderr.flush()

    try:
        yield advance
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


@contextmanager
def transferring() -> Iterator[Callable[[int, int], None]]:
    """What has arrived of how many bytes, on stderr and only on a terminal."""
    shown = _State.verbosity and sys.stderr.isatty()

    def arrived(here: int, total: int) -> None:
        if shown:
            share = f" of {total / 1e6:,.1f}" if total else ""
            sys.stderr.write(f"\r{here / 1e6:,.1f}{share} MB\x1b[K")
            sys.stderr.flush()

    try:
        yield arrived
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def prepare() -> None:
    """Make stdout and stderr take any text, whatever the locale's encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace", newline="\n")


def _write(stream: TextIO | None, text: str) -> None:
    r"""Write a line; what a caller has let through, and JSON holds as it stands, is escaped here.

    As \uXXXX, which JSON reads as the same character. What `styled` makes stays.
    """
    if stream is None:  # closed by whoever called us: nobody listens
        return
    drives = _DRIVES_IN_COLOUR if coloured(stream) else _DRIVES
    stream.write(drives.sub(_defused, text) + "\n")


def _defused(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else json.dumps(found[0])[1:-1]


def _shows(char: str) -> bool:
    return char.isprintable() or char in _HARMLESS or char in "\u00a0\u202f\u2009"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "backslashreplace").decode()
