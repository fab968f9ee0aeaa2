"""Ordering: the one order of all tables of articles, worked out in DuckDB from keys and weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark import layout
from pressmark.layout import Cell, Place
from pressmark_schema.generate.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import duckdb
    import pyarrow as pa

    from pressmark.layout import Piece, Words

LEAF = "leaf"
"""The column by which a query says in which leaf a row is."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Rows with an address: `source` in SQL's FROM, and expressions over it.

    `words` is a list of texts, `identity` an id (see `layout`), `weights` give bytes.
    """

    source: str
    words: str
    identity: str
    weights: tuple[str, ...]

    def leaves(self, connection: duckdb.DuckDBPyConnection, limit: int) -> tuple[Place, ...]:
        """The leaves that the rows are divided into."""
        sums = ", ".join(f"sum({weight})::BIGINT" for weight in self.weights)

        def cells(key: str, where: str = "true") -> Iterator[tuple[Any, Cell]]:
            query = (
                f"SELECT {key} AS key, count(*), {sums} FROM {self.source} WHERE {where} GROUP BY 1"
            )
            for found, count, *weights in connection.execute(query).fetchall():
                yield found, Cell(count, tuple(weights))

        def finer(words: Words) -> Mapping[str, Cell]:
            listed = f"[{', '.join(map(literal, words))}]::VARCHAR[]"
            where = f"{self.words} = {listed}"
            return dict(cells(layout.sql_bits_of(self.identity), where))

        coarse: dict[Words, Cell] = {tuple(words): cell for words, cell in cells(self.words)}
        return layout.leaves(coarse, finer, limit)

    def numbered(
        self, connection: duckdb.DuckDBPyConnection, found: Sequence[Place], name: str
    ) -> str:
        """A source in SQL: the rows with their leaf, counted from 0, as the column `leaf`.

        A table `name` of the leaves is made for it where there are several.
        """
        if len(found) == 1:
            return f"(SELECT *, 0 AS {LEAF} FROM {self.source})"
        names = ", ".join(f"({literal(place.name)}, {n})" for n, place in enumerate(found))
        connection.execute(
            f"CREATE OR REPLACE TABLE {quoted(name)} AS "
            f"FROM (VALUES {names}) places (place_name, {LEAF})"
        )
        # The last name that is not beyond the address is its beginning: no leaf holds another.
        address = layout.sql_address(self.words, self.identity)
        return (
            f"(SELECT r.* EXCLUDE (_address), {LEAF} "
            f"FROM (SELECT *, {address} AS _address FROM {self.source}) r "
            f"ASOF JOIN {quoted(name)} p ON r._address >= p.place_name)"
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one leaf holds: bytes of each table, and the first and last day of its articles."""

    weights: Mapping[str, int]
    date_from: date | None
    date_to: date | None


ARTICLES = Addressed("keys", layout.sql_words_of("k_from"), "k_article", ())


def order_articles(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], limit: int
) -> tuple[tuple[Place, ...], list[Leaf]]:
    """Make the table `ordered` of the articles in `keys`, and say which leaves there are.

    `keys` has k_article, k_outlet, k_from and k_to (the days of texts), and for each of `tables`
    its bytes as `w_` with the table's name. `ordered` has `leaf` and `position`, the rank of an
    article in every table: by leaf, outlet and id; and k_article, and what else `keys` has.
    """
    weights = tuple(quoted(f"w_{name}") for name in tables)
    addressed = Addressed(ARTICLES.source, ARTICLES.words, ARTICLES.identity, weights)
    found = addressed.leaves(connection, limit)
    numbered = addressed.numbered(connection, found, "leaves_of_articles")
    # Without what is asked of whole leaves alone: the table is held while all others are written.
    narrow = f"* EXCLUDE ({', '.join(['k_outlet', 'k_from', 'k_to', *weights])})"
    connection.execute(
        f"CREATE TABLE ordered AS SELECT {narrow}, row_number() OVER "
        f"(ORDER BY {LEAF}, k_outlet, k_article) - 1 AS position FROM {numbered}"
    )
    sums = ", ".join(f"sum({weight})::BIGINT" for weight in weights)
    query = f"SELECT {LEAF}, min(k_from), max(k_to), {sums} FROM {numbered} GROUP BY 1 ORDER BY 1"
    rows = connection.execute(query).fetchall()
    known = {row[0]: Leaf(dict(zip(tables, row[3:], strict=True)), row[1], row[2]) for row in rows}
    return found, [known.get(n, Leaf({}, None, None)) for n in range(len(found))]


def wanted(pieces: Iterable[Piece]) -> str:
    """The SQL condition that a row's leaf is in one of `pieces`."""
    ranges = [f"{LEAF} BETWEEN {piece.first} AND {piece.last - 1}" for piece in pieces]
    return f"({' OR '.join(ranges)})" if ranges else "false"


class Run:
    """Batches in the order of leaves, whose last column is the leaf, taken piece by piece."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = iter(batches)
        self._rest: pa.RecordBatch | None = next(self._batches, None)

    def up_to(self, last: int) -> Iterator[pa.RecordBatch]:
        """The rows that come next and are in leaves before `last`, without their leaf."""
        import numpy as np

        while self._rest is not None:
            batch = self._rest
            leaves = batch.column(batch.num_columns - 1).to_numpy()
            count = int(np.searchsorted(leaves, last))
            if count:
                yield batch.slice(0, count).select(batch.schema.names[:-1])
            if count < batch.num_rows:
                self._rest = batch.slice(count)
                return
            self._rest = next(self._batches, None)
