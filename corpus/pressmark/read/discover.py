"""Discovery: which files the operands name, in one order, and nothing outside them."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.config import Config


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path in the corpus and on disk; `problem` when it must not be read."""

    path: str
    location: Path
    problem: tuple[QuarantineReason, str] | None = None


@dataclass
class Discovery:
    """The files to read, sorted by path, and the others by ending, so that none is silent."""

    files: list[Found] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def discover(operands: Sequence[Path], config: Config) -> Discovery:
    """Every file that the operands name and the configuration includes.

    A file named outright is read whatever its name. Hidden files and folders are left out; a
    symbolic link that leads out of its operand is quarantined, one that stays inside is read
    where it points to only. Raises UsageError for a missing operand or two files of one path.
    """
    discovery = Discovery()
    seen: dict[str, Path] = {}
    for operand in operands:
        for found in _of(operand, config, discovery.left_out):
            other = seen.setdefault(found.path, found.location)
            if other != found.location:
                raise UsageError(
                    f"{other} and {found.location} would both be {found.path}",
                    hint="put a pressmark.toml above both, so that paths are relative to it",
                )
            if other is found.location:
                discovery.files.append(found)
    discovery.files.sort(key=lambda found: found.path)
    return discovery


def corpus_path(location: Path, operand: Path, config: Config) -> str:
    r"""The path of a file in the corpus: POSIX, relative to the configuration, else to the operand.

    NFC, since file systems disagree; bytes that are no UTF-8 are written as \\xNN.
    """
    base = operand if operand.is_dir() else operand.parent
    if config.folder and location.absolute().is_relative_to(config.folder):
        base = config.folder
    relative = location.absolute().relative_to(base.absolute())
    text = os.fsencode(relative).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text.replace(os.sep, "/"))


def _of(operand: Path, config: Config, left_out: Counter[str]) -> Iterator[Found]:
    if operand.is_dir():
        root = operand.resolve()
        for location in _walk(operand, left_out):
            path = corpus_path(location, operand, config)
            if _wanted(path, location, config):
                yield Found(path, location, _problem(location, root))
            else:
                left_out[location.suffix or location.name] += 1
    elif operand.exists():
        yield Found(corpus_path(operand, operand, config), operand, _problem(operand, None))
    else:
        raise UsageError(f"{operand} does not exist")


def _walk(folder: Path, left_out: Counter[str]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        left_out.update(["linked folder"] * len(linked))
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in linked)
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))


def _wanted(path: str, location: Path, config: Config) -> bool:
    def matches(glob: str) -> bool:
        return fnmatchcase(path, glob) or fnmatchcase(location.name, glob)

    return any(map(matches, config.read.include)) and not any(map(matches, config.read.exclude))


def _problem(location: Path, root: Path | None) -> tuple[QuarantineReason, str] | None:
    if location.is_symlink() and root and not location.resolve().is_relative_to(root):
        return QuarantineReason.OUTSIDE, "a symbolic link that leads out of the folder"
    if not location.is_file():
        return QuarantineReason.UNREADABLE, "not a regular file"
    return None
