"""The folder of the cache: private, bound to its place, bounded, and never in anyone's way."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pressmark.config import Config

OWN = ".pressmark"
"""The folder beside pressmark.toml that the program writes into."""
KEPT_BUILDS = 4
"""Builds, this one included, that must have used an entry for it to stay."""
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"  # https://bford.info/cachedir/
_TAG = f"""{_SIGNATURE}
# Work that pressmark has done before. It can be removed at any time: pressmark cache --clear
"""
_PARTS = ("packs", "divisions", "builds", "tables")
_MARKS = ("CACHEDIR.TAG", ".gitignore", "here", "log")
_PRIVATE, _FOLDER = 0o600, 0o700


@dataclass(frozen=True)
class Cache:
    """Where a run may find and leave work; with `rehash` files are known by their bytes alone.

    `named` is a folder that was given outright: what is in it counts wherever it came from.
    """

    folder: Path
    named: bool = False
    rehash: bool = False


def place(config: Config, given: Path | None = None, *, rehash: bool = False) -> Cache | None:
    """The cache of a corpus: the folder given, else the one beside its settings, else none."""
    if given is not None:
        return Cache(given, named=True, rehash=rehash)
    if config.folder is None:
        return None
    return Cache(config.folder / OWN / "cache", rehash=rehash)


class CacheFolder:
    """A cache on disk, with folders by kind of entry; what cannot be written is left out.

    Every file is replaced in one step, so that two runs at once never see half of one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, cache: Cache) -> CacheFolder | None:
        """The folder, made where it is missing; None where it cannot be made or is not ours.

        A cache that came here with its folder, from another place or person, is emptied first:
        whoever made it could have put anything into it. Raises UsageError where a folder that was
        named outright holds something else.
        """
        found = cls(cache.folder)
        try:
            if not cache.named and cache.folder.parent.is_symlink():
                return None
            cache.folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
            return found if found._claimed(cache) else None
        except OSError:
            return None

    @classmethod
    def existing(cls, cache: Cache) -> CacheFolder | None:
        """The folder where it is one of ours already; nothing is made or emptied."""
        found = cls(cache.folder)
        linked = not cache.named and (cache.folder.is_symlink() or cache.folder.parent.is_symlink())
        return found if found._is_ours() and not linked else None

    def _claimed(self, cache: Cache) -> bool:
        """Whether the folder is ours, marked as what it is; see `open`."""
        status = self.folder.lstat() if not cache.named else self.folder.stat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != _user(status):
            return False
        self._require_ours(cache)
        # The inode tells a copied folder; the device's number may change when a machine starts.
        here = f"{status.st_ino}\n"
        if not cache.named and self._said("here") != here:
            self.clear()
        self.folder.chmod(_FOLDER)
        for name in _PARTS:
            (self.folder / name).mkdir(mode=_FOLDER, exist_ok=True)
        for name, text in zip(_MARKS, (_TAG, "*\n", here), strict=False):
            if self._said(name) != text:
                self.replace(name, text.encode())
        return not any((self.folder / name).is_symlink() for name in _PARTS)

    def _require_ours(self, cache: Cache) -> None:
        if cache.named and not self._is_ours() and any(self.folder.iterdir()):
            raise UsageError(
                f"{self.folder} holds something that is no cache of ours",
                hint="give a new folder with --cache",
            )

    def _is_ours(self) -> bool:
        return self._said(_MARKS[0]).startswith(_SIGNATURE)

    def _said(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def read(self, name: str) -> bytes | None:
        """The bytes of an entry; None where it is not there or no regular file."""
        path = self.folder / name
        try:
            return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
        except OSError:
            return None

    def replace(self, name: str, *chunks: bytes | memoryview) -> bool:
        """Write an entry in one step; False where the disk refuses, which harms nothing."""
        path = self.folder / name
        fresh = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
            with os.fdopen(os.open(fresh, flags, _PRIVATE), "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
            fresh.replace(path)
        except OSError:
            fresh.unlink(missing_ok=True)
            return False
        return True

    def drop(self, name: str) -> None:
        """Remove an entry, such as a damaged one."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError:
            return

    def names(self, part: str) -> list[str]:
        """The entries of a kind, sorted, without what a run is just writing."""
        try:
            return sorted(
                path.name for path in (self.folder / part).iterdir() if path.name[0] != "."
            )
        except OSError:
            return []

    def used(self, names: Iterable[str]) -> None:
        """Note that a build has used these entries."""
        for name in names:
            try:
                os.utime(self.folder / name)
            except OSError:
                continue

    def finished(self, started: float, *, at_once: bool = False) -> None:
        """Note a build that began at `started` (seconds), and drop what the last few had no use of.

        An entry's time is that of its last use. With `at_once` what this build had no use of goes
        now: where something is withdrawn, no entry may keep its words.
        """
        times = [*self._times(), started][-KEPT_BUILDS:]
        self.replace("log", orjson.dumps(times))
        oldest = times[0] if len(times) == KEPT_BUILDS else 0.0
        oldest = started if at_once else oldest
        # Rows come before what is said of them, and stay if that does.
        for path in sorted(self._entries(), reverse=True):
            try:
                # Rows, which may be linked into a package, go with what is said of them.
                told = path.with_suffix("") if path.suffix == ".parquet" else path
                written = told.stat().st_mtime
                # A name with a dot is one that a run died over, a day ago at the latest.
                if written < (oldest if path.name[0] != "." else time.time() - 86_400):
                    path.unlink()
            except FileNotFoundError:
                self.drop(f"{path.parent.name}/{path.name}")
            except OSError:
                continue

    def _times(self) -> list[float]:
        try:
            found = orjson.loads(self.read("log") or b"[]")
        except ValueError:
            return []
        numbers = isinstance(found, list) and all(isinstance(item, float) for item in found)
        return found if numbers else []

    def _entries(self) -> Iterator[Path]:
        for part in _PARTS:
            folder = self.folder / part
            if folder.is_dir() and not folder.is_symlink():
                yield from folder.iterdir()

    def size(self) -> tuple[int, int]:
        """How many entries there are and how many bytes they take."""
        sizes = []
        for path in self._entries():
            try:
                sizes.append(path.lstat().st_size)
            except OSError:
                continue
        return len(sizes), sum(sizes)

    def clear(self) -> None:
        """Remove every entry and what is known of builds; nothing else in the folder."""
        for part in _PARTS:
            path = self.folder / part
            if path.is_symlink():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)
        (self.folder / "log").unlink(missing_ok=True)


def _user(status: os.stat_result) -> int:
    return os.geteuid() if hasattr(os, "geteuid") else status.st_uid
