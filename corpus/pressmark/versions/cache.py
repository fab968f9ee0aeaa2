"""Objects that were pulled before, by their MD5: versions share what did not change."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "PRESSMARK_CACHE"
"""The environment variable that names the folder."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of objects, laid out as DVC lays out its own.

    `shared` objects are copied to where they are used, so that nobody can change them there;
    those of a private folder, which goes when the pull ends, are linked.
    """

    folder: Path
    shared: bool = True

    def path(self, name: str) -> Path:
        """Where the object `name` (an MD5, or one with `.dir`) is kept."""
        return self.folder / "files" / "md5" / name[:2] / name[2:]

    def holds(self, name: str) -> bool:
        """Whether the object is here and its bytes are its own; others are removed."""
        path = self.path(name)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "md5").hexdigest()
        if found != name.removesuffix(".dir"):
            path.unlink(missing_ok=True)
            return False
        return True

    def place(self, name: str, target: Path) -> None:
        """Put a file with the object's bytes at `target`."""
        target.parent.mkdir(parents=True, exist_ok=True)
        if not self.shared:
            try:
                os.link(self.path(name), target)
            except OSError:
                pass
            else:
                return
        shutil.copyfile(self.path(name), target)


def shared() -> Cache:
    """The cache of this person, made where it is not there: PRESSMARK_CACHE, else the usual place.

    That is `$XDG_CACHE_HOME/pressmark` or `~/.cache/pressmark`, on Windows `%LOCALAPPDATA%`.
    Nobody else can read it. It may be removed at any time.
    """
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else _usual() / "pressmark"
    folder.mkdir(parents=True, exist_ok=True)
    if not named:
        folder.chmod(0o700)
    return Cache(folder.absolute())


def _usual() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
