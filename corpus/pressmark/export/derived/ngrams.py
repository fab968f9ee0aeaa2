"""N-grams: how often each run of words stands in the corpus, and in how many articles."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.export.derived.forms import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import pyarrow as pa

    from pressmark.export.derived.forms import Parameters
    from pressmark.export.derived.source import Source

NAME = "ngrams"
TAKES = ("n", "min_articles")
_BATCH = 262_144


def columns() -> Mapping[str, str]:
    """The words with single spaces between them, and both counts."""
    return {"ngram": "string", "n": "integer", "n_articles": "integer"}


def rows(source: Source, parameters: Parameters) -> Iterator[dict[str, Any]]:
    """The n-grams in enough articles, sorted; counted by DuckDB, which spills to disk."""
    import duckdb

    with (
        tempfile.TemporaryDirectory() as scratch,
        duckdb.connect(str(Path(scratch) / "ngrams.duckdb")) as connection,
    ):
        connection.execute("SET threads = 2")
        connection.execute("CREATE TABLE found (ngram VARCHAR, n BIGINT)")
        for batch in _counted(source, parameters.n):
            _insert(connection, batch)
        answer = connection.execute(
            "SELECT ngram, sum(n)::BIGINT, count(*) FROM found GROUP BY ngram"
            f" HAVING count(*) >= {parameters.min_articles} ORDER BY ngram"
        )
        while some := answer.fetchmany(_BATCH):
            for ngram, count, articles in some:
                yield {"ngram": ngram, "n": count, "n_articles": articles}


def _insert(connection: duckdb.DuckDBPyConnection, batch: pa.Table) -> None:
    connection.register("batch", batch)
    connection.execute("INSERT INTO found SELECT * FROM batch")
    connection.unregister("batch")


def _counted(source: Source, n: int) -> Iterator[pa.Table]:
    """The n-grams of each article with their counts there, a row an article and n-gram."""
    from collections import Counter

    import pyarrow as pa

    ngrams: list[str] = []
    counts: list[int] = []
    for _, _, text in source.texts():
        found = Counter(runs(tokens(text), n))
        ngrams += found.keys()
        counts += found.values()
        if len(ngrams) >= _BATCH:
            yield pa.table({"ngram": ngrams, "n": counts})
            ngrams, counts = [], []
    yield pa.table({"ngram": pa.array(ngrams, pa.string()), "n": pa.array(counts, pa.int64())})


def runs(words: list[str], n: int) -> Iterator[str]:
    """Each `n` words that follow one another."""
    return (" ".join(words[place : place + n]) for place in range(len(words) - n + 1))
