"""What a worker does where there is a cache: the batch's tables, and a pack of them left behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pressmark.flow import apart, reading
from pressmark.flow.batch import joined, marked, process, work_off
from pressmark.flow.cache import keys as keying
from pressmark.flow.cache import packs
from pressmark.flow.cache.keys import Keys
from pressmark.flow.engine import Step
from pressmark.flow.gather import keys_of, of_articles
from pressmark.flow.judged import HITS, with_hits, work_off_judged
from pressmark.flow.lending import KEYS
from pressmark.flow.rows import CAPTURE
from pressmark.flow.withdrawn import WITHDRAWN
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
    """What each worker is told: the options, where to leave what it made, whether it judges."""

    options: Options
    folder: CacheFolder
    judged: bool = False

    @cached_property
    def keys(self) -> Keys:
        """The keys under these options."""
        return Keys(self.options)


JUDGED = "+"
"""Behind the key of a unit whose rows have the hits of the rules beside them."""


def work(batch: Batch, told: Told) -> dict[str, pa.Table]:
    """Load and process a batch, and keep its tables for later builds."""
    units = reading.load(batch, told.options.config.read.max_bytes)
    counted: list[dict[str, int]] = []
    tables = process(units, told.options, counted)
    counted = [after | {KEYS: after.get("articles", 0)} for after in counted]
    if told.judged:
        tables = with_hits(tables, told.options)
        counted = _with_hits_counted(counted, tables)
    tables = {**tables, **_keys(tables, told.options)}
    made = list(_units(units, counted, tables, told))
    lasting = [unit for unit in made if unit.key]
    if lasting:
        kept = packs.chosen(tables, made, [unit.key for unit in lasting])
        packs.write(told.folder, kept, lasting)
    return tables


def _keys(tables: Mapping[str, pa.Table], options: Options) -> dict[str, pa.Table]:
    """What the articles of a batch are ordered by, which is worked out once."""
    return {KEYS: keys_of(tables, of_articles(options.tables))} if "articles" in tables else {}


def _with_hits_counted(
    counted: Sequence[dict[str, int]], tables: Mapping[str, pa.Table]
) -> list[dict[str, int]]:
    """The same with the number of hits after each unit; they stand in the order of captures."""
    if HITS not in tables:
        return list(counted)
    captures = tables["captures"].column(CAPTURE.name).combine_chunks()
    rank = pc.index_in(tables[HITS].column(CAPTURE.name).combine_chunks(), captures).to_numpy()
    ends = [after.get("captures", 0) for after in counted]
    hits = np.searchsorted(rank, ends).tolist()
    return [after | {HITS: count} for after, count in zip(counted, hits, strict=True)]


def _refused(batch: Batch, why: str, told: Told) -> dict[str, pa.Table]:
    """The answer for a document that a worker died of: it is not kept."""
    worked = work_off_judged if told.judged else work_off
    refuse = reading.step(worked, joined, marked).refuse
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
        key += JUDGED if key and told.judged else ""
        place = unit.place if reasons else None
        rows = {name: count for name, count in rows.items() if count}
        whole = bool(reasons) or WITHDRAWN in rows
        decided = keying.bound(ids(own, told.options), told.options, whole=whole)
        yield packs.Unit(key, rows, place, decided)


def _has_faults(tables: Mapping[str, pa.Table]) -> bool:
    if "captures" not in tables:
        return False
    status = tables["captures"].column("status")
    return bool(pc.any(pc.not_equal(status, pa.scalar(CaptureStatus.ACCEPTED.value))).as_py())


def ids(tables: Mapping[str, pa.Table], options: Options) -> list[str]:
    """Every id by which the articles of some rows are known, where that can matter at all."""
    if not options.by_article:
        return []
    places = (("captures", "article_id"), ("aliases", "alias_id"), (WITHDRAWN, "article_id"))
    return [name for table, column in places for name in _column(tables, table, column) if name]


def _column(tables: Mapping[str, pa.Table], table: str, column: str) -> list[str | None]:
    if table not in tables:
        return []
    found: list[str | None] = tables[table].column(column).to_pylist()
    return found
