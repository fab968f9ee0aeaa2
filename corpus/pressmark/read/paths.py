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
_PIECES = re.compile(r"\{([a-z_]+)\}|(\*\*/)|(\*)|([^{*]+|\{)")


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

    Raises UsageError for a name that means nothing or stands there twice.
    """
    names = [name for name, *_ in _PIECES.findall(pattern) if name]
    if len(set(names)) != len(names):
        raise UsageError(f"read.paths: {pattern!r} has a name twice")
    return re.compile("(?:^|/)" + "".join(map(_piece, _PIECES.finditer(pattern))) + r"\Z")


def _piece(match: re.Match[str]) -> str:
    name, folders, star, text = match.groups()
    if name:
        if name not in _VALUES:
            known = ", ".join(sorted(_VALUES))
            raise UsageError(f"read.paths: {{{name}}} means nothing; known are {known}")
        return f"(?P<{name}>{_VALUES[name]})"
    if folders:
        return r"(?:[^/]+/)*"
    return r"[^/]*" if star else re.escape(text)
