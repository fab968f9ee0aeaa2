"""Which share of the inputs a part of a build reads: about as many bytes as every other part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.flow import reading
from pressmark.read.archives import Told
from pressmark_schema.documents import RawPart
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pressmark.config import Config
    from pressmark.flow.intake import Item
    from pressmark_schema.documents import RawFile, Shape

_EACH = 1_024
"""Bytes that a file counts for besides its own: opening it takes time, too."""
_SPELT = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Portion:
    """A file of which a part reads something: every `turns`-th piece from `turn` on, from 0."""

    item: Item
    turn: int
    turns: int

    @property
    def is_ours_to_tell(self) -> bool:
        """Whether this part says how the file is read: the first that reads of it."""
        return self.turn == 0


@dataclass(frozen=True, slots=True)
class Parting:
    """One part of several, counted from 1."""

    part: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Parting:
        """`2/7`, the second of seven; raises UsageError for anything else."""
        spelt = _SPELT.fullmatch(text)
        if spelt is None or int(spelt[2]) == 0:
            raise UsageError(f"--part {text[:40]}: give the part and how many there are, as 2/7")
        part, of = int(spelt[1]), int(spelt[2])
        if not 1 <= part <= of:
            hint = f"they are counted from 1: --part 1/{of} to --part {of}/{of}"
            raise UsageError(f"--part {text}: there is no part {part} of {of}", hint=hint)
        return cls(part, of)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"part-{self.part}-of-{self.of}"

    def portions(
        self, items: Sequence[Item], sizes: Sequence[int], config: Config
    ) -> list[Portion]:
        """What this part reads of `items`, whose sizes are in bytes.

        The items in their order, end to end, are cut into as many stretches of the same size as
        there are parts. A file of one document belongs to the part in whose stretch it begins. Of
        one that is read in pieces, all the parts whose stretches it reaches into read the pieces
        in turn, so that it does not matter how much is packed into how few bytes.
        """
        found: list[Portion] = []
        whole, end = max(1, sum(sizes) + _EACH * len(items)), 0
        for item, size in zip(items, sizes, strict=True):
            begin, end = end, end + size + _EACH
            first = begin * self.of // whole
            last = (end - 1) * self.of // whole if reading.is_divided(item, config) else first
            if first <= self.part - 1 <= last:
                found.append(Portion(item, self.part - 1 - first, last - first + 1))
        return found


class Reader:
    """Reads the portions of a part, and keeps what is to be said of them."""

    def __init__(self, portions: Sequence[Portion], config: Config) -> None:
        self.portions, self._config = portions, config
        self.told = Told()
        self.manners: dict[tuple[str, str], list[str]] = {}
        self.shared: dict[str, str] = {}

    def shapes(self) -> dict[str, Shape]:
        """How each file of records is read; raises UsageError where one is not mapped."""
        found = reading.shapes([p.item for p in self.portions], self._config, lambda _: None)
        for portion in self.portions:
            shape = found.get(portion.item.found.path)
            if shape and portion.is_ours_to_tell:
                manner = (shape.reader, shape.named)
                self.manners.setdefault(manner, []).append(portion.item.found.path)
        return found

    def units(self, shapes: Mapping[str, Shape]) -> Iterator[Item | RawFile | RawPart]:
        """The files and pieces that belong to this part, in order."""
        for portion in self.portions:
            told = self.told if portion.is_ours_to_tell else Told()
            pieces = reading.divided([portion.item], self._config, dict(shapes), told)
            for number, piece in enumerate(pieces):
                if portion.turns > 1 and number == 0:
                    self.shared[portion.item.found.path] = _sha256(piece)
                if number % portion.turns == portion.turn:
                    yield piece


def _sha256(piece: Item | RawFile | RawPart) -> str:
    """The hash of the file on disk that a piece is of."""
    if isinstance(piece, RawPart):
        return piece.source.archive_sha256 or piece.source.sha256
    archived = getattr(piece, "archived", None)
    return archived.sha256 if archived else str(getattr(piece, "sha256", ""))
