"""The changed articles one after the other: their fields and blocks, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pressmark.compare.rows import PLACES
from pressmark.compare.words import Piece, compare_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.compare.opened import Opened

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column of articles or texts with its values; `aliases` are lists of ids."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block that was added, removed or changed; `fields` are the columns that differ.

    Of a block that only stands elsewhere, `fields` are its places.
    """

    block_id: str
    status: str
    fields: tuple[str, ...]
    kinds: tuple[str | None, str | None]
    texts: tuple[str | None, str | None]

    @property
    def moved(self) -> bool:
        """Whether nothing but its place changed."""
        return self.status == "changed" and PLACES.issuperset(self.fields)


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that both sides have, and what changed in it; `words` are asked for."""

    article_id: str
    outlet_id: str
    title: str | None
    effect: str
    cause: str
    fields: tuple[FieldChange, ...] = ()
    blocks: tuple[BlockChange, ...] = ()
    words: tuple[Piece, ...] = ()

    @property
    def text_changed(self) -> bool:
        """Whether texts.text is another."""
        return self.effect == "text"


def changed(opened: Opened, *, words: bool) -> Iterator[Changed]:
    """Every changed article, by outlet and id, in bounded memory."""
    blocks = groupby(_blocks(opened), key=lambda row: (row["outlet_id"], row["article_id"]))
    ahead = next(blocks, None)
    for row in _articles(opened, words=words):
        found: list[BlockChange] = []
        if ahead is not None and ahead[0] == (row["outlet_id"], row["article_id"]):
            found = [_block(item) for item in ahead[1]]
            ahead = next(blocks, None)
        texts = (row.pop("text_a", None), row.pop("text_b", None))
        pieces = compare_words(*texts) if None not in texts and texts[0] != texts[1] else []
        yield Changed(
            article_id=row["article_id"],
            outlet_id=row["outlet_id"],
            title=row["title"],
            effect=row["effect"],
            cause=row["cause"],
            fields=tuple(_field(name, row) for name in row["fields"]),
            blocks=tuple(found),
            words=tuple(pieces),
        )


def _articles(opened: Opened, *, words: bool) -> Iterator[dict[str, Any]]:
    texts = ", t.text AS text_a, u.text AS text_b" if words else ""
    of = "WHERE article_id IN (SELECT article_id FROM changed)"
    aliases = {
        side: f"(SELECT list(alias_id ORDER BY alias_id) FROM {side}.aliases l"
        " WHERE l.article_id = c.article_id)"
        if "aliases" in opened.columns
        else "[]"
        for side in "ab"
    }
    return _rows(
        opened,
        f"""
        SELECT c.article_id, c.outlet_id, c.effect, c.cause, c.fields, y.title,
            {{'aliases': {aliases["a"]}, 'texts': t, 'articles': x}} AS before,
            {{'aliases': {aliases["b"]}, 'texts': u, 'articles': y}} AS after {texts}
        FROM changed c LEFT JOIN (FROM a.articles {of}) x USING (article_id)
            JOIN (FROM b.articles {of}) y USING (article_id)
            LEFT JOIN (SELECT {_without_text(opened, 0, words=words)} FROM a.texts {of}) t
                USING (article_id)
            JOIN (SELECT {_without_text(opened, 1, words=words)} FROM b.texts {of}) u
                USING (article_id)
        ORDER BY c.outlet_id, c.article_id
        """,
    )


def _without_text(opened: Opened, side: int, *, words: bool) -> str:
    """The columns of texts that are read: the text, which is most of a package, only for words."""
    names = opened.columns["texts"][side]
    return ", ".join(name for name in names if words or name != "text")


def _field(name: str, row: dict[str, Any]) -> FieldChange:
    def value(side: dict[str, Any]) -> Any:
        if name == "aliases":
            return side["aliases"] or []
        table = "articles" if name in side["articles"] else "texts"
        return (side[table] or {}).get(name)

    return FieldChange(name, value(row["before"]), value(row["after"]))


def _blocks(opened: Opened) -> Iterator[dict[str, Any]]:
    if "blocks" not in opened.columns:
        return iter(())
    return _rows(
        opened,
        """
        SELECT c.outlet_id, d.article_id, d.k_block_id AS block_id, d.status, d.fields,
            x.kind AS kind_a, y.kind AS kind_b, x.text AS text_a, y.text AS text_b
        FROM d_blocks d JOIN changed c USING (article_id)
            LEFT JOIN (SELECT block_id, kind, text, seq FROM a.blocks
                WHERE block_id IN (SELECT k_block_id FROM d_blocks)) x ON x.block_id = d.k_block_id
            LEFT JOIN (SELECT block_id, kind, text, seq FROM b.blocks
                WHERE block_id IN (SELECT k_block_id FROM d_blocks)) y ON y.block_id = d.k_block_id
        ORDER BY c.outlet_id, d.article_id, coalesce(y.seq, x.seq), y.seq IS NULL, block_id
        """,
    )


def _block(row: dict[str, Any]) -> BlockChange:
    return BlockChange(
        row["block_id"],
        row["status"],
        tuple(row["fields"]),
        (row["kind_a"], row["kind_b"]),
        (row["text_a"], row["text_b"]),
    )


def _rows(opened: Opened, query: str) -> Iterator[dict[str, Any]]:
    """The rows of a query on a cursor of its own, so that another can be read beside it."""
    cursor = opened.connection.cursor()
    cursor.execute("SET TimeZone = 'UTC'")
    for batch in cursor.sql(query).to_arrow_reader(_CHUNK):
        yield from batch.to_pylist()
