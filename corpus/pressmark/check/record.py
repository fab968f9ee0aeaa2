"""What a rule about single articles sees and says: a record, its pieces, hits in their texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pressmark_schema.bytewise import encoded
from pressmark_schema.vocabulary import TEXT_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pressmark_schema.findings import Rule


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the article: `text` is normalised and one line, `kind` as in the blocks table."""

    block_id: str
    kind: str
    lang: str
    text: str

    @property
    def in_text(self) -> bool:
        """Whether it belongs to the analysis text."""
        return self.kind in TEXT_KINDS


@dataclass(frozen=True)
class Record:
    """An article with its pieces in their order; `facts` are the columns of its articles row."""

    article_id: str
    facts: Mapping[str, Any]
    pieces: tuple[Piece, ...] = field(default=())

    @cached_property
    def text_pieces(self) -> list[Piece]:
        """The pieces of the analysis text, in order."""
        return [piece for piece in self.pieces if piece.in_text]

    @cached_property
    def text(self) -> str:
        """All pieces, a line each: a rule may look here once whether it has to look at each."""
        return "\n".join([piece.text for piece in self.pieces])

    @cached_property
    def data(self) -> bytes | None:
        """`text` as one byte a character; None where that cannot be (`bytewise`)."""
        return encoded(self.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault: code points `start` to `end` of a piece's text, or a column of the article.

    `observed` is what is told of it; left out, the words at fault.
    """

    piece: Piece | None
    start: int = 0
    end: int = 0
    observed: str | None = None
    field: str = "text"


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule with the function that finds its hits; the function is pure."""

    rule: Rule
    find: Callable[[Record], Iterable[Hit]]


def whole(piece: Piece) -> Hit:
    """The whole text of a piece as a hit."""
    return Hit(piece, 0, len(piece.text))
