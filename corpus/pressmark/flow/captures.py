"""The captures of one article, in order: each read again from its raw file, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.compare.words import compare_words
from pressmark.flow import show
from pressmark.flow.intake import take
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.flow.show import Shown
from pressmark.flow.withdrawn import WithdrawnError
from pressmark_schema.documents import Quarantined
from pressmark_schema.errors import PressmarkError
from pressmark_schema.generate.sql import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pressmark.compare.words import Piece
    from pressmark.config import Config
    from pressmark.dataset import Dataset
    from pressmark.flow.show import Row

_NEVER_SAID = frozenset({"record_sha256", "text_sha256", "n_blocks", "n_chars", "n_words"})
"""Columns of articles that follow from the others."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A document of an article as it came; `seq` is its rank, oldest first.

    `shown` is the article as this capture has it, read again from the raw file; None where that
    cannot be, for the reason `why`.
    """

    seq: int
    capture_id: str
    path: str
    index: int
    retrieved_at: datetime | None
    is_current: bool
    sha256: str
    shown: Shown | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one capture to the next: columns with both values, and the text."""

    fields: tuple[tuple[str, Any, Any], ...]
    words: tuple[Piece, ...]
    blocks: tuple[int, int]

    def __bool__(self) -> bool:
        return bool(self.fields or self.words or self.blocks != (0, 0))


def captures(dataset: Dataset, key: str, folder: Path, config: Config) -> list[Capture]:
    """The captures of the article `key`, an id or alias, oldest first.

    A dataset keeps the text of the current one alone: the others are read from the raw files below
    `folder`, and only where these are, byte for byte, what was captured. Raises UsageError where
    there is no such article.
    """
    article = show.of_dataset(dataset, key).article["article_id"]
    with dataset.connect() as connection:
        columns = connection.sql("FROM sources LIMIT 0").columns
        archive = "archive_path" if "archive_path" in columns else "NULL"
        rows = connection.execute(
            f"SELECT seq, capture_id, path, record_index, retrieved_at, is_current, record_sha256, "
            f"{archive} FROM captures JOIN sources USING (source_id) "
            f"WHERE article_id = {literal(article)} ORDER BY seq"
        ).fetchall()
    return [_read(Capture(*row[:-1]), row[-1], folder, config) for row in rows]


def step(one: Capture, other: Capture) -> Step | None:
    """What changed between two captures; None where one of them could not be read."""
    if one.shown is None or other.shown is None:
        return None
    before, after = one.shown, other.shown
    fields = tuple(
        (name, value, after.article.get(name))
        for name, value in before.article.items()
        if value != after.article.get(name) and name not in _NEVER_SAID
    )
    texts = before.text["text"], after.text["text"]
    words = tuple(compare_words(*texts)) if texts[0] != texts[1] else ()
    return Step(
        fields, words, (_only(before.blocks, after.blocks), _only(after.blocks, before.blocks))
    )


def _only(mine: Sequence[Row], theirs: Sequence[Row]) -> int:
    """How many blocks have no counterpart of the same kind and text."""
    known = [(row["kind"], row["text"]) for row in theirs]
    count = 0
    for row in mine:
        if (row["kind"], row["text"]) in known:
            known.remove((row["kind"], row["text"]))
        else:
            count += 1
    return count


def _read(capture: Capture, archive: str | None, folder: Path, config: Config) -> Capture:
    made: dict[str, Any] = {"shown": None, "why": ""}
    try:
        file = store.inside(folder, archive or capture.path)
        if not file.is_file():
            made["why"] = f"{archive or capture.path} is not in {folder}"
        else:
            made = _parsed(capture, file, None if archive is None else capture.path, config)
    except PressmarkError as fault:
        made["why"] = str(fault)
    names = ("seq", "capture_id", "path", "index", "retrieved_at", "is_current", "sha256")
    return Capture(*(getattr(capture, name) for name in names), **made)


def _parsed(capture: Capture, file: Path, member: str | None, config: Config) -> dict[str, Any]:
    """The article as the document in a file has it now."""
    item = take([file], config).items[0]
    only = None if member is None else frozenset({member})
    for document in show.documents_of(item, config, only):
        if (document.path, document.record_index) != (capture.path, capture.index):
            continue
        if document.record_sha256 != capture.sha256:
            return {"shown": None, "why": "the raw file is another one by now"}
        if isinstance(document, Quarantined):
            return {"shown": None, "why": f"{document.reason}: {document.detail}"}
        try:
            made = record(document, Options.of(config))
        except (InvalidMetadataError, WithdrawnError) as error:
            return {"shown": None, "why": str(error)}
        return {"shown": Shown(document.path, made.rows, source=document.text)}
    return {"shown": None, "why": "there is no such document in the raw file any more"}
