"""The folder of the cache: private, signed with its owner's key, and never in anyone's way."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import shutil
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pressmark.flow.cache import regular, sealed, secret
from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_MARKS = ("CACHEDIR.TAG", ".gitignore", "signed", "log")
_PRIVATE, _FOLDER = 0o600, 0o700
_LONGEST_MARK = 4096
_LONGEST = 8 * 2**30
"""Bytes beyond which an entry is neither kept nor read: a long file need not take any room."""
_CHUNK = 2**20
_MAC = 32


@dataclass(frozen=True)
class Cache:
    """Where a run may find and leave work; with `rehash` files are known by their bytes alone.

    `named` is a folder that was given outright.
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

    Every file is replaced in one step, so that two runs at once never see half of one. What a run
    believes is signed with `key`: whoever else can write here, as by a commit, adds nothing to it.
    """

    def __init__(self, folder: Path, key: bytes = b"") -> None:
        self.folder, self._key = folder, key

    @classmethod
    def open(cls, cache: Cache) -> CacheFolder | None:
        """The folder, made where it is missing; None where it or the key cannot be made or used.

        A cache that was made under another key, as another person's, is emptied first: nothing in
        it counts. Raises UsageError where a folder that was named outright holds something else.
        """
        key = secret.key()
        if key is None:
            return None
        found = cls(cache.folder, key)
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
        self.folder.chmod(_FOLDER)
        signed = f"{self.mac('signed').hexdigest()}\n"
        if self._said("signed") != signed and not self.clear():
            return False
        for name in _PARTS:
            (self.folder / name).mkdir(mode=_FOLDER, exist_ok=True)
        for name, text in zip(_MARKS, (_TAG, "*\n", signed), strict=False):
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
            with regular.opened(self.folder / name) as file:
                return file.read(_LONGEST_MARK).decode()
        except (OSError, UnicodeDecodeError):
            return ""

    def read(self, name: str) -> bytes | None:
        """The bytes that `keep` has kept under this name; anything else is dropped, and None."""
        try:
            with regular.opened(self.folder / name) as file:
                if self._is_signed(name, file):
                    file.seek(_MAC)
                    return file.read()
        except FileNotFoundError:
            return None
        except OSError:
            pass
        self.drop(name)
        return None

    def keep(self, name: str, *chunks: bytes | memoryview) -> bool:
        """Write an entry in one step, signed; False where the disk refuses, which harms nothing."""
        mac = self.mac(name)
        for chunk in chunks:
            mac.update(chunk)
        fits = sum(map(len, chunks)) <= _LONGEST - _MAC
        return fits and self.replace(name, mac.digest(), *chunks)

    def mac(self, name: str, data: bytes = b"") -> hmac.HMAC:
        """The signature of `data` as what lies under `name`: HMAC with SHA-256 (RFC 2104)."""
        return hmac.new(self._key, f"{name}\0".encode() + data, hashlib.sha256)

    def _is_signed(self, name: str, file: IO[bytes]) -> bool:
        """Whether the file holds what was kept under this name; its bytes are not held for it."""
        if os.fstat(file.fileno()).st_size > _LONGEST:
            return False
        stated, mac = file.read(_MAC), self.mac(name)
        while chunk := file.read(_CHUNK):
            mac.update(chunk)
        return hmac.compare_digest(stated, mac.digest())

    def replace(self, name: str, *chunks: bytes | memoryview) -> bool:
        """Write a file in one step; False where the disk refuses, which harms nothing."""
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
        """Remove an entry, such as a damaged one, if that can be."""
        with suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)

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
        now, what killed runs left half written too: where something is withdrawn, nothing may keep
        its words.
        """
        times = [*self._times(), started][-KEPT_BUILDS:]
        sealed.keep(self, "log", times)
        oldest = times[0] if len(times) == KEPT_BUILDS else 0.0
        oldest = started if at_once else oldest
        # Rows come before what is said of them, and stay if that does.
        for path in sorted(self._entries(), reverse=True):
            try:
                # Rows, which may be linked into a package, go with what is said of them.
                told = path.with_suffix("") if path.suffix == ".parquet" else path
                written = told.stat().st_mtime
                # A name with a dot is one that a run died over, if it is a day old.
                spared = path.name[0] == "." and not at_once
                if written < (time.time() - 86_400 if spared else oldest):
                    path.unlink()
            except FileNotFoundError:
                self.drop(f"{path.parent.name}/{path.name}")
            except OSError:
                continue

    def _times(self) -> list[float]:
        found = sealed.kept(self, "log")
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

    def clear(self) -> bool:
        """Remove every entry and what is known of builds, nothing else; whether all of it went."""
        with suppress(OSError):
            self.folder.chmod(_FOLDER)
        for path in (*(self.folder / part for part in _PARTS), self.folder / "log"):
            with suppress(OSError):
                _remove(path)
        return not any(os.path.lexists(self.folder / part) for part in _PARTS)


def _remove(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    path.chmod(_FOLDER)
    for folder, names, _ in os.walk(path):
        for name in names:
            if not (below := Path(folder, name)).is_symlink():
                below.chmod(_FOLDER)
    shutil.rmtree(path)


def forget(config: Config) -> None:
    """Clear the cache of a corpus, of whose entries none may keep the words of an article.

    Raises EnvironmentFaultError where something of it stays.
    """
    cache = place(config)
    found = CacheFolder.existing(cache) if cache else None
    if cache and found and not found.clear():
        raise EnvironmentFaultError(
            f"{cache.folder} still holds what builds have kept, and cannot be cleared",
            hint="remove that folder, and build again",
        )


def why_not(cache: Cache) -> str:
    """Why `CacheFolder.open` gave nothing, in words for people."""
    without = "earlier work is neither used nor kept"
    if secret.key() is None:
        return f"{without}: there must be a key that you alone can read, {secret.told()}"
    return f"{without}: {cache.folder} cannot be written, or somebody else made it"


def _user(status: os.stat_result) -> int:
    return os.geteuid() if hasattr(os, "geteuid") else status.st_uid
