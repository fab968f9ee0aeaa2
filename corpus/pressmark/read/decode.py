"""Decoding: bytes become text by what is declared or marked, never by guessing."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from pressmark_schema.documents import Decoded
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32's first, since UTF-16's little-endian one begins it."""

_HINTED = ("cp1252", "iso-8859-15", "utf-16-le")
_CONTEXT = 12


class UndecodableError(ValueError):
    """The bytes are no text in any encoding that may be tried; says where and what may help."""

    def __init__(self, reason: QuarantineReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def decode(data: bytes, encodings: Sequence[str], *, declared: bool) -> Decoded:
    """The text of `data`: by its byte order mark, else by the first of `encodings` that fits.

    `declared` says that the encodings were set for this very file. Raises UndecodableError.
    """
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    if marked:
        return _strict(data[len(marked[0]) :], marked[1], EncodingBasis.BOM, len(marked[0]))
    if b"\0" in data and not any(name.startswith(("utf-16", "utf-32")) for name in encodings):
        raise UndecodableError(QuarantineReason.BINARY, f"NUL byte at offset {data.index(0)}")
    failures = []
    for rank, name in enumerate(encodings):
        basis = EncodingBasis.FALLBACK if rank else EncodingBasis.DEFAULT
        try:
            return _strict(data, name, EncodingBasis.DECLARED if declared else basis, 0)
        except UndecodableError as error:
            failures.append(error)
    raise failures[0]


def _strict(data: bytes, name: str, basis: EncodingBasis, skipped: int) -> Decoded:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UndecodableError(QuarantineReason.UNDECODABLE, _explain(error, skipped)) from error
    return Decoded(text, name, basis)


def _explain(error: UnicodeDecodeError, skipped: int) -> str:
    data, start = error.object, error.start
    what = f"byte 0x{data[start]:02x} at offset {start + skipped} is not {error.encoding}"
    for name in _HINTED:
        try:
            sample = data[max(0, start - _CONTEXT) : start + _CONTEXT].decode(name)
        except UnicodeDecodeError:
            continue
        if sample.isprintable() or "\n" in sample:
            words = " ".join(sample.split())
            return f"{what}; as {name} it would read “{words}”: if so, declare it in [read]"
    return what
