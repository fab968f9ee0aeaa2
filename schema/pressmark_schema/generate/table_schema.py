"""Table Schema (Data Package v2) of a table, as it stands in a datapackage.json."""

from typing import Any

from pressmark_schema.columns import Column, ColumnType
from pressmark_schema.tables import Table

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

_TYPES = {
    ColumnType.STRINGS: "array",
    ColumnType.INTEGERS: "array",
}


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
        "type": _TYPES.get(column.type, column.type.value),
        "description": column.description,
    }
    if column.type is ColumnType.STRINGS:
        field["constraints"] = {"jsonSchema": {"type": "array", "items": {"type": "string"}}}
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = field.get("constraints", {}) | constraints
    return field


def _constraints(column: Column) -> dict[str, Any]:
    is_list = column.type in _TYPES
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
