"""A batch of files becomes Arrow tables: the pure work that any runner may do anywhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.reading import read
from pressmark.flow.record import quarantined, record
from pressmark.flow.withdrawn import WithdrawnError
from pressmark_schema.documents import Document, Quarantined
from pressmark_schema.generate.arrow_schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile, RawPart
    from pressmark_schema.tables import Table

CORRECTED = "corrected"
"""No table of the corpus: the lines of the corrections that a batch applied."""
LEFT_OUT = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("misplaced", pa.bool_(), nullable=False),
    ]
)
"""What WITHDRAWN says of each document that was left out."""
WITHDRAWN = "withdrawn"
"""No table of the corpus: the documents of a batch whose articles are withdrawn."""
CAPTURE = pa.field("capture_id", pa.string(), nullable=False)
"""The column by which rows of all tables are told to be of one capture, until it is resolved."""


def process(units: Sequence[RawFile | RawPart], options: Options) -> dict[str, pa.Table]:
    """The rows of every document in `units`, files or parts of them, by table.

    Tables about articles carry a last column `capture_id`; CORRECTED is there where a correction
    was applied, WITHDRAWN where a document was left out. The result depends on the bytes, the
    paths, the metadata and the options alone.
    """
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    corrected: list[int] = []
    for unit in units:
        source, documents = read(unit, options.config.read)
        if source:
            rows["sources"].append(source.model_dump())
        for document in documents:
            _capture(document, options, rows, corrected)
    left_out = rows.pop(WITHDRAWN, [])
    made = {name: _arrow(name, options.tables[name], found) for name, found in rows.items()}
    if left_out:
        made[WITHDRAWN] = pa.Table.from_pylist(left_out, LEFT_OUT)
    return made | ({CORRECTED: pa.table({"line": corrected})} if corrected else {})


def _capture(
    document: Document | Quarantined,
    options: Options,
    rows: defaultdict[str, list[dict[str, Any]]],
    corrected: list[int],
) -> None:
    if isinstance(document, Document):
        try:
            made = record(document, options)
        except WithdrawnError as error:
            rows[WITHDRAWN].append(_left_out(document, error.article_id, error.misplaced))
            return
        except InvalidMetadataError as error:
            document = _refused(document, error)
        else:
            corrected += made.corrected
            capture = made.capture.model_dump()
            rows["captures"].append(capture)
            for name, table in made.rows.items():
                rows[name] += [row | {CAPTURE.name: capture["capture_id"]} for row in table]
            return
    namespace = options.config.corpus.namespace
    named = options.withdrawn.names_path(document.path, document.record_index, namespace)
    if named:
        rows[WITHDRAWN].append(_left_out(document, named))
        return
    rows["captures"].append(quarantined(document).model_dump())


def _left_out(
    document: Document | Quarantined,
    article_id: str,
    misplaced: bool = False,  # noqa: FBT001, FBT002 - a value of the row
) -> dict[str, Any]:
    source = document.source_id
    return {"article_id": article_id, "source_id": source, "misplaced": misplaced}


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
    columns = [pa.array([row[field.name] for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def batch_schema(name: str, table: Table) -> pa.Schema:
    """The Arrow schema of a batch's table: the table's own and, about articles, the capture."""
    schema = arrow_schema(table)
    return schema if name in {"sources", "captures"} else schema.append(CAPTURE)
