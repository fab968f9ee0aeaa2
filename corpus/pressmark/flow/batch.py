"""A batch of files becomes Arrow tables: the pure work that any runner may do anywhere."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pressmark.flow.capture import quarantined
from pressmark.flow.duplicates import SEGMENTS, segments
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.reading import load, read
from pressmark.flow.record import record
from pressmark_schema.documents import Document, Quarantined, RawPart
from pressmark_schema.generate.arrow_schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.flow.intake import Item
    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile
    from pressmark_schema.tables import Table

CORRECTED = "corrected"
"""No table of the corpus: the lines of the corrections that a batch applied."""
INCIDENT = "incidents"
"""No table of the corpus: the documents that a worker died of, and of what."""
CAPTURE = pa.field("capture_id", pa.string(), nullable=False)
"""The column by which rows of all tables are told to be of one capture, until it is resolved."""


def work_off(batch: Sequence[Item | RawFile | RawPart], options: Options) -> dict[str, pa.Table]:
    """Load and process a batch; what a worker process does."""
    return process(load(batch, options.config.read.max_bytes), options)


def process(
    units: Sequence[RawFile | RawPart],
    options: Options,
    counted: list[dict[str, int]] | None = None,
) -> dict[str, pa.Table]:
    """The rows of every document in `units`, files or parts of them, by table.

    Tables about articles carry a last column `capture_id`; CORRECTED is there where a correction
    was applied, SEGMENTS where there are texts and duplicates are wanted. The result depends on
    the bytes, the paths, the metadata and the options alone. `counted` gets the rows of each
    table that there are after each unit.
    """
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    corrected: list[int] = []
    for unit in units:
        source, documents = read(unit, options.config.read)
        if source:
            rows["sources"].append(source.model_dump())
        for document in documents:
            _capture(document, options, rows, corrected)
        if counted is not None:
            counted.append({CORRECTED: len(corrected), **{n: len(r) for n, r in rows.items()}})
    made = {name: _arrow(name, options.tables[name], found) for name, found in rows.items()}
    if corrected:
        made[CORRECTED] = pa.table({"line": corrected})
    if "texts" in made and options.config.duplicates.enabled:
        made[SEGMENTS] = segments(made["texts"])
    return made


def _capture(
    document: Document | Quarantined,
    options: Options,
    rows: defaultdict[str, list[dict[str, Any]]],
    corrected: list[int],
) -> None:
    if isinstance(document, Document):
        try:
            made = record(document, options)
        except InvalidMetadataError as error:
            document = _refused(document, error)
        else:
            corrected += made.corrected
            rows["captures"].append(made.capture)
            known_by = {CAPTURE.name: made.capture["capture_id"]}
            for name, table in made.rows.items():
                rows[name] += [row | known_by for row in table]
            return
    rows["captures"].append(quarantined(document))


def _refused(document: Document, error: InvalidMetadataError) -> Quarantined:
    return Quarantined(
        document.source_id,
        document.path,
        document.record_index,
        document.record_offset,
        document.record_sha256,
        error.reason,
        str(error),
    )


def _arrow(name: str, table: Table, rows: list[dict[str, Any]]) -> pa.Table:
    schema = batch_schema(name, table)
    if not rows:
        return schema.empty_table()
    values = zip(*map(itemgetter(*schema.names), rows), strict=True)
    columns = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(columns, schema=schema)


def batch_schema(name: str, table: Table) -> pa.Schema:
    """The Arrow schema of a batch's table: the table's own and, about articles, the capture."""
    schema = arrow_schema(table)
    return schema if name in {"sources", "captures"} else schema.append(CAPTURE)


def joined(batches: Sequence[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """The tables of several batches as those of one."""
    found: defaultdict[str, list[pa.Table]] = defaultdict(list)
    for batch in batches:
        for name, table in batch.items():
            found[name].append(table)
    return {name: pa.concat_tables(tables) for name, tables in found.items()}


def marked(
    batch: dict[str, pa.Table], units: Sequence[RawFile | RawPart], why: str
) -> dict[str, pa.Table]:
    """The tables of documents that a worker died of, with that said beside them."""
    paths = [unit.source.path if isinstance(unit, RawPart) else unit.path for unit in units]
    return batch | {INCIDENT: pa.table({"path": paths, "why": [why] * len(paths)})}
