"""What every derived text format has in common: how texts are read, written and described."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from pressmark import store
from pressmark.export.derived.source import parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from pressmark.export.derived.source import Source
    from pressmark_schema.descriptor import Resource

TOKENISER = "words-and-marks@1"
"""Names `tokens` in a descriptor."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CHUNK = 8_192


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a derived form may be told; each form takes some of it, and records what it took.

    `n`: words of an n-gram. `min_articles`: articles that a word or n-gram must stand in.
    `keep`: how many of the corpus's commonest words stay readable when the others are masked.
    `max_tokens`: longer sentences are left out. `seed`: what the order of sentences is made from.
    """

    n: int = 3
    min_articles: int = 1
    keep: int = 500
    max_tokens: int = 29
    seed: str = "1"

    def taken(self, names: Sequence[str]) -> dict[str, Any]:
        """The parameters called `names`, with their values."""
        values = asdict(self)
        return {name: values[name] for name in names}


class Form(Protocol):
    """A module that derives one form from a dataset."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The value of --as, and of the descriptor's operation."""

    @property
    def TAKES(self) -> tuple[str, ...]:  # noqa: N802
        """The parameters that it takes."""

    def columns(self) -> Mapping[str, str]:
        """The columns of its table and their types in Table Schema; none: no table."""

    def rows(self, _source: Source, _parameters: Parameters, /) -> Iterator[dict[str, Any]]:
        """Its rows in their one order."""


def tokens(text: str) -> list[str]:
    """The words and marks of `text` in order, in lower case.

    A word is a run of letters, digits and underscores, a mark any other character but white space.
    """
    return _TOKEN.findall(text.lower())


def written(
    folder: Path, name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]
) -> Resource:
    """Write `rows` as a Parquet table and return its resource."""
    path = folder / f"{name}.parquet"
    schema = _arrow(columns)
    store.write_table(path, schema, _batches(schema, iter(rows)))
    fields = [{"name": column, "type": type_} for column, type_ in columns.items()]
    return parquet(path, name, {"fields": fields})


def _arrow(columns: Mapping[str, str]) -> pa.Schema:
    import pyarrow as pa

    types = {"string": pa.string(), "integer": pa.int64(), "date": pa.date32()}
    return pa.schema([(name, types[type_]) for name, type_ in columns.items()])


def _batches(schema: pa.Schema, rows: Iterator[Mapping[str, Any]]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    while chunk := list(islice(rows, _CHUNK)):
        yield pa.RecordBatch.from_pylist(chunk, schema)
