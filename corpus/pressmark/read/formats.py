"""The registry of readers: which one takes a file, by its ending or as it is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from pressmark.read import compressed, delimited, docx, json_values, jsonl, parquet, warc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from pressmark.config import Config
    from pressmark_schema.documents import LeftOut, RawRecord, Shape


class Reader(Protocol):
    """A module that reads one format of many records a file."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """Its name in the sources table."""

    @property
    def MEDIA_TYPE(self) -> str:  # noqa: N802
        """The IANA media type of its files."""

    @property
    def ENDINGS(self) -> tuple[str, ...]:  # noqa: N802
        """The endings of its files' names."""

    @property
    def ENCODING(self) -> str | None:  # noqa: N802
        """The format's own encoding; "" where it may be any, None where its bytes are no text."""

    @property
    def RECORDS(self) -> str:  # noqa: N802
        """What its records are, where the format itself says so; "" where keys are mapped."""

    def headings(
        self, _stream: BinaryIO, _encoding: str, _delimiter: str | None, /
    ) -> tuple[tuple[str, ...], str]:
        """The columns that a table has and its delimiter; raises RefusedError."""

    def divide(
        self, _stream: BinaryIO, _shape: Shape, _limit: int, _offset: int, /
    ) -> Iterator[RawRecord | LeftOut]:
        """The records' bytes, cheaply and none held above a limit in bytes.

        The stream stands at byte `offset`. Raises RefusedError where it breaks.
        """

    def value(self, _record: RawRecord, _shape: Shape, /) -> dict[str, Any]:
        """One record as keys and values, without the others; raises RefusedError."""


READERS: tuple[Reader, ...] = (jsonl, json_values, delimited, parquet, warc, docx)
"""A new format is a module beside these and its name here."""
_BY_NAME = {reader.NAME: reader for reader in READERS}


def named(name: str) -> Reader:
    """The reader of this name; raises KeyError."""
    return _BY_NAME[name]


def is_of_many(name: str) -> bool:
    """Whether the reader of this name, as the sources table has it, reads files of many records."""
    return name in _BY_NAME


def of(path: str, config: Config) -> Reader | None:
    """The reader of records for the file at `path`; None where it is flat text."""
    rule = config.records_for(path)
    if rule and rule.format:
        return _BY_NAME[rule.format]
    packed = compressed.ending(path)
    name = path.lower().removesuffix(packed)
    found = next((reader for reader in READERS if name.endswith(reader.ENDINGS)), None)
    return None if found and found.ENCODING is None and packed else found


def media_type(path: str, reader: Reader) -> str:
    """The media type of the file as it lies there."""
    packed = compressed.ending(path)
    if packed:
        return compressed.MEDIA_TYPES[packed]
    return "text/tab-separated-values" if path.lower().endswith(".tsv") else reader.MEDIA_TYPE
