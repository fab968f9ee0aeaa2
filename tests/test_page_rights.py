"""Address, labels, language, access, licence and reservation are taken as stated, or not at all."""

import json

import pytest

from web_pages import URL, first, ld, listed, meta, news, said, web_page

ADDRESS = "canonical_url"


def _canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        (URL, URL),
        ("/lokales/schleuse-1201.html", URL),
        (URL + "#kommentare", URL),
        ("https://m.deichbote.example/s-1201.html", "https://m.deichbote.example/s-1201.html"),
    ],
)
def test_an_address_on_the_pages_own_host_is_taken(stated: str, taken: str) -> None:
    assert first(web_page(_canonical(stated)), ADDRESS, URL + "?from=feed") == taken


@pytest.mark.parametrize(
    "stated",
    [
        "https://www.talbote.example/bericht-17.html",
        "https://www.deichbote.example/",
        "https://www.deichbote.example.evil.example/a.html",
        "https://www.deichbote.example@evil.example/a.html",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://www.deichbote.example/a\u202eb",
        "https://[::1",
        "https://www.deichbote.example:0/a",
        "https://www.deichbote.example/" + "a" * 3000,
    ],
)
def test_an_address_that_could_be_anothers_is_not_believed(stated: str) -> None:
    source = web_page(_canonical(stated))

    assert first(source, ADDRESS, URL) == URL
    assert said(source, ADDRESS, URL)[0].value == ""


def test_without_a_known_address_all_stated_ones_must_be_on_one_host() -> None:
    other = meta("og:url", "https://www.talbote.example/bericht-17.html")

    assert first(web_page(_canonical(URL)), ADDRESS) == URL
    assert first(web_page(_canonical(URL), other), ADDRESS) is None


def test_section_keywords_and_outlet_are_taken_as_stated() -> None:
    block = news(
        articleSection="Lokales", keywords="Schleuse, Hafen,Schleuse", publisher={"name": "DB"}
    )
    source = web_page(ld(block), meta("og:site_name", "Deichbote"), meta("article:tag", "Bau"))

    assert first(source, "section") == "Lokales"
    assert listed(source, "keywords") == ["Schleuse", "Hafen"]
    assert [json.loads(s.value) for s in said(source, "keywords")][1] == ["Bau"]
    assert [s.value for s in said(source, "outlet")] == ["Deichbote", "DB"]


def test_an_address_is_no_outlet() -> None:
    assert said(web_page(meta("og:site_name", "https://deichbote.example")), "outlet") == []


@pytest.mark.parametrize(
    ("stated", "lang"),
    [("de", "de"), ("de_DE", "de-DE"), ("DE-at", "de-AT"), ("zh-hant", "zh-Hant"), ("deutsch", "")],
)
def test_a_language_is_a_code(stated: str, lang: str) -> None:
    assert [s.value for s in said(web_page(lang=stated), "lang")] == [lang]


@pytest.mark.parametrize(
    ("stated", "access"),
    [(True, "free"), ("False", "restricted"), ("http://schema.org/True", "free"), ("maybe", None)],
)
def test_access_is_what_is_accessible_for_free(stated: object, access: str | None) -> None:
    assert first(web_page(ld(news(isAccessibleForFree=stated))), "access") == access


def test_a_metered_page_says_nothing_of_access() -> None:
    assert said(web_page(meta("article:content_tier", "metered")), "access") == []


def test_a_licence_is_that_of_the_article_not_of_a_picture() -> None:
    link = '<a rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/deed.de">CC</a>'

    assert first(web_page(body=f"<footer>{link}</footer>"), "rights") == "CC-BY-SA-4.0"
    assert said(web_page(body=f"<figure>{link}</figure>"), "rights") == []


def test_a_licence_without_an_identifier_is_told_and_not_taken() -> None:
    [found] = said(web_page(ld(news(license="https://www.deichbote.example/agb"))), "rights")

    assert (found.value, found.raw) == ("", "https://www.deichbote.example/agb")


def test_the_holder_is_named_without_the_mark() -> None:
    assert first(web_page(meta("copyright", "© 2021 Deichbote Verlag")), "rights_holder") == (
        "Deichbote Verlag"
    )


@pytest.mark.parametrize(
    ("name", "content", "value", "basis"),
    [
        ("tdm-reservation", "1", "reserved", "tdmrep"),
        ("tdm-reservation", "0", "not_reserved", "tdmrep"),
        ("robots", "index, noai, noimageai", "reserved", "robots"),
    ],
)
def test_a_reservation_of_mining_is_taken_as_stated(
    name: str, content: str, value: str, basis: str
) -> None:
    [found] = said(web_page(meta(name, content)), "tdm_reservation")

    assert (found.value, found.basis) == (value, basis)


@pytest.mark.parametrize(
    ("headers", "value", "place"),
    [
        ((("tdm-reservation", "1"),), "reserved", "http[tdm-reservation]"),
        ((("x-robots-tag", "max-snippet: 20, noai"),), "reserved", "http[x-robots-tag]"),
        (
            (("x-robots-tag", "nosnippet"), ("x-robots-tag", "noai")),
            "reserved",
            "http[x-robots-tag]",
        ),
    ],
)
def test_a_reservation_is_read_from_the_headers_of_the_answer(
    headers: tuple[tuple[str, str], ...], value: str, place: str
) -> None:
    [found] = said(web_page(), "tdm_reservation", headers=headers)

    assert (found.value, found.place.startswith(place)) == (value, True)


def test_the_page_goes_before_its_headers_and_a_header_for_one_robot_is_for_that_one() -> None:
    headers = (("tdm-reservation", "1"), ("x-robots-tag", "somebot: noai"))
    found = said(web_page(meta("tdm-reservation", "0")), "tdm_reservation", headers=headers)

    assert [(stated.value, stated.place) for stated in found] == [
        ("not_reserved", "meta[tdm-reservation]"),
        ("reserved", "http[tdm-reservation]"),
    ]


@pytest.mark.parametrize(("name", "content"), [("tdm-reservation", "yes"), ("robots", "noindex")])
def test_what_reserves_nothing_is_not_taken_for_it(name: str, content: str) -> None:
    assert first(web_page(meta(name, content)), "tdm_reservation") is None


@pytest.mark.parametrize(
    ("type_", "genre"), [("OpinionNewsArticle", "comment"), ("NewsArticle", None)]
)
def test_a_genre_is_stated_by_the_type(type_: str, genre: str | None) -> None:
    assert first(web_page(ld({"@type": type_})), "genre") == genre
