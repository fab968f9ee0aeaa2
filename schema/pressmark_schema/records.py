"""Records: an article's rows in all tables as one thing with one hash."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pressmark_schema.canonical import canonical, sha256_of
from pressmark_schema.tables import ARTICLE_TABLES, TABLES, Table

HASH_COLUMN = "record_sha256"
"""The column of articles that holds the hash, and is therefore not part of it."""

CORPUS_COLUMNS = frozenset({"dup_cluster", "dup_relation", "is_representative"})
"""Columns that speak of the corpus around an article: another article may change them."""

_UNHASHED = {"articles": frozenset({HASH_COLUMN}), "texts": CORPUS_COLUMNS}

SortKey = tuple[tuple[bool, Any], ...]


def record_sha256(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The hash of one article's record, whatever the order in which its rows are given.

    Args:
        rows: for each name in ARTICLE_TABLES the article's rows, column name to value; a table
            without rows may be missing. The row of articles may hold any record_sha256 or none;
        what CORPUS_COLUMNS hold does not count.

    Returns:
        SHA-256 in hexadecimal over the canonical JSON of the rows, each followed by a line feed:
        the tables in the order of ARTICLE_TABLES, the rows of each in the table's order.
    """
    return sha256_of(_chunks(rows))


def order_key(table: Table, row: Mapping[str, Any]) -> SortKey:
    """What sorts the rows of one article in `table`: the columns of `order`, nulls last."""
    values = [row[name] for name in table.order]
    return tuple([(True, 0) if value is None else (False, value) for value in values])


def _chunks(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[bytes]:
    for name in ARTICLE_TABLES:
        table, found = TABLES[name], rows.get(name, ())
        if len(found) > 1:
            found = sorted(found, key=lambda row: order_key(table, row))
        for row in found:
            yield canonical(_hashed(row, _UNHASHED[name]) if name in _UNHASHED else row)


def _hashed(row: Mapping[str, Any], left_out: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in left_out}
