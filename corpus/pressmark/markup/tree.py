"""Parse HTML without trusting it: bounded in elements, depth and size, never on the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import numpy as np

from pressmark.markup.attributes import MAX_ATTRIBUTES, most_attributes
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TAGS = 400_000
"""Marks of tags that a page may have; the largest of a news site's own pages have 20,000."""
MAX_DEPTH, MAX_TEXT = 256, 10_000_000
"""Elements in each other, and bytes of one text or attribute; libxml2's own limits."""
_LIMIT = "ERR_RESOURCE_LIMIT"
_UNSEEN = bytes({*range(0x20)} - set(b"\t\n\f\r"))
_UNSEEN_RANGES = ((0x00, 0x08), (0x0B, 0x0B), (0x0E, 0x1F))
_REFERENCE = re.compile(
    rb"&#(?:[xX]0{0,6}[01]?[0-9a-fA-F](?![0-9a-fA-F])|0{0,6}[0-9]{1,2}(?![0-9]));?"
)
_NONCHARACTERS = ("\ufffe", "\uffff")
_FIRST_SHOWN = 0x20
INSTALL = 'pip install "pressmark[html]"'


class RefusedMarkupError(ValueError):
    """The markup cannot be read; `reason` and `detail` are those of its quarantine."""

    def __init__(self, reason: QuarantineReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def tree(source: str) -> HtmlElement:
    """The root of the tree that `source` parses to, without comments and instructions.

    Control characters and halves of surrogate pairs are left out: they print nothing, and no tree
    may hold them. libxml2 repairs what is broken; its own limits hold (a depth of 256 elements,
    ten million bytes in one text or attribute). A page that it would cut for them is refused as a
    whole, since it cuts in silence. Raises RefusedMarkupError, and EnvironmentFaultError where lxml
    is not installed.
    """
    found = source.count("<")
    if found > MAX_TAGS:
        detail = f"{found:,} tags, the limit is {MAX_TAGS:,}"
        raise RefusedMarkupError(QuarantineReason.RESOURCE_LIMIT, detail)
    try:
        from lxml import etree, html
    except ImportError as error:
        raise EnvironmentFaultError("reading web pages needs lxml", hint=INSTALL) from error
    most = most_attributes(source)
    if most > MAX_ATTRIBUTES:
        detail = f"an element with {most:,} attributes, the limit is {MAX_ATTRIBUTES:,}"
        raise RefusedMarkupError(QuarantineReason.RESOURCE_LIMIT, detail)
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
    )
    # One class for all elements; lxml.html asks a function in Python for each of them.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    # As bytes, since lxml takes no text that declares an encoding of its own.
    data = _shown(source)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.ParserError:
        root = None
    for fault in parser.error_log:
        if fault.type_name == _LIMIT:
            deep = "depth" in fault.message
            what = (
                f"elements nested deeper than {MAX_DEPTH}"
                if deep
                else f"a text of over {MAX_TEXT:,} bytes"
            )
            detail = f"line {fault.line}: {what}"
            raise RefusedMarkupError(QuarantineReason.RESOURCE_LIMIT, detail)
    if root is None:
        raise RefusedMarkupError(QuarantineReason.EMPTY, "no markup and no text")
    return cast("HtmlElement", root)


def _shown(source: str) -> bytes:
    """UTF-8 without what no tree may hold (XML 1.0, 2.2), also where a reference names it."""
    for noncharacter in _NONCHARACTERS:
        # A search of text is ten times as fast as one of bytes.
        source = source.replace(noncharacter, "") if noncharacter in source else source
    data = source.encode("utf-8", "ignore")
    if _has_control(data):
        data = data.translate(None, delete=_UNSEEN)
    return _REFERENCE.sub(_kept, data) if _REFERENCE.search(data) else data


def _has_control(data: bytes) -> bool:
    """Whether a byte of _UNSEEN is in `data`; takes a third of the time of taking them out."""
    codes = np.frombuffer(data, np.uint8)
    # Bytes count modulo 256: one below a range's first is then far above its last.
    return any((codes - first <= last - first).any() for first, last in _UNSEEN_RANGES)


def _kept(match: re.Match[bytes]) -> bytes:
    """What stays of a match: a reference to a blank or to a character that shows."""
    reference = match[0].rstrip(b";")[2:]
    code = int(reference[1:], 16) if reference[:1] in b"xX" else int(reference)
    return match[0] if code >= _FIRST_SHOWN or code in b"\t\n\f\r" else b""
