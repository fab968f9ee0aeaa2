"""What reading yields: source files, the documents in them, and those that were quarantined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark_schema.tables.sources import Source
    from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason


@dataclass(frozen=True, slots=True)
class Archived:
    """Where a file lay that was a member of an archive.

    `path` and `sha256` are those of the archive on disk; `offset` is the byte at which the member
    begins in the archive that directly holds it, unpacked where that is compressed.
    """

    path: str
    sha256: str
    offset: int

    @property
    def columns(self) -> dict[str, Any]:
        """The same as columns of the sources table."""
        return {
            "archive_path": self.path,
            "archive_sha256": self.sha256,
            "archive_offset": self.offset,
        }


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
    archived: Archived | None = None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The bytes of one record in a file of many, as the file was divided.

    `index` counts from 0, `line` from 1; `offset` is a byte of the decompressed file. `data` is
    empty where `problem` says why the record cannot be read; `sha256` is the record's all the same.
    `where` says its place in words, where it has no line; `key` is the name under which its list
    stands, where a file has a list for each name.
    """

    index: int
    offset: int | None
    line: int | None
    data: bytes
    sha256: str
    problem: tuple[QuarantineReason, str] | None = None
    where: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in a file that is no document by its own word, such as a record of a request."""

    what: str


@dataclass(frozen=True, slots=True)
class LineRule:
    """Which lines of a document are meant, and what one of them holds.

    A line fits if it has the `style`, its whole text fits the `pattern`, and a page break stands
    before it, as far as these are given. It holds the `column`, or those that the pattern's groups
    are named for; without either it is no part of the text. Only the first `within` lines of an
    article are looked at, and only one is taken unless the rule may `repeat`.
    """

    style: str | None = None
    pattern: str | None = None
    page_break: bool = False
    column: str | None = None
    within: int | None = None
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records of one file are read.

    `mapping` gives for each of our columns, and for `text`, the keys to try in order; `head` are
    the headings of a table; `named` says in words what the mapping was taken from. `pointer` are
    the keys that lead to the list of all records in a file that is one object. `begin` fits the
    line with which a record begins where lines are all that there is, and `lines` say which column
    of ours a line holds.
    """

    reader: str
    encoding: str
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    delimiter: str = ""
    named: str = ""
    pointer: tuple[str, ...] = ()
    begin: LineRule | None = None
    lines: tuple[LineRule, ...] = ()


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
