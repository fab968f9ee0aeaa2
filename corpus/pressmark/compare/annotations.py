"""A table of annotations: read with its own columns kept, written with what became of each row."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.compare.carry import Carried, Place
from pressmark_schema.errors import UsageError
from pressmark_schema.ids import ARTICLE_ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEYS = ("article_id", "block_id", "start", "end")
"""The columns that say what an annotation is on; the first or the second must be there."""
ADDED = ("carried", "carried_reason")
"""The columns that a carried table has besides: the fate, and why."""
_ARTICLE = re.compile(r"a[0-9a-z]{16}")
_BLOCK = re.compile(r"a[0-9a-z]{16}_[0-9a-z]{10}_[0-9]{1,9}")
_HINT = f"a CSV file with the columns {', '.join(KEYS)}, of which the last three may be missing"


@dataclass(frozen=True, slots=True)
class Annotations:
    """The rows of a table of annotations, each a dictionary by column, and their places."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    places: tuple[Place, ...]


def read_annotations(path: Path) -> Annotations:
    """Read a CSV file of annotations.

    Raises UsageError, naming the row, for what names no article or block, and for half a span.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = tuple(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint=_HINT) from error
    if not {"article_id", "block_id"} & set(columns) or set(ADDED) & set(columns):
        raise UsageError(f"{path} is no table of annotations", hint=_HINT)
    places = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise UsageError(f"{path}, row {number}: it has other cells than columns", hint=_HINT)
        places.append(_place(row, f"{path}, row {number}"))
    return Annotations(columns, tuple(rows), tuple(places))


def _place(row: dict[str, str], where: str) -> Place:
    article, block, start, end = ((row.get(name) or "").strip() for name in KEYS)
    if block and not _BLOCK.fullmatch(block):
        raise UsageError(f"{where}: {block[:40]!r} is no block id", hint=_HINT)
    article = article or block[:ARTICLE_ID_LENGTH]
    if not _ARTICLE.fullmatch(article) or (block and not block.startswith(f"{article}_")):
        raise UsageError(f"{where}: {article[:40]!r} is no article id of it", hint=_HINT)
    if bool(start) != bool(end) or not all(n.isascii() and n.isdigit() for n in (start, end) if n):
        raise UsageError(f"{where}: a span is two numbers, start and end", hint=_HINT)
    span = (int(start[:10]), int(end[:10])) if start else (None, None)
    return Place(article, block or None, *span)


def carried_table(annotations: Annotations, carried: Sequence[Carried]) -> str:
    """The table with each row's place in the newer version, its fate, and why.

    A lost row keeps the place that it had.
    """
    spans = any(item.place.start is not None for item in carried)
    blocks = any(item.place.block_id is not None for item in carried)
    needed = [KEYS[0], *([KEYS[1]] if blocks else []), *(KEYS[2:] if spans else [])]
    columns = [*(name for name in needed if name not in annotations.columns), *annotations.columns]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*columns, *ADDED], lineterminator="\n")
    writer.writeheader()
    for row, item in zip(annotations.rows, carried, strict=True):
        place = item.place
        values = (place.article_id, place.block_id, place.start, place.end)
        stated = {k: "" if v is None else str(v) for k, v in zip(KEYS, values, strict=True)}
        own = {key: value for key, value in stated.items() if key in columns}
        writer.writerow(row | own | dict(zip(ADDED, (item.fate.value, item.reason), strict=True)))
    return buffer.getvalue()
