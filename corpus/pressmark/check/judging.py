"""Record rules applied in batches: articles in, their findings out, each hit at its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark.check import own
from pressmark.check.opened import WITH_OWN
from pressmark.check.record import Piece, Record
from pressmark.check.sited import Place, Places
from pressmark.check.textual import RECORD_RULES
from pressmark.dataset import parquet_scan
from pressmark_schema.errors import UsageError
from pressmark_schema.findings import OBSERVED_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from pressmark.check.opened import Opened
    from pressmark.check.own import Own
    from pressmark.check.record import Hit, RecordRule

    Run = Callable[
        [Callable[["Unit", "Told"], pa.Table], Iterable["Unit"], "Told"], Iterator[pa.Table]
    ]
    """How batches are worked off: `run(judge, units, told)` gives their answers in order."""

BATCH = 512
"""Articles that are judged together."""
_TOGETHER = 16_384
"""Hits that are put into DuckDB at once."""
_BLOCKS = "block_id, article_id, kind, lang, text, src_start, src_line, src_column"
_CHANGES = 'article_id, block_id, kind, src_start, src_end, "before", "after", positions'
_BEFORE, _SHOWN = 60, 200
"""Code points of a text that are shown ahead of a hit, and in all."""


@dataclass(frozen=True, slots=True)
class Told:
    """What each worker is told: the codes that are asked, and where rules of users are."""

    codes: frozenset[str]
    own: Own


@dataclass(frozen=True, slots=True)
class Unit:
    """Some articles with the rows of their blocks and changes."""

    articles: pa.Table
    blocks: pa.Table
    changes: pa.Table


def judged(opened: Opened, told: Told, run: Run | None = None) -> bool:
    """Make the table `judged` of all hits of the record rules; False where nothing can be asked."""
    if not told.codes or not opened.has("articles", "blocks"):
        return False

    answers = run(judge, _units(opened), told) if run else (judge(u, told) for u in _units(opened))
    with opened.connection.cursor() as cursor:
        cursor.register("judged_none", schema().empty_table())
        cursor.execute("CREATE OR REPLACE TABLE judged AS FROM judged_none").fetchall()
        for held in _together(answers):
            cursor.register("judged_rows", held)
            cursor.execute("INSERT INTO judged FROM judged_rows").fetchall()
    return True


def _together(answers: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Answers in fewer tables, of some thousand rows each."""
    import pyarrow as pa

    held, rows = [], 0
    for answer in answers:
        held.append(answer)
        rows += answer.num_rows
        if rows >= _TOGETHER:
            yield pa.concat_tables(held)
            held, rows = [], 0
    if rows:
        yield pa.concat_tables(held)


def judged_before(opened: Opened, hits: Path) -> bool:
    """Make the table `judged` of hits in a Parquet file, each with its capture in `capture_id`.

    Those of captures that are not current are left out. False where articles are not here.
    """
    if not opened.has("articles", "blocks", "captures"):
        return False
    sql = f"""
        CREATE OR REPLACE TABLE judged AS
        SELECT hits.* EXCLUDE (capture_id) FROM {parquet_scan([hits])} hits
        JOIN captures USING (capture_id) WHERE is_current
    """
    with opened.connection.cursor() as cursor:
        cursor.execute(sql).fetchall()
    return True


def judged_unit(articles: pa.Table, blocks: pa.Table, changes: pa.Table) -> pa.Table:
    """The hits of all rules that are asked by default, in some articles with their rows."""
    import pyarrow.compute as pc

    kept = changes.filter(pc.and_(changes.column("block_id").is_valid(), _no_retype(changes)))
    order = [("src_start", "ascending"), ("change_id", "ascending")]
    codes = frozenset(rule.rule.code for rule in RECORD_RULES if rule.rule.enabled)
    return judge(Unit(articles, blocks, kept.sort_by(order)), Told(codes, own.Own()))


def _no_retype(changes: pa.Table) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.not_equal(changes.column("kind"), "retype")


def schema() -> pa.Schema:
    """The columns of `judged`."""
    import pyarrow as pa

    texts = ("code", "on_table", "row_id", "article_id", "field", "observed")
    numbers = ("src_line", "src_column", "src_start", "src_end")
    last = ("caret_start", "caret_end", "ordinal")
    return pa.schema(
        [
            *((name, pa.string()) for name in texts),
            *((name, pa.int64()) for name in numbers),
            ("excerpt", pa.string()),
            *((name, pa.int64()) for name in last),
        ]
    )


def judge(unit: Unit, told: Told) -> pa.Table:
    """The hits of the rules with the told codes in the articles of `unit`."""
    import pyarrow as pa

    rules = [rule for rule in (*RECORD_RULES, *own.load(told.own)) if rule.rule.code in told.codes]
    blocks = _by_article(unit.blocks)
    places = Places(unit.changes)
    rows: list[dict[str, Any]] = []
    for facts in unit.articles.to_pylist():
        record = _record(facts, blocks[facts["article_id"]])
        of_block = {row["block_id"]: row for row in blocks[record.article_id]}
        seen: Counter[tuple[str, ...]] = Counter()
        for rule in rules:
            for hit in _hits(rule, record):
                row = _row(rule, record, hit)
                key = (row["code"], row["row_id"], row["field"], row["observed"] or "")
                row["ordinal"] = seen[key]
                seen[key] += 1
                block = of_block.get(row["row_id"])
                row |= _placed(places, block, hit) if block else dict.fromkeys(_PLACED)
                rows.append(row)
    return pa.Table.from_pylist(rows, schema())


_PLACED = (
    *("src_line", "src_column", "src_start", "src_end", "excerpt", "caret_start", "caret_end"),
)


def _hits(rule: RecordRule, record: Record) -> Iterable[Hit]:
    """The hits of one rule; raises UsageError where a rule of the user's fails."""
    if rule.rule.code.startswith("PM"):
        return rule.find(record)
    try:
        return list(rule.find(record))
    except Exception as error:
        raise UsageError(
            f"rule {rule.rule.code} failed on article {record.article_id}: "
            f"{type(error).__name__}: {str(error)[:200]}",
            hint="mend the rule, or leave it out with --ignore",
        ) from error


def _record(facts: Mapping[str, Any], blocks: list[dict[str, Any]]) -> Record:
    pieces = tuple(Piece(b["block_id"], b["kind"], b["lang"], b["text"]) for b in blocks)
    return Record(facts["article_id"], facts, pieces)


def _row(rule: RecordRule, record: Record, hit: Hit) -> dict[str, Any]:
    words = hit.piece.text[hit.start : hit.end] if hit.piece else None
    observed = words if hit.observed is None else hit.observed
    return {
        "code": rule.rule.code,
        "on_table": "blocks" if hit.piece else "articles",
        "row_id": hit.piece.block_id if hit.piece else record.article_id,
        "article_id": record.article_id,
        "field": hit.field,
        "observed": observed and observed[:OBSERVED_LIMIT],
    }


def _placed(places: Places, block: Mapping[str, Any], hit: Hit) -> dict[str, Any]:
    """Where a hit is in the source, and its text with the place of the caret in it."""
    found = places.of(block, hit.start, hit.end) or Place(None, None, None, None)
    first = max(hit.start - _BEFORE, 0)
    excerpt = block["text"][first : first + _SHOWN]
    ends = (hit.start - first, min(hit.end - first, len(excerpt)))
    return dict(zip(_PLACED, (*found, excerpt, *ends), strict=True))


def _by_article(blocks: pa.Table) -> defaultdict[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in blocks.to_pylist():
        found[row["article_id"]].append(row)
    return found


def _units(opened: Opened) -> Iterator[Unit]:
    """The articles in batches, each with its rows of the other tables.

    All three tables are in the order of the articles, so that they are read side by side.
    """
    import pyarrow as pa

    changes = f"SELECT {_CHANGES} FROM changes WHERE block_id IS NOT NULL AND kind <> 'retype'"
    blocks = _Stream(opened.connection, f"SELECT {_BLOCKS} FROM blocks")
    edits = _Stream(opened.connection, changes) if opened.has("changes") else None
    with opened.connection.cursor() as cursor:
        for batch in cursor.sql(f"FROM {WITH_OWN}").to_arrow_reader(BATCH):
            for start in range(0, batch.num_rows, BATCH):
                articles = pa.Table.from_batches([batch.slice(start, BATCH)])
                ids = articles.column("article_id").combine_chunks()
                empty = pa.table({"block_id": pa.array([], pa.string())})
                yield Unit(articles, blocks.take(ids), edits.take(ids) if edits else empty)


class _Stream:
    """The rows of a table in the order of the articles, taken for some articles at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sql: str) -> None:
        self._cursor = connection.cursor()
        reader = self._cursor.sql(sql).to_arrow_reader(8_192)
        self._schema, self._batches = reader.schema, iter(reader)
        self._rest: pa.RecordBatch | None = next(self._batches, None)

    def take(self, ids: pa.Array) -> pa.Table:
        """The rows of the articles `ids`, as far as they come next."""
        import pyarrow as pa
        import pyarrow.compute as pc

        taken = []
        while self._rest is not None:
            strange = pc.index(pc.is_in(self._rest.column("article_id"), value_set=ids), False)
            count = self._rest.num_rows if strange.as_py() < 0 else strange.as_py()
            taken.append(self._rest.slice(0, count))
            if count < self._rest.num_rows:
                self._rest = self._rest.slice(count)
                break
            self._rest = next(self._batches, None)
        return pa.Table.from_batches(taken, self._schema)
