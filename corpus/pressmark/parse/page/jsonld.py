"""Read the JSON-LD blocks of a page, mending only what pages are known to break.

Syntax: JSON-LD 1.1 in HTML (W3C, section 7). A block is tried as it stands; if it is no JSON, the
mendings of `_MENDINGS` are made in their order until it is. What stays unreadable is told.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BLOCK_LIMIT = 2_000_000
"""Code points of one block; the largest of 127 real pages had 72,000."""
BLOCKS_LIMIT = 200
_DEPTH = 48
_NODES = 50_000

# A string is taken to its end, or to the end of the block, so that no quote is tried twice.
_STRING = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*+[\]}}])", re.DOTALL)
_WRAPPED = re.compile(
    r"\A\s*+(?:(?://|/\*)?\s*+<!\[CDATA\[\s*+(?:\*/)?|<!--)|"
    r"(?:(?://|/\*)\s*+)?(?:\]\]>|-->)(?:\s*+\*/)?\s*+\Z"
)


@dataclass(frozen=True, slots=True)
class Node:
    """An object of a block: its fields and where it stands (`jsonld[1].@graph[0]`)."""

    fields: dict[str, Any]
    place: str

    @property
    def types(self) -> frozenset[str]:
        """The names of its types, without the vocabulary's address."""
        return frozenset(str(name).rsplit("/", 1)[-1] for name in _listed(self.fields.get("@type")))


@dataclass(frozen=True, slots=True)
class Graph:
    """Every top object of a page's blocks in order, all objects by `@id`, and what was unreadable.

    `unread` are the place, the beginning and the reason of each block that could not be read.
    """

    tops: tuple[Node, ...]
    named: dict[str, dict[str, Any]]
    unread: tuple[tuple[str, str, str], ...] = ()

    def resolved(self, value: object) -> object:
        """`value`, or the object that it refers to by nothing but its `@id`."""
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.named.get(value["@id"], value)
        return value


def read_graph(blocks: Sequence[str]) -> Graph:
    """Read the texts of a page's JSON-LD scripts; blocks beyond a limit count as unreadable."""
    tops: list[Node] = []
    named: dict[str, dict[str, Any]] = {}
    unread: list[tuple[str, str, str]] = []
    for number, text in enumerate(blocks[:BLOCKS_LIMIT]):
        place = f"jsonld[{number}]"
        value, reason = _read(text)
        if reason:
            unread.append((place, text[:80].strip(), reason))
            continue
        tops += _tops(value, place)
        _index(value, named)
    if len(blocks) > BLOCKS_LIMIT:
        unread.append((f"jsonld[{BLOCKS_LIMIT}]", "", f"more than {BLOCKS_LIMIT} blocks"))
    return Graph(tuple(tops), named, tuple(unread))


def _read(text: str) -> tuple[Any, str]:
    """The value of a block and no reason, or none and why it cannot be read."""
    if len(text) > BLOCK_LIMIT:
        return None, f"{len(text):,} characters, the limit is {BLOCK_LIMIT:,}"
    if not text.strip():
        return None, ""
    mended = text
    for mending in _MENDINGS:
        mended = mending(mended)
        value = _loaded(mended)
        if value is not None:
            deep = _too_deep(value)
            return (None, deep) if deep else (value, "")
    return None, "no JSON"


def _loaded(text: str) -> Any:
    """The value, or None; Python's reader takes the line breaks that pages leave in strings."""
    try:
        return orjson.loads(text)
    except ValueError:
        pass
    if text.count("[") + text.count("{") > _NODES:
        return None
    try:
        return json.loads(text, strict=False, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None


def _unwrapped(text: str) -> str:
    """Without the comment or CDATA marks of XHTML days around it, and a semicolon behind it."""
    return _WRAPPED.sub("", text).strip().removesuffix(";")


def _unescaped(text: str) -> str:
    """A block whose very quotes are written as character references, decoded once."""
    return html.unescape(text) if '"' not in text else text


def _without_commas(text: str) -> str:
    """Without commas before a closing bracket."""
    return _TRAILING_COMMA.sub(lambda found: found[1] or "", text)


_MENDINGS: tuple[Callable[[str], str], ...] = (
    str,
    _unwrapped,
    _unescaped,
    _without_commas,
)


def _too_deep(value: object) -> str:
    """Why a value is not read further: nested too deep, or too many objects; empty: it is."""
    level, depth, seen = [value], 0, 0
    while level:
        seen += len(level)
        if depth > _DEPTH:
            return f"nested deeper than {_DEPTH}"
        if seen > _NODES:
            return f"more than {_NODES:,} values"
        level = [child for parent in level for child in _children(parent)]
        depth += 1
    return ""


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _tops(value: object, place: str) -> Iterator[Node]:
    """The objects that stand for the page: of lists and graphs each, and their main entities."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _tops(item, f"{place}[{number}]")
    elif isinstance(value, dict):
        if "@graph" in value:
            yield from _tops(value["@graph"], f"{place}.@graph")
        if "@type" in value:
            yield Node(value, place)
        for name in ("mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), dict):
                yield from _tops(value[name], f"{place}.{name}")


def _index(value: object, named: dict[str, dict[str, Any]]) -> None:
    """Note each object that has an `@id` and more than that; the first of a name stays."""
    waiting = deque([value])
    while waiting:
        item = waiting.popleft()
        if isinstance(item, dict):
            name = item.get("@id")
            if isinstance(name, str) and len(item) > 1:
                known = named.setdefault(name, item)
                if "name" not in known and "name" in item:
                    named[name] = item
        waiting.extend(_children(item))


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
