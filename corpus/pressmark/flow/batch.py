"""A batch of files becomes Arrow tables: the pure work that any runner may do anywhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pressmark.flow.capture import quarantined
from pressmark.flow.duplicates import SEGMENTS, segments
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.reading import load, read
from pressmark.flow.record import record
from pressmark.flow.rows import Rows
from pressmark.flow.withdrawn import LEFT_OUT, WITHDRAWN, WithdrawnError, left_out
from pressmark_schema.documents import Document, Quarantined, RawPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.flow.intake import Item
    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile

CORRECTED = "corrected"
"""No table of the corpus: the lines of the corrections that a batch applied."""
INCIDENT = "incidents"
"""No table of the corpus: the documents that a worker died of, and of what."""


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
    was applied, SEGMENTS where there are texts and duplicates are wanted, WITHDRAWN where a
    document was left out. The result depends on the bytes, the paths, the metadata and the options
    alone. `counted` gets the rows of each table that there are after each unit.
    """
    held = _Held(Rows(options.tables))
    for unit in units:
        source, documents = read(unit, options.config.read)
        if source:
            held.rows.add("sources", [source.model_dump()])
        for document in documents:
            _capture(document, options, held)
        if counted is not None:
            counted.append(held.counts())
    made = held.tables()
    if "texts" in made and options.config.duplicates.enabled:
        made[SEGMENTS] = segments(made["texts"])
    return made


@dataclass
class _Held:
    """The rows of a batch, and what it says besides."""

    rows: Rows
    corrected: list[int] = field(default_factory=list)
    hidden: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The rows that each table has by now."""
        said = {CORRECTED: len(self.corrected), WITHDRAWN: len(self.hidden)}
        return said | self.rows.counts()

    def tables(self) -> dict[str, pa.Table]:
        """All of it in Arrow; what is besides, where there is any."""
        made = self.rows.tables()
        if self.hidden:
            made[WITHDRAWN] = pa.Table.from_pylist(self.hidden, LEFT_OUT)
        if self.corrected:
            made[CORRECTED] = pa.table({"line": self.corrected})
        return made


def _capture(document: Document | Quarantined, options: Options, held: _Held) -> None:
    if isinstance(document, Document):
        try:
            made = record(document, options)
        except WithdrawnError as error:
            held.hidden.append(left_out(document.source_id, error))
            return
        except InvalidMetadataError as error:
            document = _refused(document, error)
        else:
            held.corrected += made.corrected
            held.rows.add("captures", [made.capture])
            for name, table in made.rows.items():
                held.rows.add(name, table, made.capture["capture_id"])
            return
    namespace = options.config.corpus.namespace
    named = options.withdrawn.names_path(document.path, document.record_index, namespace)
    if named:
        held.hidden.append(left_out(document.source_id, named))
    else:
        held.rows.add("captures", [quarantined(document)])


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
