"""Carrying annotations between two datasets: the articles they are on, read a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.compare.articles import reasons
from pressmark.compare.carry import ArticleText, BlockText, Carried, Fate, Place, carry
from pressmark.compare.difference import compare
from pressmark_schema.generate.sql import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from pressmark.dataset import Dataset

_CHUNK = 500
"""Articles whose texts are held at a time."""


def carry_all(places: Sequence[Place], a: Dataset, b: Dataset) -> list[Carried]:
    """Carry every place from dataset `a` to dataset `b`, in the order given.

    An id that is an alias in `a` is taken for the article's. Raises as `compare` does.
    """
    known = _aliases(a)
    named = [known.get(place.article_id, place.article_id) for place in places]
    with compare(a, b) as diff:
        new = {item.article_id: item.new_id for item in diff.each_renamed()}
        new |= {item.article_id: item.now for item in diff.each_removed() if item.now}
    found: dict[int, Carried] = {}
    gone = reasons(a) | reasons(b)
    order = sorted(range(len(places)), key=lambda at: named[at])
    with a.connect() as one, b.connect() as other:
        for some in _chunks(order, named):
            ids = sorted({named[at] for at in some})
            before = _texts(one, ids)
            after = _texts(other, sorted({new.get(article, article) for article in ids}))
            for at in some:
                now = new.get(named[at], named[at])
                there = after.get(now)
                if named[at] in gone and (there is None or named[at] not in before):
                    why = f"the article is withdrawn ({gone[named[at]]})"
                    found[at] = Carried(Fate.LOST, places[at], why)
                    continue
                found[at] = carry(
                    _named(places[at], named[at]),
                    before.get(named[at]),
                    there,
                    now if there is not None else None,
                )
    return [_kept(places[at], found[at]) for at in range(len(places))]


def _named(place: Place, article: str) -> Place:
    return Place(article, place.block_id, place.start, place.end)


def _kept(place: Place, carried: Carried) -> Carried:
    """A lost annotation keeps the place that it had, under the id that it had."""
    return Carried(carried.fate, place, carried.reason) if carried.fate == "lost" else carried


def _chunks(order: Sequence[int], named: Sequence[str]) -> list[list[int]]:
    """The annotations in groups of at most so many articles."""
    groups: list[list[int]] = [[]]
    ids: set[str] = set()
    for at in order:
        if named[at] not in ids and len(ids) == _CHUNK:
            groups.append([])
            ids = set()
        ids.add(named[at])
        groups[-1].append(at)
    return groups


def _aliases(dataset: Dataset) -> dict[str, str]:
    if "aliases" not in dataset.files:
        return {}
    with dataset.connect() as connection:
        rows = connection.execute("SELECT alias_id, min(article_id) FROM aliases GROUP BY ALL")
        return dict(rows.fetchall())


def _texts(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Mapping[str, ArticleText]:
    """The texts and blocks of some articles."""
    listed = ", ".join(map(literal, ids)) or "NULL"
    blocks: dict[str, dict[str, BlockText]] = {article: {} for article in ids}
    rows = connection.execute(
        "SELECT article_id, block_id, text, text_start FROM blocks"
        f" WHERE article_id IN ({listed}) ORDER BY article_id, seq"
    )
    for article, block_id, text, start in rows.fetchall():
        blocks[article][block_id] = BlockText(text, start)
    texts = connection.execute(f"SELECT article_id, text FROM texts WHERE article_id IN ({listed})")
    return {article: ArticleText(text, blocks[article]) for article, text in texts.fetchall()}
