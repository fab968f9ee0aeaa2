"""A dataset without what was withdrawn after it was made, and how much that was."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pressmark.export.filtered import Filtered
from pressmark.export.filters import Filters
from pressmark.export.regrouped import regrouped, revised
from pressmark.export.selection import Selection
from pressmark.publish import scratch
from pressmark_schema import ids
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import literal
from pressmark_schema.withdrawals import FILE, Withdrawal, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from pressmark.dataset import Dataset
    from pressmark_schema.descriptor import Facts, Package, Tombstone

LEFT_OUT = "left_out"
"""The fact that says what a dataset lacks that it was made with."""


Tombstones: TypeAlias = str | os.PathLike[str] | Sequence[Withdrawal]
"""A list of withdrawals: those themselves, or the file that holds them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What of a list of withdrawals a dataset still has.

    `articles` are the ids of the articles that are to be left out, each with the withdrawals that
    say so; `among` is how many articles there are.
    """

    articles: dict[str, tuple[Withdrawal, ...]]
    among: int

    def __bool__(self) -> bool:
        return bool(self.articles)


def said(package: Package) -> str | None:
    """`49,999 of 50,000 articles; 1 withdrawn since (rights)`: what a dataset says it lacks.

    None where nothing was left out of it.
    """
    facts = package.pressmark
    stated = (facts.model_extra or {}).get(LEFT_OUT) if facts else None
    if facts is None or not isinstance(stated, dict):
        return None
    lost, among = stated["articles"], stated["among"]
    by_name: dict[str, list[Tombstone]] = {}
    for item in facts.withdrawn or []:
        for name in (item.id, *(item.aliases or ())):
            by_name.setdefault(name, []).append(item)
    found = [by_name.get(name, []) for name in lost]
    reasons = Counter(str(items[0].reason) if items else "other" for items in found)
    several = len(reasons) > 1
    why = ", ".join(f"{r} {n:,}" if several else r for r, n in sorted(reasons.items()))
    in_part = sum(bool(items) and all(item.span for item in items) for items in found)
    part = f", {in_part:,} of them for a block alone" if in_part else ""
    kept = among - len(lost)
    return f"{kept:,} of {among:,} articles; {len(lost):,} withdrawn since ({why}){part}"


def listed(tombstones: Tombstones) -> Sequence[Withdrawal]:
    """The withdrawals of a list, read where it is a file; raises UsageError where it is none."""
    if not isinstance(tombstones, str | os.PathLike):
        return tombstones
    file = Path(tombstones)
    try:
        return parse(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}", hint=f"give a {FILE}") from error


@contextmanager
def without(dataset: Dataset, tombstones: Tombstones | None, near: Path) -> Iterator[Dataset]:
    """The dataset without what a list withdraws, in a folder beside `near`; gone afterwards."""
    gone = missing(dataset, listed(tombstones)) if tombstones is not None else None
    if not gone:
        yield dataset
        return
    with scratch(near) as work:
        yield leave_out(dataset, gone, work)


def missing(dataset: Dataset, withdrawn: Sequence[Withdrawal]) -> Missing:
    """What the list withdraws of a dataset that was made before.

    An article of which a block was withdrawn is left out as a whole, unless the dataset was made
    with that withdrawal: where the block's words stand in an older text nobody can tell without a
    hash of them, which is not kept. So is an article of which any id, or alias, is on the list.
    """
    known = {(item.id, item.span) for item in _tombstones(dataset)}
    names: dict[str, list[Withdrawal]] = {}
    for item in withdrawn:
        if (item.id, item.span) not in known:
            for name in item.names:
                names.setdefault(name, []).append(item)
    with dataset.connect() as connection:
        row = connection.execute("SELECT count(*) FROM articles").fetchone()
        among = int(row[0]) if row else 0
        if not names:
            return Missing({}, among)
        listed = ", ".join(map(literal, names))
        query = f"SELECT article_id, article_id FROM articles WHERE article_id IN ({listed})"
        if "aliases" in dataset.files:
            query += f" UNION SELECT article_id, alias_id FROM aliases WHERE alias_id IN ({listed})"
        pairs = connection.execute(f"FROM ({query}) ORDER BY ALL").fetchall()
    found: dict[str, dict[Withdrawal, None]] = {}
    for article_id, name in pairs:
        found.setdefault(article_id, {}).update(dict.fromkeys(names[name]))
    return Missing({key: tuple(items) for key, items in found.items()}, among)


def leave_out(dataset: Dataset, gone: Missing, folder: Path) -> Dataset:
    """Write `dataset` to `folder` without the articles of `gone`, nor anything that names them.

    Links to them lose their target, members of their clusters what they were matched with, and
    files that held nothing else their row, for their hash is the text's. Their clusters are named
    after another member, or gone where one alone is left; findings that name them go. Documents
    that became no article stay. The descriptor has the tombstones, and says how many articles were
    left out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    articles = dataset.arrow("articles")["article_id"].combine_chunks()
    lost = pa.array(sorted(gone.articles), pa.string())
    kept = articles.filter(pc.invert(pc.is_in(articles, lost)))
    return _WithoutWithdrawn(dataset, Selection(kept, gone.among, 0), gone, folder).write()


class _WithoutWithdrawn(Filtered):
    """A part that lacks withdrawn articles, and nothing else."""

    def __init__(self, dataset: Dataset, selection: Selection, gone: Missing, folder: Path) -> None:
        super().__init__(dataset, Filters(), selection, folder)
        self.gone = gone
        self.regrouped = regrouped(dataset, gone.articles.keys())

    def _texts(self) -> Iterator[pa.RecordBatch]:
        for batch in super()._texts():
            yield revised(batch, self.regrouped)

    def _duplicates(self) -> Iterator[pa.RecordBatch]:
        """Members of clusters as they are without what went."""
        for batch in super()._duplicates():
            yield revised(batch, self.regrouped)

    def _findings(self) -> pa.Array:
        """The findings whose row is still there, and that name no article that is not."""
        import pyarrow as pa
        import pyarrow.compute as pc

        kept = super()._findings()
        pattern = "|".join(sorted({*self.gone.articles, *self._clusters}))
        naming: list[pa.Array] = [pa.array([], pa.string())]
        for batch in self.whole.batches("findings"):
            named = pc.match_substring_regex(batch["observed"], pattern)
            naming.append(batch["finding_id"].filter(pc.fill_null(named, fill_value=False)))
        return kept.filter(pc.invert(pc.is_in(kept, pa.concat_arrays(naming))))

    @property
    def _clusters(self) -> Iterator[str]:
        """The ids of clusters that went with those after whom they were named."""
        return map(ids.cluster_id, self.gone.articles)

    def _captures(self) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa
        import pyarrow.compute as pc

        lost = pa.array(sorted(self.gone.articles), pa.string())
        for batch in self.whole.batches("captures"):
            yield batch.filter(pc.invert(pc.is_in(batch["article_id"], lost)))

    def _sources(self) -> Iterator[pa.RecordBatch]:
        """The files but those in which there was nothing else."""
        import pyarrow as pa
        import pyarrow.compute as pc

        before = self.whole.arrow("captures")["source_id"].combine_chunks()
        after = self._column("captures", "source_id")
        emptied = before.filter(pc.invert(pc.is_in(before, after)))
        lost = pa.array(emptied, pa.string())
        for batch in self.whole.batches("sources"):
            yield batch.filter(pc.invert(pc.is_in(batch["source_id"], lost)))

    def _stated(self, facts: Facts) -> dict[str, Any]:
        stones = {(item.id, item.span): item for item in facts.withdrawn or []}
        since = [item for items in self.gone.articles.values() for item in items]
        stones |= {(item.id, item.span): item.tombstone for item in since}
        left_out = {"articles": sorted(self.gone.articles), "among": self.gone.among}
        return {"withdrawn": list(stones.values()), LEFT_OUT: left_out}


def _tombstones(dataset: Dataset) -> list[Tombstone]:
    facts = dataset.package.pressmark
    return list(facts.withdrawn or []) if facts else []
