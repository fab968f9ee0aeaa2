"""Which articles a filter keeps, and with them which rows of every table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.dataset import parquet_scan
from pressmark.export.filters import check_known
from pressmark.pruning import Wanted
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.ids import ARTICLE_ID_LENGTH
from pressmark_schema.tables import TABLES_OF_ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb
    import pyarrow as pa

    from pressmark.dataset import Dataset
    from pressmark.export.filters import Filters
    from pressmark_schema.tables import Table

_CANDIDATES = ("article_id", "outlet_id", "lang", "date_from", "date_to", "is_representative")
_DECIDING = ("articles", "texts")
"""The tables that have them."""


@dataclass(frozen=True)
class Selection:
    """The ids of the kept articles, how many there were, and how many had no date to go by.

    `undated` counts the articles that meet every other condition but have no date. `wanted` tells
    which row groups can hold rows of the kept ones.
    """

    articles: pa.Array
    among: int
    undated: int
    wanted: Wanted | None = None


def select(dataset: Dataset, filters: Filters) -> Selection:
    """The articles of `dataset` that `filters` keep; raises UsageError for a bad condition."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # A condition can ask of any table in a subquery.
    with locked(dataset, _DECIDING if filters.where is None else None) as connection:
        (among,) = connection.sql("SELECT count(*) FROM articles").fetchall()[0]
        found = _candidates(dataset, connection, filters)
        for what, names, column in (
            ("outlet", filters.outlets, "outlet_id"),
            ("language", filters.langs, "lang"),
        ):
            if names:
                _check_present(connection, what, names, column)
                found = found.filter(pc.is_in(found[column], pa.array(names, pa.string())))
    if filters.representatives:
        found = _representing(found)
    undated = found["date_from"].null_count if filters.dated else 0
    if filters.dated:
        found = found.filter(_dated(found, filters))
    ids = found["article_id"].combine_chunks()
    return Selection(ids, among, undated, Wanted.of(found))


def article_ids(table: Table, batch: pa.RecordBatch | pa.Table) -> pa.Array:
    """The article of each row of a table of TABLES_OF_ARTICLES."""
    import pyarrow.compute as pc

    if table.article == "article_id":
        return batch["article_id"]
    return pc.utf8_slice_codeunits(batch["block_id"], 0, ARTICLE_ID_LENGTH)


def holding(
    table: Table, batches: Iterable[pa.RecordBatch], values: pa.Array
) -> Iterator[pa.RecordBatch]:
    """The rows, in their order, whose article (source, finding) is one of `values`."""
    import pyarrow.compute as pc

    for batch in batches:
        if table.name in TABLES_OF_ARTICLES:
            deciding = article_ids(table, batch)
        else:
            deciding = batch["article_id" if table.name == "captures" else table.key[0]]
        yield batch.filter(pc.is_in(deciding, values))


def of_findings(kept: Mapping[str, Table]) -> str:
    """The SQL condition on findings that their row is in one of the `kept` tables."""
    rows = " UNION ".join(
        f"SELECT {literal(name)}, {quoted(column)} FROM {quoted(name)}"
        for name, table in kept.items()
        for column in table.key
    )
    return f"(on_table, row_id) IN ({rows})"


def locked(dataset: Dataset, names: Iterable[str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that reads this dataset's files and nothing else, whatever it is asked.

    It has views of all its tables, or of those that `names` says.
    """
    connection = dataset.connect(names)
    paths = ", ".join(literal(str(path)) for paths in dataset.files.values() for path in paths)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _candidates(
    dataset: Dataset, connection: duckdb.DuckDBPyConnection, filters: Filters
) -> pa.Table:
    """The articles that can be kept: of the outlets asked for, where nothing else is asked."""
    if filters.where is None:
        among = ", ".join(map(literal, filters.outlets))
        condition = f"WHERE outlet_id IN ({among})" if among else ""
        return _values(connection.sql(f"FROM {_texts(dataset, filters)} {condition}"))
    own = set(dataset.table("articles").column_names)
    more = [f"t.{quoted(name)}" for name in dataset.table("texts").column_names if name not in own]
    relation = connection.sql(
        f"SELECT a.*, {', '.join(more)} FROM articles a JOIN texts t USING (article_id)"
    )
    return _values(_filtered(relation, filters.where))


def _texts(dataset: Dataset, filters: Filters) -> str:
    """The texts, or those files of them that can hold what lies within the days of the filter."""
    if filters.dates != "within" or not filters.dated:
        return "texts"
    paths = dataset.beginning("texts", *filters.days)
    return parquet_scan(paths) if paths else "texts"


def _filtered(relation: duckdb.DuckDBPyRelation, where: str) -> duckdb.DuckDBPyRelation:
    """The rows that meet `where`, which DuckDB parses as one expression and nothing more."""
    import duckdb

    try:
        return relation.filter(where)
    except (duckdb.Error, ValueError) as error:
        raise _bad_condition(error) from error


def _values(relation: duckdb.DuckDBPyRelation) -> pa.Table:
    import duckdb

    try:
        return relation.select(*map(duckdb.ColumnExpression, _CANDIDATES)).to_arrow_table()
    except duckdb.Error as error:
        raise _bad_condition(error) from error


def _bad_condition(error: Exception) -> UsageError:
    message = " ".join(str(error).split("\n\nLINE ")[0].split())
    return UsageError(
        f"the condition is not valid: {message}",
        hint='an SQL condition on columns of articles and texts, such as "n_words > 200"',
    )


def _check_present(
    connection: duckdb.DuckDBPyConnection, what: str, names: tuple[str, ...], column: str
) -> None:
    query = f"SELECT DISTINCT {column} FROM articles"
    known = [value for (value,) in connection.sql(query).fetchall()]
    for name in names:
        check_known(what, name, known)


def _representing(found: pa.Table) -> pa.Table:
    """The articles for which no other stands; raises UsageError where that is not known."""
    if found["is_representative"].null_count:
        raise UsageError(
            "which articles are duplicates was not computed",
            hint="build again with duplicates.enabled = true",
        )
    return found.filter(found["is_representative"])


def _dated(found: pa.Table, filters: Filters) -> pa.ChunkedArray:
    """Whether the days of each article lie within, or overlap, those of the filter."""
    import pyarrow.compute as pc

    first, last = filters.days
    within = filters.dates == "within"
    kept = pc.is_valid(found["date_from"])
    if first:
        kept = pc.and_(kept, pc.greater_equal(found["date_from" if within else "date_to"], first))
    if last:
        kept = pc.and_(kept, pc.less_equal(found["date_to" if within else "date_from"], last))
    return kept
