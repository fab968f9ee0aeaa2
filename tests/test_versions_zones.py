"""Which files a condition needs: never one too few, and few where it is about dates or ids."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark import layout
from pressmark.layout import Place
from pressmark.versions.zones import needed
from pressmark_schema.descriptor import FileFacts

SHA = "0" * 64
NAMES = ["", "2017", "2018-05", "2018-05-0", "2018-05-1", "2018-06", "undated", "undated-1"]
IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16).map("a".__add__)
DAYS = st.dates(date(2017, 1, 1), date(2019, 1, 31))
ARTICLES = st.lists(
    st.tuples(IDS, st.none() | st.tuples(DAYS, st.integers(0, 500))), min_size=1, max_size=12
)
OPERATORS = st.sampled_from(["<", "<=", "=", ">", ">=", "<>"])


def stated(place: str, first: date | None = None, last: date | None = None) -> FileFacts:
    return FileFacts(
        place=place, path=f"t/{place}", rows=1, content_sha256=SHA, date_from=first, date_to=last
    )


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> str:
    """Conditions about dates and ids, joined, negated and in other words."""
    if depth and draw(st.booleans()):
        one, other = draw(conditions(depth - 1)), draw(conditions(depth - 1))
        return draw(
            st.sampled_from([f"({one}) AND ({other})", f"({one}) OR {other}", f"NOT ({one})"])
        )
    column = draw(st.sampled_from(["date_from", "date_to"]))
    day, later = draw(DAYS), draw(DAYS)
    article = draw(IDS)
    operator = draw(OPERATORS)
    return draw(
        st.sampled_from(
            [
                f"{column} {operator} '{day}'",
                f"{column} {operator} DATE '{day}'",
                f"DATE '{day}' {operator} {column}",
                f"{column} BETWEEN '{day}' AND '{later}'",
                f"{column} NOT BETWEEN '{day}' AND '{later}'",
                f"{column} IN ('{day}', '{later}')",
                f"{column} IS NULL",
                f"article_id = '{article}'",
                f"article_id {operator} '{article}'",
                f"year({column}) = {day.year}",
            ]
        )
    )


def files(articles: list[tuple[str, tuple[date, int] | None]]) -> Iterator[tuple[FileFacts, str]]:
    """A file for each of NAMES that holds an article, and its rows as SQL."""
    for name in NAMES:
        rows = []
        for article_id, days in articles:
            first = days[0] if days else None
            last = days[0] + timedelta(days[1]) if days else None
            address = Place(layout.words_of(first), layout.bits_of(article_id)).name
            if address.startswith(name):
                rows.append((article_id, first, last))
        if rows:
            low = min((row[1] for row in rows if row[1]), default=None)
            high = max((row[2] for row in rows if row[2]), default=None)
            yield stated(name, low, high), ", ".join(map(sql, rows))


def sql(row: tuple[str, date | None, date | None]) -> str:
    days = (f"DATE '{day}'" if day else "NULL::DATE" for day in row[1:])
    return f"('{row[0]}', {', '.join(days)})"


@given(ARTICLES, conditions())
def test_a_file_with_an_article_that_meets_the_condition_is_needed(
    articles: list[tuple[str, tuple[date, int] | None]], condition: str
) -> None:
    for file, rows in files(articles):
        found = duckdb.execute(
            f"SELECT count(*) FROM (VALUES {rows}) t (article_id, date_from, date_to) "
            f"WHERE {condition}"
        ).fetchall()[0][0]
        assert not found or needed(condition, [file])


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("date_from >= '2018-06-01'", ["2018-06"]),
        ("date_from BETWEEN DATE '2018-05-01' AND '2018-05-31'", ["2018-05-0", "2018-05-1"]),
        ("DATE '2018-01-01' > date_from AND n_words > 100", ["2017"]),
        ("date_to < '2018-01-01' OR outlet_id = 'bote'", None),
        ("date_to < '2018-01-01' OR date_from = '2018-06-03'", ["2017", "2018-06"]),
        ("article_id = 'aaaaaaaaaaaaaaaaa'", ["2017", "2018-05-0", "2018-06", "undated"]),
        ("article_id IN ('aaaaaaaaaaaaaaaaa') AND date_from > '2018-06-30'", []),
        ("outlet_id = 'bote'", None),
        ("year(date_from) = 2018", None),
        ("date_from > '2018-06-01' UNION SELECT 1", None),
        ("1 +", None),
        ("date_from > 'May'", None),
        ("article_id = 'none of ours'", None),
    ],
)
def test_only_the_files_of_a_time_or_an_id_are_needed(
    condition: str, names: list[str] | None
) -> None:
    found = [
        stated("2017", date(2017, 1, 3), date(2017, 12, 31)),
        stated("2018-05-0", date(2018, 5, 1), date(2018, 5, 30)),
        stated("2018-05-1", date(2018, 5, 1), date(2018, 5, 30)),
        stated("2018-06", date(2018, 6, 1), date(2018, 6, 30)),
        stated("undated"),
    ]
    due = [file.place for file in found] if names is None else names
    assert [file.place for file in needed(condition, found)] == due


@pytest.mark.parametrize("place", ["2018-13", "0000", "texts", "../2018", "2018-05-2"])
def test_a_place_of_no_kind_that_is_known_is_always_needed(place: str) -> None:
    assert needed("date_from > '9000-01-01'", [stated(place, date.min, date.max)])


def test_a_condition_that_is_nested_too_deeply_needs_every_file() -> None:
    condition = "NOT (" * 300 + "date_from > '2018-01-01'" + ")" * 300
    assert needed(condition, [stated("2017", date(2017, 1, 1), date(2017, 1, 2))])
