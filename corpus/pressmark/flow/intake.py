"""Intake: operands become the files to read, each with its row of metadata."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pressmark.flow import withdrawn as withdrawing
from pressmark.flow.corrections import Outcome
from pressmark.read import archives, files, formats, pages, sidecar
from pressmark.read.discover import Discovery, Found, corpus_path, discover
from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from pressmark.config import Config
    from pressmark.objects import Location, Operand
    from pressmark_schema.documents import RawFile

BATCH = 256
"""Files in a batch."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read and what the metadata table says of it."""

    found: Found
    row: dict[str, str]
    place: str

    def load(self, max_bytes: int) -> RawFile:
        """The file's bytes."""
        return files.load(self.found, max_bytes, self.row, self.place)


@dataclass
class Intake:
    """The files to read, what matched nothing on either side, and remarks on how they are read.

    `described` is how many files, members of archives included, the metadata table has a row for.
    `corrections` and `withdrawn` are what became of them, once the files are read; `incidents` are
    the documents that cost a worker, each with why.
    """

    items: list[Item]
    left_out: Counter[str]
    table: str = ""
    unmatched_rows: list[str] = field(default_factory=list)
    unmatched_files: list[str] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    described: int = 0
    remarks: list[str] = field(default_factory=list)
    corrections: Outcome = field(default_factory=Outcome)
    withdrawn: withdrawing.Outcome = field(default_factory=withdrawing.Outcome)
    incidents: list[tuple[str, str]] = field(default_factory=list)


def require_posix() -> None:
    """Refuse to read raw files where paths are not POSIX ones."""
    if sys.platform == "win32":
        raise EnvironmentFaultError(
            "raw files are read on Linux and macOS only",
            hint="use WSL; packages can be loaded, pulled, verified, validated and exported here",
        )


def take(operands: Sequence[Operand], config: Config) -> Intake:
    """Find the files and match them with the metadata table, if one is configured.

    Raises UsageError when there is nothing to read or the table cannot be used, and
    EnvironmentFaultError on Windows, whose paths would give other ids than everywhere else.
    """
    require_posix()
    discovery = discover(operands, config)
    table = _sidecar(operands, config, discovery)
    if not discovery.files:
        raise UsageError(
            f"nothing to read in {', '.join(map(str, operands))}: {_left_out(discovery)}",
            hint=_remedy(discovery, config),
        )
    if table is None:
        return Intake([Item(found, {}, "") for found in discovery.files], discovery.left_out)
    inside = _members(discovery, config)
    table.expect([found.path for found in discovery.files if found.path not in inside])
    table.expect(path for paths in inside.values() for path in paths)
    unmatched: list[str] = []
    items = [_item(found, inside.get(found.path), table, unmatched) for found in discovery.files]
    unused = table.unused_columns
    made = Intake(items, discovery.left_out, table.name, table.unmatched(), unmatched, unused)
    made.described = len(items) - len(inside) + sum(map(len, inside.values())) - len(unmatched)
    return made


def _members(discovery: Discovery, config: Config) -> dict[str, list[str]]:
    """The paths of the members of each archive."""
    return {
        found.path: archives.names(found.path, found.location, config)
        for found in discovery.files
        if not found.problem and archives.is_archive(found.path, config)
    }


def _item(
    found: Found, inside: Sequence[str] | None, table: sidecar.Sidecar, unmatched: list[str]
) -> Item:
    """A file with its row; an archive with its members' rows, too."""
    row, place = table.row_for(found.path)
    if inside is None:
        unmatched += [] if place else [found.path]
        return Item(found, row, place)
    rows = {path: stated for path in inside if (stated := table.row_for(path))[1]}
    unmatched += [path for path in inside if path not in rows and not place]
    return Item(found, row | archives.with_rows(rows), place)


def _left_out(discovery: Discovery) -> str:
    left = ", ".join(f"{count} {ending}" for ending, count in discovery.left_out.most_common(5))
    return f"left out {left}" if left else "no files"


def _remedy(discovery: Discovery, config: Config) -> str:
    """The setting that would read the files of the commonest ending that a reader knows."""
    for ending, _ in discovery.left_out.most_common():
        if ending.startswith(".") and _is_read(f"a{ending}", config):
            line = f'include = ["*{ending}"]'
            return f"write {line} below [read] in pressmark.toml, or let pressmark scan propose it"
    return "name files outright, or set read.include in pressmark.toml"


def _is_read(name: str, config: Config) -> bool:
    known = formats.of(name, config) or archives.is_archive(name, config) or pages.is_page(name)
    return bool(known)


def _sidecar(
    operands: Sequence[Operand], config: Config, discovery: Discovery
) -> sidecar.Sidecar | None:
    if config.metadata is None:
        return None
    table = Path(config.metadata.table)
    table = table if table.is_absolute() or config.folder is None else config.folder / table
    if not table.is_file():
        raise UsageError(f"the metadata table {table} does not exist")
    discovery.files = [f for f in discovery.files if not _is(f.location, table)]
    folders = [each for each in operands if isinstance(each, Path)]
    operand = next((each for each in folders if each.is_dir()), [*folders, table.parent][0])
    try:
        folder = PurePosixPath(corpus_path(table.absolute(), operand, config)).parent
    except ValueError:
        folder = None
    return sidecar.load(config.metadata, table, folder, list(config.fields))


def _is(location: Location, table: Path) -> bool:
    return isinstance(location, Path) and location.absolute() == table.absolute()
