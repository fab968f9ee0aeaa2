"""The rows of one article after another, drawn from tables that share one order."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pressmark.export.selection import article_ids
from pressmark_schema.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from pressmark.dataset import Dataset
    from pressmark_schema.tables import Table

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Batches = tuple["Table", "Iterable[pa.RecordBatch]"]


_CHUNK = 8_192


def records(lead: Batches, others: Mapping[str, Batches]) -> Iterator[tuple[Row, Rows]]:
    """For each row of `lead`, one an article, that row and the article's rows of each other table.

    Holds the rows of one article and a batch a table at a time. Raises IntegrityError where a
    table has rows of no article or is not in the order of `lead`.
    """
    grouped = {name: _Grouped(*batches) for name, batches in others.items()}
    for article, row in _rows(*lead):
        yield row, {name: group.take(article) for name, group in grouped.items()}
    for name, group in grouped.items():
        if group.ahead is not None:
            raise IntegrityError(
                f"{name}: the rows of {group.ahead[0]} are out of order or of no article",
                hint="build the dataset again",
            )


class _Grouped:
    """The rows of a table, article by article; `ahead` is the first that was not taken."""

    def __init__(self, table: Table, batches: Iterable[pa.RecordBatch]) -> None:
        self._rows = _rows(table, batches)
        self.ahead = next(self._rows, None)

    def take(self, article: str) -> list[Row]:
        found = []
        while self.ahead is not None and self.ahead[0] == article:
            found.append(self.ahead[1])
            self.ahead = next(self._rows, None)
        return found


def _rows(table: Table, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, Row]]:
    for batch in batches:
        yield from zip(article_ids(table, batch).to_pylist(), batch.to_pylist(), strict=True)


def articles(dataset: Dataset, *names: str) -> Iterator[tuple[Row, Rows]]:
    """Each row of articles with the article's rows of the tables `names`; none where one is not."""
    others = {
        name: (dataset.table(name), dataset.batches(name))
        for name in names
        if name in dataset.files
    }
    missing: Rows = {name: [] for name in names if name not in dataset.files}
    lead = (dataset.table("articles"), dataset.batches("articles"))
    for article, rows in records(lead, others):
        yield article, {**rows, **missing}


def in_batches(schema: pa.Schema, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """Rows as Arrow batches of a schema."""
    import pyarrow as pa

    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        yield pa.RecordBatch.from_pylist(chunk, schema)


def by_block(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows of embeds or links by the block that they are in."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["block_id"], []).append(row)
    return found
