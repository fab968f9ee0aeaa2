"""What reading yields: source files, the documents in them, and those that were quarantined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark_schema.tables.sources import Source
    from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes and what was said about it from outside.

    `path` is POSIX and relative, as in the sources table; `size` (bytes) and `sha256` are the
    file's also where `data` is left out, for the reason that `problem` gives. `metadata` is its
    row of the metadata table, `place` where that row stands.
    """

    path: str
    data: bytes
    size: int
    sha256: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    problem: tuple[QuarantineReason, str] | None = None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The bytes of one record in a file of many, as the file was divided.

    `index` counts from 0, `line` from 1; `offset` is a byte of the decompressed file. `data` is
    empty where `problem` says why the record cannot be read; `sha256` is the record's all the same.
    """

    index: int
    offset: int | None
    line: int | None
    data: bytes
    sha256: str
    problem: tuple[QuarantineReason, str] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records of one file are read.

    `mapping` gives for each of our columns, and for `text`, the keys to try in order; `head` are
    the headings of a table; `named` says in words what the mapping was taken from.
    """

    reader: str
    encoding: str
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    delimiter: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class RawPart:
    """Some consecutive records of one file: what a worker reads without seeing the file.

    `first` tells the part that brings the file's row of sources.
    """

    source: Source
    shape: Shape
    records: tuple[RawRecord, ...]
    first: bool
    metadata: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a source file, decoded; offsets in `text` are code points.

    `record_offset` is the byte at which it begins in the file, `record_sha256` that of its bytes.
    `path_fields` are the values that a path pattern found; `from_record` the columns of `metadata`
    that the record itself states. `page` is what the text was read from where that is markup: an
    opaque value of the reader's, which the parser of the same run understands.
    """

    source_id: str
    path: str
    record_index: int
    record_offset: int | None
    record_sha256: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    path_fields: Mapping[str, str] = field(default_factory=dict)
    from_record: frozenset[str] = frozenset()
    page: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that did not become a record: why, and in `detail` where and what exactly."""

    source_id: str
    path: str
    record_index: int
    record_offset: int | None
    record_sha256: str
    reason: QuarantineReason
    detail: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how its bytes were read."""

    text: str
    encoding: str
    basis: EncodingBasis
