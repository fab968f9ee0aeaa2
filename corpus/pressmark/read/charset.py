"""How a page's bytes are text: by mark, configuration, HTTP or its own words, never by guess."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from pressmark.read.decode import decode
from pressmark_schema.documents import Decoded
from pressmark_schema.vocabulary import EncodingBasis

if TYPE_CHECKING:
    from pressmark.config import ReadSection

_PRESCAN = 1024
"""Bytes in which the HTML standard looks for a declaration; real pages declare later, too."""
_HEAD = 16 * _PRESCAN
_META = re.compile(
    rb"<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE
)
_XML = re.compile(rb"\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gbk",
    "euc_kr": "cp949",
    "ksc5601": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    # A declaration in ASCII cannot stand in a file of 16-bit units.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Python's names of encodings whose labels mean another one (WHATWG Encoding Standard, 4.2)."""


def declared(label: str | None) -> str | None:
    """The encoding that a label means on the web, by Python's name; None for no such label.

    `label` may be a whole content type, as in `text/html; charset=ISO-8859-1`.
    """
    if label is None:
        return None
    parameter = _PARAMETER.search(label)
    name = parameter[1] if parameter else label.strip()
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding:  # noqa: SLF001 - what str.encode itself asks
        return None
    return _MEANT.get(codec.name, codec.name)


def in_markup(data: bytes) -> str | None:
    """The encoding that the page itself declares, in a `meta` element or an XML declaration."""
    head = data[:_HEAD]
    found = _XML.match(head) or _META.search(head)
    return declared(found[1].decode("ascii", "replace")) if found else None


def decoded(path: str, data: bytes, options: ReadSection, charset: str | None) -> Decoded:
    """The text of a page's bytes; `charset` is what HTTP says, a label or a content type.

    A byte order mark comes first, then what pressmark.toml declares for this very file, then HTTP,
    then the page itself, then `read.encodings`. Raises UndecodableError.
    """
    encodings, own = options.encodings_for(path)
    name = None if own else declared(charset) or in_markup(data)
    if name is None:
        return decode(data, encodings, declared=own)
    found = decode(data, [name], declared=True)
    basis = found.basis if found.basis is EncodingBasis.BOM else EncodingBasis.DECLARED
    return Decoded(found.text, found.encoding, basis)
