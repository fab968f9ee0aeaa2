"""When an article was published and written: as stated, no finer, and never by the clock."""

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from pressmark.flow.published import read_date
from raw_input import MORE, PROSE, article, recorded, row

POST = "Wir sind wieder da! — Fähre Norsund (@faehrenorsund) 30. Mai 2018"


def published(text: str, stated: str = "", **path_fields: str) -> dict[str, Any]:
    metadata = {"published": stated} if stated else {}
    return row(recorded(text, metadata=metadata, path_fields=path_fields))


def dated(text: str, stated: str = "", **path_fields: str) -> tuple[Any, ...]:
    found = published(text, stated, **path_fields)
    return tuple(found[f"published_{name}"] for name in ("edtf", "basis", "precision"))


HEADERS = {
    None: "",
    "2018": "date 2018",
    "2018-05": "date 2018-05",
    "2018-05-30": "date 2018-05-30",
}
STATEMENTS = [None, "2018", "2018-05", "2018-05-30"]
PATHS: dict[str | None, dict[str, str]] = {
    None: {},
    "2018": {"year": "2018"},
    "2018-05": {"year": "2018", "month": "05"},
    "2018-05-30": {"year": "2018", "month": "05", "day": "30"},
}


@pytest.mark.parametrize(("stated", "header", "path"), [*product(STATEMENTS, STATEMENTS, PATHS)])
def test_the_finest_statement_counts_and_of_equals_the_most_trusted(
    stated: str | None, header: str | None, path: str | None
) -> None:
    text = article(f"date {header}" if header else "")
    candidates = [(stated, "sidecar"), (header, "header"), (path, "path")]
    known = [(value, basis) for value, basis in candidates if value]
    wanted = max(known, key=lambda item: len(item[0]), default=(None, "absent"))
    assert dated(text, stated or "", **PATHS[path])[:2] == wanted


@pytest.mark.parametrize(
    ("stated", "header", "wanted"),
    [
        ("2018-06", "date 2018-05-30", ("2018-06", "sidecar", "month")),
        ("2018-05-29", "date 2018-05-30", ("2018-05-29", "sidecar", "day")),
        ("2018-05/2018-06", "date 2018-05-30", ("2018-05-30", "header", "day")),
        ("2018-05~", "date 2018-05", ("2018-05~", "sidecar", "month")),
        ("no idea", "date 2018-05", ("2018-05", "header", "month")),
    ],
)
def test_a_contradicting_statement_is_not_mixed_in(
    stated: str, header: str, wanted: tuple[str, str, str]
) -> None:
    assert dated(article(header), stated) == wanted


def test_an_instant_is_finer_than_its_day() -> None:
    found = published(article("date 2018-05-30T10:00+02:00"), "2018-05-30")
    assert found["published_basis"] == "header"
    assert found["published_at"] == datetime(2018, 5, 30, 8, 0, tzinfo=UTC)


def instant(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2018, 5, day, hour, minute, second, tzinfo=UTC)


INSTANTS = [
    ("2018-05-30T10:00Z", instant(30, 10), "+00:00", "minute"),
    ("2018-05-30T10:00:07+02:00", instant(30, 8, 0, 7), "+02:00", "second"),
    ("2018-05-30T00:30+0200", instant(29, 22, 30), "+02:00", "minute"),
    ("2018-05-30 10:00:07 +02:00", instant(30, 8, 0, 7), "+02:00", "second"),
    ("2018-05-30T01:00:00.25-04:30", instant(30, 5, 30), "-04:30", "second"),
]


FORMS = ["{}", "Date: {}\n\n", "Datum : {}\n\n"]
WORD_FORMS = ["date {}", "DATE \t {}"]


@pytest.mark.parametrize(
    ("form", "statement"), [*product(FORMS, INSTANTS), *product(WORD_FORMS, INSTANTS[:3])]
)
def test_a_time_with_its_zone_is_an_instant(
    form: str, statement: tuple[str, datetime, str, str]
) -> None:
    stated, at, offset, precision = statement
    found = published(PROSE, stated) if form == "{}" else published(article(form.format(stated)))
    assert found["published_edtf"] == "2018-05-30"
    assert (found["published_at"], found["utc_offset"]) == (at, offset)
    assert found["published_precision"] == precision
    assert stated in found["published_raw"]


@pytest.mark.parametrize(
    "clock",
    ["10:00", "10:00:07", "24:00Z", "10:60Z", "10:00:60Z", "10:00+24:00", "10:00+02:60", "99:99Z"],
)
def test_a_time_without_a_zone_or_that_no_clock_shows_is_no_instant(clock: str) -> None:
    found = published(PROSE, f"2018-05-30T{clock}")
    assert (found["published_edtf"], found["published_precision"]) == ("2018-05-30", "day")
    assert (found["published_at"], found["utc_offset"]) == (None, None)
    assert found["published_raw"] == f"2018-05-30T{clock}"


def test_the_header_of_a_hostile_text_cannot_stop_the_run() -> None:
    assert dated(article("date 2018-05-30T10:00+99:99"))[0] == "2018-05-30"


@pytest.mark.parametrize(
    "stated",
    ["2018-13", "2018-02-30", "30.02.2018", "05/06/2018", "18", "gestern", "2018-05-30 bis"],
)
def test_what_is_no_date_is_kept_as_printed_and_unknown(stated: str) -> None:
    found = published(PROSE, stated)
    assert (found["published_raw"], found["published_precision"]) == (stated, "unknown")
    assert (found["published_edtf"], found["published_from"]) == (None, None)
    assert found["published_basis"] == "sidecar"


def test_an_impossible_header_stays_in_the_text() -> None:
    made = recorded(article("date 2018-13"))
    assert row(made)["published_basis"] == "absent"
    assert made.rows["texts"][0]["text"].startswith("date 2018-13 Die Stadt")


@pytest.mark.parametrize(
    ("raw", "edtf"),
    [
        ("30. Mai 2018", "2018-05-30"),
        ("Jänner 2021", "2021-01"),
        ("8 février 2020", "2020-02-08"),
        ("March 6, 2022", "2022-03-06"),
        ("2018-05-XX", "2018-05-XX"),
        ("2018?", "2018?"),
        (" 2018-05 ", "2018-05"),
    ],
)
def test_printed_dates_keep_their_precision(raw: str, edtf: str) -> None:
    found = read_date(raw)
    assert found is not None
    assert found.text == edtf


def test_a_month_stays_a_month_in_every_table() -> None:
    made = recorded(article("date 2018-05"))
    found, text = row(made), made.rows["texts"][0]
    assert (found["published_edtf"], found["published_precision"]) == ("2018-05", "month")
    assert (found["published_from"], found["published_to"]) == (date(2018, 5, 1), date(2018, 5, 31))
    assert (text["date_from"], text["date_to"]) == (date(2018, 5, 1), date(2018, 5, 31))
    assert (text["date_precision"], text["date_basis"]) == ("month", "published")
    assert [item["value_to"] for item in made.rows["evidence"]] == ["2018-05"]


def bounds(text: str) -> tuple[Any, ...]:
    found = row(recorded(text))
    return tuple(
        found[name] for name in ("text_from", "text_from_basis", "text_to", "text_to_basis")
    )


def test_the_newest_post_bounds_the_days_of_the_text() -> None:
    older = POST.replace("30. Mai", "2. Mai")
    made = recorded(article("date 2018-05", PROSE, older, MORE, POST, MORE[:90]))
    found = row(made)
    assert (found["text_from"], found["text_from_basis"]) == (date(2018, 5, 30), "embed")
    assert (found["text_to"], found["text_to_basis"]) == (date(2018, 5, 31), "assumed_unedited")
    text = made.rows["texts"][0]
    assert (text["date_from"], text["date_basis"]) == (date(2018, 5, 30), "narrowed")
    support = [item for item in made.rows["evidence"] if item["field"] == "text_from"]
    assert [(item["value_from"], item["value_to"]) for item in support] == [
        ("2018-05-01", "2018-05-30")
    ]
    source = article("date 2018-05", PROSE, older, MORE, POST, MORE[:90])
    assert source[support[0]["src_start"] : support[0]["src_end"]] == "30. Mai 2018"


def test_an_update_line_raises_the_lower_bound_and_drops_the_upper() -> None:
    made = recorded(article("date 2018-05", PROSE, MORE, "Aktualisiert am 19.05.2018"))
    found = row(made)
    assert (found["text_from"], found["text_from_basis"]) == (date(2018, 5, 19), "update")
    assert (found["text_to"], found["text_to_basis"]) == (None, "unknown")
    assert found["modified_edtf"] == "2018-05-19"
    support = {item["field"]: item for item in made.rows["evidence"]}
    moved = {name: (support[name]["value_from"], support[name]["value_to"]) for name in support}
    assert moved["text_from"] == ("2018-05-01", "2018-05-19")
    assert moved["text_to"] == ("2018-05-31", None)


def test_a_post_newer_than_the_header_moves_nothing() -> None:
    newer = POST.replace("30. Mai", "3. Juli")
    assert bounds(article("date 2018-05", PROSE, newer, MORE)) == (
        date(2018, 5, 1),
        "header",
        date(2018, 5, 31),
        "assumed_unedited",
    )


def test_without_a_date_a_text_is_undated_whatever_the_day() -> None:
    made = recorded(article(""))
    found = row(made)
    dates = [value for value in found.values() if isinstance(value, date)]
    assert dates == []
    assert bounds(article("")) == (None, "unknown", None, "unknown")
    assert made.rows["texts"][0]["date_precision"] == "unknown"
