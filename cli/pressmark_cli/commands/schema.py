"""`pressmark schema`: the schema in the notation that another tool wants."""

from enum import StrEnum
from typing import Annotated

import typer

NAME = "schema"


class Notation(StrEnum):
    """The notations that the schema can be printed in."""

    json = "json"
    table = "table"
    arrow = "arrow"
    sql = "sql"
    md = "md"
    findings = "findings"
    settings = "settings"


def run(
    notation: Annotated[Notation, typer.Option("--format", "-f", help="Notation.")] = Notation.md,
    table: Annotated[str | None, typer.Option(help="Only this table.")] = None,
) -> None:
    """Print the schema: JSON Schema, Table Schema, Arrow, SQL (DuckDB), or the field reference.

    `findings` is the JSON Schema of what `validate --format json` prints, `settings` that of
    pressmark.toml.
    """
    from pressmark_cli import render
    from pressmark_schema.errors import UsageError
    from pressmark_schema.generate import notations
    from pressmark_schema.tables import TABLES

    if notation is Notation.settings:
        from pressmark.flow import settings_schema

        render.out(settings_schema.text().rstrip("\n"))
        return
    if table is not None and table not in TABLES:
        raise UsageError(f"no table {table!r}; there are {', '.join(TABLES)}")
    chosen = {table: TABLES[table]} if table else TABLES
    render.out(notations.NOTATIONS[notation](chosen).rstrip("\n"))
