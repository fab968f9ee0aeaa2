"""A dataset for everyone: full text only where rights allow it, metadata alone for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.dataset import Dataset
from pressmark.export.filtered import batched, laid_out, replaced, without
from pressmark.export.parquet import described
from pressmark.export.records import records
from pressmark.export.selection import article_ids, holding
from pressmark.writing import TableWriter
from pressmark_schema import analysis
from pressmark_schema.records import HASH_COLUMN, record_sha256
from pressmark_schema.tables import ARTICLE_TABLES, TABLES
from pressmark_schema.vocabulary import Sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from pressmark.export.records import Row, Rows
    from pressmark_schema.descriptor import Resource

_WORDLESS = frozenset(
    {
        *("articles", "texts", "aliases", "evidence"),
        *("duplicates", "captures", "sources", "findings"),
    }
)
TEXTUAL = tuple(name for name in TABLES if name not in _WORDLESS)
"""The tables whose rows of an article hold its words; they go where the text may not be shared.

Any table is taken for one, unless it is known to hold none, or is emptied by a rule of its own.
"""


@dataclass(frozen=True, slots=True)
class Public:
    """What is made for everyone; `despite` is the reason to pass on what rights do not allow."""

    despite: str | None = None


def withhold(dataset: Dataset, folder: Path) -> Dataset:
    """Write `dataset` to `folder`, without the words of the articles that must not be passed on.

    An article stays as it is where its `sharing` is full_text. Of any other stay its rows of
    articles, aliases, evidence, duplicates, captures and sources; its text is empty, its counts
    and hashes are those of an empty text. What findings observed in it, and what was refused of a
    document that became no record, goes too; of its evidence the values stay, and what its page
    prints where they were read goes. Ids are the same. The descriptor says how many texts were
    withheld.
    """
    return _Public(dataset, folder).write()


def despite_of(dataset: Dataset, reason: str) -> Dataset:
    """The same dataset, its descriptor saying that it is public and for which reason as a whole."""
    facts = dataset.package.pressmark
    stated = {"tier": "public", "withheld": 0, "despite": reason}
    told = facts and facts.model_copy(update=stated)
    return Dataset(dataset.folder, dataset.package.model_copy(update={"pressmark": told}))


class _Public:
    """A public dataset in the making; `kept` are the ids of the articles with their text."""

    def __init__(self, whole: Dataset, folder: Path) -> None:
        import pyarrow.compute as pc

        self.whole, self.target = whole, folder
        self.folder = folder / "rows" if whole.is_divided else folder
        articles = whole.arrow("articles")
        full = pc.equal(articles["sharing"], Sharing.FULL_TEXT.value)
        self.kept: pa.Array = articles["article_id"].filter(full).combine_chunks()
        self.closed: pa.Array = articles["article_id"].filter(pc.invert(full)).combine_chunks()
        self.written: dict[str, Resource] = {}

    def write(self) -> Dataset:
        special: dict[str, Callable[[], Iterator[pa.RecordBatch]]] = {
            "texts": self._texts,
            "evidence": self._evidence,
            "captures": self._captures,
            "findings": self._findings,
            "articles": self._articles,
        }
        self.folder.mkdir(exist_ok=True)
        # The articles come last: their hashes are over the rows of the other tables.
        names = sorted(self.whole.files, key=lambda name: (name == "articles", name == "findings"))
        for name in names:
            batches = special[name]() if name in special else self._rows(name)
            self.written[name] = TableWriter(self.folder, self.whole.table(name)).write(batches)
        return self._described()

    def _described(self) -> Dataset:
        resources = [self.written[item.name] for item in self.whole.package.resources]
        package = laid_out(self.whole, resources, self.folder, self.target)
        facts = package.pressmark
        if facts is not None:
            stated = {"tier": "public", "withheld": len(self.closed)}
            package = package.model_copy(update={"pressmark": facts.model_copy(update=stated)})
        store.write_descriptor(self.target, package)
        return Dataset(self.target, package)

    def _rows(self, name: str) -> Iterator[pa.RecordBatch]:
        if name in TEXTUAL:
            return holding(self.whole.table(name), self.whole.batches(name), self.kept)
        return self.whole.batches(name)

    def _texts(self) -> Iterator[pa.RecordBatch]:
        for batch in self.whole.batches("texts"):
            yield self._emptied(batch, "text", batch["article_id"], "")

    def _evidence(self) -> Iterator[pa.RecordBatch]:
        """The values and their places; what a page prints there may be much of its text."""
        import pyarrow.compute as pc

        table = self.whole.table("evidence")
        for batch in self.whole.batches("evidence"):
            closed = pc.is_in(article_ids(table, batch), self.closed)
            found = self._nulled(batch, "block_id", closed)
            found = self._nulled(found, "raw", closed)
            yield self._nulled(found, "value_from", pc.and_(closed, pc.is_null(batch["value_to"])))

    def _captures(self) -> Iterator[pa.RecordBatch]:
        """Why a document was refused may quote it."""
        for batch in self.whole.batches("captures"):
            yield without(batch, "status_detail", self.kept.slice(0, 0))[0]

    def _findings(self) -> Iterator[pa.RecordBatch]:
        """The findings whose row is still there, with what was seen in articles that are shown."""
        import pyarrow as pa
        import pyarrow.compute as pc

        gone = [
            key
            for name in TEXTUAL
            if name in self.whole.files
            for key in self._gone(name).to_pylist()
        ]
        lost = pa.array(gone, pa.string())
        shown = pa.concat_arrays([self.kept, self._captures_of_kept()])
        for batch in self.whole.batches("findings"):
            textual = pc.is_in(batch["on_table"], pa.array(TEXTUAL))
            rows = batch.filter(pc.invert(pc.and_(textual, pc.is_in(batch["row_id"], lost))))
            textual = pc.is_in(rows["on_table"], pa.array(TEXTUAL))
            seen = pc.or_(textual, pc.is_in(rows["row_id"], shown))
            yield self._nulled(rows, "observed", pc.invert(seen))

    def _gone(self, name: str) -> pa.ChunkedArray:
        import pyarrow as pa

        table = self.whole.table(name)
        batches = holding(table, self.whole.batches(name), self.closed)
        found = [batch.column(table.key[0]) for batch in batches]
        return pa.chunked_array(found, pa.string())

    def _captures_of_kept(self) -> pa.Array:
        """The keys of the captures of articles that are shown; no refused document is one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = [
            batch["capture_id"].filter(pc.is_in(batch["article_id"], self.kept))
            for batch in self.whole.batches("captures")
        ]
        return pa.concat_arrays(found) if found else pa.array([], pa.string())

    def _articles(self) -> Iterator[pa.RecordBatch]:
        table = self.whole.table("articles")
        part = Dataset(
            self.folder, described(self.whole, "parquet", resources=list(self.written.values()))
        )
        others = {
            name: (part.table(name), holding(part.table(name), part.batches(name), self.closed))
            for name in ARTICLE_TABLES
            if name in self.written
        }
        lead = (table, holding(table, self.whole.batches("articles"), self.closed))
        renewed = (_renewed(row, rows) for row, rows in records(lead, others))
        return batched(table, replaced(self.whole.batches("articles"), renewed))

    def _emptied(
        self, batch: pa.RecordBatch, column: str, articles: pa.Array, value: str | None
    ) -> pa.RecordBatch:
        import pyarrow.compute as pc

        return self._nulled(batch, column, pc.is_in(articles, self.closed), value)

    @staticmethod
    def _nulled(
        batch: pa.RecordBatch, column: str, where: pa.Array, value: str | None = None
    ) -> pa.RecordBatch:
        import pyarrow as pa
        import pyarrow.compute as pc

        at = batch.schema.get_field_index(column)
        values = pc.if_else(where, pa.scalar(value, batch[column].type), batch[column])
        return batch.set_column(at, batch.schema.field(column), values)


def _renewed(article: Row, rows: Rows) -> Row:
    article = {**article, **analysis.counts(0, "")}
    return {**article, HASH_COLUMN: record_sha256({**rows, "articles": [article]})}
