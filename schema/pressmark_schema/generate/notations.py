"""The notations by name, each a function from tables to text."""

import json
from collections.abc import Callable, Mapping

from pressmark_schema.generate.json_schema import json_schema
from pressmark_schema.generate.reference import reference
from pressmark_schema.generate.sql import create_table
from pressmark_schema.generate.table_schema import table_schema
from pressmark_schema.tables import Table

Tables = Mapping[str, Table]


def _json(tables: Tables) -> str:
    return _pretty(json_schema(tables))


def _table(tables: Tables) -> str:
    present = frozenset(tables)
    return _pretty({name: table_schema(table, present) for name, table in tables.items()})


def _arrow(tables: Tables) -> str:
    from pressmark_schema.generate.arrow_schema import arrow_schema

    return "\n".join(
        f"{name}\n{_indented(arrow_schema(table))}\n" for name, table in tables.items()
    )


def _sql(tables: Tables) -> str:
    return "\n".join(f"{create_table(table)};\n" for table in tables.values())


def _findings(_tables: Tables) -> str:
    from pressmark_schema.published import PublishedReport

    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return _pretty(head | PublishedReport.model_json_schema())


def _indented(schema: object) -> str:
    return "\n".join(f"  {line}" for line in str(schema).splitlines())


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


NOTATIONS: dict[str, Callable[[Tables], str]] = {
    "json": _json,
    "table": _table,
    "arrow": _arrow,
    "sql": _sql,
    "md": reference,
    "findings": _findings,
}
