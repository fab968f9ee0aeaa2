"""A package as a corpus in memory: articles as objects, tables as Arrow, pandas, polars or SQL."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import frames, months, notebook, store
from pressmark.article import Article, harmless
from pressmark.concordance import CONTEXT, Concordance, Line, lines, pattern
from pressmark.dataset import Dataset, connect
from pressmark.export.filters import DatePolicy, Filters, check_known
from pressmark.export.intact import require_corpus, require_declared, require_intact, require_same
from pressmark.export.selection import Selection, article_ids, holding, of_findings, select
from pressmark.export.withdrawn import leave_out, listed, missing
from pressmark_schema.errors import IntegrityError
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import quoted
from pressmark_schema.older import LATER_TABLES
from pressmark_schema.tables import TABLES_OF_ARTICLES
from pressmark_schema.vocabulary import BlockKind

if TYPE_CHECKING:
    import os
    import re
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from pressmark.export.withdrawn import Tombstones
    from pressmark_schema.descriptor import Package

_KEPT = "kept_articles"


def load(
    path: str | os.PathLike[str], *, verify: bool = True, tombstones: Tombstones | None = None
) -> Corpus:
    """Open a package, or a dataset folder, as a corpus.

    Args:
        path: its folder or its datapackage.json.
        verify: hash the files of each table before anything is read from it. Without, what is
            read is still held against the checksums of its pages, and a filter by outlets or
            dates reads only the parts of files that it needs.
        tombstones: what was withdrawn since: the file of a corpus's list (`withdrawn.jsonl`), or
            a list of `Withdrawal`; it is left out. The rest is written anew into a private folder
            that goes with the process.

    Raises:
        UsageError: there is no package of ours, or no such list.
        IntegrityError: a file is not the one that the descriptor declares; it names the file, the
            hash or size expected and the one found. Sizes are compared here, hashes where a table
            is first read.
    """
    place = Path(path)
    folder = place.parent if place.name == store.DESCRIPTOR else place
    if verify and (folder / "parquet" / store.DESCRIPTOR).is_file():
        _require_chain(folder)
    dataset = Dataset.open(folder)
    require_corpus(dataset)
    if verify:
        require_declared(dataset)
    if tombstones is not None:
        if verify:
            require_intact(dataset)
        dataset = _without(dataset, tombstones)
    return Corpus(dataset, unread=set(dataset.files) if verify and tombstones is None else set())


def _without(dataset: Dataset, tombstones: Tombstones) -> Dataset:
    gone = missing(dataset, listed(tombstones))
    if not gone:
        return dataset
    folder = tempfile.mkdtemp(prefix="pressmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return leave_out(dataset, gone, Path(folder))


def _require_chain(folder: Path) -> None:
    """Check the descriptor of the Parquet half against the one that declares it."""
    inner = f"parquet/{store.DESCRIPTOR}"
    facts = store.read_descriptor(folder).pressmark
    for file in facts.files if facts else []:
        if file.path == inner:
            require_same(store.inside(folder, inner), file.bytes, file.hash)
            return
    raise IntegrityError(f"{folder / store.DESCRIPTOR} does not declare {inner}")


class _TableOf:
    """A property of a corpus: the table of its own name."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, corpus: Corpus, owner: type) -> pa.Table:
        return corpus.table(self.name)


class Corpus:
    """The articles of a package, or those that a filter keeps; files are read when needed.

    Iterating gives `Article`s, `corpus[id]` one of them by its id or an alias, `len` their number.
    Each table is an Arrow table by its name: `corpus.texts`, `corpus.blocks` …
    """

    texts = _TableOf()
    articles = _TableOf()
    blocks = _TableOf()
    embeds = _TableOf()
    links = _TableOf()
    annotations = _TableOf()
    evidence = _TableOf()
    changes = _TableOf()
    duplicates = _TableOf()
    aliases = _TableOf()
    captures = _TableOf()
    sources = _TableOf()
    findings = _TableOf()

    def __init__(
        self, dataset: Dataset, kept: Selection | None = None, unread: set[str] | None = None
    ) -> None:
        self._dataset, self._selection = dataset, kept
        self._kept: pa.Array | None = kept.articles if kept else None
        self._unread: set[str] = set() if unread is None else unread
        """Tables whose files are still to be hashed; shared with the filtered views."""
        self._viewed: set[str] = set()
        self._tables: dict[str, pa.Table] = {}
        self._places: dict[str, dict[str, tuple[int, int]]] = {}

    @property
    def package(self) -> Package:
        """The descriptor: name, version, licences, and what is declared of each table."""
        return self._dataset.package

    def __len__(self) -> int:
        return int(self.articles.num_rows)

    def __iter__(self) -> Iterator[Article]:
        for article_id in self.articles["article_id"].to_pylist():
            yield self._article(article_id)

    def __contains__(self, key: object) -> bool:
        return key in self._articles_at or key in self._aliased

    def __getitem__(self, key: str) -> Article:
        """The article whose id or alias is `key`; the KeyError of another names the nearest id."""
        if key in self._articles_at:
            return self._article(key)
        named = self._aliased.get(key, [])
        if len(named) == 1:
            return self._article(named[0])
        if named:
            raise KeyError(harmless(f"{key} names several articles: {', '.join(named)}"))
        raise KeyError(f"no article {key}{self._nearest(key)}")

    def __repr__(self) -> str:
        part = "" if self._kept is None else " (filtered)"
        name = harmless(self.package.name or str(self._dataset.folder))
        version = f" {harmless(self.package.version)}" if self.package.version else ""
        return f"<Corpus {name}{version}: {len(self)} articles{part}>"

    def _repr_html_(self) -> str:
        version = f" {self.package.version}" if self.package.version else ""
        rows = self.sql(
            "SELECT outlet_id, count(*), min(date_from), max(date_to) FROM texts"
            " GROUP BY outlet_id ORDER BY count(*) DESC, outlet_id"
        ).fetchall()
        return notebook.corpus(f"{self.package.name or 'corpus'}{version}", len(self), rows)

    def table(self, name: str) -> pa.Table:
        """A table in Arrow, in its declared schema; raises UsageError where it is not here."""
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    def rows(self, name: str, article_id: str) -> list[dict[str, Any]]:
        """The rows of one article in one of its tables, column name to value."""
        if name not in self._dataset.files and name in LATER_TABLES:
            return []
        if name not in self._places:
            self._places[name] = _runs(article_ids(self._dataset.table(name), self.table(name)))
        start, length = self._places[name].get(article_id, (0, 0))
        found: list[dict[str, Any]] = self.table(name).slice(start, length).to_pylist()
        return found

    def to_pandas(self, table: str = "texts", *, categorical: bool = False) -> pd.DataFrame:
        """A table as a pandas frame; see `frames.to_pandas` for the types of its columns."""
        return frames.to_pandas(self.table(table), self._dataset.table(table), categorical)

    def to_polars(self, table: str = "texts", *, categorical: bool = False) -> pl.DataFrame:
        """A table as a polars frame, without a copy where polars needs none."""
        return frames.to_polars(self.table(table), self._dataset.table(table), categorical)

    def sql(self, query: str, **params: object) -> duckdb.DuckDBPyRelation:
        """The result of a query (DuckDB) over the tables, each a view by its name.

        `$name` in the query takes the parameter of that name. The relation reads the Parquet
        files as it needs them; `.to_arrow_table()`, `.df()` and `.pl()` carry the result on.
        """
        names = self._asked(query)
        self._vouch(*names)
        self._view(names)
        return self._connection.sql(query, params=params or None)

    def filter(
        self,
        *,
        where: str | None = None,
        outlets: str | Sequence[str] = (),
        date_from: str | None = None,
        date_to: str | None = None,
        dates: DatePolicy = "within",
        lang: str | None = None,
        representatives: bool = False,
    ) -> Corpus:
        """The corpus of the articles that meet every condition given; see `export.Filters`.

        A view: no row changes, so a link may name an article that is not kept. Raises UsageError
        for a condition that cannot be, an unknown outlet or language.
        """
        import pyarrow.compute as pc

        langs = (lang,) if lang is not None else ()
        filters = Filters(
            where,
            (outlets,) if isinstance(outlets, str) else tuple(outlets),
            date_from,
            date_to,
            dates,
            langs=langs,
            representatives=representatives,
        )
        # A condition can ask of any table in a subquery.
        self._vouch(*(self._dataset.files if where is not None else ("articles", "texts")))
        kept = select(self._dataset, filters)
        if self._kept is not None:
            both = kept.articles.filter(pc.is_in(kept.articles, self._kept))
            kept = replace(kept, articles=both)
        return Corpus(self._dataset, kept, self._unread)

    def concordance(
        self,
        words: str,
        *,
        regex: bool = False,
        word: bool = False,
        ignore_case: bool = False,
        kinds: Sequence[str] = (),
        context: int = CONTEXT,
    ) -> Concordance:
        """Keyword in context: each place where `words` stand, or match as a regular expression.

        `kinds` are those of the blocks to look in, by default the running text; `context` counts
        code points on each side. Raises UsageError for an expression that is none.
        """
        sought = pattern(words, fixed=not regex, word=word, ignore_case=ignore_case)
        return Concordance(self.hits(sought, kinds, context))

    def hits(
        self, sought: re.Pattern[str], kinds: Sequence[str] = (), context: int = CONTEXT
    ) -> Iterator[Line]:
        """The lines of a concordance one by one, with no table held in memory."""
        for kind in kinds:
            check_known("kind of block", kind, list(BlockKind))
        return lines(self._batches("blocks"), self._batches("texts"), sought, kinds, context)

    def by_month(self, policy: DatePolicy = "overlaps") -> pa.Table:
        """The number of articles in each month; see `months.by_month` for the columns."""
        texts = self.texts
        return months.by_month(texts["date_from"].to_pylist(), texts["date_to"].to_pylist(), policy)

    def _article(self, article_id: str) -> Article:
        return Article(article_id, self._dataset.schema, self.rows)

    @cached_property
    def _articles_at(self) -> Mapping[str, int]:
        ids = self.articles["article_id"].to_pylist()
        return {article_id: place for place, article_id in enumerate(ids)}

    @cached_property
    def _aliased(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.aliases.to_pylist() if "aliases" in self._dataset.files else []:
            found.setdefault(row["alias_id"], []).append(row["article_id"])
        return found

    def _nearest(self, key: str) -> str:
        """The nearest id, among those that begin or end as `key` does."""
        ids = [name for name in self._articles_at if name[:4] == key[:4] or name[-3:] == key[-3:]]
        near = get_close_matches(key, ids, 1)
        return f"; nearest is {near[0]}" if near else ""

    def _read(self, name: str) -> pa.Table:
        import pyarrow as pa

        table = self._dataset.table(name)
        if self._kept is None:
            self._vouch(name)
            return self._dataset.arrow(name)
        return pa.Table.from_batches(self._batches(name), arrow_schema(table)).combine_chunks()

    def _vouch(self, *names: str) -> None:
        """Hash the files of these tables, unless that was done; raises IntegrityError."""
        due = self._unread.intersection(names)
        if due:
            require_intact(self._dataset, due)
            self._unread -= due

    def _view(self, names: set[str]) -> None:
        """Make the views of these tables, unless they are there."""
        if self._kept is None:
            for name in sorted(names - self._viewed):
                self._dataset.view(self._connection, name)
        self._viewed |= names

    def _asked(self, query: str) -> set[str]:
        """The tables that a query reads; all where that cannot be told or views read others."""
        import duckdb

        everything = set(self._dataset.files)
        if self._kept is not None:
            return everything
        try:
            return self._connection.get_table_names(query) & everything or everything
        except duckdb.Error:
            return everything

    def _batches(self, name: str) -> Iterator[pa.RecordBatch]:
        self._vouch(name)
        batches = self._dataset.batches(name, self._selection.wanted if self._selection else None)
        if self._kept is None:
            return batches
        return holding(self._dataset.table(name), batches, self._deciding(name))

    def _deciding(self, name: str) -> pa.Array:
        """The ids whose rows of a table belong to the kept articles."""
        if name not in {"sources", "findings"}:
            return self._kept
        column = {"sources": "source_id", "findings": "finding_id"}[name]
        self._vouch(*self._dataset.files)
        query = f"SELECT {column} FROM {name}"
        return self._connection.sql(query).to_arrow_table()[column].combine_chunks()

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import pyarrow as pa

        connection = connect()
        if self._kept is None:
            return connection
        connection.register(_KEPT, pa.table({"article_id": self._kept}))
        for name in [*TABLES_OF_ARTICLES, "duplicates", "captures", "sources", "findings"]:
            if name in self._dataset.files:
                condition = self._condition(name)
                rows = self._dataset.read(name)
                connection.execute(f"CREATE VIEW {quoted(name)} AS FROM ({rows}) WHERE {condition}")
        return connection

    def _condition(self, name: str) -> str:
        """The SQL condition on the rows of a table that belong to the kept articles."""
        tables = self._dataset.files.keys() - {"findings"}
        if name == "sources":
            return "source_id IN (SELECT source_id FROM captures)"
        if name == "findings":
            return of_findings({table: self._dataset.table(table) for table in sorted(tables)})
        article = self._dataset.table(name).article or "article_id"
        return f"{article} IN (FROM {_KEPT})"


def _runs(ids: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    """Where the rows of each article are: its id to (start, length)."""
    import pyarrow.compute as pc

    runs = pc.run_end_encode(ids.combine_chunks())
    found, start = {}, 0
    names = runs.values  # noqa: PD011 - Arrow's, not pandas'
    for article_id, end in zip(names.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        found[article_id] = (start, end - start)
        start = end
    return found
