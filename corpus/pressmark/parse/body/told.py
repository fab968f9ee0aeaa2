"""What a page tells of its article for machines, against which its blocks are held."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.parse.page.jsonld import read_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pressmark.markup import Page
    from pressmark_schema.segments import PageStatement

_LETTERS = re.compile(r"[^\W_]+")
_DESCRIPTIONS = frozenset(
    {"og:description", "description", "twitter:description", "dc.description"}
)
_MOST = 20


@dataclass(frozen=True, slots=True)
class Told:
    """Titles, descriptions and authors, as the page states them outside its text."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def told(page: Page, statements: Iterable[PageStatement]) -> Told:
    """What `statements`, those that the page makes, say of the blocks in it."""
    titles: dict[str, None] = {}
    authors: dict[str, None] = {}
    for statement in statements:
        if statement.column == "title":
            titles |= dict.fromkeys(text for text in (statement.value, statement.raw) if text)
        elif statement.column == "authors" and statement.value:
            authors |= dict.fromkeys(json.loads(statement.value))
    found = list(_described(page)) or list(_in_data(page))
    return Told(tuple(titles), tuple(found), tuple(authors))


def fold(text: str) -> str:
    """A text for comparison: its letters and digits in lower case."""
    return "".join(_LETTERS.findall(unicodedata.normalize("NFKC", text).casefold()))


def _described(page: Page) -> Iterator[str]:
    """The descriptions in meta elements."""
    for element in page.tree.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        content = element.get("content")
        if content and name.lower() in _DESCRIPTIONS:
            yield content


def _in_data(page: Page) -> Iterator[str]:
    """The descriptions in structured data."""
    scripts = page.tree.iter("script")
    blocks = [
        script.text or "" for script in scripts if "ld+json" in (script.get("type") or "").lower()
    ]
    for node in read_graph([block for block in blocks if "description" in block]).tops[:_MOST]:
        text = node.fields.get("description")
        if isinstance(text, str):
            yield text
