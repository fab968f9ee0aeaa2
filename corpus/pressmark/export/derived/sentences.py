"""Shuffled sentences: each sentence of the corpus once, in an order that tells no article."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.export.derived.forms import tokens
from pressmark.export.sentences import sentences
from pressmark_schema.analysis import JOINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark.export.derived.forms import Parameters
    from pressmark.export.derived.source import Source

NAME = "sentences"
TAKES = ("max_tokens", "seed")
_BATCH = 65_536


def columns() -> Mapping[str, str]:
    """The sentence and its language; neither article nor place."""
    return {"sentence": "string", "lang": "string"}


def rows(source: Source, parameters: Parameters) -> Iterator[dict[str, Any]]:
    """The sentences that are short enough, each once, sorted by the hash of seed and sentence."""
    import duckdb

    with (
        tempfile.TemporaryDirectory() as scratch,
        duckdb.connect(str(Path(scratch) / "sentences.duckdb")) as connection,
    ):
        connection.execute("SET threads = 2")
        connection.execute("CREATE TABLE found (place VARCHAR, sentence VARCHAR, lang VARCHAR)")
        _collect(connection, source, parameters)
        answer = connection.execute(
            "SELECT sentence, min(lang) FROM found GROUP BY place, sentence ORDER BY place"
        )
        while some := answer.fetchmany(_BATCH):
            for sentence, lang in some:
                yield {"sentence": sentence, "lang": lang}


def _collect(connection: Any, source: Source, parameters: Parameters) -> None:
    held: list[tuple[str, str, str]] = []
    for _, lang, text in source.texts():
        for sentence in _sentences(text, lang):
            if len(tokens(sentence)) <= parameters.max_tokens:
                hashed = hashlib.sha256(f"{parameters.seed}\n{sentence}".encode()).hexdigest()
                held.append((hashed, sentence, lang))
        if len(held) >= _BATCH:
            _insert(connection, held)
            held = []
    _insert(connection, held)


def _insert(connection: Any, held: list[tuple[str, str, str]]) -> None:
    import pyarrow as pa

    columns = list(zip(*held, strict=True)) or [(), (), ()]
    batch = pa.table(
        dict(
            zip(
                ("place", "sentence", "lang"),
                (pa.array(column, pa.string()) for column in columns),
                strict=True,
            )
        )
    )
    connection.register("batch", batch)
    connection.execute("INSERT INTO found SELECT * FROM batch")
    connection.unregister("batch")


def _sentences(text: str, lang: str) -> Iterator[str]:
    for block in text.split(JOINT):
        for start, end in sentences(block, lang):
            yield block[start:end]
