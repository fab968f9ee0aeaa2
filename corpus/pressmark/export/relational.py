"""The tables of a corpus in a database: definitions with keys, views, and their order."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressmark.dataset import Dataset
    from pressmark_schema.columns import Column
    from pressmark_schema.tables import Table

VIEWS = {
    "articles_with_text": (
        {"articles", "texts"},
        """SELECT a.*, t.text, t.date_from, t.date_to, t.date_precision, t.date_basis,
          t.dup_cluster, t.dup_relation, t.is_representative
        FROM articles a JOIN texts t ON t.article_id = a.article_id""",
    ),
    "embeds_in_articles": (
        {"blocks", "embeds"},
        """SELECT b.article_id, b.seq, b.text, e.*
        FROM embeds e JOIN blocks b ON b.block_id = e.block_id""",
    ),
    "links_in_articles": (
        {"blocks", "links"},
        """SELECT b.article_id, b.seq, b.kind, l.*
        FROM links l JOIN blocks b ON b.block_id = l.block_id""",
    ),
}
"""Views by name: the tables that each needs, and its query."""


def in_order(dataset: Dataset) -> list[Table]:
    """The tables that are here, each after those that it references."""
    here = {name: dataset.table(name) for name in dataset.schema if name in dataset.files}
    graph = {
        name: sorted({key.table for key in table.foreign_keys if key.table in here} - {name})
        for name, table in here.items()
    }
    return [here[name] for name in TopologicalSorter(graph).static_order()]


def definition(
    table: Table, present: frozenset[str], kind: Callable[[Column], str], after: str = ""
) -> str:
    """CREATE TABLE with keys, those to tables that are `present`; `kind` gives a column's type."""
    lines = [
        f"  {quoted(column.name)} {kind(column)}{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    lines.append(f"  PRIMARY KEY ({_listed(table.key)})")
    lines += [f"  UNIQUE ({_listed(columns)})" for columns in table.unique]
    lines += [
        f"  FOREIGN KEY ({_listed(key.columns)}) REFERENCES {quoted(key.table)} ({_listed(key.to)})"
        for key in table.foreign_keys
        if key.table in present
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n" + ",\n".join(lines) + f"\n){after}"


def views(present: frozenset[str]) -> list[str]:
    """The statements that make the views over tables that are `present`."""
    return [
        f"CREATE VIEW {quoted(name)} AS {query}"
        for name, (needed, query) in VIEWS.items()
        if needed <= present
    ]


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))
