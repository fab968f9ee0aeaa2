"""Archives: the files inside of a zip or tar, each read as a file of a folder would be."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pressmark.read import compressed, discover, files, formats, records, shapes, tars, zips
from pressmark.read.members import Budget, SpentError
from pressmark.read.refused import RefusedError
from pressmark.store import sha256_file
from pressmark_schema import ids
from pressmark_schema.documents import Archived, RawFile, RawPart, RawRecord, Shape
from pressmark_schema.tables.sources import Source
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pressmark.config import Config
    from pressmark.objects import Location
    from pressmark.read.members import Member, Problem

INSIDE = "!/"
"""Stands between an archive's path and a member's name, as in the URLs of Java's archives."""
ROWS = "!members"
"""The key, in an archive's row of metadata, of the rows of its members: JSON, by path."""
_NOTHING_READ = "nothing in it is read: read.include chooses members as it does files"
_NOTHING = hashlib.sha256(b"").hexdigest()
_CHUNK = 2**17
_KINDS = {
    ".zip": ("zip", "application/zip", ""),
    ".tar": ("tar", "application/x-tar", ""),
    ".tar.gz": ("tar", "application/gzip", ".gz"),
    ".tgz": ("tar", "application/gzip", ".gz"),
    ".tar.zst": ("tar", "application/zstd", ".zst"),
    ".tzst": ("tar", "application/zstd", ".zst"),
}
"""The endings of archives: the reader of each, its media type, how the whole is compressed."""
_READERS = {"zip": zips.members, "tar": tars.members}


def ending(path: str) -> str:
    """The ending that says that a file is an archive, or nothing."""
    return next((ending for ending in _KINDS if path.lower().endswith(ending)), "")


def is_archive(path: str, config: Config) -> bool:
    """Whether the file is read as an archive: by its ending, unless a format is declared for it."""
    return bool(ending(path)) and formats.of(path, config) is None


@dataclass
class Told:
    """What is said to a person while archives are read: files left out, and how others are read.

    With `only`, the paths of members, those are read and no others, and nothing is said of them.
    """

    only: frozenset[str] | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def shape(self, archive: str, path: str, shape: Shape) -> None:
        """Say how a file of many records is read, once for each manner and archive."""
        text = f"{path}: records by reader {shape.reader}, {shape.named}"
        self.remarks.setdefault((archive, shape.reader, shape.named), text)

    def said(self) -> list[str]:
        """The remarks, in the order of what they are about."""
        return [self.remarks[key] for key in sorted(self.remarks)]


@dataclass(frozen=True)
class Entry:
    """A member that is to be read, or that has a problem; `location` where it is unpacked to.

    `problem` may also be that of a whole archive, whose path `path` is then; `index` is the number
    of its members before.
    """

    path: str
    archived: Archived | None
    problem: Problem | None = None
    member: Member | None = None
    index: int = 0


def units(
    path: str,
    location: Location,
    config: Config,
    row: Mapping[str, str],
    place: str,
    told: Told,
) -> Iterator[RawFile | RawPart]:
    """What is in the archive at `location`: files of one document each, and parts of records.

    `row` is its row of the metadata table, with its members' rows under ROWS. Raises UsageError
    where the records of a member are not mapped.
    """
    rows = json.loads(row.get(ROWS, "{}"))
    common = {key: value for key, value in row.items() if key != ROWS}
    walk = _Walk(config, told)
    try:
        for entry in walk.entries(path, location):
            own, own_place = rows.get(entry.path, ({}, place))
            metadata = common | own
            if entry.member is None and entry.problem:
                yield _lost(entry, location, path, metadata, own_place)
            else:
                yield from _units(entry, config, metadata, own_place, told)
    except SpentError as error:
        problem = error.reason, error.detail
        entry = Entry(path, None, problem, index=walk.budget.members)
        yield _lost(entry, location, path, common, place)


def names(path: str, location: Location, config: Config) -> list[str]:
    """The paths of the members that would be read, without those of whole archives."""
    found: list[str] = []
    with suppress(SpentError):
        for entry in _Walk(config, Told()).entries(path, location):
            found += [entry.path] if entry.member else []
    return found


def with_rows(rows: Mapping[str, tuple[dict[str, str], str]]) -> dict[str, str]:
    """What an archive's row of metadata holds for its members: by path, the row and its place."""
    return {ROWS: json.dumps(rows, ensure_ascii=False, sort_keys=True)} if rows else {}


def inside(path: str, archive: str) -> bool:
    """Whether the file at `path` lies in `archive`, which is on disk."""
    return path.startswith(f"{archive}{INSIDE}")


class _Walk:
    """Goes through an archive and those inside of it, under one budget."""

    def __init__(self, config: Config, told: Told) -> None:
        self._config, self._told = config, told
        self.budget = Budget(config.archives)

    def entries(self, path: str, location: Location) -> Iterator[Entry]:
        """Every member to read, in the archive's order; each is to be read before the next.

        Raises SpentError where the budget ends.
        """
        yield from self._entries(path, location, Archived(path, sha256_file(location), 0), 1)

    def _entries(
        self, path: str, location: Location, archived: Archived, depth: int
    ) -> Iterator[Entry]:
        before, found = self.budget.members, False
        try:
            with _opened(path, location, self._config.archives.max_ratio) as (read, stream):
                for member in read(stream, self.budget):
                    for entry in self._entry(path, member, archived, depth):
                        found = True
                        yield entry
            if not found:
                raise RefusedError(QuarantineReason.EMPTY, _NOTHING_READ)  # noqa: TRY301
        except SpentError:
            raise
        except (RefusedError, OSError) as error:
            reason = getattr(error, "reason", QuarantineReason.UNREADABLE)
            detail = getattr(error, "detail", None) or "cannot be read"
            own = archived if depth > 1 else None
            yield Entry(path, own, (reason, detail), index=self.budget.members - before)

    def _entry(
        self, archive: str, member: Member, archived: Archived, depth: int
    ) -> Iterator[Entry]:
        path = f"{archive}{INSIDE}{member.name}"
        if not self._is_chosen(path, member.name):
            return
        path = self.budget.distinct(path)
        here = Archived(archived.path, archived.sha256, member.offset)
        if member.problem or not is_archive(path, self._config):
            yield Entry(path, here, member.problem, member)
        elif depth >= self._config.archives.max_nesting:
            detail = f"more than {depth} archives in each other (archives.max_nesting)"
            yield Entry(path, here, (QuarantineReason.RESOURCE_LIMIT, detail), member)
        else:
            yield from self._nested(path, member, here, depth)

    def _is_chosen(self, path: str, name: str) -> bool:
        """Whether a member is read; one that is not is told."""
        only = self._told.only
        if only is not None:
            nested = f"{path}{INSIDE}" if is_archive(path, self._config) else ""
            return path in only or bool(nested and any(p.startswith(nested) for p in only))
        left_out = _left_out(path, name, self._config)
        self._told.left_out.update([left_out] if left_out else [])
        return not left_out

    def _nested(self, path: str, member: Member, here: Archived, depth: int) -> Iterator[Entry]:
        with _spooled(member) as (location, problem):
            if problem:
                yield Entry(path, here, problem, member)
            else:
                yield from self._entries(path, location, here, depth + 1)


def _left_out(path: str, name: str, config: Config) -> str:
    """As what a member counts that is not read, or nothing: the rules are those of folders."""
    parts = name.split("/")
    if any(part.startswith(".") for part in parts):
        return "hidden file"
    if discover.wanted(path, parts[-1], config):
        return ""
    stem, dot, last = parts[-1].rpartition(".")
    return f".{last}" if dot and stem else parts[-1]


@contextmanager
def _opened(
    path: str, location: Location, ratio: int
) -> Iterator[tuple[Callable[..., Iterator[Member]], BinaryIO]]:
    reader, _, packed = _KINDS[ending(path)]
    with location.open("rb") as file:
        size = location.stat().st_size
        stream = compressed.stream(file, packed, size, ratio) if packed else file
        yield _READERS[reader], stream


@contextmanager
def _spooled(member: Member) -> Iterator[tuple[Path, Problem | None]]:
    """A member's bytes in a file that is gone afterwards, or why they cannot be had."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        location, problem = Path(folder, "member"), None
        try:
            with member.open() as stream, location.open("wb") as file:
                while data := stream.read(_CHUNK):
                    file.write(data)
        except SpentError:
            raise
        except RefusedError as error:
            problem = error.reason, error.detail
        yield location, problem


def _units(
    entry: Entry, config: Config, metadata: Mapping[str, str], place: str, told: Told
) -> Iterator[RawFile | RawPart]:
    path, member = entry.path, entry.member
    assert member is not None  # noqa: S101 - whole archives are told elsewhere
    reader = formats.of(path, config)
    if reader is None or entry.problem:
        yield _file(entry, member, config.read.max_bytes, metadata, place)
        return
    with _spooled(member) as (location, problem):
        if problem:
            yield RawFile(path, b"", 0, _NOTHING, metadata, place, problem, entry.archived)
            return
        try:
            shape = shapes.shape(path, location, reader, config)
            told.shape(path.partition(INSIDE)[0], path, shape)
        except RefusedError:
            shape = None
        yield from records.parts(
            discover.Found(path, location),
            config,
            metadata,
            place,
            shape,
            told.left_out,
            entry.archived,
        )


def _file(
    entry: Entry, member: Member, limit: int, metadata: Mapping[str, str], place: str
) -> RawFile:
    """A member of one document with its bytes; one above `limit` is hashed, but not held."""
    problem, held, size, digest = entry.problem, b"", 0, hashlib.sha256()
    try:
        if problem is None:
            with member.open() as stream:
                held = stream.read(limit + 1)
                size = len(held)
                digest.update(held)
                while len(held) > limit and (more := stream.read(_CHUNK)):
                    size += len(more)
                    digest.update(more)
    except SpentError:
        raise
    except RefusedError as error:
        problem, size, digest = (error.reason, error.detail), 0, hashlib.sha256()
    if size > limit:
        problem = files.too_large(size, limit)
    data = b"" if problem else held
    sha256 = digest.hexdigest()
    return RawFile(entry.path, data, size, sha256, metadata, place, problem, entry.archived)


def _lost(
    entry: Entry, location: Location, outer: str, metadata: Mapping[str, str], place: str
) -> RawPart:
    """What is told of a whole archive that cannot be read to its end."""
    reader, media_type, _ = _KINDS[ending(entry.path)]
    here = entry.path == outer
    source = Source(
        source_id=ids.source_id(entry.path),
        path=entry.path,
        sha256=sha256_file(location) if here else _NOTHING,
        bytes=location.stat().st_size if here else 0,
        media_type=media_type,
        reader=reader,
        encoding=None,
        encoding_basis=EncodingBasis.NONE,
        **(entry.archived.columns if entry.archived else {}),
    )
    where = f"after {entry.index} members"
    record = RawRecord(0, None, None, b"", _NOTHING, entry.problem, where)
    return RawPart(source, Shape(reader, ""), (record,), first=True, metadata=metadata, place=place)
