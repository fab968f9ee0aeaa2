"""Count the attributes of a page's elements before its tree is built, which takes their square."""

from __future__ import annotations

import re
from typing import Any

MAX_ATTRIBUTES = 1_000
"""Attributes of one element; the largest of 65 real pages have 60. With 100,000 libxml2, which
walks along all for each new one, needs minutes (measured with 2.14)."""
_LEAST = 2
"""Characters of an attribute, with the blank before it."""
_BLANK = r" \t\n\r\f"
_ATTRIBUTE = (
    rf"[{_BLANK}/]*+[^{_BLANK}/>][^{_BLANK}/>=<]*+"
    rf"""(?:[{_BLANK}]*+=[{_BLANK}]*+(?:"[^"]*+"|'[^']*+'|[^{_BLANK}><]*+))?+"""
)
_MANY = re.compile(rf"<[a-zA-Z][^{_BLANK}/><]*+(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}+")
"""Finds every such tag, and things in scripts that only look like one."""


def most_attributes(source: str) -> int:
    """The most attributes that an element of `source` has, or 0 where none can have too many.

    As libxml2 reads it, without building a tree: that takes time linear in the size.
    """
    if len(source) < _LEAST * MAX_ATTRIBUTES or not _MANY.search(source):
        return 0
    from lxml import etree

    counting: Any = _Counting()
    parser = etree.HTMLParser(encoding="utf-8", target=counting)
    etree.fromstring(source.encode("utf-8", "ignore"), parser)
    found: int = counting.most
    return found


class _Counting:
    """What lxml tells of a page while it reads it."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, _tag: str, attributes: Any) -> None:
        self.most = max(self.most, len(attributes))

    def close(self) -> None:
        pass
