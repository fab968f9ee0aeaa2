"""Holders in the corpus folder: raw files, datasets, the build's cache, copies, what was pulled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.versions import holders, record
from pressmark.versions.cache import shared
from pressmark.versions.left.removal import Holder, quoted
from pressmark.versions.left.search import INGESTED
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressmark.versions.holders import Place
    from pressmark.versions.left.search import File, Search

_BLOCK = (
    f"edit the block's words out, and take its line out of {FILE}, for its place is "
    "another one then; to remove the file would remove the whole article"
)
_EMPTIED = (
    "the line stays, for other records have ids of their rank; a finding PM101 about it is to be "
    "waived, unless the withdrawn article had such an id, too: then the list accounts for it"
)
BUILD_CACHE = ".pressmark/cache"
"""Where a build keeps what it made of batches that did not change."""


def raw(found: Search) -> Iterator[Holder]:
    """The raw files that are still there, and the shards made of them."""
    for file in found.files:
        if (found.root / file.name).is_file():
            yield from _raw(found.root / file.name, file)
    if found.shards:
        where = ", ".join(f"{INGESTED}/{name}" for name in sorted(found.shards))
        note = "once the raw files are changed"
        yield Holder("raw files, packed", where, ("dvc repro",), note)


def _raw(path: Path, file: File) -> Iterator[Holder]:
    name = file.name
    if file.alone:
        yield Holder("raw file", name, (f"rm -- {quoted(name)}",))
    elif file.by_line:
        with path.open("rb") as content:
            lines = file.lines(content)
        if lines:
            where = f"{name}, line {', '.join(map(str, lines))}"
            command = f"sed -i '{file.script(lines)}' -- {quoted(name)}"
            yield Holder("raw file", where, (command,), _EMPTIED if file.ranked else "")
    else:
        yield from (_record(file, place) for place in file.places)


def _record(file: File, place: Place) -> Holder:
    if file.block:
        where = place.file if place.alone else f"{place.file}, record {place.index}"
        return Holder("raw file", where, note=_BLOCK)
    if place.archive:
        where = f"{place.file}, in it {place.path}"
        return Holder("raw file", where, note="pack the archive without it")
    note = "empty the record and leave it there: those behind it keep their ids"
    return Holder("raw file", f"{place.file}, record {place.index}", note=note)


def datasets(found: Search) -> Iterator[Holder]:
    """The datasets in the folder that have it."""
    for name in found.holding:
        remake = "pressmark release --tier public" if name == record.PUBLIC else "dvc repro"
        yield Holder("dataset", name, (remake,))


def build_cache(found: Search) -> Iterator[Holder]:
    """What a build keeps of earlier ones."""
    if (found.root / BUILD_CACHE).is_dir():
        yield Holder("build cache", BUILD_CACHE, ("pressmark cache --clear",))


def copies(found: Search) -> Iterator[Holder]:
    """Other articles of the package that have the very same text."""
    package = found.package()
    for item in found.sought:
        if package is not None and item.texts and not item.spans:
            for name in holders.same(package, item.texts, found.names):
                command = f"pressmark withdraw {name} --reason CLASS"
                note = f"the very same text, and not withdrawn; if it is to go, too: {command}"
                yield Holder("exact duplicate", name, note=note)


def pulled() -> Iterator[Holder]:
    """What this person pulled, of whichever corpus."""
    folder = shared().folder
    if any(folder.iterdir()):
        yield Holder(
            "cache of what was pulled",
            str(folder),
            (f"rm -rf -- {quoted(str(folder))}",),
            "of every corpus; it is fetched again where it is needed",
        )
