"""Files known by what the file system says of them, so that what is unchanged is not read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.objects import Status
from pressmark.store import sha256_file

if TYPE_CHECKING:
    from pressmark.objects import Location

_SECOND = 10**9
_COARSE, _FINE = 2 * _SECOND, _SECOND // 50
"""How long ago a file must have been written for its times to tell: where the file system counts
whole seconds two of them (FAT's), else more than a tick of the kernel's clock (10 ms at most)."""


@dataclass(frozen=True, slots=True)
class Stat:
    """What tells a file from what it was: bytes, times of change (ns), inode; `seen` when (ns)."""

    size: int
    mtime: int
    ctime: int
    inode: int
    seen: int

    @classmethod
    def of(cls, path: Location) -> Stat:
        """The file at `path` now; raises OSError."""
        # The clock first: what is written after the look must be younger than it.
        seen = time.time_ns()
        found = path.stat()
        if isinstance(found, Status):
            # Not seen at any time, and so never the same: other clocks than ours wrote it.
            return cls(found.st_size, found.st_mtime_ns, 0, 0, 0)
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, seen)

    def is_same(self, now: Stat) -> bool:
        """Whether a file of which `now` is true must still hold the bytes that it had.

        Not where it was written about when it was looked at, as git's racy files: it could have
        been written once more without a trace.
        """
        mine = (self.size, self.mtime, self.ctime, self.inode)
        if mine != (now.size, now.mtime, now.ctime, now.inode):
            return False
        youngest = max(self.mtime, self.ctime)
        coarse = self.mtime % _SECOND == 0 and self.ctime % _SECOND == 0
        return youngest + (_COARSE if coarse else _FINE) < self.seen

    def plain(self) -> list[int]:
        """The same as a list, for a file."""
        return [self.size, self.mtime, self.ctime, self.inode, self.seen]


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was seen, and the SHA-256 of its bytes."""

    stat: Stat
    sha256: str

    @classmethod
    def plainly(cls, value: list[object]) -> Known:
        """From a list of Stat's numbers and the hash; raises ValueError or TypeError."""
        *numbers, digest = value
        size, mtime, ctime, inode, seen = (int(str(number)) for number in numbers)
        return cls(Stat(size, mtime, ctime, inode, seen), str(digest))

    def plain(self) -> list[int | str]:
        """The same as a list, for a file."""
        return [*self.stat.plain(), self.sha256]


def known(path: Location, before: Known | None) -> Known:
    """The file at `path` as it is now: by its stat where it is as `before`, else by its bytes.

    Raises OSError.
    """
    now = Stat.of(path)
    if before is not None and before.stat.is_same(now):
        return before
    return Known(now, sha256_file(path))
