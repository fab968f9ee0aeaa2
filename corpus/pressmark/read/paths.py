"""Path patterns: what a file's place says of its article, such as `{outlet}/{year}/*.txt`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUES = {
    "year": r"[12][0-9]{3}",
    "month": r"0[1-9]|1[0-2]",
    "day": r"0[1-9]|[12][0-9]|3[01]",
    "outlet": r"[^/]+?",
    "section": r"[^/]+?",
    "edition": r"[^/]+?",
    "page": r"[^/]+?",
    "native_id": r"[^/]+?",
    "lang": r"[a-z]{2,3}",
}
_FREE = frozenset({"outlet", "section", "edition", "page", "native_id"})
"""The names that stand for anything, as a star does."""
_PIECES = re.compile(r"\{([a-z_]+)\}|(\*+)|([^{*]+|\{)")
_MOST_FREE, _MOST_FOLDERS = 3, 3
"""Stars and free names in one name of a path, and `**`: each more multiplies the time it takes."""


def path_fields(path: str, patterns: Sequence[str]) -> dict[str, str]:
    """The values in `path` by the first pattern that fits its end, from a folder's boundary on."""
    for pattern in patterns:
        match = compiled(pattern).search(path)
        if match:
            return match.groupdict()
    return {}


@lru_cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern.

    What one folder's name matches is settled for good (an atomic group), since no other name's
    match depends on it. Raises UsageError for a name that means nothing or stands there twice,
    and for more stars than can be tried in a reasonable time.
    """
    names = [name for name, *_ in _PIECES.findall(pattern) if name]
    if len(set(names)) != len(names):
        raise UsageError(f"read.paths: {pattern!r} has a name twice")
    *folders, last = re.sub(r"(?<![^/])\*\*/(?:\*\*/)+", "**/", pattern).split("/")
    if folders.count("**") > _MOST_FOLDERS:
        raise UsageError(f"read.paths: {pattern!r} has more than {_MOST_FOLDERS} **")
    above = "".join(
        "(?:[^/]+/)*" if folder == "**" else f"(?>{_name(folder)}/)" for folder in folders
    )
    return re.compile(f"(?:^|/){above}{_name(last)}" + r"\Z")


def _name(pattern: str) -> str:
    """The regular expression of one name of a path, a folder's or the file's."""
    pieces = list(_PIECES.finditer(pattern))
    if sum(1 for piece in pieces if piece[1] in _FREE or piece[2]) > _MOST_FREE:
        hint = f"at most {_MOST_FREE} of * and {', '.join(sorted(_FREE))} between two slashes"
        raise UsageError(f"read.paths: {pattern[:100]!r} has too many wildcards", hint=hint)
    return "".join(map(_piece, pieces))


def _piece(match: re.Match[str]) -> str:
    name, star, text = match.groups()
    if name:
        if name not in _VALUES:
            known = ", ".join(sorted(_VALUES))
            raise UsageError(f"read.paths: {{{name}}} means nothing; known are {known}")
        return f"(?P<{name}>{_VALUES[name]})"
    return r"[^/]*" if star else re.escape(text)
