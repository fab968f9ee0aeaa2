"""Which field of a corpus a format says where, and which it cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pressmark_schema.tables import Table

Places = dict[str, str]
"""`table.column` to where a format says it."""

IN_FIELDS = ("articles", "texts", "blocks", "embeds", "links")
"""The tables that a format of articles may say field by field; others it says whole or not."""


def fields(schema: Mapping[str, Table]) -> Iterator[str]:
    """Every field that a corpus of this schema holds: `table.column`, or a further table's name.

    A column that texts repeats from articles, or details use as a key, counts once.
    """
    seen: set[str] = set()
    for name in IN_FIELDS:
        for column in schema[name].column_names:
            repeats = column in seen and (name == "texts" or column.endswith("_id"))
            if not repeats:
                yield f"{name}.{column}"
            if name in {"articles", "blocks"}:
                seen.add(column)
    yield from (name for name in schema if name not in IN_FIELDS)


def all_of(schema: Mapping[str, Table], name: str, place: str, but: Iterable[str] = ()) -> Places:
    """Each column of a table at `place`, in which `{}` stands for the column's name."""
    left = set(but)
    return {
        f"{name}.{column}": place.format(column)
        for column in schema[name].column_names
        if column not in left
    }


def everything(schema: Mapping[str, Table]) -> Places:
    """The places in a format that has every table with its columns by their names."""
    return {field: f"`{field}`" if "." in field else f"table `{field}`" for field in fields(schema)}


def unsaid(schema: Mapping[str, Table], places: Places, present: Iterable[str]) -> list[str]:
    """The fields, of tables that are `present`, that a format with these places cannot say."""
    here = set(present)
    return [
        field for field in fields(schema) if field not in places and field.partition(".")[0] in here
    ]
