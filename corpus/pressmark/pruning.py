"""Which files and row groups can hold rows of wanted articles, by what is stated of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    import pyarrow.parquet as pq

    from pressmark_schema.descriptor import FileFacts

COLUMNS = ("article_id", "outlet_id", "date_from", "date_to")
"""The columns by which tables are sorted and divided, so that statistics tell row groups apart."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values that wanted rows have: column to its different values, in order.

    A column of which some wanted row has no value is left out: it rules nothing out.
    """

    values: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, articles: pa.Table) -> Wanted:
        """Those of a table of articles, of which some may be absent, with columns of COLUMNS."""
        here = (name for name in COLUMNS if name in articles.column_names)
        columns = {name: articles[name] for name in here}
        return cls(
            {
                name: sorted(column.unique().to_pylist())
                for name, column in columns.items()
                if not column.null_count
            }
        )

    def may_be_in(self, file: FileFacts) -> bool:
        """Whether one of a table's files can hold wanted rows, by the days of its articles."""
        days = self.values.get("date_from")
        if days is None:
            return True
        if file.date_from is None or file.date_to is None:
            return False
        first = bisect_left(days, file.date_from)
        return first < len(days) and bool(days[first] <= file.date_to)

    def groups(self, file: pq.ParquetFile) -> list[int]:
        """The row groups of a file that can hold wanted rows, in order."""
        metadata = file.metadata
        return [
            place
            for place in range(metadata.num_row_groups)
            if self._may_be_in(metadata.row_group(place))
        ]

    def _may_be_in(self, group: pq.RowGroupMetaData) -> bool:
        for place in range(group.num_columns):
            column = group.column(place)
            values = self.values.get(column.path_in_schema)
            bounds = column.statistics if values is not None else None
            if values is None or bounds is None or not bounds.has_min_max:
                continue
            first = bisect_left(values, bounds.min)
            if first == len(values) or values[first] > bounds.max:
                return False
        return True
