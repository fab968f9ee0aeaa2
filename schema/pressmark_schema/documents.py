"""What reading yields: source files, the documents in them, and those that were quarantined."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
class Document:
    """One document of a source file, decoded; offsets in `text` are code points.

    `record_offset` is the byte at which it begins in the file, `record_sha256` that of its bytes.
    `path_fields` are the values that a path pattern found.
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
