"""PM206: dates after a given day; only asked with one, since a package knows no today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import metadata as catalogue
from pressmark.check.rules.placing import of_articles
from pressmark_schema.generate.sql import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pressmark.check.opened import Query

_DATES = {
    "published_edtf": "published_from",
    "modified_edtf": "modified_from",
    "text_from": "text_from",
}
"""The column that is shown and the first day that it can mean."""


def queries(as_of: date) -> Iterator[Query]:
    """The questions which articles have a date that can only lie after `as_of`."""
    day = literal(as_of.isoformat())
    for column, first in _DATES.items():
        faulty = f"FROM articles WHERE {first} > CAST({day} AS DATE)"
        yield of_articles(catalogue.DATE_IN_FUTURE, column, f"CAST({column} AS VARCHAR)", faulty)
