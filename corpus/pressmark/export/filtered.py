"""A part of a dataset as a dataset of its own: what it no longer holds, no row points to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.arranging import arranged
from pressmark.dataset import Dataset
from pressmark.export import kinds
from pressmark.export.parquet import described
from pressmark.export.records import in_batches, records
from pressmark.export.selection import article_ids, holding, of_findings, select
from pressmark.writing import TableWriter
from pressmark_schema import analysis
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.records import HASH_COLUMN, record_sha256
from pressmark_schema.tables import ARTICLE_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from pressmark.export.filters import Filters
    from pressmark.export.records import Row, Rows
    from pressmark.export.selection import Selection
    from pressmark_schema.descriptor import Facts, Package, Resource
    from pressmark_schema.tables import Table

_ORDER = (
    "blocks",
    "aliases",
    "embeds",
    "links",
    "changes",
    "evidence",
    "annotations",
    "texts",
    "articles",
    "duplicates",
    "captures",
    "sources",
    "findings",
)
"""The tables in the order of writing: each only needs those before it."""


def write_filtered(
    dataset: Dataset, filters: Filters, folder: Path, among: int | None = None
) -> Dataset:
    """Write what `filters` keep of `dataset` to `folder`, in the order it had.

    References to what is gone become null (links, evidence, duplicates) or go with it (all other
    rows); ranks, offsets, counts and hashes are recomputed where rows changed. The descriptor
    records the filter and what it left out, `among` how many articles, where `dataset` lacks some
    that it cannot keep. Raises UsageError where nothing is left.
    """
    selection = select(dataset, filters)
    if among is not None:
        selection = replace(selection, among=among)
    if not len(selection.articles):
        undated = f"; {selection.undated} without a date meet the rest" if selection.undated else ""
        raise UsageError(
            f"none of {selection.among} articles is kept{undated}", hint="widen the filter"
        )
    return write_selected(dataset, filters, selection, folder)


def write_selected(
    dataset: Dataset, filters: Filters, selection: Selection, folder: Path
) -> Dataset:
    """As `write_filtered`, for articles that were selected already."""
    return Filtered(dataset, filters, selection, folder).write()


class Filtered:
    """One filtered dataset in the making; `written` are its resources so far."""

    def __init__(
        self, dataset: Dataset, filters: Filters, selection: Selection, folder: Path
    ) -> None:
        self.whole, self.filters, self.selection = dataset, filters, selection
        self.folder = folder / "rows" if dataset.is_divided else folder
        self.target = folder
        self.kinds = frozenset(filters.kinds)
        self.written: dict[str, Resource] = {}
        self.changed: set[str] = set()

    def write(self) -> Dataset:
        """Write every table that the whole has, then the descriptor."""
        special: dict[str, Callable[[], Iterator[pa.RecordBatch]]] = {
            "blocks": self._blocks,
            "links": self._links,
            "evidence": self._evidence,
            "annotations": self._annotations,
            "texts": self._texts,
            "articles": self._articles,
            "duplicates": self._duplicates,
            "captures": self._captures,
            "sources": self._sources,
            "findings": lambda: self._holding("findings", self._findings()),
        }
        self.folder.mkdir(exist_ok=True)
        for name in _ORDER:
            if name in self.whole.files:
                batches = special[name]() if name in special else self._details(name)
                writer = TableWriter(self.folder, self.whole.table(name))
                self.written[name] = writer.write(batches)
        return self._described()

    def _described(self) -> Dataset:
        resources = [
            self.written[item.name] for item in self.whole.package.resources if item.name in _ORDER
        ]
        package = laid_out(self.whole, resources, self.folder, self.target)
        facts = package.pressmark
        if facts is not None:
            facts = facts.model_copy(update=self._stated(facts))
        package = package.model_copy(update={"pressmark": facts})
        store.write_descriptor(self.target, package)
        return Dataset(self.target, package)

    def _stated(self, facts: Facts) -> dict[str, Any]:
        """What the descriptor says of how the part was chosen."""
        return {"filter": self._record(facts.model_extra or {})}

    def _record(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        record = self.filters.record()
        record |= {"articles": len(self.selection.articles), "among": self.selection.among}
        if self.filters.dated:
            record["undated_left_out"] = self.selection.undated
        return record | ({"before": facts["filter"]} if "filter" in facts else {})

    @property
    def _part(self) -> Dataset:
        """The tables written so far."""
        package = described(self.whole, "parquet", resources=list(self.written.values()))
        return Dataset(self.folder, package)

    def _column(self, name: str, column: str) -> pa.Array:
        return self._part.arrow(name)[column].combine_chunks()

    def _holding(self, name: str, values: pa.Array) -> Iterator[pa.RecordBatch]:
        """The rows of a table whose deciding column holds one of `values`."""
        return holding(self.whole.table(name), self.whole.batches(name), values)

    def _details(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of the kept articles, without those of blocks that are gone."""
        import pyarrow.compute as pc

        rows = self._holding(name, self.selection.articles)
        if not self.kinds or "block_id" not in self.whole.table(name).column_names:
            return rows
        kept = self._column("blocks", "block_id")
        return (
            batch.filter(pc.or_(pc.is_null(batch["block_id"]), pc.is_in(batch["block_id"], kept)))
            for batch in rows
        )

    def _blocks(self) -> Iterator[pa.RecordBatch]:
        table = self.whole.table("blocks")
        rows = self._holding("blocks", self.selection.articles)
        if not self.kinds:
            return rows
        texts = self._holding("texts", self.selection.articles)
        lead = (self.whole.table("texts"), texts)
        found = records(lead, {"blocks": (table, rows)})
        return batched(
            table,
            (row for _, rows in found for row in kinds.reduced(rows["blocks"], self.kinds)[0]),
        )

    def _texts(self) -> Iterator[pa.RecordBatch]:
        table = self.whole.table("texts")
        rows = self._holding("texts", self.selection.articles)
        if not self.kinds:
            return rows
        blocks = (self.whole.table("blocks"), self._part.batches("blocks"))
        return batched(
            table,
            (
                {**row, "text": kinds.reduced(rows["blocks"], self.kinds)[1]}
                for row, rows in records((table, rows), {"blocks": blocks})
            ),
        )

    def _links(self) -> Iterator[pa.RecordBatch]:
        """Links to articles that are gone lose their target, and nothing else."""
        table = self.whole.table("links")
        for batch in self._details("links"):
            nulled, gone = without(batch, "target_article_id", self.selection.articles)
            self.changed.update(article_ids(table, batch.filter(gone)).to_pylist())
            yield nulled

    def _duplicates(self) -> Iterator[pa.RecordBatch]:
        """Members keep what was measured; the article it was measured with may be gone."""
        for batch in self._holding("duplicates", self.selection.articles):
            yield without(batch, "matched_id", self.selection.articles)[0]

    def _evidence(self) -> Iterator[pa.RecordBatch]:
        """Evidence from blocks that are gone stays evidence; it stands in no block any more."""
        rows = self._holding("evidence", self.selection.articles)
        if not self.kinds:
            return rows
        blocks = self._column("blocks", "block_id")
        return (without(batch, "block_id", blocks)[0] for batch in rows)

    def _annotations(self) -> Iterator[pa.RecordBatch]:
        """Annotations of the blocks that are kept, at the places that those now have."""
        import pyarrow.compute as pc

        rows = self._details("annotations")
        if not self.kinds:
            yield from rows
            return
        blocks, starts = self._column("blocks", "block_id"), self._column("blocks", "text_start")
        for batch in rows:
            moved = starts.take(pc.index_in(batch["block_id"], blocks))
            for edge in ("start", "end"):
                place = pc.add(moved, batch[f"block_{edge}"])
                index = batch.schema.get_field_index(f"text_{edge}")
                batch = batch.set_column(index, batch.schema.field(index), place)  # noqa: PLW2901
            yield batch

    def _articles(self) -> Iterator[pa.RecordBatch]:
        """The articles; those with changed rows with new counts and a new hash of the record."""
        import pyarrow as pa

        table = self.whole.table("articles")
        kept = self._holding("articles", self.selection.articles)
        if not self.kinds and not self.changed:
            return kept
        ids = self.selection.articles if self.kinds else pa.array(sorted(self.changed))
        part = self._part
        others = {
            name: (table, holding(table, part.batches(name), ids))
            for name in ARTICLE_TABLES
            if name in part.files
            for table in [part.table(name)]
        }
        lead = holding(table, self.whole.batches("articles"), ids)
        renewed = (self._renewed(row, rows) for row, rows in records((table, lead), others))
        return batched(table, replaced(kept, renewed))

    def _renewed(self, article: Row, rows: Rows) -> Row:
        if self.kinds:
            text = rows["texts"][0]["text"]
            article = {**article, **analysis.counts(len(rows["blocks"]), text)}
        return {**article, HASH_COLUMN: record_sha256({**rows, "articles": [article]})}

    def _captures(self) -> Iterator[pa.RecordBatch]:
        """The documents that the articles came as."""
        return self._holding("captures", self.selection.articles)

    def _sources(self) -> Iterator[pa.RecordBatch]:
        """The files that those documents came in."""
        return self._holding("sources", self._column("captures", "source_id"))

    def _findings(self) -> pa.Array:
        """The ids of the findings whose row is still there."""
        part = self._part
        kept = of_findings({name: part.table(name) for name in part.files})
        with part.connect() as connection:
            rows = connection.sql(
                f"SELECT finding_id FROM {self.whole.scan('findings')} WHERE {kept}"
            )
            return rows.to_arrow_table()["finding_id"].combine_chunks()


def laid_out(whole: Dataset, resources: Sequence[Resource], folder: Path, target: Path) -> Package:
    """The descriptor of a part of `whole` that was written to `folder`, once it is at `target`.

    Where `whole` has tables of several files, the part's are divided anew, as it alone decides.
    """
    package = described(whole, "parquet", resources=list(resources))
    if folder == target:
        return package
    laid = arranged(Dataset(folder, package), target, whole.file_bytes)
    shutil.rmtree(folder)
    by_name = {resource.name: resource for resource in laid.resources}
    return described(
        whole,
        "parquet",
        resources=[by_name[item.name] for item in resources],
        places=laid.places,
    )


def without(
    batch: pa.RecordBatch, column: str, known: pa.Array
) -> tuple[pa.RecordBatch, pa.BooleanArray]:
    """The batch with null where `column` names none of `known`, and which rows that were."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = batch[column]
    gone = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, known)))
    nulled = pc.if_else(gone, pa.scalar(None, values.type), values)
    return batch.set_column(
        batch.schema.get_field_index(column), batch.schema.field(column), nulled
    ), gone


def batched(table: Table, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """Rows as Arrow batches."""
    return in_batches(arrow_schema(table), rows)


def replaced(batches: Iterable[pa.RecordBatch], renewed: Iterator[Row]) -> Iterator[Row]:
    """The rows of `batches` with each of `renewed`, which are in the same order, in its place."""
    new = next(renewed, None)
    for batch in batches:
        for row in batch.to_pylist():
            if new is not None and row["article_id"] == new["article_id"]:
                yield new
                new = next(renewed, None)
            else:
                yield row
