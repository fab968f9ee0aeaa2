"""Reading as the flow sees it: files and parts of files in batches, and the documents in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow import apart, limits
from pressmark.flow.engine import Out, Step
from pressmark.flow.intake import BATCH, Item
from pressmark.read import archives, compressed, files, flat, formats, pages, paths, records
from pressmark.read import shapes as shaping
from pressmark.read.archives import Told
from pressmark.read.refused import RefusedError
from pressmark_schema.documents import RawFile, RawPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pressmark.config import Config, ReadSection
    from pressmark.flow.options import Options
    from pressmark_schema.documents import Document, Quarantined, Shape
    from pressmark_schema.tables.sources import Source

    Unit = RawFile | RawPart
    Units = Callable[[], Iterable[Item | RawFile]]
    """Gives the files to read, as often as it is asked."""

BATCH_BYTES = 2 * 2**20
"""Bytes of records after which a batch ends."""


def read(
    unit: Unit, options: ReadSection
) -> tuple[Source | None, Iterable[Document | Quarantined]]:
    """The row of sources, where `unit` is the one that brings it, and the documents."""
    if isinstance(unit, RawPart):
        fields = paths.path_fields(unit.source.path, options.paths)
        found = records.documents(unit, fields, options)
        return (unit.source if unit.first else None), _timed(found)
    limits.begin()
    reader = pages if pages.is_page(unit.path) else flat
    source, document = reader.read(unit, options, paths.path_fields(unit.path, options.paths))
    return source, [document]


def _timed(documents: Iterator[Document | Quarantined]) -> Iterator[Document | Quarantined]:
    """The documents, each with its own time from its reading on."""
    limits.begin()
    for document in documents:
        yield document
        limits.begin()


def load(units: Iterable[Item | Unit], max_bytes: int) -> list[Unit]:
    """`units` with the bytes of each; what a worker does first."""
    return [unit.load(max_bytes) if isinstance(unit, Item) else unit for unit in units]


def shapes(
    items: Iterable[Item],
    config: Config,
    say: Callable[[str], None],
    known: Mapping[str, Shape] | None = None,
) -> dict[str, Shape]:
    """How each file of records is read, by path, told to `say` once for each manner.

    Files whose paths are in `known` are not looked into again. Raises UsageError where a file's
    records are not mapped, before anything is read.
    """
    known = known or {}
    found: dict[str, Shape] = {}
    counts: dict[tuple[str, str], list[str]] = {}
    for item in items:
        reader = _reader(item, config)
        if reader is None:
            continue
        path = item.found.path
        try:
            shape = known.get(path) or shaping.shape(path, item.found.location, reader, config)
        except (RefusedError, OSError):
            continue
        found[path] = shape
        counts.setdefault((shape.reader, shape.named), []).append(path)
    for (reader_name, named), names in counts.items():
        say(manner(names[0], len(names), reader_name, named))
    return found


def manner(path: str, count: int, reader_name: str, named: str) -> str:
    """How `count` files, of which `path` is the first, are read, for a person."""
    more = f" and {count - 1:,} more" if count > 1 else ""
    return f"{path}{more}: records by reader {reader_name}, {named}"


def batches(
    units: Iterable[Item | RawFile],
    config: Config,
    shaped: dict[str, Shape],
    size: int = BATCH,
    told: Told | None = None,
) -> Iterator[list[Item | Unit]]:
    """`units` in batches, those of many records or files divided into parts, in order.

    What is left out inside of them is told to `told`.
    """
    return cut(divided(units, config, shaped, told or Told()), size)


def cut(units: Iterable[Item | Unit], size: int = BATCH) -> Iterator[list[Item | Unit]]:
    """`units` in batches of at most `size` and about BATCH_BYTES, in order."""
    held: list[Item | Unit] = []
    weight = 0
    for unit in units:
        held.append(unit)
        if isinstance(unit, RawPart):
            weight += sum(len(record.data) for record in unit.records)
        elif isinstance(unit, RawFile):
            weight += len(unit.data)
        if len(held) == size or weight >= BATCH_BYTES:
            yield held
            held, weight = [], 0
    if held:
        yield held


def step(
    work: Callable[[list[Item | Unit], Options], Out],
    join: Callable[[list[Out]], Out],
    mark: Callable[[Out, list[Unit], str], Out] | None = None,
) -> Step[list[Item | Unit], Out]:
    """The step that does `work` to batches of units, where one document can be told from others.

    One that a worker dies of is worked off without its bytes: as a document that was refused for
    what it took. `mark` says so in the answer, where it has to be told from others.
    """

    def refuse(batch: list[Item | Unit], why: str, options: Options) -> Out:
        empty = apart.refused(batch, why, options.config.read.max_bytes)
        made = work([*empty], options)
        return mark(made, empty, why) if mark else made

    return Step(work, apart.documents, refuse, join)


def is_large(items: Sequence[Item], config: Config) -> bool:
    """Whether one of `items` holds records enough to be worth several processes."""
    return any(
        is_divided(item, config) and item.found.location.stat().st_size > BATCH_BYTES
        for item in items
    )


def raw(items: Iterable[Item], config: Config) -> Iterator[RawFile]:
    """The files with their bytes, those of many records in pieces of bounded size."""
    for item in items:
        if is_divided(item, config):
            yield from files.pieces(item.found, item.row, item.place)
        else:
            yield item.load(config.read.max_bytes)


def _reader(item: Item, config: Config) -> formats.Reader | None:
    return None if item.found.problem else formats.of(item.found.path, config)


def is_divided(item: Item, config: Config) -> bool:
    """Whether a file is read by parts: one of many records, or an archive."""
    archive = not item.found.problem and archives.is_archive(item.found.path, config)
    return archive or _reader(item, config) is not None


def is_known(path: str, config: Config) -> bool:
    """Whether the ending of a file says how it is read."""
    known = formats.of(path, config) or archives.is_archive(path, config) or pages.is_page(path)
    return bool(known) or compressed.unpacked_name(path).lower().endswith(".txt")


def divided(
    units: Iterable[Item | RawFile], config: Config, shaped: dict[str, Shape], told: Told
) -> Iterator[Item | Unit]:
    """`units`, those of many records or files as their parts; see `batches`."""
    for unit in units:
        if isinstance(unit, RawFile) or not is_divided(unit, config):
            yield unit
            continue
        path, location = unit.found.path, unit.found.location
        stated = unit.row, unit.place
        try:
            if archives.is_archive(path, config):
                yield from archives.units(path, location, config, *stated, told)
            else:
                shape = shaped.get(path)
                yield from records.parts(unit.found, config, *stated, shape, told.left_out)
        except OSError:
            # Flat reading never raises for a file's sake, and says what is wrong with it.
            yield unit.load(0)
