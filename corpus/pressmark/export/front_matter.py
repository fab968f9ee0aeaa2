"""Front matter: YAML of plain values, written so that no value can leave its place."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pressmark_schema import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_]*")


def front_matter(values: Mapping[str, Any]) -> str:
    """`values` between lines of dashes: YAML 1.2, strings in double quotes, lists in brackets."""
    return "---\n" + "".join(f"{_key(name)}: {value(v)}\n" for name, v in values.items()) + "---\n"


def value(given: Any) -> str:
    """One value in YAML's flow style, on one line."""
    if given is None or isinstance(given, bool | int | float):
        return "null" if given is None else str(given).lower()
    if isinstance(given, list | tuple):
        return "[" + ", ".join(map(value, given)) + "]"
    if isinstance(given, dict):
        return "{" + ", ".join(f"{_key(name)}: {value(v)}" for name, v in given.items()) + "}"
    if isinstance(given, datetime):
        return quoted(canonical.instant(given))
    return quoted(given.isoformat() if isinstance(given, date) else str(given))


def quoted(text: str) -> str:
    """A string in double quotes; what does not print is escaped, so that every reader takes it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _key(name: str) -> str:
    # YAML 1.1, which most readers speak, takes some words for truth values.
    plain = _PLAIN_KEY.fullmatch(name) and name not in {"y", "n", "yes", "no", "on", "off", "null"}
    return name if plain and name not in {"true", "false"} else quoted(name)


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char.isprintable() else f"\\U{ord(char):08x}"
