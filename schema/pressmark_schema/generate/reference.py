"""The field reference in Markdown: every table, column, meaning and constraint."""

from collections.abc import Iterable, Mapping

from pressmark_schema.columns import Column
from pressmark_schema.tables import Table


def reference(tables: Mapping[str, Table]) -> str:
    """The whole reference as one Markdown document, ending in a line feed."""
    head = (
        "# Field reference\n\n"
        "Generated from the models by `pressmark schema --format md`; do not edit.\n"
        "Offsets count Unicode code points and are half-open. Instants are UTC. `?` marks columns "
        "that may be null. Lists are JSON arrays in CSV and `list` in Parquet.\n"
    )
    return head + "".join(_table(table) for table in tables.values())


def _table(table: Table) -> str:
    only = "" if table.csv else "Parquet only."
    lines = [
        f"\n## {table.name}\n",
        table.summary + "\n",
        f"Key: {_names(table.key)}. {_relations(table)}{only}".rstrip() + "\n",
        "| column | type | meaning | may hold |",
        "|---|---|---|---|",
        *(_row(column) for column in table.columns),
    ]
    if table.checks:
        lines += ["", "Between columns:", ""] + [f"- {check.says}" for check in table.checks]
    return "\n".join(lines) + "\n"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _relations(table: Table) -> str:
    keys = table.foreign_keys
    return "".join(f"{_names(key.columns)} names a row of {key.table}. " for key in keys)


def _row(column: Column) -> str:
    mark = "?" if column.nullable else ""
    cells = (f"`{column.name}`{mark}", column.type.value, column.description, _holds(column))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _holds(column: Column) -> str:
    if column.enum:
        return ", ".join(column.enum)
    if column.is_edtf:
        return "EDTF date"
    if column.pattern:
        return f"`{column.pattern}`"
    if column.minimum is not None:
        return f"≥ {column.minimum}" + (f", ≤ {column.maximum}" if column.maximum else "")
    return "not empty" if column.min_length else ""
