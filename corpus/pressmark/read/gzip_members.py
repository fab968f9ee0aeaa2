"""The members of a gzip file one by one, and how to go on behind one that is damaged."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from pressmark.read.compressed import FLOOR, RATIO
from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from typing import BinaryIO

MAGIC = b"\x1f\x8b\x08"
"""How a member begins: the signature, then the one method that there is (RFC 1952)."""
_CHUNK, _PIECE = 2**17, 2**17
_GZIP = 31
"""zlib's word for a gzip wrapper, whose checksum and length it verifies."""


class Members:
    """The unpacked bytes of a gzip file, run by run; a run is a member.

    `stream` must be seekable, since what follows a damaged member is looked for from its own
    beginning on.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held, self._at = stream, b"", stream.tell()
        self.offset = self._at
        self._size, self._wasted = _size(stream), 0
        self._open: zlib._Decompress | None = None
        self._unpacked = 0

    def begin(self) -> bool:
        """Whether another member follows; `offset` is then where it begins in the file."""
        self._fill()
        while self._held.startswith(b"\0"):  # padding, as of a tape's blocks
            rest = self._held.lstrip(b"\0")
            self._at, self._held = self._at + len(self._held) - len(rest), rest
            self._fill()
        self.offset, self._unpacked = self._at, 0
        self._open = zlib.decompressobj(_GZIP) if self._held else None
        return bool(self._held)

    def read(self) -> bytes:
        """The next bytes of the member, none at its end; raises RefusedError where it is faulty."""
        while self._open is not None:
            self._fill()
            if not self._held:
                raise _refused("cut gzip data: the file ends inside of a member")
            try:
                found = self._open.decompress(self._held, _PIECE)
            except zlib.error as error:
                raise _refused("damaged gzip data") from error
            rest = self._open.unused_data or self._open.unconsumed_tail
            self._at, self._held = self._at + len(self._held) - len(rest), rest
            self._unpacked += len(found)
            if self._unpacked > max(FLOOR, RATIO * (self._at - self.offset)):
                detail = f"a gzip member unpacks to more than {RATIO} times its size"
                raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)
            if self._open.eof:
                self._open = None
            if found:
                return found
        return b""

    def leave(self, opening: bytes) -> None:
        """Go on at the next member that unpacks to something beginning with `opening`.

        It is looked for behind the first byte of the member that is left; once that has been done
        for as many bytes as the file has, only from where reading stopped, so that no file takes
        more than twice its size.
        """
        self._wasted += self._at - self.offset
        behind = self.offset + 1 if self._wasted <= self._size else max(self._at, self.offset + 1)
        self._seek(behind)
        while True:
            self._fill(len(MAGIC))
            found = self._held.find(MAGIC)
            if found < 0 and len(self._held) < len(MAGIC):
                self._at, self._held = self._at + len(self._held), b""
                return
            if found < 0:
                self._drop(len(self._held) - len(MAGIC) + 1)
                continue
            self._drop(found)
            if self._opens(opening):
                return
            self._drop(1)

    def _opens(self, opening: bytes) -> bool:
        self._fill(_CHUNK)
        try:
            return zlib.decompressobj(_GZIP).decompress(self._held, len(opening)) == opening
        except zlib.error:
            return False

    def _fill(self, least: int = 1) -> None:
        while len(self._held) < least and (more := self._stream.read(_CHUNK)):
            self._held += more

    def _drop(self, count: int) -> None:
        self._at, self._held = self._at + count, self._held[count:]

    def _seek(self, offset: int) -> None:
        self._stream.seek(offset)
        self._at, self._held = offset, b""


def _refused(detail: str) -> RefusedError:
    return RefusedError(QuarantineReason.MALFORMED, detail)


def _size(stream: BinaryIO) -> int:
    here = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(here)
    return size
