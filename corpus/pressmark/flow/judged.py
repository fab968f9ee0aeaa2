"""The hits of the record rules, found with the batch: articles are not read again for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from pressmark import check
from pressmark.flow.batch import work_off
from pressmark.flow.collecting import Collected
from pressmark.flow.rows import CAPTURE, batch_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pressmark.flow.intake import Item
    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile, RawPart

HITS = "hits"
"""No table of the corpus: what the record rules found, with the capture that each hit is of."""
_TABLES = ("articles", "blocks", "changes")


def work_off_judged(
    batch: Sequence[Item | RawFile | RawPart], options: Options
) -> dict[str, pa.Table]:
    """Load and process a batch and judge its articles; what a worker of a build does."""
    return with_hits(work_off(batch, options), options)


def with_hits(tables: Mapping[str, pa.Table], options: Options) -> dict[str, pa.Table]:
    """The tables of a batch, and HITS beside them where it has articles.

    The hits stand in the order of the captures. An article that the batch has from two captures
    is judged twice: which of them is current, only the whole corpus shows.
    """
    if "articles" not in tables:
        return dict(tables)
    schemas = {name: batch_schema(name, options.tables[name]) for name in _TABLES}
    parts = {name: tables.get(name, schemas[name].empty_table()) for name in _TABLES}
    left = parts["articles"]
    found = []
    while left.num_rows:
        ids = left.column("article_id").combine_chunks()
        first = pc.equal(pc.index_in(ids, ids), pa.array(range(len(ids)), pa.int32()))
        now, left = left.filter(first), left.filter(pc.invert(first))
        found.append(_judged(parts | {"articles": now}))
    hits = pa.concat_tables(found)
    if len(found) > 1:
        captures = tables["captures"].column(CAPTURE.name).combine_chunks()
        # A stable order: the hits of a capture stay in theirs.
        rank = pc.index_in(hits.column(CAPTURE.name).combine_chunks(), captures)
        order = sorted(range(len(rank)), key=rank.to_pylist().__getitem__)
        hits = hits.take(pa.array(order, pa.int64()))
    return {**tables, HITS: hits}


def _judged(parts: Mapping[str, pa.Table]) -> pa.Table:
    """The hits in articles that have one capture each."""
    articles = parts["articles"]
    captures = articles.column(CAPTURE.name).combine_chunks()
    own = {
        name: table.filter(pc.is_in(table.column(CAPTURE.name), captures)).drop_columns(
            [CAPTURE.name]
        )
        for name, table in parts.items()
    }
    made = check.judged_unit(own["articles"], own["blocks"], own["changes"])
    ids = own["articles"].column("article_id").combine_chunks()
    of = captures.take(pc.index_in(made.column("article_id").combine_chunks(), ids))
    return made.append_column(CAPTURE, of)


@cache
def schema() -> pa.Schema:
    """The columns of HITS."""
    return check.hits_schema().append(CAPTURE)


def put_aside(batches: Iterable[dict[str, pa.Table]], path: Path) -> Iterator[dict[str, pa.Table]]:
    """The batches without their HITS, which are written to `path` meanwhile."""
    writer = Collected(path, schema())
    try:
        for batch in batches:
            if HITS in batch:
                writer.add(batch.pop(HITS))
            yield batch
        writer.close()
    finally:
        writer.drop()
