"""A table: its row model, keys, checks, order and the files it may be written to."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from pydantic import Field, ValidationError, create_model

from pressmark_schema.columns import Column, Row, columns
from pressmark_schema.constraints import RowCheck


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of this table name a row of `table` by its `to` columns."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What a table holds and how its rows are told apart, ordered and related.

    `order` lists the columns that, after the outlet and the article, sort the rows; `article` is
    a DuckDB expression over a row that gives its article id, or empty for tables about files.
    """

    name: str
    row: type[Row]
    summary: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    article: str = "article_id"
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[RowCheck, ...] = field(default=())
    csv: bool = True

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The table's columns, in order."""
        return columns(self.row)

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of the table's columns, in order."""
        return tuple(self.row.model_fields)

    def accepts(self, values: dict[str, Any]) -> bool:
        """Whether `values` make a row of this table that meets every check."""
        try:
            row = self.row.model_validate(values)
        except ValidationError:
            return False
        plain = row.model_dump()
        return all(check.holds(plain) for check in self.checks)

    def with_columns(self, extra: dict[str, tuple[Any, str]]) -> Self:
        """The same table with further nullable columns: name to (type, description)."""
        if not extra:
            return self
        fields: dict[str, Any] = {
            name: (kind | None, Field(description=description))
            for name, (kind, description) in extra.items()
        }
        model = create_model(self.row.__name__, __base__=self.row, **fields)
        return replace(self, row=model)
