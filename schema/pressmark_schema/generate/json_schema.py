"""JSON Schema of the tables' rows (draft 2020-12), one definition a table."""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from pressmark_schema.tables import Table


def json_schema(tables: Mapping[str, Table]) -> dict[str, Any]:
    """One JSON Schema document whose properties are the tables, each an array of rows."""
    rows = [(table.row, "validation") for table in tables.values()]
    references, document = models_json_schema(rows)  # type: ignore[arg-type]
    properties = {
        name: {
            "type": "array",
            "description": table.summary,
            "items": references[(table.row, "validation")],
        }
        for name, table in tables.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pressmark corpus",
        "type": "object",
        "properties": properties,
        **document,
    }
