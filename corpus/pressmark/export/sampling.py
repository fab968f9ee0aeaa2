"""A sample of articles, drawn from strata in proportion to their size, the same for one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.export.filters import check_known
from pressmark.export.selection import locked
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from pressmark.dataset import Dataset

_DATES = {
    "day": "CASE WHEN t.date_from = t.date_to THEN strftime(t.date_from, '%Y-%m-%d') END",
    "month": "CASE WHEN strftime(t.date_from, '%Y-%m') = strftime(t.date_to, '%Y-%m')"
    " THEN strftime(t.date_from, '%Y-%m') END",
    "year": "CASE WHEN year(t.date_from) = year(t.date_to) THEN year(t.date_from)::VARCHAR END",
}
"""Strata of time: the unit in which all days of an article lie; else it is in that of no date."""


def draw(dataset: Dataset, articles: pa.Array, size: int, by: Sequence[str], seed: str) -> pa.Array:
    """Draw `size` of the `articles` (ids), in the order of the dataset.

    `by` names columns of articles or texts, or day, month, year; each combination of their values
    is a stratum, of which a share is drawn that is proportional to its size, cut, and what is
    left goes to the largest remainders. Within a stratum the articles whose id has the smallest
    SHA-256 with the seed are drawn, so that samples of two versions share what both have.

    Raises UsageError where there are fewer articles, or `by` names no column.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if size < 1 or size > len(articles):
        raise UsageError(f"a sample of {size:,} of {len(articles):,} articles")
    ranked = f"sha256({literal(seed)} || ':' || a.article_id)"
    strata = ", ".join(_stratum(dataset, name) for name in by) or "0"
    with locked(dataset) as connection:
        connection.register("chosen", pa.table({"article_id": articles}))
        rows = connection.execute(
            f"""
            WITH ranked AS (
                SELECT a.article_id, {ranked} AS hash, [{strata}] AS stratum
                FROM articles a JOIN texts t USING (article_id) JOIN chosen USING (article_id)),
            shares AS (
                SELECT stratum, count(*) * {size} // sum(count(*)) OVER () AS due,
                    count(*) * {size} % sum(count(*)) OVER () AS rest, count(*) AS there
                FROM ranked GROUP BY stratum),
            due AS (
                SELECT stratum, due + CASE WHEN row_number() OVER (
                    ORDER BY rest DESC, there DESC, stratum::VARCHAR)
                    <= {size} - (SELECT sum(due) FROM shares) THEN 1 ELSE 0 END AS due
                FROM shares)
            SELECT article_id FROM ranked JOIN due USING (stratum)
            QUALIFY row_number() OVER (PARTITION BY stratum ORDER BY hash, article_id) <= due
        """
        )
        drawn = pa.array([row[0] for row in rows.fetchall()], pa.string())
    return articles.filter(pc.is_in(articles, drawn))


def _stratum(dataset: Dataset, name: str) -> str:
    """The expression whose value is an article's stratum by a column, as text."""
    own, others = dataset.table("articles").column_names, dataset.table("texts").column_names
    check_known("column to sample by", name, [*_DATES, *own, *others])
    expression = _DATES.get(name) or f"{'a' if name in own else 't'}.{quoted(name)}::VARCHAR"
    return f"coalesce({expression}, '')"
