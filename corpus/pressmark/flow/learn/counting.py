"""Counting what the documents show, exactly and on disk: DuckDB spills what memory cannot hold."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

import pyarrow.parquet as pq

from pressmark.dataset import connect
from pressmark.flow.learn import judging
from pressmark.flow.learn.observing import SCHEMAS
from pressmark.flow.learn.seen import Found, Repeated
from pressmark_schema.generate.sql import literal
from pressmark_schema.profile import (
    NAMES,
    Learnt,
    LearntByline,
    LearntFurniture,
    LearntHeader,
    LearntKey,
    LearntSuffix,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from pressmark_schema.vocabulary import BlockKind

_FETCH = 4_096
_MEMORY = "1GB"
"""What counting may hold; with it thirty million blocks are counted in a minute or less."""
_LEFT = 20
_FEWEST_NAMES = 3
_BYLINE_SHARE = 100
_BARE_SHARE = 200
_BAR_SHARE = 100
_DASH_SHARE = 200

_OUTLETS = """
CREATE TABLE outlets AS
SELECT outlet, count(*) AS articles FROM (SELECT DISTINCT outlet, story FROM articles) GROUP BY ALL
"""
_HELD = f"""
CREATE TABLE held AS
SELECT outlet, line, count(*) AS found, found * 1000 // any_value(o.articles) AS share
FROM (SELECT DISTINCT outlet, line, story FROM lines) JOIN outlets o USING (outlet)
GROUP BY outlet, line HAVING found >= {judging.FEWEST} AND share >= {judging.SHARE}
"""
_LINES = """
SELECT outlet, min(text), any_value(found), any_value(share),
    kind, count(*), count(*) FILTER (edge), line
FROM lines JOIN held USING (outlet, line)
GROUP BY outlet, line, kind ORDER BY outlet, line, kind
"""
_HEADERS = """
SELECT rule, string_agg(columns, ' '), sum(n)::BIGINT AS found, min(place)
FROM (SELECT rule, columns, count(*) AS n, min(place) AS place FROM headers GROUP BY ALL)
GROUP BY rule ORDER BY found DESC, rule
"""
_UNREAD = f"""
WITH whole AS (SELECT sum(articles) AS n FROM outlets)
SELECT key, count(DISTINCT story) AS found, min(place) FROM keys, whole GROUP BY key
HAVING found >= {judging.FEWEST} AND found * 1000 >= any_value(n) * {judging.SHARE}
ORDER BY found DESC, key
"""
_SUFFIXES = f"""
WITH stories AS (SELECT DISTINCT outlet, suffix, story FROM titles),
    titled AS (SELECT outlet, count(*) AS n FROM stories WHERE suffix IS NULL GROUP BY ALL)
SELECT outlet, suffix, count(*) AS found, count(*) * 1000 // any_value(n) AS share
FROM stories JOIN titled USING (outlet) WHERE suffix IS NOT NULL
GROUP BY outlet, suffix HAVING found >= {judging.FEWEST} ORDER BY outlet, found DESC, suffix
"""
_BYLINES = f"""
WITH stories AS (SELECT DISTINCT outlet, form, story, names FROM bylines)
SELECT outlet, form, count(DISTINCT story) AS found,
    count(DISTINCT story) * 1000 // any_value(o.articles) AS share
FROM stories JOIN outlets o USING (outlet) GROUP BY outlet, form
HAVING found >= {judging.FEWEST} AND count(DISTINCT names) >= {_FEWEST_NAMES}
ORDER BY outlet, found DESC, form
"""


class Counting:
    """Collects what batches show in `work`, a scratch folder, and says what it comes to."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._writers = {
            name: pq.ParquetWriter(self._path(name), schema, compression="lz4")
            for name, schema in SCHEMAS.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        for writer in self._writers.values():
            if fault[0] is not None:
                writer.is_open = False
            writer.close()

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Take in what one batch shows."""
        for name, table in tables.items():
            self._writers[name].write_table(table)

    def found(self, producer: str) -> Found:
        """What was learnt; the same whatever the order of the batches."""
        connection = connect()
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET preserve_insertion_order = false")
        for name in SCHEMAS:
            source = f"read_parquet({literal(str(self._path(name)))})"
            connection.execute(f"CREATE VIEW {name} AS FROM {source}")
        connection.execute(_OUTLETS)
        connection.execute(_HELD)
        repeated = list(_repeated(_rows(connection, _LINES)))
        learnt = Learnt(
            producer=producer,
            articles=sum(found for _, _, found, _ in _rows(connection, _HEADERS)),
            outlets=dict(_rows(connection, "FROM outlets ORDER BY outlet")),
            header=[_header(row) for row in _rows(connection, _HEADERS)],
            unread=[_unread(*row) for row in _rows(connection, _UNREAD)],
            furniture=_furniture(repeated),
            suffix=[_suffix(*row) for row in _rows(connection, _SUFFIXES) if _appended(*row)],
            byline=[_byline(*row) for row in _rows(connection, _BYLINES) if _usual(*row)],
        )
        ((refused,),) = _rows(connection, "SELECT count(*) FROM refused")
        connection.close()
        return Found(learnt, _left(repeated), refused)

    def _path(self, name: str) -> Path:
        return self._work / f"{name}.parquet"


def _rows(connection: Any, query: str) -> Iterator[tuple[Any, ...]]:
    answer = connection.execute(query)
    while rows := answer.fetchmany(_FETCH):
        yield from rows


def _repeated(rows: Iterator[tuple[Any, ...]]) -> Iterator[Repeated]:
    """The lines that stand in several articles, from rows of each line's kinds."""
    for (outlet, _), group in groupby(rows, key=lambda row: (row[0], row[-1])):
        of_line = list(group)
        _, _, articles, share, *_ = of_line[0]
        kinds = Counter({row[4]: row[5] for row in of_line})
        text = min(row[1] for row in of_line)
        yield Repeated(outlet, text, articles, share, sum(row[6] for row in of_line), kinds)


def _furniture(lines: list[Repeated]) -> list[LearntFurniture]:
    found = [_entry(line, *judged) for line in lines if (judged := judging.judge(line))]
    return sorted(found, key=lambda entry: (entry.outlet, -entry.articles, entry.line))


def _entry(line: Repeated, kind: BlockKind, why: str) -> LearntFurniture:
    return LearntFurniture(
        outlet=line.outlet,
        line=line.text,
        kind=kind,
        articles=line.articles,
        share=line.share,
        why=why,
    )


def _left(lines: list[Repeated]) -> list[Repeated]:
    """The commonest lines that are not furniture."""
    left = [line for line in lines if judging.may_be_text(line)]
    return sorted(left, key=lambda line: (-line.articles, line.outlet, line.text))[:_LEFT]


def _header(row: tuple[Any, ...]) -> LearntHeader:
    rule, columns, articles, example = row
    stated = sorted(set(columns.split()))
    return LearntHeader(rule=rule or "none", articles=articles, columns=stated, example=example)


def _unread(key: str, articles: int, example: str) -> LearntKey:
    return LearntKey(key=key, articles=articles, example=example)


def _appended(_outlet: str, suffix: str, _articles: int, share: int) -> bool:
    """Whether enough titles end so; a dash stands in titles of their own, too."""
    return share >= (_DASH_SHARE if suffix.strip()[0] in "-–—" else _BAR_SHARE)


def _suffix(outlet: str, suffix: str, articles: int, share: int) -> LearntSuffix:
    return LearntSuffix(outlet=outlet, suffix=suffix, articles=articles, share=share)


def _usual(_outlet: str, form: str, _articles: int, share: int) -> bool:
    """Whether enough articles name their authors so; bare names may be others' than authors'."""
    return share >= (_BARE_SHARE if form == NAMES else _BYLINE_SHARE)


def _byline(outlet: str, form: str, articles: int, share: int) -> LearntByline:
    return LearntByline(outlet=outlet, form=form, articles=articles, share=share)
