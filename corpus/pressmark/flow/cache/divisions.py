"""How files of many documents were divided: their parts are known without reading them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pressmark.flow.cache import sealed
from pressmark_schema.documents import Shape
from pressmark_schema.tables.sources import Source

if TYPE_CHECKING:
    from pressmark.flow.cache.folder import CacheFolder

PART = "divisions"


@dataclass
class Division:
    """A divided file: its rows of sources, its units by key, and what was said while dividing it.

    `shape` are the reader and the name of the mapping, where it is a file of records.
    """

    sources: list[Source]
    keys: list[str]
    left_out: dict[str, int]
    remarks: list[tuple[tuple[str, str, str], str]]
    shape: tuple[str, str] | None

    def shaped(self) -> Shape | None:
        """As much of its shape as is told to a person."""
        return Shape(self.shape[0], "", named=self.shape[1]) if self.shape else None


def name(key: str) -> str:
    """The entry of the division with this key."""
    return f"{PART}/{key}"


def write(folder: CacheFolder, key: str, made: Division) -> None:
    """Keep a division."""
    sources = [source.model_dump(mode="json") for source in made.sources]
    said = [sources, made.keys, made.left_out, made.remarks, made.shape]
    sealed.keep(folder, name(key), said)


def read(folder: CacheFolder, key: str) -> Division | None:
    """The division with this key; None where there is none, or it is not as it was written."""
    value: Any = sealed.kept(folder, name(key))
    try:
        sources, keys, left_out, remarks, shape = value
        return Division(
            [Source.model_validate(source) for source in sources],
            [str(item) for item in keys],
            {str(what): int(count) for what, count in left_out.items()},
            [((str(a), str(b), str(c)), str(text)) for (a, b, c), text in remarks],
            (str(shape[0]), str(shape[1])) if shape else None,
        )
    except (TypeError, ValueError, AttributeError, LookupError, ValidationError):
        return None
