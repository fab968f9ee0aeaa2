"""An article's title is chosen among those that its page states, without the site's name."""

import pytest

from web_pages import TITLE, URL, first, ld, meta, news, said, web_page

SITE = meta("og:site_name", "Deichbote")


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | Deichbote",
        f"{TITLE} - Deichbote",
        f"{TITLE} – deichbote.example",
        f"Deichbote | {TITLE}",
        f"{TITLE} | Lokales | DEICHBOTE",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str) -> None:
    source = web_page(f"<title>{title}</title>", SITE, body=f"<h1>{TITLE}</h1>")

    assert first(source, "title", URL) == TITLE


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.deichbote.co.uk/a/1", f"{TITLE} - Deichbote"),
        ("https://de.deichbote.com/a/1", f"{TITLE} | deichbote"),
        ("https://xyz.de/a/1", f"{TITLE} | XYZ"),
    ],
)
def test_a_host_names_its_site(url: str, title: str) -> None:
    assert first(web_page(f"<title>{title}</title>"), "title", url) == TITLE


def test_a_title_keeps_what_stands_behind_its_own_dash() -> None:
    title = "Nach der Flut – was am Altwasser bleibt"
    source = web_page(f"<title>{title}</title>", meta("og:title", title), SITE)

    assert first(source, "title") == title


def test_a_subtitle_is_not_taken_for_a_section() -> None:
    long = f"{TITLE} | Wer bis zum Herbst alles warten musste, und worauf"
    source = web_page(meta("og:title", long), SITE, body=f"<h1>{TITLE}</h1>")

    assert first(source, "title") == long


def test_og_title_goes_before_what_is_written_for_search_engines() -> None:
    source = web_page(
        "<title>Altwasser Schleuse Öffnung: alle Infos</title>",
        meta("og:title", TITLE),
        ld(news(headline="Altwasser Schleuse Öffnung: alle Infos")),
    )

    assert first(source, "title") == TITLE


def test_a_title_that_two_places_share_may_add_its_overline() -> None:
    whole = f"Wasserbau: {TITLE}"
    source = web_page(meta("og:title", TITLE), ld(news(headline=whole)), body=f"<h1>{whole}</h1>")

    assert first(source, "title") == whole


def test_where_all_disagree_the_heading_that_the_reader_sees_is_believed() -> None:
    source = web_page(
        meta("og:title", "Endlich wieder freie Fahrt"),
        ld(news(headline="Schleuse Öffnung Termin")),
        body=f"<h1>{TITLE}</h1>",
    )

    assert first(source, "title") == TITLE


def test_a_title_that_was_cut_off_is_completed() -> None:
    source = web_page(meta("og:title", "Die Schleuse am Alt…"), ld(news(headline=TITLE)))

    assert first(source, "title") == TITLE


def test_the_sites_own_heading_is_not_the_articles() -> None:
    body = f"<header><h1>Deichbote</h1></header><main><h1>{TITLE}</h1></main>"

    assert first(web_page(SITE, body=body), "title") == TITLE


def test_an_overline_in_the_heading_is_told_apart() -> None:
    body = f'<h1><span class="head__topline">Wasserbau</span> <span>{TITLE}</span></h1>'
    source = web_page(body=body)

    assert first(source, "title") == TITLE
    assert first(source, "kicker") == "Wasserbau"


def test_an_overline_that_runs_into_the_heading_keeps_the_mark_that_others_have() -> None:
    body = f'<h1><span class="topline">Wasserbau</span> <span>{TITLE}</span></h1>'
    source = web_page(f"<title>Wasserbau: {TITLE} | Deichbote</title>", SITE, body=body)

    assert first(source, "title") == f"Wasserbau: {TITLE}"


def test_an_overline_before_the_heading_is_told_too() -> None:
    body = f'<header><p class="kicker">Wasserbau</p><h1>{TITLE}</h1></header>'

    assert first(web_page(body=body), "kicker") == "Wasserbau"


def test_every_candidate_is_told_with_its_place_and_as_it_stood() -> None:
    title = f"{TITLE} | Deichbote"
    source = web_page(f"<title>{title}</title>", SITE, meta("og:title", TITLE))

    assert [(s.value, s.raw, s.place, s.rule) for s in said(source, "title")] == [
        (TITLE, TITLE, "meta[og:title]", "page.title@1"),
        (TITLE, title, "title", "page.site-name@1"),
    ]


def test_a_title_in_a_drawing_is_none() -> None:
    assert first(web_page(body="<svg><title>Pfeil</title></svg><p>Text</p>"), "title") is None


def test_a_page_without_a_title_states_none() -> None:
    assert said(web_page(body="<p>Text</p>"), "title") == []
