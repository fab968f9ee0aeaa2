"""Findings as rows of their table, made in SQL; those of single articles may have been kept.

They are the same rows as `apply_rules` gives, without a Python object for each: in many corpora
every article has some.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from pressmark.check.catalogue import RULES
from pressmark.check.opened import Opened, require_room, uncheckable
from pressmark.check.rules import apply_rules, questions
from pressmark.check.rules.placing import place_articles
from pressmark.dataset import SOME_MEMORY, connect, parquet_scan
from pressmark.pruning import Wanted
from pressmark_schema import ids
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import quoted
from pressmark_schema.tables import TABLES
from pressmark_schema.tables.findings import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb
    import pyarrow as pa

    from pressmark.check.opened import Query
    from pressmark.check.rules import Asking
    from pressmark.dataset import Dataset
    from pressmark_schema.findings import Finding

_READ = ("articles", "blocks", "changes", "embeds", "evidence", "texts")
"""The tables that questions about single articles read."""
_TEXTS = ("code", "on_table", "row_id", "field", "observed")
_NUMBERS = ("src_line", "src_column", "ordinal")
_ANSWER = ", ".join(("finding_id", *_TEXTS, *_NUMBERS))
_BATCH = 8_192
_SMALL = 4
"""New articles are asked apart where they are less than one in so many."""
_CURRENT = """
CREATE TABLE current AS
SELECT capture_id, article_id, left(articles.record_sha256, 32) AS record, date_from, date_to
FROM captures JOIN articles USING (article_id) JOIN texts USING (article_id) WHERE is_current
"""
_KNOWN = f"""
SELECT article_id, {_ANSWER} FROM kept JOIN current USING (capture_id, record)
WHERE code IS NOT NULL
"""
_KEPT = f"""
SELECT capture_id, record, {_ANSWER} FROM current LEFT JOIN answers USING (article_id)
"""
_FOUND = f"""
CREATE VIEW found AS
SELECT {_ANSWER}, article_paths.path FROM (
    SELECT article_id, {_ANSWER} FROM answers
    UNION ALL SELECT article_id, {_ANSWER} FROM judged_before
) LEFT JOIN article_paths USING (article_id)
UNION ALL SELECT {_ANSWER}, path FROM told
"""
_ROWS = f"""
SELECT {", ".join(FINDINGS.column_names)} FROM found JOIN rules USING (code) WHERE code = ?
ORDER BY path, src_line, src_column, row_id, observed, ordinal
"""


class Keeping(Protocol):
    """Where it is kept what questions about single articles have found."""

    def read(self) -> pa.Table | None:
        """What was kept last, with the columns of `answers_schema`; None where nothing is."""

    def keep(self, answers: pa.RecordBatchReader) -> None:
        """Keep what is known now in its place."""


def answers_schema() -> pa.Schema:
    """The columns of what is kept: capture, record, and an answer, or none in its columns."""
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("capture_id", "record", "finding_id", *_TEXTS)]
    return pa.schema([*texts, *((name, pa.int64()) for name in _NUMBERS)])


def finding_rows(
    dataset: Dataset, asking: Asking, keeping: Keeping | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of the findings table of a dataset whose record rules have their hits already.

    `keeping` has what single articles gave before: an article that has the same capture and record
    is not asked again.
    """
    with dataset.connect() as connection:
        connection.execute(f"SET memory_limit = '{SOME_MEMORY}'")
        opened = Opened(connection, {name: dataset.table(name) for name in dataset.files}, {})
        place_articles(opened)
        connection.register("no_answer", _answers(()))
        connection.execute("CREATE TABLE answers AS FROM no_answer").fetchall()
        only = _known(connection, keeping) if keeping else None
        if not _ask(dataset, connection, asking, only):
            yield from one_by_one(apply_rules(dataset, asking))
            return
        if keeping:
            keeping.keep(connection.sql(_KEPT).to_arrow_reader(_BATCH).cast(answers_schema()))
        _judge(connection, asking)
        asked = [q for q in questions(asking.languages) if not q.alone and q.rule.enabled]
        connection.register("told", _told(opened, asked))
        connection.execute(_FOUND)
        yield from _rows(connection)


def one_by_one(findings: Iterable[Finding]) -> Iterator[pa.RecordBatch]:
    """The rows of findings that are values."""
    import pyarrow as pa

    schema = arrow_schema(FINDINGS)
    held = iter(findings)
    while some := list(islice(held, _BATCH)):
        yield pa.RecordBatch.from_pylist([f.row().model_dump() for f in some], schema)


def _known(connection: duckdb.DuckDBPyConnection, keeping: Keeping) -> pa.Table | None:
    """Put what is kept into `answers`; the articles that are left to ask, None for all."""
    connection.execute(_CURRENT).fetchall()
    kept = keeping.read()
    if kept is None:
        return None
    connection.register("kept", kept)
    fresh = connection.sql(
        "FROM current ANTI JOIN kept USING (capture_id, record)"
    ).to_arrow_table()
    ((count,),) = connection.execute("SELECT count(*) FROM current").fetchall()
    if fresh.num_rows * _SMALL > count:
        fresh = None
    else:
        connection.execute(f"INSERT INTO answers {_KNOWN}").fetchall()
    connection.unregister("kept")
    return fresh


def _ask(
    dataset: Dataset,
    connection: duckdb.DuckDBPyConnection,
    asking: Asking,
    only: pa.Table | None,
) -> bool:
    """Put what single articles give into `answers`, of all or of `only` some.

    False where their values cannot be worked with.
    """
    import duckdb

    asked = [q for q in questions(asking.languages) if q.alone and q.rule.enabled]
    with connect() as apart:
        apart.execute(f"SET memory_limit = '{SOME_MEMORY}'")
        _open(dataset, apart, only)
        try:
            for query in asked:
                for batch in apart.sql(query.alone).to_arrow_reader(_BATCH):
                    connection.register("batch", _with_ids(batch))
                    connection.execute("INSERT INTO answers BY NAME FROM batch").fetchall()
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
            # Not the data's fault but ours.
            raise
        except (duckdb.Error, UnicodeDecodeError) as error:
            require_room(error)
            return False
    return True


def _open(dataset: Dataset, apart: duckdb.DuckDBPyConnection, only: pa.Table | None) -> None:
    """The tables that are read, of `only` some articles if that is given."""
    if only is not None:
        apart.register("only_some", only.select(["article_id"]))
    wanted = None if only is None else Wanted.of(only)
    for name in _READ:
        files = list(dataset.holding(name, wanted)) or dataset.files[name][:1]
        names = dataset.schema[name].column_names
        if name == "articles":
            # Columns of the corpus's own may be called as the questions call theirs.
            names = TABLES[name].column_names
        of = f"{dataset.schema[name].article} IN (SELECT article_id FROM only_some)"
        apart.execute(
            f"CREATE VIEW {quoted(name)} AS SELECT {', '.join(map(quoted, names))} "
            f"FROM {parquet_scan(files)} WHERE {of if wanted else 'true'}"
        )


def _judge(connection: duckdb.DuckDBPyConnection, asking: Asking) -> None:
    """Make the table `judged_before` of what the record rules found in current captures."""
    assert asking.hits is not None  # noqa: S101 - they are there
    names = ", ".join(f"hits.{name}" for name in ("article_id", *_TEXTS, *_NUMBERS))
    sql = (
        f"SELECT {names} FROM {parquet_scan([asking.hits])} hits "
        "JOIN captures USING (capture_id) WHERE is_current"
    )
    connection.execute("CREATE TABLE judged_before AS FROM no_answer").fetchall()
    with connection.cursor() as cursor:
        for batch in cursor.sql(sql).to_arrow_reader(_BATCH):
            connection.register("batch", _with_ids(batch))
            connection.execute("INSERT INTO judged_before BY NAME FROM batch").fetchall()


def _with_ids(batch: pa.RecordBatch, place: str = "article_id") -> pa.Table:
    """Answers with the fingerprint of each finding; `place` is the column of where it is."""
    import pyarrow as pa

    told = batch.select([*_TEXTS, "ordinal"]).to_pydict().values()
    found = [
        ids.row_id("f", *(text or "" for text in texts), str(ordinal))
        for *texts, ordinal in zip(*told, strict=True)
    ]
    table = pa.Table.from_batches([batch.select([place, *_TEXTS, *_NUMBERS])])
    return table.append_column("finding_id", pa.array(found, pa.string()))


def _told(opened: Opened, asked: Iterable[Query]) -> pa.Table:
    """Findings of the corpus as a whole, with their paths."""
    import pyarrow as pa

    schema = _answers((), "path").schema
    found = [table.select(schema.names) for query in asked for table in _found(opened, query)]
    return pa.concat_tables([schema.empty_table(), *found])


def _found(opened: Opened, query: Query) -> list[pa.Table]:
    """The answers to `query`: those that `ask` gives, without an object for each."""
    import duckdb

    if not opened.has(query.on_table, *query.needs):
        return []
    try:
        with opened.connection.cursor() as cursor:
            batches = cursor.sql(query.sql).to_arrow_reader(_BATCH)
            path = opened.paths.get(query.on_table)
            return [_with_ids(_filled(batch, query, path), "path") for batch in batches]
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        # Not the data's fault but ours.
        raise
    except (duckdb.Error, UnicodeDecodeError) as error:
        fault = uncheckable(opened, query.on_table, error)
        names = ("finding_id", "path", *_TEXTS, *_NUMBERS)
        return [_answers([{name: getattr(fault, name) for name in names}], "path")]


def _filled(batch: pa.RecordBatch, query: Query, path: str | None) -> pa.RecordBatch:
    """The answers to a question with every column of ours, `path` where it names none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    constant = {"code": query.rule.code, "on_table": query.on_table, "path": path, "ordinal": 0}
    kinds = dict.fromkeys(("path", *_TEXTS), pa.string()) | dict.fromkeys(_NUMBERS, pa.int64())
    columns = {
        name: batch.column(name).cast(kind)
        if name in batch.schema.names
        else pa.repeat(pa.scalar(constant.get(name), kind), batch.num_rows)
        for name, kind in kinds.items()
    }
    named = columns["row_id"]
    columns["row_id"] = pc.if_else(pc.equal(pc.fill_null(named, ""), ""), "?", named)
    return pa.RecordBatch.from_pydict(columns)


def _answers(rows: Iterable[dict[str, Any]], place: str = "article_id") -> pa.Table:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in (place, "finding_id", *_TEXTS)]
    return pa.Table.from_pylist(
        list(rows), pa.schema([*texts, *((n, pa.int64()) for n in _NUMBERS)])
    )


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    schema = arrow_schema(FINDINGS)
    known = [(r.code, r.severity.value, r.fixable) for r in RULES.values()]
    columns = dict(zip(("code", "severity", "fixable"), zip(*known, strict=True), strict=True))
    connection.register("rules", pa.table(columns))
    codes = connection.execute("SELECT DISTINCT code FROM found ORDER BY code").fetchall()
    for (code,) in codes:
        for batch in connection.sql(_ROWS, params=[code]).to_arrow_reader(_BATCH):
            yield batch.cast(schema)
