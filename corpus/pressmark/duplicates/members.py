"""Members: the rows of the duplicates table, of the articles whose texts are linked or the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.clusters import NONE, clusters
from pressmark_schema import ids
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables.duplicates import DUPLICATES
from pressmark_schema.vocabulary import DuplicateRelation

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Flags, Integers
    from pressmark.duplicates.edges import Edges

_EXACT = 1000


def rows(articles: pa.Table, texts: Integers, lengths: NDArray[np.int32], edges: Edges) -> pa.Table:
    """A row for each article that is not by itself, by article id.

    Args:
        articles: article_id, outlet_id and date_to.
        texts: the number of each article's text; NONE for what is nobody's duplicate.
        lengths: of each text, in code points.
        edges: the pairs of texts that are duplicates.
    """
    import pyarrow as pa

    members = np.flatnonzero(_several(texts, len(lengths), edges))
    members = members[_preference(articles.take(pa.array(members)), lengths[texts[members]])]
    # From here on, members and their texts are numbered by preference: the best ones first.
    _, first, own = np.unique(texts[members], return_index=True, return_inverse=True)
    order = np.argsort(first)
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(len(order))
    best = first[order]
    of_text = np.full(len(lengths), NONE)
    of_text[texts[members]] = numbers[own]
    edges = replace(edges, one=of_text[edges.one], other=of_text[edges.other])
    return _table(articles.take(pa.array(members)), numbers[own], best, edges)


def _several(texts: Integers, count: int, edges: Edges) -> Flags:
    """Which articles have a text that is linked to another, or that several have."""
    several = np.bincount(texts[texts != NONE], minlength=count + 1) > 1
    several[edges.one] = several[edges.other] = True
    several[NONE] = False
    return several[texts]


def _preference(articles: pa.Table, lengths: NDArray[np.int32]) -> Integers:
    """The order that makes the representative: the earliest date_to, the longest, the least id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    told = articles.select(["date_to", "article_id"])
    told = told.append_column("length", pa.array(lengths))
    keys = [("date_to", "ascending"), ("length", "descending"), ("article_id", "ascending")]
    order: Integers = pc.sort_indices(told, keys).to_numpy()
    return order.astype(np.int64)


def _table(members: pa.Table, texts: Integers, best: Integers, edges: Edges) -> pa.Table:
    """The rows of members of texts, each with a best member, that are numbered by preference."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = clusters(len(best), edges)
    origins, edge = found.origins[texts], found.edges[texts]
    stands = (origins == NONE) & (best[texts] == np.arange(len(texts)))
    matched = best[np.where(origins == NONE, texts, origins)]
    other = members.take(pa.array(matched))
    same_outlet = pc.equal(members["outlet_id"], other["outlet_id"]).to_numpy()
    firsts = best[found.firsts[texts]]
    columns = {
        "article_id": members["article_id"],
        "dup_cluster": _cluster_ids(members["article_id"].take(pa.array(firsts))),
        "is_representative": stands,
        "matched_id": pc.if_else(pa.array(stands), None, other["article_id"]),
        "dup_relation": pa.array(_relations(edge, edges, same_outlet), mask=stands),
        "score": pa.array(_measure(edge, edges.score), mask=stands),
        "containment": pa.array(_measure(edge, edges.containment), mask=stands),
    }
    made = pa.table(columns, arrow_schema(DUPLICATES))
    return made.take(pc.sort_indices(made["article_id"]))


def _cluster_ids(representatives: pa.ChunkedArray) -> list[str]:
    return [ids.cluster_id(name) for name in representatives.to_pylist()]


def _measure(edge: Integers, values: Integers) -> Integers:
    """A measure of each member's edge; that of the same text where there is none."""
    return np.where(edge == NONE, _EXACT, np.append(values, _EXACT)[edge])


def _relations(edge: Integers, edges: Edges, same_outlet: Flags) -> NDArray[np.object_]:
    near = np.append(edges.near, True)[edge]
    conditions = [edge == NONE, ~near, same_outlet]
    relations = [DuplicateRelation.EXACT, DuplicateRelation.EXCERPT, DuplicateRelation.UPDATE]
    found = np.select(conditions, [str(name) for name in relations], str(DuplicateRelation.REPRINT))
    return found.astype(np.object_)
