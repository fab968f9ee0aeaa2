"""A record of keys and values becomes a document: of the text in it or, where mapped, its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pressmark.read import mapping, pages
from pressmark_schema.documents import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.read.mapping import Keys
    from pressmark.read.pages import Outside, Place
    from pressmark_schema.documents import Quarantined


def document(
    place: Place, value: Mapping[str, Any], keys: Keys, outside: Outside
) -> Document | Quarantined:
    """The document of a record, with what it states added to what is known from outside.

    A page that `keys` map comes before a text, which is read where there is no page. Raises
    RefusedError for a record with neither, or with a value that is none.
    """
    html = mapping.page(value, keys)
    text, stated = ("", mapping.stated(value, keys)) if html else mapping.apply(value, keys)
    metadata, from_record = {**outside.metadata, **stated}, frozenset(stated)
    if html is None:
        return Document(*place, text, metadata, outside.where, outside.path_fields, from_record)
    url = stated.get("canonical_url", outside.url)
    known = replace(outside, url=url, metadata=metadata, from_record=from_record)
    return pages.of_text(place, html, known)
