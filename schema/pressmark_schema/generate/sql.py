"""SQL (DuckDB) of a table: its definition and, for each column and check, the rows it refuses."""

from dataclasses import dataclass
from enum import StrEnum

from pressmark_schema.columns import Column, ColumnType
from pressmark_schema.tables import Table

_TYPES = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMPTZ",
    ColumnType.STRINGS: "VARCHAR[]",
    ColumnType.INTEGERS: "BIGINT[]",
}


class ConditionKind(StrEnum):
    """What a condition asks of a value; `row` is one between the columns of a row."""

    REQUIRED = "required"
    ITEMS = "items"
    PATTERN = "pattern"
    ENUM = "enum"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    LENGTH = "length"
    EDTF = "edtf"
    ROW = "row"


RESERVED = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "constraint",
        "create",
        "default",
        "deferrable",
        "desc",
        "describe",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "foreign",
        "from",
        "group",
        "having",
        "in",
        "initially",
        "intersect",
        "into",
        "lambda",
        "lateral",
        "leading",
        "limit",
        "not",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "pivot",
        "pivot_longer",
        "pivot_wider",
        "placing",
        "primary",
        "qualify",
        "references",
        "returning",
        "select",
        "show",
        "some",
        "summarize",
        "symmetric",
        "table",
        "then",
        "to",
        "trailing",
        "true",
        "union",
        "unique",
        "unpivot",
        "using",
        "variadic",
        "when",
        "where",
        "window",
        "with",
    ]
)
"""The words that DuckDB reserves: no column is called so, so that queries need no quotes."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet: `sql` is true for the rows that do; `column` is null for row checks."""

    sql: str
    says: str
    column: str | None
    kind: ConditionKind


def create_table(table: Table) -> str:
    """The CREATE TABLE statement with every constraint that a row alone can break."""
    lines = [f"  {quoted(column.name)} {_TYPES[column.type]}" for column in table.columns]
    lines += [f"  CHECK ({condition.sql})" for condition in conditions(table)]
    return f"CREATE TABLE {quoted(table.name)} (\n" + ",\n".join(lines) + "\n)"


def conditions(table: Table) -> list[Condition]:
    """Every condition on a single row: those of its columns, then those between them."""
    found = [
        Condition(sql, says, column.name, kind)
        for column in table.columns
        for sql, says, kind in _of_column(column)
    ]
    checks = [Condition(f"({c.sql()})", c.says, None, ConditionKind.ROW) for c in table.checks]
    return found + checks


def sql_type(column: Column) -> str:
    """The DuckDB type of a column."""
    return _TYPES[column.type]


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """`value` as an SQL string."""
    return "'" + value.replace("'", "''") + "'"


_Found = list[tuple[str, str, ConditionKind]]


def _of_column(column: Column) -> _Found:
    name = quoted(column.name)
    found: _Found = []
    if not column.nullable:
        found.append((f"{name} is not null", "is required", ConditionKind.REQUIRED))
    found += [(f"coalesce({sql}, true)", says, kind) for sql, says, kind in _values(column, name)]
    return found


def _values(column: Column, name: str) -> _Found:
    kinds = ConditionKind
    found: _Found = []
    if column.type in {ColumnType.STRINGS, ColumnType.INTEGERS}:
        found.append((f"list_count({name}) = len({name})", "holds no null items", kinds.ITEMS))
    if column.pattern:
        sql = f"regexp_full_match({name}, {literal(column.pattern)})"
        found.append((sql, f"matches {column.pattern}", kinds.PATTERN))
    if column.enum:
        values = ", ".join(literal(value) for value in column.enum)
        says = f"is one of {', '.join(column.enum)}"
        found.append((f"{name} in ({values})", says, kinds.ENUM))
    if column.minimum is not None:
        found.append(
            (f"{name} >= {column.minimum}", f"is at least {column.minimum}", kinds.MINIMUM)
        )
    if column.maximum is not None:
        found.append((f"{name} <= {column.maximum}", f"is at most {column.maximum}", kinds.MAXIMUM))
    if column.min_length is not None:
        found.append((f"len({name}) >= {column.min_length}", "is not empty", kinds.LENGTH))
    if column.is_edtf:
        found.append((_edtf(name), "is a date of the calendar (EDTF)", kinds.EDTF))
    return found


def _edtf(name: str) -> str:
    """That each full day exists and an interval does not end before it begins.

    The shape is the pattern's business; a prefix comparison orders dates of mixed precision.
    """
    left, right = (f"rtrim(split_part({name}, '/', {side}), '?~%')" for side in (1, 2))
    days = [
        f"(len({side}) <> 10 or right({side}, 2) = 'XX' or try_cast({side} as date) is not null)"
        for side in (left, right)
    ]
    shorter = f"least(len({left}), len({right}))"
    return " and ".join([*days, f"left({left}, {shorter}) <= left({right}, {shorter})"])
