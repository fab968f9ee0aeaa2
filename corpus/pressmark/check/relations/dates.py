"""The first and last day of each date against the date itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.check.catalogue import records
from pressmark.check.opened import Query, ask, rows
from pressmark_schema.edtf import Edtf, is_edtf
from pressmark_schema.findings import Finding
from pressmark_schema.vocabulary import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from pressmark.check.opened import Opened

_PUBLISHED = """
    SELECT DISTINCT published_edtf AS edtf, published_from AS first, published_to AS last,
        published_precision AS precision, published_at IS NOT NULL AS timed
    FROM articles WHERE published_edtf IS NOT NULL ORDER BY ALL
"""
_MODIFIED = """
    SELECT DISTINCT modified_edtf AS edtf, modified_from AS first, modified_to AS last,
        NULL AS precision, false AS timed
    FROM articles WHERE modified_edtf IS NOT NULL ORDER BY ALL
"""
_ROWS = """
    SELECT article_id AS row_id, '{name}_edtf' AS field,
        concat({name}_edtf, ' with ', {name}_from, ' to ', {name}_to, {precision}) AS observed
    FROM articles JOIN bad_dates ON {name}_edtf = bad_dates.edtf
        AND {name}_from IS NOT DISTINCT FROM bad_dates.first
        AND {name}_to IS NOT DISTINCT FROM bad_dates.last
        {more}
    ORDER BY row_id
"""
_SAME_PRECISION = """
    AND published_precision IS NOT DISTINCT FROM bad_dates.precision
    AND (published_at IS NOT NULL) = bad_dates.timed
"""


def date_findings(opened: Opened) -> Iterator[Finding]:
    """The articles whose days or precision are not those of their date.

    Each distinct date is read once; one that is no date at all is a field's fault.
    """
    if not opened.has("articles"):
        return
    published = _ROWS.format(
        name="published", precision="', ', published_precision", more=_SAME_PRECISION
    )
    modified = _ROWS.format(name="modified", precision="''", more="")
    yield from _findings(opened, _PUBLISHED, published)
    yield from _findings(opened, _MODIFIED, modified)


def _findings(opened: Opened, distinct: str, found: str) -> Iterator[Finding]:
    bad = []
    for row in rows(opened, distinct, "articles"):
        if isinstance(row, Finding):
            yield row
        elif not _fits(row):
            bad.append(row)
    if bad:
        import pyarrow as pa

        with opened.connection.cursor() as cursor:
            cursor.register("bad_rows", pa.Table.from_pylist(bad, _schema()))
            cursor.execute("CREATE OR REPLACE TABLE bad_dates AS FROM bad_rows").fetchall()
        yield from ask(opened, Query(records.DATE_BOUNDS, "articles", found))


def _schema() -> pa.Schema:
    import pyarrow as pa

    types = (pa.string(), pa.date32(), pa.date32(), pa.string(), pa.bool_())
    names = ("edtf", "first", "last", "precision", "timed")
    return pa.schema(list(zip(names, types, strict=True)))


def _fits(row: dict[str, Any]) -> bool:
    if not is_edtf(row["edtf"]):
        return True
    date = Edtf.parse(row["edtf"])
    return (date.earliest, date.latest) == (row["first"], row["last"]) and _precise(date, row)


def _precise(date: Edtf, row: dict[str, Any]) -> bool:
    """A date never states more than a day; a finer precision is that of an instant beside it."""
    finer = {Precision.MINUTE, Precision.SECOND}
    stated = row["precision"]
    if stated in finer:
        return date.precision is Precision.DAY and bool(row["timed"])
    return stated is None or stated == date.precision
