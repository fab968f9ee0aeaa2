"""Decoded sources anew: the text of one or many documents of a file that was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow import reading
from pressmark.flow.intake import Item
from pressmark.read import formats
from pressmark.read.discover import Found
from pressmark_schema.documents import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressmark.config import Config


def texts(path: str, location: Path, config: Config) -> Iterator[tuple[int, str]]:
    """The (index, decoded source) of each document of the file, in order; the faulty left out.

    Raises UsageError where the configuration does not say how its records are read.
    """
    item = Item(Found(path, location), {}, "")
    for batch in reading.batches([item], config, {}):
        for unit in reading.load(batch, config.read.max_bytes):
            for document in reading.read(unit, config.read)[1]:
                if isinstance(document, Document):
                    yield document.record_index, document.text


def place(path: str, index: int, config: Config) -> str:
    """Where a document is: its file, and `#` with its index in a file of many records."""
    return path if formats.of(path, config) is None else f"{path}#{index}"
