"""Days of publication and change are the outlet's own, no finer than the page states them."""

import pytest

from pressmark.parse.page.instants import iso, read_stamp
from web_pages import URL, first, ld, meta, news, said, web_page

LATE = "2021-06-03T22:45:10Z"
DAY = "published_edtf"


def _published(*head: str, body: str = "") -> tuple[str, str]:
    """The value and rule to believe."""
    found = said(web_page(*head, body=body), DAY)[0]
    return found.value, found.rule


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2021-06-03", "2021-06-03"),
        ("2021-06", "2021-06"),
        ("2021", "2021"),
        ("20210603", "2021-06-03"),
        ("2021-06-03T10:20:30+02:00", "2021-06-03T10:20:30+02:00"),
        ("2021-06-03 10:20:30 +0200", "2021-06-03T10:20:30+02:00"),
        ("2021-06-03T10:20:30.123Z", "2021-06-03T10:20:30+00:00"),
        ("2021-06-03 10:20", "2021-06-03T10:20"),
        ("Thu, 03 Jun 2021 10:20:30 +0200", "2021-06-03T10:20:30+02:00"),
        ("Thu Jun 03 2021 10:20:30 GMT+0200 (MESZ)", "2021-06-03T10:20:30+02:00"),
        ("3. Juni 2021", "2021-06-03"),
        ("June 3, 2021 4:45pm EDT", "2021-06-03"),
        ("Veröffentlicht: Donnerstag, 3. Juni 2021", "2021-06-03"),
        ("Juni 2021", "2021-06"),
        ("2021-06-03T25:99:00Z", "2021-06-03"),
    ],
)
def test_a_date_is_read_as_finely_as_it_is_stated(raw: str, read: str) -> None:
    stamp = read_stamp(raw)

    assert stamp is not None
    assert iso(stamp) == read


@pytest.mark.parametrize(
    "raw",
    [
        "0000-00-00",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2021-02-30",
        "2021-13-01T00:00:00Z",
        "03/06/2021",
        "heute",
        "3. Juni 2021 bis 4. Juni 2021",
        "",
        "2" * 5000,
    ],
)
def test_what_states_no_day_or_several_is_no_date(raw: str) -> None:
    assert read_stamp(raw) is None


def test_an_instant_with_an_offset_keeps_its_local_day() -> None:
    head = ld(news(datePublished="2021-06-04T00:45:10+02:00"))

    assert _published(head) == ("2021-06-04T00:45:10+02:00", "page.date@1")


def test_an_instant_in_utc_is_moved_by_the_same_instant_with_an_offset() -> None:
    head = ld(news(datePublished=LATE)), meta("article:published_time", "2021-06-04T00:45:10+02:00")

    assert _published(*head) == ("2021-06-04T00:45:10+02:00", "page.local-offset@1")


def test_an_instant_in_utc_is_moved_by_the_same_time_without_a_zone() -> None:
    head = ld(news(datePublished=LATE)), meta("date", "2021-06-04T00:45:10")

    assert _published(*head) == ("2021-06-04T00:45:10+02:00", "page.local-clock@1")


def test_an_instant_in_utc_is_moved_by_the_time_that_the_page_prints() -> None:
    body = f'<h1>Kran</h1><time datetime="{LATE}">4. Juni 2021, 0:45 Uhr</time>'

    assert _published(ld(news(datePublished=LATE)), body=body) == (
        "2021-06-04T00:45:10+02:00",
        "page.local-printed@1",
    )


def test_an_instant_in_utc_is_moved_as_the_last_change_is() -> None:
    block = news(datePublished=LATE, dateModified="2021-06-04T08:12:00Z")
    body = '<h1>Kran</h1><span class="date">Stand: 10:12 Uhr</span>'

    assert _published(ld(block), body=body) == (
        "2021-06-04T00:45:10+02:00",
        "page.local-zone@1",
    )


def test_a_printed_day_beside_the_same_instant_is_the_local_one() -> None:
    body = f'<h1>Kran</h1><time datetime="{LATE}">4. Juni 2021</time>'

    assert _published(ld(news(datePublished=LATE)), body=body) == (
        "2021-06-04",
        "page.local-day@1",
    )


def test_an_instant_in_utc_keeps_its_day_where_the_page_shows_no_zone() -> None:
    head = ld(news(datePublished=LATE)), '<link rel="canonical" href="https://deichbote.de/a/1">'

    assert _published(*head) == ("2021-06-03T22:45:10+00:00", "page.utc@1")


def test_other_dates_of_another_season_move_nothing() -> None:
    body = '<h1>Kran</h1><time datetime="2020-12-01T10:00:00+01:00">1.12.2020</time>'

    assert _published(ld(news(datePublished=LATE)), body=body)[1] == "page.utc@1"


def test_zones_that_contradict_each_other_move_nothing() -> None:
    times = "".join(
        f'<time datetime="2021-06-02T10:00:00{zone}">x</time>' for zone in ("+02:00", "-04:00")
    )

    assert _published(ld(news(datePublished=LATE)), body=times)[1] == "page.utc@1"


def test_structured_data_goes_before_other_fields_and_those_before_the_text() -> None:
    source = web_page(
        ld(news(datePublished="2021-06-01")),
        meta("article:published_time", "2021-06-02"),
        body='<h1>Kran</h1><time datetime="2021-06-03">gestern</time>',
    )

    assert [(s.value, s.basis) for s in said(source, DAY)] == [
        ("2021-06-01", "jsonld"),
        ("2021-06-02", "meta"),
        ("2021-06-03", "markup"),
    ]


def test_publication_and_change_are_told_apart() -> None:
    block = news(datePublished="2021-06-01", dateModified="2021-06-05T08:00:00+02:00")
    body = '<h1>Kran</h1><time class="updated" datetime="2021-06-06">aktualisiert</time>'
    source = web_page(ld(block), body=body)

    assert [s.value for s in said(source, DAY)] == ["2021-06-01"]
    assert [s.value for s in said(source, "modified_edtf")] == ["2021-06-05", "2021-06-06"]


def test_a_time_before_the_heading_is_not_the_articles() -> None:
    ticker = '<time datetime="2021-06-09">Eilmeldung</time>'
    body = f'{ticker}<h1>Kran</h1><time datetime="2021-06-03">3.6.2021</time>'

    assert first(web_page(body=body), DAY) == "2021-06-03"


def test_microdata_and_microformats_state_dates_too() -> None:
    item = '<span itemprop="datePublished" content="2021-06-03"></span>'
    abbr = '<abbr class="published" title="2021-06-03T10:00:00+0200">3. Juni</abbr>'

    assert first(web_page(body=item), DAY) == "2021-06-03"
    assert first(web_page(body=abbr), DAY) == "2021-06-03T10:00:00+02:00"


def test_a_date_printed_beside_the_heading_counts_where_nothing_is_marked_up() -> None:
    body = '<header><h1>Kran</h1><p class="head__date">Donnerstag, 3. Juni 2021</p></header>'
    [found] = said(web_page(body=f"{body}<p>Am 9. Mai 2019 fing es an.</p>"), DAY)

    assert (found.value, found.basis) == ("2021-06-03", "text")


def test_a_month_never_becomes_a_day() -> None:
    source = web_page(body="<h1>Kran</h1><p class='date'>Juni 2021</p><p>Der Kran steht.</p>")

    assert all(len(s.value) <= len("2021-06") for s in said(source, DAY))


def test_the_address_states_as_much_as_is_in_it() -> None:
    source = web_page(body="<p>x</p>")

    assert first(source, DAY, "https://deichbote.example/2021/06/kran/") == "2021-06"
    assert first(source, DAY, "https://deichbote.example/2021/06/03/kran.html") == "2021-06-03"
    assert first(source, DAY, "https://deichbote.example/kran-2021-06.html") is None


def test_an_unreadable_date_is_told_as_it_stands() -> None:
    [found] = said(web_page(ld(news(datePublished="0000-00-00"))), DAY, URL)

    assert (found.value, found.raw) == ("", "0000-00-00")
