"""What a worker does where there is a cache: the batch's tables, and a pack of them left behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.flow import apart, reading
from pressmark.flow.batch import joined, marked, process, work_off
from pressmark.flow.cache import keys as keying
from pressmark.flow.cache import packs
from pressmark.flow.cache.keys import Keys
from pressmark.flow.engine import Step
from pressmark_schema.documents import RawPart
from pressmark_schema.vocabulary import CaptureStatus, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark.flow.cache.folder import CacheFolder
    from pressmark.flow.intake import Item
    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile

    Batch = list[Item | RawFile | RawPart]


@dataclass(frozen=True)
class Told:
    """What each worker is told: the options, and where to leave what it has made."""

    options: Options
    folder: CacheFolder

    @cached_property
    def keys(self) -> Keys:
        """The keys under these options."""
        return Keys(self.options)


def work(batch: Batch, told: Told) -> dict[str, pa.Table]:
    """Load and process a batch, and keep its tables for later builds."""
    units = reading.load(batch, told.options.config.read.max_bytes)
    counted: list[dict[str, int]] = []
    tables = process(units, told.options, counted)
    made = list(_units(units, counted, tables, told))
    lasting = [unit for unit in made if unit.key]
    if lasting:
        kept = packs.chosen(tables, made, [unit.key for unit in lasting])
        packs.write(told.folder, kept, lasting)
    return tables


def _refused(batch: Batch, why: str, told: Told) -> dict[str, pa.Table]:
    """The answer for a document that a worker died of: it is not kept."""
    refuse = reading.step(work_off, joined, marked).refuse
    assert refuse is not None  # noqa: S101 - that step has one
    return refuse(batch, why, told.options)


STEP = Step(work, apart.documents, _refused, joined)
"""What every engine does to the batches of a build with a cache."""


def key_of(unit: RawFile | RawPart, keys: Keys) -> str:
    """The key of a unit; "" where what is wrong with it does not follow from its bytes."""
    if isinstance(unit, RawPart):
        return keys.part(unit)
    if unit.problem and unit.problem[0] is not QuarantineReason.TOO_LARGE:
        return ""
    return keying.of_raw(keys, unit)


def _units(
    units: Sequence[RawFile | RawPart],
    counted: Sequence[dict[str, int]],
    tables: Mapping[str, pa.Table],
    told: Told,
) -> Iterator[packs.Unit]:
    faulty = _has_faults(tables)
    before: dict[str, int] = {}
    for unit, after in zip(units, counted, strict=True):
        rows = {name: n - before.get(name, 0) for name, n in after.items()}
        own = {name: t.slice(before.get(name, 0), rows.get(name, 0)) for name, t in tables.items()}
        before = after
        reasons = set(_column(own, "captures", "status_reason")) - {None} if faulty else set()
        # What a machine could not do says nothing of another one, or of the next time.
        lasting = QuarantineReason.RESOURCE_LIMIT not in reasons
        key = key_of(unit, told.keys) if lasting else ""
        place = unit.place if reasons else None
        rows = {name: count for name, count in rows.items() if count}
        yield packs.Unit(key, rows, place, keying.bound(ids(own, told.options), told.options))


def _has_faults(tables: Mapping[str, pa.Table]) -> bool:
    if "captures" not in tables:
        return False
    status = tables["captures"].column("status")
    return bool(pc.any(pc.not_equal(status, pa.scalar(CaptureStatus.ACCEPTED.value))).as_py())


def ids(tables: Mapping[str, pa.Table], options: Options) -> list[str]:
    """Every id by which the articles of some rows are known, where that can matter at all."""
    if not (options.kept or options.corrections.by_article):
        return []
    own = _column(tables, "captures", "article_id")
    return [name for name in (*own, *_column(tables, "aliases", "alias_id")) if name]


def _column(tables: Mapping[str, pa.Table], table: str, column: str) -> list[str | None]:
    if table not in tables:
        return []
    found: list[str | None] = tables[table].column(column).to_pylist()
    return found
