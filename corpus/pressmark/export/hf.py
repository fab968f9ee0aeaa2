"""A Hugging Face dataset: a configuration a table in Parquet of one schema, and a dataset card."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.export import hf_card
from pressmark.export.mapping import Places, everything, unsaid
from pressmark.export.records import articles, in_batches
from pressmark.export.resources import write_descriptor
from pressmark_schema.descriptor import Resource
from pressmark_schema.generate.arrow_schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

SHARD = store.ROW_GROUP
"""Rows in a file: the Hub prefers files below 500 MB, which these are of articles."""
LEAD = "articles"
CARD = "README.md"


def places(schema: Mapping[str, Table]) -> Places:
    """Where the dataset says the fields of a corpus: configuration and column."""
    found = everything(schema)
    for column in schema["texts"].column_names:
        found[f"texts.{column}"] = f"`articles.{column}`"
    return found


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write `README.md` and `data/`, with a configuration for each table, and the descriptor.

    The first, `articles`, is what `load_dataset` takes unless asked: a row an article, with its
    text and every column. All files of a configuration have one schema, whatever they hold.
    """
    (folder / "data").mkdir()
    found = {LEAD: _shards(folder, LEAD, _lead_schema(dataset), _lead(dataset))}
    for name in dataset.schema:
        if name in dataset.files and name not in {"articles", "texts"}:
            schema = arrow_schema(dataset.table(name))
            found[name] = _shards(folder, name, schema, dataset.batches(name))
    card = hf_card.card(dataset, found)
    (folder / CARD).write_text(card, encoding="utf-8", newline="\n")
    resources = [
        _resource(folder, path, f"{name}-{number:05}" if len(paths) > 1 else name)
        for name, paths in found.items()
        for number, path in enumerate(paths)
    ]
    facts = {"unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files)}
    return write_descriptor(dataset, folder, resources, facts, [CARD])


def _lead_schema(dataset: Dataset) -> pa.Schema:
    """Articles with the columns that texts adds, the text after the title's neighbours."""
    import pyarrow as pa

    own = arrow_schema(dataset.table("articles"))
    added = [field for field in arrow_schema(dataset.table("texts")) if field.name not in own.names]
    text = [field for field in added if field.name == "text"]
    others = [field for field in added if field.name != "text"]
    return pa.schema([own.field(0), *text, *[own.field(i) for i in range(1, len(own))], *others])


def _lead(dataset: Dataset) -> Iterator[pa.RecordBatch]:
    rows = (
        {**(of["texts"][0] if of["texts"] else {}), **article}
        for article, of in articles(dataset, "texts")
    )
    return in_batches(_lead_schema(dataset), rows)


def _shards(
    folder: Path, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> list[str]:
    """The paths of the files that hold the rows, SHARD in each; one even where there are none."""
    waiting, written = _cut(batches), []
    for number in itertools.count():
        part = next(waiting, None)
        if part is None and number:
            break
        path = f"data/{name}-{number:05}.parquet"
        store.write_table(folder / path, schema, part or [])
        written.append(path)
    return written


def _cut(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """The rows in parts of SHARD, the last what is left."""
    held: list[pa.RecordBatch] = []
    room = SHARD
    for batch in batches:
        rest = batch
        while rest.num_rows >= room:
            yield [*held, rest.slice(0, room)]
            rest, held, room = rest.slice(room), [], SHARD
        if rest.num_rows:
            held.append(rest)
            room -= rest.num_rows
    if held:
        yield held


def _resource(folder: Path, path: str, name: str) -> Resource:
    """A file as a resource of its own, since a resource of several has no hash."""
    return Resource(
        name=name,
        path=path,
        format="parquet",
        mediatype="application/x-parquet",
        bytes=(folder / path).stat().st_size,
        hash=f"sha256:{store.sha256_file(folder / path)}",
    )
