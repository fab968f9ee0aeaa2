"""A member of an archive: its name made safe, its bytes as a stream, the budget it draws on."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from pressmark.read.compressed import FLOOR
from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressmark.config import ArchivesSection

Problem = tuple[QuarantineReason, str]

_LONGEST = 1_000
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that are not seen, or turn the direction of those that are."""


class Readable(Protocol):
    """Whatever gives bytes."""

    def read(self, _size: int, /) -> bytes:
        """The next bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Member:
    """What an archive holds at one place.

    `name` is POSIX, relative and printable, never a place to write to; `offset` the byte of the
    archive, unpacked where it is compressed, at which the member's header begins. `problem` says
    why it is not read; `open` gives its bytes, which are to be read before the next member's.
    """

    name: str
    offset: int
    problem: Problem | None
    open: Callable[[], BinaryIO]


def safe_name(name: str) -> tuple[str, Problem | None]:
    r"""A member's name as a path of the corpus, and what speaks against reading it.

    NFC; empty and `.` parts dropped, and a slash that begins it; what is not seen, and halves of
    characters that stand for undecodable bytes, written as \\xNN or \\uNNNN. A name that leads out
    of the archive is a problem, though nothing would be written there.
    """
    parts = [part for part in name.split("/") if part not in {"", "."}]
    leads_out = ".." in parts
    shown = "/".join(r"\x2e\x2e" if part == ".." else _seen(part) for part in parts)
    shown = unicodedata.normalize("NFC", shown) or "unnamed"
    if len(shown) > _LONGEST:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        shown = f"{shown[:_LONGEST]}~{digest}"
    if leads_out:
        return shown, (QuarantineReason.OUTSIDE, "its name leads out of the archive")
    return shown, None


def _seen(part: str) -> str:
    return "".join(
        char if unicodedata.category(char) not in _HIDDEN else _code(char) for char in part
    )


def _code(char: str) -> str:
    number = ord(char)
    if 0xDC80 <= number <= 0xDCFF:  # noqa: PLR2004 - how surrogateescape keeps a byte
        number -= 0xDC00
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"  # noqa: PLR2004


class SpentError(RefusedError):
    """The budget of a whole archive is used up: none of what follows in it is read."""


@dataclass
class Budget:
    """What one archive may still unpack to, those inside of it included."""

    limits: ArchivesSection
    members: int = 0
    bytes: int = 0
    names: set[str] = field(default_factory=set)

    def take_member(self) -> None:
        """Count a member; raises RefusedError above the limit."""
        self.members += 1
        if self.members > self.limits.max_members:
            detail = f"more than {self.limits.max_members} members (archives.max_members)"
            raise SpentError(QuarantineReason.RESOURCE_LIMIT, detail)

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes; raises RefusedError above the limit."""
        self.bytes += count
        if self.bytes > self.limits.max_bytes:
            detail = f"unpacks to more than {self.limits.max_bytes} bytes (archives.max_bytes)"
            raise SpentError(QuarantineReason.RESOURCE_LIMIT, detail)

    def distinct(self, path: str) -> str:
        """`path`, or where it has been given before, the same with `~2`, `~3` …."""
        name, count = path, 1
        while name in self.names:
            count += 1
            name = f"{path}~{count}"
        self.names.add(name)
        return name

    def counted(self, stream: Readable, packed: int | None = None) -> BinaryIO:
        """`stream`, each byte counted; `packed` is the size it is compressed to, where it is."""
        return io.BufferedReader(_Counted(stream, self, packed), 2**17)


class _Counted(io.RawIOBase):
    """A member's bytes, counted as they are read."""

    def __init__(self, stream: Readable, budget: Budget, packed: int | None) -> None:
        self._stream, self._budget = stream, budget
        ratio = budget.limits.max_ratio
        self._bound = None if packed is None else max(FLOOR, packed * ratio)
        self._done = 0

    def readable(self) -> bool:
        """It can only be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer`; raises RefusedError."""
        view = memoryview(buffer)
        found = self._stream.read(len(view))
        self._done += len(found)
        self._budget.take_bytes(len(found))
        if self._bound is not None and self._done > self._bound:
            times = self._budget.limits.max_ratio
            detail = f"unpacks to more than {times} times its size (archives.max_ratio)"
            raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)
        view[: len(found)] = found
        return len(found)
