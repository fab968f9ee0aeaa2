"""Parse HTML without trusting it: bounded in elements, depth and size, never on the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TAGS = 400_000
"""Marks of tags that a page may have; the largest of a news site's own pages have 20,000."""
_LIMIT = "ERR_RESOURCE_LIMIT"
INSTALL = 'pip install "pressmark[html]"'


class RefusedMarkupError(ValueError):
    """The markup cannot be read; `reason` and `detail` are those of its quarantine."""

    def __init__(self, reason: QuarantineReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def tree(source: str) -> HtmlElement:
    """The root of the tree that `source` parses to, without comments and instructions.

    libxml2 repairs what is broken; its own limits hold (a depth of 256 elements, ten million bytes
    in one text or attribute). What it would leave out for them is refused here as a whole, since
    it goes on in silence. Raises RefusedMarkupError, and EnvironmentFaultError without lxml.
    """
    found = source.count("<")
    if found > MAX_TAGS:
        detail = f"{found:,} tags, the limit is {MAX_TAGS:,}"
        raise RefusedMarkupError(QuarantineReason.RESOURCE_LIMIT, detail)
    try:
        from lxml import etree, html
    except ImportError as error:
        raise EnvironmentFaultError("reading web pages needs lxml", hint=INSTALL) from error
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
    )
    # As bytes, since lxml takes no text that declares an encoding of its own.
    data = source.encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser) if data.strip() else None
    except etree.ParserError:
        root = None
    for fault in parser.error_log:
        if fault.type_name == _LIMIT:
            detail = f"line {fault.line}: {fault.message.strip()}"
            raise RefusedMarkupError(QuarantineReason.RESOURCE_LIMIT, detail)
    if root is None:
        raise RefusedMarkupError(QuarantineReason.EMPTY, "no markup and no text")
    return cast("HtmlElement", root)
