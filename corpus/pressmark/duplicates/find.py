"""Finding the duplicates of a corpus: texts in, in any order, rows of the table out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from pressmark.duplicates.candidates import candidates
from pressmark.duplicates.clusters import clusters
from pressmark.duplicates.edges import confirmed
from pressmark.duplicates.shingles import Spool, Words, shingles
from pressmark_schema import ids
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables.duplicates import DUPLICATES
from pressmark_schema.vocabulary import DuplicateRelation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from pressmark.duplicates.clusters import Reached
    from pressmark.duplicates.edges import Edge
    from pressmark.duplicates.shingles import Hashes, Sets
    from pressmark.duplicates.thresholds import Thresholds

_EXACT = 1000


@dataclass(frozen=True, slots=True)
class _Article:
    article_id: str
    outlet_id: str
    date_to: date | None
    length: int

    @property
    def preference(self) -> tuple[date, int, str]:
        """What makes the representative: the earliest date_to, then the longest, then the id."""
        return self.date_to or date.max, -self.length, self.article_id


@dataclass
class _Gathered:
    """The articles of each different text, best first, and the shingles of the texts."""

    articles: list[list[_Article]] = field(default_factory=list)
    places: dict[bytes, int] = field(default_factory=dict)


def find(texts: Iterable[pa.RecordBatch], thresholds: Thresholds, work: Path) -> pa.Table:
    """The rows of the duplicates table for a corpus, by article id.

    Args:
        texts: batches with the columns article_id, outlet_id, date_to and text of every article,
            in any order; the rows depend on what they hold alone.
        thresholds: from where on a pair counts.
        work: a scratch folder for what is too large for memory.

    Texts are the same when all characters are; a text without a word is nobody's duplicate.
    Others are compared as sets of 5-word shingles, casefolded, where they have words enough.
    """
    import pyarrow as pa

    gathered, sets = _gather(texts, thresholds, work)
    for same in gathered.articles:
        same.sort(key=lambda article: article.preference)
    ranks = _ranks(gathered.articles)
    order = np.array(
        sorted(range(len(sets)), key=lambda place: (sets.sizes[place], ranks[place])), np.int64
    )
    pairs = candidates(sets, order, thresholds.least_shared)
    edges = list(confirmed(sets, pairs, thresholds))
    rows = [row for found in _components(edges, ranks) for row in _rows(found, gathered.articles)]
    rows.sort(key=lambda row: str(row["article_id"]))
    return pa.Table.from_pylist(rows, arrow_schema(DUPLICATES))


def _gather(
    texts: Iterable[pa.RecordBatch], thresholds: Thresholds, work: Path
) -> tuple[_Gathered, Sets]:
    gathered, words = _Gathered(), Words()
    spool = Spool(work / "shingles")
    for batch in texts:
        spool.add(shingles(list(_new_texts(batch, gathered, words, thresholds.min_words))))
    return gathered, spool.close()


def _new_texts(
    batch: pa.RecordBatch, gathered: _Gathered, words: Words, least: int
) -> Iterator[Hashes]:
    """The words of each text that was not seen before; too few of them count as none."""
    columns = (batch.column(n).to_pylist() for n in ("article_id", "outlet_id", "date_to", "text"))
    for article_id, outlet_id, date_to, text in zip(*columns, strict=True):
        article = _Article(article_id, outlet_id, date_to, len(text))
        # Each text without a word keeps a place of its own.
        blank = not any(map(str.isalnum, text))
        digest = article_id.encode() if blank else hashlib.sha256(text.encode()).digest()
        place = gathered.places.setdefault(digest, len(gathered.articles))
        if place < len(gathered.articles):
            gathered.articles[place].append(article)
            continue
        gathered.articles.append([article])
        found = words.of(text)
        yield found if len(found) >= least else found[:0]


def _ranks(articles: list[list[_Article]]) -> list[int]:
    ranks = [0] * len(articles)
    ordered = sorted(range(len(articles)), key=lambda place: articles[place][0].preference)
    for rank, place in enumerate(ordered):
        ranks[place] = rank
    return ranks


def _components(edges: list[Edge], ranks: list[int]) -> Iterator[list[Reached]]:
    """The clusters over edges, then every other text alone: it may have several articles."""
    alone = set(range(len(ranks)))
    for found in clusters(edges, ranks):
        alone -= {place for place, _, _ in found}
        yield found
    for place in sorted(alone):
        yield [(place, None, None)]


def _rows(found: list[Reached], articles: list[list[_Article]]) -> Iterator[dict[str, Any]]:
    """The rows of a cluster, none for an article by itself."""
    first = articles[found[0][0]][0]
    if len(found) == 1 and len(articles[found[0][0]]) == 1:
        return
    cluster = ids.cluster_id(first.article_id)
    for place, origin, edge in found:
        matched = articles[place if origin is None else origin][0]
        for article in articles[place]:
            stands = article is first
            yield {
                "article_id": article.article_id,
                "dup_cluster": cluster,
                "is_representative": stands,
                "matched_id": None if stands else matched.article_id,
                "dup_relation": None if stands else _relation(article, matched, edge),
                "score": None if stands else edge.score if edge else _EXACT,
                "containment": None if stands else edge.containment if edge else _EXACT,
            }


def _relation(article: _Article, matched: _Article, edge: Edge | None) -> DuplicateRelation:
    if edge is None:
        return DuplicateRelation.EXACT
    if not edge.near:
        return DuplicateRelation.EXCERPT
    if article.outlet_id == matched.outlet_id:
        return DuplicateRelation.UPDATE
    return DuplicateRelation.REPRINT
