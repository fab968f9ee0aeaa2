"""Discovery: which files the operands name, in one order, and nothing outside them."""

from __future__ import annotations

import glob
import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.objects import Object, Prefix
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.config import Config
    from pressmark.objects import Location, Operand


_OWN = ".pressmark"
_MAGIC = re.compile(r"[*?[]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path in the corpus, its place; `problem` when it must not be read."""

    path: str
    location: Location
    problem: tuple[QuarantineReason, str] | None = None


@dataclass
class Discovery:
    """The files to read, sorted by path, and the others by ending, so that none is silent."""

    files: list[Found] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def discover(operands: Sequence[Operand], config: Config) -> Discovery:
    """Every file that the operands name and the configuration includes.

    A file named outright, or by a glob, is read whatever its name; one that two operands name is
    read once.
    Hidden files and folders are left out; a symbolic link that leads out of its operand is
    quarantined, one that stays inside is read where it points to only. A folder that cannot be
    listed is quarantined as a whole. The objects of a bucket are taken as files of a folder; those
    that no file could be called are quarantined. Raises UsageError for a missing operand or two
    files of one path.
    """
    discovery, seen = Discovery(), _Seen()
    for operand in operands:
        found = _of(operand, config, discovery.left_out)
        discovery.files += filter(seen.is_new, found)
    discovery.files.sort(key=lambda found: found.path)
    return discovery


class _Seen:
    """The files met so far, by the path they have and by the place where they lie."""

    def __init__(self) -> None:
        self._paths: dict[str, Location] = {}
        self._places: dict[str, str] = {}
        self._folders: dict[Path, str] = {}

    def is_new(self, found: Found) -> bool:
        """Whether the file is met for the first time; raises UsageError where names collide."""
        place = found.location
        known = self._places.setdefault(self._real(place), found.path)
        other = self._paths.setdefault(found.path, place)
        if known != found.path:
            hint = "name each file or folder once"
            raise UsageError(f"{place} is named twice, as {known} and {found.path}", hint=hint)
        if other is not place and not _same(other, place):
            hint = "put a pressmark.toml above both, or rename one of them"
            raise UsageError(f"{other} and {place} would both be {found.path}", hint=hint)
        return other is place

    def _real(self, place: Location) -> str:
        """The one name of a place, its folder's links followed."""
        if isinstance(place, Object):
            return f"{place.server} {place.key}"
        parent = place.parent
        if parent not in self._folders:
            self._folders[parent] = os.path.realpath(parent)
        return f"{self._folders[parent]}{os.sep}{place.name}"


def _same(one: Location, other: Location) -> bool:
    if isinstance(one, Object) or isinstance(other, Object):
        return one == other
    return one.name == other.name and _resolved(one) == _resolved(other)


def _resolved(location: Path) -> Path:
    """Where a file lies, its folder's links followed; a link is itself, not what it points to."""
    return Path(os.path.realpath(location.parent), location.name)


def corpus_path(location: Path, operand: Path, config: Config) -> str:
    r"""The path of a file in the corpus: POSIX, relative to the configuration, else to the operand.

    NFC, since file systems disagree; bytes that are no UTF-8 are written as \\xNN.
    """
    relative = location.absolute().relative_to(base(operand).absolute())
    folder = config.folder
    for read in (Path.absolute, _resolved) if folder else ():
        place = read(location)
        if folder and ".." not in place.parts and place.is_relative_to(folder):
            relative = place.relative_to(folder)
            break
    text = os.fsencode(relative).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text.replace(os.sep, "/"))


def _of_prefix(prefix: Prefix, config: Config, left_out: Counter[str]) -> Iterator[Found]:
    """The objects below a prefix, or the one that it names, as files below a folder."""
    hidden: set[str] = set()
    for rest, place in prefix.objects():
        *folders, name = rest.split("/")
        above = next((at for at, part in enumerate(folders) if _is_hidden(part)), None)
        if above is not None:
            hidden.add("/".join(folders[: above + 1]))
        elif _is_hidden(name):
            left_out["hidden file"] += 1
        else:
            path, problem = _object_path(rest)
            if place.key == prefix.key or wanted(path, path.rpartition("/")[2], config):
                yield Found(path, place, problem)
            else:
                left_out[place.suffix or place.name] += 1
    if shown := sum(1 for folder in hidden if folder.rpartition("/")[2] != _OWN):
        left_out["hidden folder"] += shown


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in {".", ".."}


def _object_path(rest: str) -> tuple[str, tuple[QuarantineReason, str] | None]:
    r"""The path in the corpus of an object, and why it is not read where no file has such a name.

    What leads elsewhere or nowhere is written as \xNN, so that it is no other object's path.
    """
    parts = rest.split("/")
    if not {"", ".", ".."} & set(parts) and "\0" not in rest:
        return unicodedata.normalize("NFC", rest), None
    odd = {"": r"\x2f", ".": r"\x2e", "..": r"\x2e\x2e"}
    shown = "/".join(odd.get(part, part.replace("\0", r"\x00")) for part in parts)
    detail = "its key has a part that no file can be called: empty, a dot, two dots or NUL"
    return unicodedata.normalize("NFC", shown), (QuarantineReason.OUTSIDE, detail)


def is_glob(operand: Path) -> bool:
    """Whether an operand is a pattern of names, and no file or folder that is called so."""
    return _MAGIC.search(str(operand)) is not None and not operand.exists()


def base(operand: Path) -> Path:
    """The folder whose files an operand names: itself, that of the file, or that of the glob."""
    if is_glob(operand):
        parts = operand.parts
        fixed = next(at for at, part in enumerate(parts) if _MAGIC.search(part))
        return Path(*parts[:fixed])
    return operand if operand.is_dir() else operand.parent


def _of_glob(operand: Path, config: Config, left_out: Counter[str]) -> Iterator[Found]:
    """The files whose names fit, whatever read.include says, and those of folders that fit."""
    root = Path(os.path.realpath(base(operand)))
    # Unlike Path.glob, it leaves hidden files out, as folders do.
    named = glob.iglob(str(operand), recursive=True)  # noqa: PTH207
    found = sorted(map(Path, named))
    if not found:
        raise UsageError(f"{operand} fits no file", hint="** stands for folders in each other")
    for location in found:
        if location.is_dir():
            if "**" not in operand.parts and not location.is_symlink():
                yield from _of(location, config, left_out, operand)
        elif _inner_link(location, root):
            left_out["linked file"] += 1
        else:
            yield Found(corpus_path(location, operand, config), location, _problem(location, root))


def _of(
    operand: Operand, config: Config, left_out: Counter[str], named: Path | None = None
) -> Iterator[Found]:
    if isinstance(operand, Prefix):
        yield from _of_prefix(operand, config, left_out)
    elif is_glob(operand):
        yield from _of_glob(operand, config, left_out)
    elif operand.is_dir():
        root = Path(os.path.realpath(operand))
        unlisted: list[OSError] = []
        for location in _walk(operand, left_out, unlisted):
            path = corpus_path(location, named or operand, config)
            if not wanted(path, location.name, config):
                left_out[location.suffix or location.name] += 1
            elif _inner_link(location, root):
                left_out["linked file"] += 1
            else:
                yield Found(path, location, _problem(location, root))
        for error in unlisted:
            folder = Path(error.filename)
            if folder == operand:
                raise error
            problem = QuarantineReason.UNREADABLE, f"a folder: {error.strerror}"
            yield Found(corpus_path(folder, named or operand, config), folder, problem)
    elif operand.exists():
        yield Found(corpus_path(operand, operand, config), operand, _problem(operand, None))
    else:
        raise UsageError(f"{operand} does not exist")


def _walk(folder: Path, left_out: Counter[str], unlisted: list[OSError]) -> Iterator[Path]:
    for parent, folders, names in store.walk(folder, unlisted.append):
        shown = [name for name in folders if not name.startswith(".")]
        linked = [name for name in shown if Path(parent, name).is_symlink()]
        files = [name for name in names if not name.startswith(".")]
        # Whether an earlier build left its cache here says nothing of the corpus.
        hidden = len(folders) - len(shown) - (_OWN in folders)
        left_out.update(["hidden folder"] * hidden)
        left_out.update(["linked folder"] * len(linked))
        left_out.update(["hidden file"] * (len(names) - len(files)))
        folders[:] = sorted(name for name in shown if name not in linked)
        yield from (Path(parent, name) for name in sorted(files))


def wanted(path: str, name: str, config: Config) -> bool:
    """Whether the file of this path and name is one of those that the configuration includes."""

    def matches(pattern: str) -> bool:
        return fnmatchcase(path, pattern) or fnmatchcase(name, pattern)

    included = any(map(matches, config.read.include)) or config.records_for(path) is not None
    return included and not any(map(matches, config.read.exclude))


def _inner_link(location: Path, root: Path) -> bool:
    """Whether it is a link to a file inside `root`, which is read at its own place."""
    if not location.is_symlink():
        return False
    target = Path(os.path.realpath(location))
    return target.is_relative_to(root) and target.is_file()


def _problem(location: Path, root: Path | None) -> tuple[QuarantineReason, str] | None:
    if root and location.is_symlink() and not Path(os.path.realpath(location)).is_relative_to(root):
        return QuarantineReason.OUTSIDE, "a symbolic link that leads out of the folder"
    if not location.is_file():
        return QuarantineReason.UNREADABLE, "not a regular file"
    return None
