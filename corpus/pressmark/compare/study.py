"""The ids of a study: a list or a table that names articles, each by its id or an alias."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

COLUMN = "article_id"
_ID = re.compile(r"a[0-9a-z]{16}")
_HINT = f"a CSV file with a column {COLUMN}, or one id a line"


def read_ids(path: Path) -> list[str]:
    """The article ids in `path`, a CSV file with a column article_id or one id a line, in order.

    Raises UsageError where there is no such file or a cell is no id.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint=_HINT) from error
    if not rows:
        raise UsageError(f"{path} names no article", hint=_HINT)
    headed = COLUMN in rows[0]
    place = rows[0].index(COLUMN) if headed else 0
    found: dict[str, None] = {}
    for number, row in enumerate(rows[headed:], 1 + headed):
        cell = row[place].strip() if place < len(row) else ""
        if not _ID.fullmatch(cell):
            raise UsageError(f"{path}, row {number}: {cell[:40]!r} is no article id", hint=_HINT)
        found[cell] = None
    return list(found)
