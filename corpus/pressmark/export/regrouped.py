"""Clusters of duplicates that lost members, decided anew from those that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pressmark_schema import ids
from pressmark_schema.generate.sql import literal
from pressmark_schema.vocabulary import DuplicateRelation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pyarrow as pa

    from pressmark.dataset import Dataset

Row: TypeAlias = dict[str, Any]
_EXACT = {"dup_relation": str(DuplicateRelation.EXACT), "score": 1000, "containment": 1000}
_STANDS = {"is_representative": True, "dup_relation": None}
_UNMEASURED = {"matched_id": None, "score": None, "containment": None}


def regrouped(dataset: Dataset, lost: Collection[str]) -> dict[str, Row]:
    """Of each article left in a cluster that lost some: the columns that change, in both tables.

    One that is left alone is in no cluster. Where the representative went, the next by the same
    preference (the earliest date_to, the longest text, the smallest id) stands for the cluster
    and names it; what has the very same text was matched with it, the others keep what was
    measured.
    """
    changed: dict[str, Row] = {}
    for members in _clusters(dataset, lost):
        if len(members) == 1:
            changed[members[0]["article_id"]] = {"dup_cluster": None, **_STANDS, **_UNMEASURED}
        elif not any(member["is_representative"] for member in members):
            changed |= dict(_renamed(members))
    return changed


def _renamed(members: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """The members of a cluster, in order of preference, now that the first stands for it."""
    first = members[0]
    named = {"dup_cluster": ids.cluster_id(first["article_id"])}
    yield first["article_id"], {**named, **_STANDS, **_UNMEASURED}
    for member in members[1:]:
        same = member["text_sha256"] == first["text_sha256"]
        matched = {"matched_id": first["article_id"], **_EXACT} if same else {}
        yield member["article_id"], {**named, **matched}


def _clusters(dataset: Dataset, lost: Collection[str]) -> Iterator[list[Row]]:
    """What is left of each cluster that lost an article, in the order of preference."""
    if not lost or not {"articles", "texts"} <= dataset.files.keys():
        return
    table = "duplicates" if "duplicates" in dataset.files else "texts"
    gone = ", ".join(map(literal, sorted(lost)))
    # The days of an article whose text was not fetched are those that it states.
    query = f"""
        SELECT m.article_id, m.dup_cluster, m.is_representative, a.text_sha256
        FROM {table} m JOIN articles a USING (article_id) LEFT JOIN texts t USING (article_id)
        WHERE m.article_id NOT IN ({gone}) AND m.dup_cluster IN (
            SELECT dup_cluster FROM {table} WHERE article_id IN ({gone}))
        ORDER BY m.dup_cluster, coalesce(t.date_to, a.published_to) NULLS LAST, a.n_chars DESC,
            m.article_id
    """
    with dataset.connect() as connection:
        rows = connection.sql(query).to_arrow_table().to_pylist()
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["dup_cluster"], []).append(row)
    yield from found.values()


def revised(batch: pa.RecordBatch, changed: dict[str, Row]) -> pa.RecordBatch:
    """The rows with what changed of them; those of a cluster's table that are in none are gone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.any(pc.is_in(batch["article_id"], pa.array(sorted(changed), pa.string()))).as_py():
        return batch
    rows = []
    for row in batch.to_pylist():
        new = changed.get(row["article_id"], {})
        row |= {name: value for name, value in new.items() if name in row}
        if row["dup_cluster"] is not None or "text" in row:
            rows.append(row)
    return pa.RecordBatch.from_pylist(rows, batch.schema)
