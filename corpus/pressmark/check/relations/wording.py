"""The blocks and changes against the very text of the sources."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from pressmark.check.catalogue import records
from pressmark.check.opened import PLACE, arrow_rows
from pressmark.check.relations.places import applied, places
from pressmark_schema.findings import OBSERVED_LIMIT, Finding
from pressmark_schema.generate.sql import literal
from pressmark_schema.tables.changes import WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

Row = dict[str, Any]
_AT_ONCE = 512
"""Articles whose rows are asked for together."""


@dataclass(frozen=True)
class _Rows:
    path: str | None = None
    blocks: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)


def text_findings(
    connection: duckdb.DuckDBPyConnection,
    sources: Iterable[tuple[str, str]],
    *,
    whole: bool = True,
) -> Iterator[Finding]:
    """Where the blocks of articles are not what their sources say.

    Args:
        connection: has blocks, changes, captures and sources.
        sources: article ids, each with the decoded source of its current capture. The findings
            come in the same order; articles that are not named are not looked at.
        whole: whether all blocks of the articles are here; False for a dataset of some kinds of
            blocks, as its descriptor records it under `filter`.

    Each slice with its changes carried out must be the block's text, each recorded `before` must
    stand in the source, and no character may be in two blocks or deletions; in whole articles,
    each non-blank character must be in one of them.
    """
    rest = iter(sources)
    while held := list(islice(rest, _AT_ONCE)):
        rows = _rows(connection, [article_id for article_id, _ in held])
        for article_id, source in held:
            of_article = rows[article_id]
            yield from _wording(source, of_article)
            yield from _cover(article_id, source, of_article, whole=whole)


def _rows(connection: duckdb.DuckDBPyConnection, article_ids: list[str]) -> dict[str, _Rows]:
    chosen = f"article_id IN ({', '.join(map(literal, article_ids))})"
    blocks, changes = defaultdict(list), defaultdict(list)
    for row in arrow_rows(connection, f"FROM blocks WHERE {chosen} ORDER BY article_id, seq"):
        blocks[row["article_id"]].append(row)
    for row in arrow_rows(connection, f"FROM changes WHERE {chosen} ORDER BY change_id"):
        changes[row["article_id"]].append(row)
    captures = f"SELECT article_id, {PLACE} AS path FROM captures JOIN sources USING (source_id)"
    current = arrow_rows(connection, f"{captures} WHERE is_current AND {chosen} ORDER BY ALL")
    paths = {row["article_id"]: row["path"] for row in current}
    return {name: _Rows(paths.get(name), blocks[name], changes[name]) for name in article_ids}


def _wording(source: str, rows: _Rows) -> Iterator[Finding]:
    changes = defaultdict(list)
    for change in rows.changes:
        changes[change["block_id"]].append(change)
        yield from _before(source, change, rows.path)
    for block in rows.blocks:
        if block["src_start"] is None:
            continue
        due = applied(source, block["src_start"], block["src_end"], changes[block["block_id"]])
        if due != block["text"]:
            yield _of_block(block, due, rows.path)


def _of_block(block: Row, due: str, path: str | None) -> Finding:
    text = block["text"]
    shorter = min(len(due), len(text))
    at = next((place for place in range(shorter) if due[place] != text[place]), shorter)
    return Finding(
        records.SOURCE_TEXT,
        "blocks",
        block["block_id"],
        field="text",
        observed=f"from code point {at}: {text[at : at + 40]!r} instead of {due[at : at + 40]!r}",
        path=path,
        src_line=block["src_line"],
        src_column=block["src_column"],
        src_start=block["src_start"],
        src_end=block["src_end"],
        excerpt=text,
        caret=(at, min(at + 1, len(text))),
    )


def _before(source: str, change: Row, path: str | None) -> Iterator[Finding]:
    for start, end, before, _ in places([change]):
        found = source[start:end]
        same = found == before
        if before is None:
            same = WITHDRAWN in change["rules"] or (
                hashlib.sha256(found.encode(errors="replace")).hexdigest()
                == change["before_sha256"]
            )
        if end > len(source) or not same:
            observed = f"{found[:40]!r} in the source instead of {(before or '')[:40]!r}"
            yield Finding(
                records.SOURCE_TEXT,
                "changes",
                change["change_id"],
                field="before",
                observed=observed,
                path=path,
                src_start=start,
                src_end=end,
            )


def _cover(article_id: str, source: str, rows: _Rows, *, whole: bool) -> Iterator[Finding]:
    """Where a non-blank character is in more than one block or deletion or, in a whole, in none."""
    if any(block["src_start"] is None for block in rows.blocks):
        return
    stretches = [(block["src_start"], block["src_end"]) for block in rows.blocks]
    loose = [change for change in rows.changes if change["block_id"] is None]
    stretches += [(start, end) for start, end, _, _ in places(loose)]
    done = 0
    for start, end in [*sorted(stretches), (len(source), len(source))]:
        if start < done or (whole and source[done:start].strip()):
            low, high = sorted((done, start))
            yield _uncovered(article_id, source, (low, high), rows.path)
        done = max(done, end)


def _uncovered(article_id: str, source: str, span: tuple[int, int], path: str | None) -> Finding:
    start, end = span
    start += len(source[start:end]) - len(source[start:end].lstrip())
    ahead = source.rfind("\n", 0, start) + 1
    return Finding(
        records.SOURCE_COVER,
        "articles",
        article_id,
        observed=source[start:end].strip()[:OBSERVED_LIMIT],
        path=path,
        src_line=source.count("\n", 0, start) + 1,
        src_column=start - ahead + 1,
        src_start=start,
        src_end=end,
    )
