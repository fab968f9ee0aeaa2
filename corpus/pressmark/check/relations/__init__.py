"""Check how rows fit together: keys, order, spans, texts, dates, captures and whole records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.opened import ask
from pressmark.check.relations.annotations import annotation_dates, annotation_queries
from pressmark.check.relations.captures import capture_queries
from pressmark.check.relations.dates import date_findings
from pressmark.check.relations.details import detail_queries
from pressmark.check.relations.division import place_queries
from pressmark.check.relations.duplicates import duplicate_queries
from pressmark.check.relations.keys import key_queries
from pressmark.check.relations.records import record_findings
from pressmark.check.relations.spans import span_queries
from pressmark.check.relations.texts import text_queries
from pressmark.check.relations.wording import text_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.opened import Opened
    from pressmark_schema.findings import Finding

__all__ = ["relation_findings", "text_findings"]


def relation_findings(opened: Opened) -> Iterator[Finding]:
    """Every fault between rows of the tables that are here, check by check, each in row order.

    A check whose tables are not all here is left out; which tables a dataset must have is the
    package's business.
    """
    for query in key_queries(opened.tables, opened.places):
        yield from ask(opened, query)
    for query in place_queries(opened.tables, opened.files):
        yield from ask(opened, query)
    for queries in (
        span_queries,
        text_queries,
        detail_queries,
        capture_queries,
        duplicate_queries,
        annotation_queries,
    ):
        for query in queries(opened.tables):
            yield from ask(opened, query)
    yield from date_findings(opened)
    yield from annotation_dates(opened)
    yield from record_findings(opened)
