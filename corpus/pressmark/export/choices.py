"""How a format is written, where it leaves a choice."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pressmark.export.datapackage import Csv
from pressmark.export.tokens import DEFAULT
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Choices", "Csv"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a caller may choose; each format takes some of it.

    `csv`: whether a data package has CSV files besides. `excel_safe`: CSV cells that a spreadsheet
    would run are written with an apostrophe before them, and the descriptor says so. `text_only`:
    what is not part of the text, such as teasers and embedded posts, is left out. `tokeniser`: what
    divides the text into words, by the name of an entry point.
    """

    csv: Csv = "auto"
    excel_safe: bool = False
    text_only: bool = False
    tokeniser: str = DEFAULT

    def require(self, to: str, taken: Collection[str]) -> None:
        """Raise UsageError where a choice is made that the format `to` does not leave."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default and field.name not in taken:
                name = field.name.replace("_", "-")
                raise UsageError(
                    f"{name} = {str(value).lower()} is a choice for others, not for {to}"
                )
