"""Invented web pages for tests, and what is read from them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pressmark.markup import page as parsed
from pressmark.parse.page import facts
from pressmark_schema.segments import PageStatement

URL = "https://www.deichbote.example/lokales/schleuse-1201.html"
TITLE = "Die Schleuse am Altwasser öffnet wieder"


def web_page(*head: str, body: str = "", lang: str = "") -> str:
    """A page of these lines of its head and this body."""
    attribute = f' lang="{lang}"' if lang else ""
    return f"<!doctype html><html{attribute}><head>{''.join(head)}</head><body>{body}</body></html>"


def meta(name: str, content: str) -> str:
    """A meta element; names with a colon are properties, as Open Graph writes them."""
    key = "property" if ":" in name else "name"
    return f'<meta {key}="{name}" content="{content}">'


def ld(value: object) -> str:
    """A script of JSON-LD; a text goes in as it stands."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'


def news(**fields: Any) -> dict[str, Any]:
    """A NewsArticle with these fields."""
    return {"@context": "https://schema.org", "@type": "NewsArticle"} | fields


def said(
    source: str, column: str, url: str | None = None, headers: tuple[tuple[str, str], ...] = ()
) -> list[PageStatement]:
    """What a page states of a column, in order of belief."""
    found = facts(parsed(source, url, headers))
    return [stated for stated in found if stated.column == column]


def values(statements: Iterable[PageStatement]) -> list[str]:
    """The values of statements."""
    return [stated.value for stated in statements]


def first(source: str, column: str, url: str | None = None) -> str | None:
    """The value to be believed of a column."""
    return next((value for value in values(said(source, column, url)) if value), None)


def listed(source: str, column: str = "authors") -> Sequence[str]:
    """The items to be believed of a column that is a list."""
    found = first(source, column)
    items: list[str] = json.loads(found) if found else []
    return items
