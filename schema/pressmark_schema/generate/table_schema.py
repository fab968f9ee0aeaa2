"""Table Schema (Data Package v2) of a table, as it stands in a datapackage.json."""

from typing import Any

from pressmark_schema.columns import Column, ColumnType
from pressmark_schema.tables import Table

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

_ITEMS = {
    ColumnType.STRINGS: "string",
    ColumnType.INTEGERS: "integer",
}
"""The types that are lists, and what is in them."""


def table_schema(table: Table, present: frozenset[str]) -> dict[str, Any]:
    """The table's schema; foreign keys to tables that are not in `present` are left out.

    Lists are JSON arrays; an empty cell is null, so a CSV writer must quote empty strings.
    """
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.unique:
        schema["uniqueKeys"] = [list(names) for names in table.unique]
    keys = [
        {
            "fields": list(key.columns),
            "reference": {"resource": key.table, "fields": list(key.to)},
        }
        for key in table.foreign_keys
        if key.table in present
    ]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if column.type in _ITEMS else column.type.value,
        "description": column.description,
    }
    if column.type in _ITEMS:
        # Ours, as the standard allows: frictionless knows it, but not the constraint jsonSchema.
        field["arrayItem"] = {"type": _ITEMS[column.type]}
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> dict[str, Any]:
    is_list = column.type in _ITEMS
    # An empty string cannot be told from null by every CSV reader, so only columns that are
    # never empty are declared required.
    required = not column.nullable and (
        column.type is not ColumnType.STRING or _never_empty(column)
    )
    found: dict[str, Any] = {
        "required": True if required else None,
        "pattern": column.pattern.strip("^$") if column.pattern else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "minLength": None if is_list else column.min_length,
        "enum": list(column.enum) or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _never_empty(column: Column) -> bool:
    return bool(column.enum or column.pattern or column.min_length)
