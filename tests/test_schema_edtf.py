"""Dates keep their precision, and agree with an independent implementation of EDTF."""

from datetime import date

import edtf as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark_schema.edtf import Edtf, is_edtf
from pressmark_schema.vocabulary import Precision

years = st.integers(1000, 2999)
days = st.dates(date(1000, 1, 1), date(2999, 12, 31))
qualifiers = st.sampled_from(["", "?", "~", "%"])
singles = st.one_of(
    st.builds(lambda y, q: f"{y}{q}", years, qualifiers),
    st.builds(lambda y, m, q: f"{y}-{m:02}{q}", years, st.integers(1, 12), qualifiers),
    st.builds(lambda d, q: f"{d.isoformat()}{q}", days, qualifiers),
    st.builds(lambda y, m: f"{y}-{m:02}-XX", years, st.integers(1, 12)),
    st.builds(lambda y: f"{y}-XX", years),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31), Precision.YEAR),
        ("2018-05", date(2018, 5, 1), date(2018, 5, 31), Precision.MONTH),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), Precision.MONTH),
        ("2018-05-30", date(2018, 5, 30), date(2018, 5, 30), Precision.DAY),
        ("2018-05?", date(2018, 5, 1), date(2018, 5, 31), Precision.MONTH),
        ("2018-05-XX", date(2018, 5, 1), date(2018, 5, 31), Precision.MONTH),
        ("2018-XX-XX", date(2018, 1, 1), date(2018, 12, 31), Precision.YEAR),
        ("2018-05-30/2018-06", date(2018, 5, 30), date(2018, 6, 30), Precision.INTERVAL),
    ],
)
def test_a_date_covers_the_days_it_can_mean_and_no_other(
    text: str, first: date, last: date, precision: Precision
) -> None:
    found = Edtf.parse(text)
    assert (found.earliest, found.latest, found.precision) == (first, last, precision)
    assert str(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018-13",
        "2018-02-30",
        "2019-02-29",
        "2018-5",
        "30.05.2018",
        "May 2018",
        "0999",
        "3000",
        "2018-05-30T12:00:00Z",
        "2018-06/2018-05",
        "2018-05/",
        "2018-05\n",
        "٢٠١٨",
        "2018-05-3X",
    ],
)
def test_what_is_no_date_of_the_calendar_is_refused(text: str) -> None:
    assert not is_edtf(text)


@given(singles)
def test_bounds_agree_with_the_edtf_package(text: str) -> None:
    ours, theirs = Edtf.parse(text), oracle.parse_edtf(text)
    assert ours.earliest.timetuple()[:3] == theirs.lower_strict()[:3]
    assert ours.latest.timetuple()[:3] == theirs.upper_strict()[:3]


@given(st.text(alphabet="0123456789-/XT?~%. ", max_size=24))
def test_whatever_we_accept_the_edtf_package_accepts(text: str) -> None:
    if is_edtf(text):
        oracle.parse_edtf(text)


@given(days, days)
def test_an_interval_of_days_is_written_as_briefly_as_it_can_be(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = Edtf.of_days(first, last)
    assert (found.earliest, found.latest) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2018, 5, 1), date(2018, 5, 31), "2018-05"),
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2018, 1, 1), date(2018, 1, 31), "2018-01"),
        (date(2018, 5, 30), date(2018, 5, 30), "2018-05-30"),
        (date(2018, 5, 30), date(2018, 5, 31), "2018-05-30/2018-05-31"),
    ],
)
def test_whole_months_and_years_are_written_as_such(first: date, last: date, text: str) -> None:
    assert str(Edtf.of_days(first, last)) == text


@given(singles, singles)
def test_within_means_every_day_and_overlaps_means_some(one: str, other: str) -> None:
    left, right = Edtf.parse(one), Edtf.parse(other)
    assert left.overlaps(right) == right.overlaps(left)
    if left.within(right):
        assert left.overlaps(right)
    assert left.within(left)
