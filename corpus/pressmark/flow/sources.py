"""Decoded sources anew: the text of one or many documents of a file that was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow import reading
from pressmark.flow.intake import Item
from pressmark.read import formats
from pressmark.read.archives import Told
from pressmark.read.discover import Found
from pressmark_schema.documents import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.config import Config
    from pressmark.objects import Location


def texts(
    path: str, location: Location, config: Config, only: frozenset[str] | None = None
) -> Iterator[tuple[str, int, str]]:
    """The (path, index, decoded source) of each document of the file, in order; no faulty ones.

    The path is the file's, or that of a member of the archive that the file is: `only` these,
    where they are given, whatever the configuration includes.

    Raises UsageError where the configuration does not say how its records are read.
    """
    item = Item(Found(path, location), {}, "")
    told = Told(only=only)
    for batch in reading.batches([item], config, {}, told=told):
        for unit in reading.load(batch, config.read.max_bytes):
            for document in reading.read(unit, config.read)[1]:
                if isinstance(document, Document):
                    yield document.path, document.record_index, document.text


def place(path: str, index: int, config: Config) -> str:
    """Where a document is: its file, and `#` with its index in a file of many records."""
    return path if formats.of(path, config) is None else f"{path}#{index}"
