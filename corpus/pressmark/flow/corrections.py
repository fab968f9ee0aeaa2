"""The layer of corrections: read from its file, applied to articles, what is stale told."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pressmark import normalise
from pressmark.normalise.correcting import corrected
from pressmark_schema.corrections import OF_BLOCKS, Correction, Target
from pressmark_schema.errors import UsageError
from pressmark_schema.segments import Classified
from pressmark_schema.vocabulary import BlockKind, KindBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.dataset import Dataset
    from pressmark.flow.pieces import Piece

_SURE = 1000
_SHOWN = 60


@dataclass(frozen=True)
class Layer:
    """The corrections by article, each with its line in the file, from 1, in the file's order."""

    by_article: dict[str, tuple[tuple[int, Correction], ...]] = field(default_factory=dict)

    def of(self, article_id: str) -> tuple[tuple[int, Correction], ...]:
        """Those of one article."""
        return self.by_article.get(article_id, ())

    @property
    def lines(self) -> dict[int, Correction]:
        """All of them by their lines."""
        return dict(sorted(item for items in self.by_article.values() for item in items))


@dataclass(frozen=True)
class Outcome:
    """What became of the layer in a run.

    `stale` are those whose article was read, but whose target is not there as it was; `absent`
    counts those whose article was not read at all.
    """

    applied: int = 0
    stale: list[tuple[int, Correction]] = field(default_factory=list)
    absent: int = 0


def place(config: Config) -> Path | None:
    """The file of the settings; None where there are no settings."""
    return config.folder / config.build.corrections if config.folder else None


def layer(config: Config) -> Layer:
    """The corrections that the settings name; raises UsageError that names a faulty line."""
    file = place(config)
    if file is None or not file.exists():
        return Layer()
    return layered(read(file))


def layered(corrections: Iterable[tuple[int, Correction]]) -> Layer:
    """The layer of corrections, each with its line."""
    found: defaultdict[str, list[tuple[int, Correction]]] = defaultdict(list)
    for number, correction in corrections:
        found[correction.article_id].append((number, correction))
    return Layer({name: tuple(items) for name, items in found.items()})


def read(file: Path) -> list[tuple[int, Correction]]:
    """Every correction in a file with its line; raises UsageError that names a faulty one."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append((number, Correction.model_validate_json(line)))
            except ValidationError as error:
                first = error.errors()[0]
                name = ".".join(map(str, first["loc"])) or "line"
                raise UsageError(f"{file}:{number}: {name}: {first['msg']}") from error
    return found


def written(correction: Correction) -> str:
    """A correction as a line of the file."""
    return json.dumps(correction.model_dump(mode="json"), ensure_ascii=False) + "\n"


def slice_sha256(source: str) -> str:
    """By what a block is found."""
    return hashlib.sha256(source.encode(errors="surrogatepass")).hexdigest()


def on_pieces(
    pieces: Sequence[Piece], mine: Sequence[tuple[int, Correction]], applied: list[int]
) -> list[Piece]:
    """The pieces of an article with its corrections of words and kinds, one after the other.

    The lines of those that found their target are added to `applied`.
    """
    made = list(pieces)
    if not mine:
        return made
    hashes = [slice_sha256(piece.source) for piece in pieces]
    for number, correction in mine:
        if correction.target in OF_BLOCKS:
            at = _block(hashes, correction)
            changed = None if at is None else _on_piece(made[at], correction)
            if at is not None and changed is not None:
                made[at] = changed
                applied.append(number)
    return made


def _block(hashes: Sequence[str], correction: Correction) -> int | None:
    """The one piece with the slice; of several the one between the same neighbours."""
    found = [at for at, digest in enumerate(hashes) if digest == correction.slice_sha256]
    if len(found) == 1:
        return found[0]
    around = (correction.left_sha256, correction.right_sha256)
    padded = [None, *hashes, None]
    between = [at for at in found if (padded[at], padded[at + 2]) == around]
    return between[0] if len(between) == 1 else None


def _on_piece(piece: Piece, correction: Correction) -> Piece | None:
    if correction.target is Target.KIND:
        if piece.classified.kind != correction.before:
            return None
        kind = BlockKind(correction.after)
        level = 2 if kind is BlockKind.HEADING else None
        return piece._replace(classified=Classified(kind, KindBasis.MANUAL, _SURE, level))
    before = correction.before or ""
    words = f"{correction.ahead}{before}{correction.behind}"
    at = piece.cleaned.text.find(words)
    if at < 0 or piece.cleaned.text.find(words, at + 1) >= 0:
        return None
    start = at + len(correction.ahead)
    after = normalise.clean(correction.after).text
    cleaned = corrected(piece.source, piece.cleaned, start, start + len(before), after)
    return piece._replace(cleaned=cleaned) if cleaned.text.strip() else None


def outcome(made: Layer, applied: Iterable[int], dataset: Dataset) -> Outcome:
    """What became of the layer in a dataset that was built with it."""
    known = made.lines
    done = set(applied)
    if not known:
        return Outcome()
    articles: set[str] = set()
    for batch in dataset.batches("articles"):
        articles.update(batch.column("article_id").to_pylist())
    left = [(number, item) for number, item in known.items() if number not in done]
    stale = [(number, item) for number, item in left if item.article_id in articles]
    return Outcome(len(done), stale, len(left) - len(stale))


def shown(correction: Correction) -> str:
    """A correction in a few words."""
    before = (correction.before or "nothing")[:_SHOWN]
    what = f"{correction.target} {before!r} to {correction.after[:_SHOWN]!r}"
    return f"{what} of {correction.article_id}"
