"""PM206: dates after a given day; only asked with one, since a package knows no today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import metadata as catalogue
from pressmark.check.opened import Opened, ask
from pressmark.check.rules.placing import of_articles, place_articles
from pressmark_schema.generate.sql import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pressmark.dataset import Dataset
    from pressmark_schema.findings import Finding

_DATES = {
    "published_edtf": "published_from",
    "modified_edtf": "modified_from",
    "text_from": "text_from",
}
"""The column that is shown and the first day that it can mean."""


def future_findings(dataset: Dataset, as_of: date) -> Iterator[Finding]:
    """The articles with a date that can only lie after `as_of`."""
    with dataset.connect() as connection:
        tables = {name: dataset.table(name) for name in dataset.files}
        yield from findings_after(Opened(connection, tables, {}), as_of)


def findings_after(opened: Opened, as_of: date) -> Iterator[Finding]:
    """The same of tables that are opened already."""
    day = literal(as_of.isoformat())
    place_articles(opened)
    for column, first in _DATES.items():
        faulty = f"FROM articles WHERE {first} > CAST({day} AS DATE)"
        shown = f"CAST({column} AS VARCHAR)"
        yield from ask(opened, of_articles(catalogue.DATE_IN_FUTURE, column, shown, faulty))
