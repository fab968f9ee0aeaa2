"""Whole records, one article at a time: its hash, its number of words, the ids of its blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pressmark.check.catalogue import records
from pressmark.check.opened import arrow_rows, uncheckable
from pressmark.check.relations.places import source_slice
from pressmark_schema import ids
from pressmark_schema.analysis import count_words
from pressmark_schema.findings import Finding
from pressmark_schema.generate.sql import quoted
from pressmark_schema.records import HASH_COLUMN, record_sha256
from pressmark_schema.tables import ARTICLE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.opened import Opened

Row = dict[str, Any]
_BLOCK_ID = re.compile(rf"[a-z0-9]{{{ids.ARTICLE_ID_LENGTH}}}_[a-z0-9]{{10}}_[0-9]+")


def record_findings(opened: Opened) -> Iterator[Finding]:
    """The articles whose rows are not those that were hashed, in the order of their ids.

    The tables are read side by side, each sorted by article, so that memory holds one article.
    """
    import duckdb

    try:
        yield from _records(opened)
    except (duckdb.Error, OSError, ValueError, OverflowError) as error:
        yield uncheckable(opened, "articles", error)


def _records(opened: Opened) -> Iterator[Finding]:
    if not opened.has(*ARTICLE_TABLES):
        return
    streams = {name: _Articles(opened, name) for name in ARTICLE_TABLES}
    for article_id, rows in streams.pop("articles"):
        record = {"articles": rows}
        record |= {name: stream.take(article_id) for name, stream in streams.items()}
        yield from _of_record(opened, article_id, record)


class _Articles:
    """The rows of a table, article after article, in the order of the articles' ids."""

    def __init__(self, opened: Opened, name: str) -> None:
        table = opened.tables[name]
        order = ", ".join([table.article, *map(quoted, table.order)])
        sql = f"FROM {quoted(name)} ORDER BY {order}"
        of_article = itemgetter("article_id") if "article_id" in table.column_names else _of_block
        self._groups = groupby(arrow_rows(opened.connection, sql), of_article)
        self._next = next(self._groups, None)

    def __iter__(self) -> Iterator[tuple[str, list[Row]]]:
        while self._next is not None:
            article_id, rows = self._next
            if article_id is not None:
                yield article_id, list(rows)
            self._next = next(self._groups, None)

    def take(self, article_id: str) -> list[Row]:
        """The rows of that article; those of articles ahead of it are passed over."""
        while self._next is not None and (self._next[0] or "") < article_id:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != article_id:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


def _of_block(row: Row) -> str | None:
    block_id: str | None = row["block_id"]
    return block_id and block_id[: ids.ARTICLE_ID_LENGTH]


def _of_record(opened: Opened, article_id: str, record: dict[str, list[Row]]) -> Iterator[Finding]:
    path = opened.paths.get("articles")
    article = record["articles"][0]
    found = record_sha256(record)
    if found != article[HASH_COLUMN]:
        observed = f"{found} instead of {article[HASH_COLUMN]}"
        yield Finding(records.RECORD_HASH, "articles", article_id, HASH_COLUMN, observed, path=path)
    words = sum(count_words(text["text"] or "") for text in record["texts"])
    if words != article["n_words"]:
        observed = f"{article['n_words']} instead of {words}"
        yield Finding(records.COUNTS, "articles", article_id, "n_words", observed, path=path)
    yield from _of_blocks(opened, record)


def _of_blocks(opened: Opened, record: dict[str, list[Row]]) -> Iterator[Finding]:
    changes = defaultdict(list)
    for change in record["changes"]:
        changes[change["block_id"]].append(change)
    for block in record["blocks"]:
        block_id = block["block_id"]
        original = source_slice(block, changes[block_id])
        if original is None or not _BLOCK_ID.fullmatch(block_id or ""):
            continue
        due = ids.block_id(block["article_id"], original, int(block_id.rpartition("_")[2][:9]))
        if due.rpartition("_")[0] != block_id.rpartition("_")[0]:
            yield Finding(
                records.BLOCK_ID,
                "blocks",
                block_id,
                "block_id",
                f"{block_id} instead of {due}",
                path=opened.paths.get("blocks"),
                src_line=block["src_line"],
                src_column=block["src_column"],
            )
