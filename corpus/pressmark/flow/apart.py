"""A batch taken apart: its documents one by one, and one of them without its bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressmark.flow.intake import Item
from pressmark_schema.documents import RawFile, RawPart
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Unit = Item | RawFile | RawPart
    Loaded = RawFile | RawPart


LOST = "a worker was lost to it"
"""With what the reason begins why such a document was refused."""


def documents(batch: Iterable[Unit]) -> list[list[Unit]]:
    """A batch for each document; the row of sources stays with the first of its file."""
    return [[unit] for units in batch for unit in _documents(units)]


def _documents(unit: Unit) -> Iterator[Unit]:
    if not isinstance(unit, RawPart):
        yield unit
        return
    for number, record in enumerate(unit.records):
        yield replace(unit, records=(record,), first=unit.first and number == 0)


def refused(batch: Iterable[Unit], why: str, max_bytes: int) -> list[Loaded]:
    """The same documents without their bytes: none of them is looked at again.

    `why` says what reading them did; `max_bytes` is the size above which files are not held.
    """
    return [_refused(unit, why, max_bytes) for unit in batch]


def _refused(unit: Unit, why: str, max_bytes: int) -> Loaded:
    problem = (QuarantineReason.RESOURCE_LIMIT, f"{LOST}: {why}")
    if isinstance(unit, RawPart):
        records = (replace(record, data=b"", problem=problem) for record in unit.records)
        return replace(unit, records=tuple(records))
    raw = unit.load(max_bytes) if isinstance(unit, Item) else unit
    return replace(raw, data=b"", problem=raw.problem or problem)
