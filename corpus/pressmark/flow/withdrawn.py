"""The list of withdrawals: read from its file, and carried out on what a document gives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pressmark_schema import ids
from pressmark_schema.errors import UsageError
from pressmark_schema.segments import Removal
from pressmark_schema.tables.changes import WITHDRAWN as RULE
from pressmark_schema.vocabulary import IdBasis, TitleBasis
from pressmark_schema.withdrawals import FILE, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.dataset import Dataset
    from pressmark.flow.pieces import Piece
    from pressmark_schema.segments import Segmented
    from pressmark_schema.tables import Table
    from pressmark_schema.withdrawals import Withdrawal

    Rows = dict[str, list[dict[str, Any]]]

WITHDRAWN = "withdrawn"
"""No table of the corpus: the documents of a batch whose articles are withdrawn."""
LEFT_OUT = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("misplaced", pa.bool_(), nullable=False),
    ]
)
"""What WITHDRAWN says of each document that was left out."""
GRAM = 8
"""Words that, said again in their order, are the withdrawn text and no turn of phrase."""
_KEPT = frozenset(
    {"title", "native_id", "canonical_url", "published_edtf", "modified_edtf", "utc_offset"}
)
"""Nullable columns of articles that are no words of a text, or, the title, are asked apart."""


class WithdrawnError(Exception):
    """The document is of a withdrawn article; `misplaced` where only a block of it was."""

    def __init__(self, article_id: str, *, misplaced: bool = False) -> None:
        super().__init__(f"{article_id} is withdrawn")
        self.article_id, self.misplaced = article_id, misplaced


@dataclass(frozen=True)
class Withdrawn:
    """The list of a corpus, in its order."""

    listed: tuple[Withdrawal, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, list[Withdrawal]]:
        found: defaultdict[str, list[Withdrawal]] = defaultdict(list)
        for item in self.listed:
            for name in item.names:
                found[name].append(item)
        return dict(found)

    def of(self, names: Iterable[str]) -> list[Withdrawal]:
        """The withdrawals about the article that has these ids, each once."""
        known = self._by_name
        found = (item for name in names for item in known.get(name, ())) if known else ()
        return list(dict.fromkeys(found))

    def spans(self, names: Sequence[str]) -> frozenset[tuple[int, int]]:
        """The places of the article's withdrawn blocks; raises WithdrawnError where all of it is.

        `names` are its ids, its own first.
        """
        mine = self.of(names)
        if any(item.span is None for item in mine):
            raise WithdrawnError(names[0])
        return frozenset(item.span for item in mine if item.span)

    def names_path(self, path: str, index: int, namespace: str) -> WithdrawnError | None:
        """The withdrawn article that is known by this path, for a document that gives no article.

        Such a document names no other id, and its hashes and what is said of it are the text's.
        """
        place = f"{path}#{index}" if index else path
        if not self.listed:
            return None
        name = ids.article_id(IdBasis.PATH, namespace, place)
        whole = any(item.span is None for item in self.of([name]))
        return WithdrawnError(name) if whole else None


@dataclass(frozen=True)
class Outcome:
    """What became of the list in a run.

    `documents` counts those that were left out; `absent` are entries that name no article that
    was read, `misplaced` the ids of articles that were left out as a whole, since a withdrawn
    block is not where it was. `blocks` counts those that articles were made without.
    """

    documents: int = 0
    absent: list[tuple[int, Withdrawal]] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    blocks: int = 0


def left_out(source_id: str, why: WithdrawnError) -> dict[str, Any]:
    """The row of WITHDRAWN of a document in a source."""
    return {"article_id": why.article_id, "source_id": source_id, "misplaced": why.misplaced}


def place(config: Config) -> Path | None:
    """The file of the settings; None where there are no settings."""
    return config.folder / FILE if config.folder else None


def listed(config: Config) -> Withdrawn:
    """The list beside the settings; raises UsageError that names a faulty line."""
    file = place(config)
    return read(file) if file is not None and file.exists() else Withdrawn()


def read(file: Path) -> Withdrawn:
    """The list in a file; raises UsageError that names a faulty line."""
    try:
        return Withdrawn(tuple(parse(file.read_text(encoding="utf-8"), file.name)))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an article's pieces and removals, and the words that were taken."""

    pieces: list[Piece]
    removals: list[Removal]
    words: tuple[str, ...] = ()


def without(
    article_id: str,
    pieces: Sequence[Piece],
    removals: Sequence[Removal],
    spans: frozenset[tuple[int, int]],
) -> Left:
    """The pieces of an article without those at withdrawn places.

    A piece that is taken becomes a removal, so that each character of the source is accounted
    for. Raises WithdrawnError where no piece is exactly at one of the places: then nobody can tell
    where the words are, and the article is left out as a whole.
    """
    if not spans:
        return Left(list(pieces), list(removals))
    taken = [piece for piece in pieces if _place(piece) in spans]
    if {_place(piece) for piece in taken} != spans or len(taken) == len(pieces):
        raise WithdrawnError(article_id, misplaced=len(taken) != len(pieces))
    return Left(
        [piece for piece in pieces if _place(piece) not in spans],
        [*removals, *(Removal(piece.segment.span, RULE) for piece in taken)],
        tuple(piece.cleaned.text for piece in taken),
    )


def _place(piece: Piece) -> tuple[int, int]:
    return piece.segment.span.start, piece.segment.span.end


def unstated(segmented: Segmented, spans: frozenset[tuple[int, int]]) -> Segmented:
    """What was segmented, without what is stated at the withdrawn places."""
    if not spans:
        return segmented
    kept = [
        item
        for item in segmented.stated
        if not any(item.span.start < end and start < item.span.end for start, end in spans)
    ]
    return replace(segmented, stated=tuple(kept))


def forget(rows: Rows, said: Sequence[str], article: dict[str, Any], table: Table) -> None:
    """Take from the rows of an article, in place, whatever else repeats its withdrawn words.

    A page states its title in data for machines too; a profile's furniture is kept as a change; and
    a column of articles, the corpus's own among them, may quote it. `table` describes articles.
    """
    if not said:
        return
    known = Words(said)
    rows["evidence"] = [
        row
        for row in rows["evidence"]
        if not any(known.said(row[name]) for name in ("value_from", "value_to", "raw"))
    ]
    for row in rows["changes"]:
        if row["block_id"] is None and known.said(row["before"]):
            rules, start = [*row["rules"], RULE], str(row["src_start"])
            row["change_id"] = ids.row_id("h", row["article_id"], start, *rules)
            row |= {"rules": rules, "before": None, "before_sha256": None}
    for column in table.columns:
        value = article[column.name]
        if column.nullable and column.name not in _KEPT:
            if isinstance(value, list):
                value = [item for item in value if not known.said(item)] or None
            article[column.name] = None if known.said(value) else value
    if known.said(article["title"]):
        article["title"], article["title_basis"] = None, TitleBasis.ABSENT
        for row in rows["texts"]:
            row["title"] = None


class Words:
    """Texts, and whether something says one of them again: as a whole, or GRAM words of it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._whole: set[tuple[str, ...]] = set()
        self._grams: set[tuple[str, ...]] = set()
        for text in texts:
            words = tuple(text.casefold().split())
            self._whole.add(words)
            self._grams |= set(grams(words))

    def said(self, value: object) -> bool:
        """Whether a value, a string or none, repeats one of the texts."""
        if not isinstance(value, str):
            return False
        words = tuple(value.casefold().split())
        return words in self._whole or any(gram in self._grams for gram in grams(words))


def grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each run of GRAM words."""
    return (tuple(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1))


def outcome(made: Withdrawn, left_out: pa.Table, dataset: Dataset) -> Outcome:
    """What became of the list in a dataset that was built with it, `left_out` being left out."""
    if not made.listed:
        return Outcome()
    here: set[str] = set()
    for name, column in (("articles", "article_id"), ("aliases", "alias_id")):
        for batch in dataset.batches(name):
            here.update(batch.column(column).to_pylist())
    known = here | set(left_out["article_id"].to_pylist())
    blocks = sum(item.span is not None and bool(item.names & here) for item in made.listed)
    absent = [(rank, item) for rank, item in enumerate(made.listed, 1) if not item.names & known]
    misplaced = left_out.filter(left_out["misplaced"])["article_id"].to_pylist()
    return Outcome(left_out.num_rows, absent, sorted(set(misplaced)), blocks)
