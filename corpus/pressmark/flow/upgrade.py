"""A package of an older pressmark made one of today's: what can be derived is, the rest is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark import duplicates, rights, store
from pressmark.config import AnnotationsSection, DuplicatesSection
from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.export.filtered import laid_out
from pressmark.export.intact import require_corpus, require_intact
from pressmark.export.parquet import described
from pressmark.export.records import articles, in_batches
from pressmark.flow import annotations as of_annotations
from pressmark.publish import publishing, scratch
from pressmark.writing import TableWriter
from pressmark_schema.descriptor import FORMAT_VERSION
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.older import LATER, LATER_TABLES
from pressmark_schema.records import HASH_COLUMN, record_sha256
from pressmark_schema.tables import ARTICLE_TABLES
from pressmark_schema.vocabulary import SharingBasis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Package, Resource

    Rewrite = Callable[["_Upgrade"], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Step:
    """What was added: a table, or columns of one; `derived` says from what, None that it cannot be.

    Where it cannot be, the columns say that nothing is known.
    """

    table: str
    columns: tuple[str, ...]
    derived: str | None


_DERIVED = {
    ("articles", "sharing"): "the licence that the article states",
    ("annotations", ""): "the blocks and the days of writing, in all layers",
    ("duplicates", ""): "the texts, by the settings that a corpus has by default",
}
"""From what a column or table that came later can be told; those that are not here cannot be."""


def upgrade(source: Path, target: Path) -> list[Step]:
    """Write the package at `source` as one of today's to the folder `target`, all or nothing.

    Every text, id, block and date stays as it is. Tables and columns that came later are added
    (see `older`), and the hash of each article's record is that of its rows as they are then. The
    descriptor says from which package it was made, what was added, and what cannot be told. The
    same package gives the same bytes.

    Returns what was added; nothing is written where that is nothing. Raises UsageError for what
    is no package of ours, IntegrityError where it is not what its descriptor declares.
    """
    dataset = Dataset.open(source)
    require_corpus(dataset)
    require_intact(dataset)
    steps = due(dataset)
    if not steps:
        return []
    outer = source.parent if source.name == store.DESCRIPTOR else source
    whole = store.read_descriptor(outer)
    has_csv = any(item.format == "csv" for item in whole.resources)
    digest = store.sha256_file(outer / store.DESCRIPTOR)
    with publishing(target) as staging, scratch(target) as work:
        made = _Upgrade(dataset, work, steps).write()
        package = datapackage.write(made, staging, "always" if has_csv else "never")
        store.write_descriptor(staging, _told(package, steps, digest))
    return steps


def due(dataset: Dataset) -> list[Step]:
    """What a dataset lacks of today's tables and columns, in the order of `older`."""
    found = []
    for name in LATER:
        if name not in dataset.files:
            continue
        lacking = dataset.lacking(name)
        known = [column for column in lacking if (name, column) in _DERIVED]
        for column in known:
            basis = (column, f"{column}_basis")
            found.append(Step(name, basis, _DERIVED[name, column]))
        shown = {other for step in found if step.table == name for other in step.columns}
        if rest := tuple(column for column in lacking if column not in shown):
            found.append(Step(name, rest, None))
    found += [
        Step(name, (), _DERIVED[name, ""]) for name in LATER_TABLES if name not in dataset.files
    ]
    return found


def _told(package: Package, steps: list[Step], sha256: str) -> Package:
    facts = package.pressmark
    if facts is None:
        raise UsageError("a data package, but not one of pressmark's")
    stated = {
        "sha256": sha256,
        "producer": facts.producer,
        "derived": [_name(step) for step in steps if step.derived],
        "unknown": [_name(step) for step in steps if not step.derived],
    }
    told = facts.model_copy(update={"upgraded": stated, "format_version": FORMAT_VERSION})
    return package.model_copy(update={"pressmark": told})


def _name(step: Step) -> str:
    return f"{step.table}: {', '.join(step.columns)}" if step.columns else step.table


class _Upgrade:
    """One upgrade in the making: the tables one after the other, those that hashes need first."""

    def __init__(self, dataset: Dataset, folder: Path, steps: list[Step]) -> None:
        self.old, self.target, self.steps = dataset, folder, steps
        # Tables of several files are divided once all rows are known.
        self.folder = folder / "whole" if dataset.is_divided else folder
        self.folder.mkdir(exist_ok=True)
        self.written: dict[str, Resource] = {}
        self.new = {step.table for step in steps if not step.columns}

    def write(self) -> Dataset:
        """Write every table of today."""
        special: dict[str, Rewrite] = {"articles": _Upgrade._articles, "texts": _Upgrade._texts}
        if "duplicates" in self.new:
            self._put("duplicates", self._duplicates())
        for name in self.old.files:
            rows = special[name](self) if name in special else self.old.batches(name)
            self._put(name, rows)
        if "annotations" in self.new:
            self._put("annotations", self._annotations())
        order = [name for name in self.old.schema if name in self.written]
        resources = [self.written[name] for name in order]
        package = laid_out(self.old, resources, self.folder, self.target)
        store.write_descriptor(self.target, package)
        return Dataset(self.target, package)

    def _put(self, name: str, rows: Iterator[pa.RecordBatch]) -> None:
        self.written[name] = TableWriter(self.folder, self.old.schema[name]).write(rows)

    def _articles(self) -> Iterator[pa.RecordBatch]:
        """The articles with what the licence allows, and the hash of their records."""
        licensed = any("sharing" in step.columns for step in self.steps)
        others = [name for name in ARTICLE_TABLES if name != "articles"]
        found = articles(self.old, *others)
        made = (_renewed(row, rows, licensed=licensed) for row, rows in found)
        return in_batches(arrow_schema(self.old.schema["articles"]), made)

    def _texts(self) -> Iterator[pa.RecordBatch]:
        """The texts, each with its cluster."""
        if "duplicates" not in self.new:
            yield from self.old.batches("texts")
            return
        found = Dataset(
            self.folder,
            described(self.old, "parquet", resources=[self.written["duplicates"]]),
        )
        known = {row["article_id"]: row for row in found.arrow("duplicates").to_pylist()}
        schema = arrow_schema(self.old.schema["texts"])
        for batch in self.old.batches("texts"):
            rows = (_clustered(row, known.get(row["article_id"])) for row in batch.to_pylist())
            yield from in_batches(schema, rows)

    def _annotations(self) -> Iterator[pa.RecordBatch]:
        layers = AnnotationsSection().layers
        rows = (
            note
            for article, rows in articles(self.old, "blocks")
            for note in _sorted(
                of_annotations.rows(
                    rows["blocks"], article["text_from"], article["text_to"], layers
                )
            )
        )
        return in_batches(arrow_schema(self.old.schema["annotations"]), rows)

    def _duplicates(self) -> Iterator[pa.RecordBatch]:
        """The clusters of the texts, in the order of the articles."""
        import pyarrow as pa

        settings = DuplicatesSection()
        thresholds = duplicates.Thresholds(
            round(settings.jaccard * 1000), round(settings.containment * 1000), settings.min_words
        )
        names = ["article_id", "outlet_id", "date_to"]
        held = []
        with duplicates.Spool(self.folder / ".segments") as spool:
            for batch in self.old.batches("texts"):
                spool.add(duplicates.shingled(batch["text"], batch["article_id"]))
                held.append(batch.select(names))
            texts = pa.Table.from_batches(held)
            texts = texts.append_column("key", texts["article_id"])
            found = duplicates.find(spool, texts, thresholds).rows.to_pylist()
        by_id = {row["article_id"]: row for row in found}
        ordered = (by_id[name] for name in texts["article_id"].to_pylist() if name in by_id)
        return in_batches(arrow_schema(self.old.schema["duplicates"]), ordered)


def _renewed(article: Row, rows: Rows, *, licensed: bool) -> Row:
    if licensed:
        known = article["rights"] != rights.UNKNOWN
        basis = SharingBasis.LICENCE if known else SharingBasis.UNKNOWN
        allowed = rights.sharing(article["rights"]).value
        article = {**article, "sharing": allowed, "sharing_basis": basis.value}
    return {**article, HASH_COLUMN: record_sha256({**rows, "articles": [article]})}


def _clustered(row: Row, found: Row | None) -> Row:
    if found is None:
        return {**row, "dup_cluster": None, "dup_relation": None, "is_representative": True}
    names = ("dup_cluster", "dup_relation", "is_representative")
    return {**row, **{name: found[name] for name in names}}


def _sorted(notes: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """The annotations of an article in the order of their table, those outside the text last."""
    return sorted(
        notes,
        key=lambda note: (
            note["text_start"] is None,
            note["text_start"] or 0,
            note["block_id"],
            note["block_start"],
            note["annotation_id"],
        ),
    )
