"""The rows of one table that differ between both sides, for the articles that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.records import CORPUS_COLUMNS, HASH_COLUMN
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from pressmark.compare.opened import Opened

PLACES = frozenset({"seq", "src_start", "src_end", "src_line", "src_column"}) | {
    "text_start",
    "text_end",
}
"""Columns of blocks that say where a block is: another before it changes them."""
_LEFT_OUT = {"articles": {HASH_COLUMN}, "texts": set(CORPUS_COLUMNS)}
_CORRECTED = {
    "articles": "{x}.published_basis = 'manual'",
    "blocks": "{x}.kind_basis = 'manual'",
    "changes": "len(list_filter({x}.rules, lambda r: starts_with(r, 'correct'))) > 0",
    "evidence": "starts_with({x}.rule, 'correct')",
}
"""How a row shows that a person decided it, on either side."""
_RULES = {"changes": "{x}.rules", "evidence": "[{x}.rule]"}


def differing(opened: Opened, name: str, articles: str) -> None:
    """Make the table `d_<name>`: a row for each row of `name` that is not the same.

    Its columns: article_id, the key, status (added, removed, changed), fields (the columns that
    differ), corrected, rules (those named on one side alone, for the tables that name any).
    `articles` is a query for the ids of the articles that are looked at.
    """
    table = TABLES[name]
    key = ", ".join(quoted(column) for column in table.key)
    first = quoted(table.key[0])
    one, other = (
        f"(SELECT *, {table.article} AS of_article FROM {opened.apart(side, name)}"
        f" WHERE {table.article} IN ({articles}))"
        for side in "ab"
    )
    fields = f"list_filter([{', '.join(_compared(opened, name))}], lambda v: v IS NOT NULL)"
    opened.execute(f"""
        CREATE TABLE {quoted("d_" + name)} AS
        SELECT * FROM (
            SELECT coalesce(x.of_article, y.of_article) AS article_id,
                {", ".join(f"coalesce(x.{quoted(k)}, y.{quoted(k)}) AS k_{k}" for k in table.key)},
                CASE WHEN x.{first} IS NULL THEN 'added' WHEN y.{first} IS NULL THEN 'removed'
                    ELSE 'changed' END AS status,
                CASE WHEN x.{first} IS NULL OR y.{first} IS NULL THEN [] ELSE {fields} END
                    AS fields,
                {_either(_CORRECTED.get(name, "false"))} AS corrected,
                {_rules(name)} AS rules
            FROM {one} x FULL JOIN {other} y USING ({key}))
        WHERE status <> 'changed' OR len(fields) > 0
    """)


def none(opened: Opened, name: str) -> None:
    """Make the same table without a row, where both sides are known to be the same."""
    keys = "".join(f"'' AS k_{k}, " for k in TABLES[name].key)
    opened.execute(f"""
        CREATE TABLE {quoted("d_" + name)} AS
        SELECT '' AS article_id, {keys}'' AS status, ['']::VARCHAR[] AS fields,
            false AS corrected, ['']::VARCHAR[] AS rules LIMIT 0
    """)


def _compared(opened: Opened, name: str) -> list[str]:
    """For each column an expression that is its name where both rows differ, else null."""
    mine, theirs = opened.columns[name]
    left_out = _LEFT_OUT.get(name, set()) | set(TABLES[name].key)
    both = [
        f"CASE WHEN x.{quoted(c)} IS DISTINCT FROM y.{quoted(c)} THEN {literal(c)} END"
        for c in mine
        if c in theirs and c not in left_out
    ]
    # A column that one side does not have says something only where it holds a value.
    mine_only = [_held("x", c) for c in mine if c not in theirs]
    return both + mine_only + [_held("y", c) for c in theirs if c not in mine]


def _held(side: str, column: str) -> str:
    return f"CASE WHEN {side}.{quoted(column)} IS NOT NULL THEN {literal(column)} END"


def _either(condition: str) -> str:
    one, other = condition.format(x="x"), condition.format(x="y")
    return f"coalesce({one}, false) OR coalesce({other}, false)"


def _rules(name: str) -> str:
    if name not in _RULES:
        return "[]::VARCHAR[]"
    x, y = (f"coalesce({_RULES[name].format(x=side)}, [])" for side in "xy")
    return (
        f"list_filter({x} || {y}, lambda r: NOT (list_contains({x}, r) AND list_contains({y}, r)))"
    )
