"""Text in XML and its like: escaped, and without the characters that XML cannot hold."""

from __future__ import annotations

import re
from typing import Any

from pressmark_schema import canonical
from pressmark_schema.columns import Column, ColumnType

# What XML 1.0 (fifth edition, production 2) leaves out of Char.
_NO_CHAR = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A reader may take any of these for the end of a line, or fold it to a space.
_BREAKING = re.compile("[\t\n\r\x85\u2028\u2029]")
# A carriage return would be read back as a line feed.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_REPLACEMENT = "\ufffd"


class Markup:
    """Escapes text for XML; `replaced` counts the characters that it had to replace by U+FFFD."""

    def __init__(self) -> None:
        self.replaced = 0

    def text(self, value: str) -> str:
        """`value` as character data."""
        return self._held(value).translate(_ESCAPES)

    def attribute(self, value: str) -> str:
        """`value` in double quotes; what could end a line is a character reference."""
        escaped = self._held(value).translate(_QUOTED)
        return f'"{_BREAKING.sub(lambda found: f"&#x{ord(found[0]):X};", escaped)}"'

    def attributes(self, values: dict[str, str | None]) -> str:
        """The attributes, each after a space; one whose value is None is left out."""
        return "".join(
            f" {name}={self.attribute(value)}"
            for name, value in values.items()
            if value is not None
        )

    def element(
        self, name: str, content: str | None, attributes: dict[str, str | None] | None = None
    ) -> str:
        """An element with text in it; nothing where `content` is None."""
        if content is None:
            return ""
        return f"<{name}{self.attributes(attributes or {})}>{self.text(content)}</{name}>"

    def _held(self, value: str) -> str:
        held, found = _NO_CHAR.subn(_REPLACEMENT, value)
        self.replaced += found
        return held


def plain(column: Column, value: Any) -> str | None:
    """A value of a column as text, lists apart: as in CSV; None for null."""
    if value is None:
        return None
    if column.type is ColumnType.DATETIME:
        return canonical.instant(value)
    if column.type is ColumnType.DATE:
        return str(value.isoformat())
    return str(value).lower() if column.type is ColumnType.BOOLEAN else str(value)
