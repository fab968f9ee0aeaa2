"""Authors are those that a page names, in printed order; agencies are told besides."""

import pytest

from pressmark.parse.page.names import printed, stated
from web_pages import TITLE, first, ld, listed, meta, news, said, web_page

PERSON = {"@type": "Person", "name": "Wiebke Aal"}
SITE = meta("og:site_name", "Deichbote")


@pytest.mark.parametrize(
    "author",
    [
        PERSON,
        [PERSON],
        [[PERSON]],
        "Wiebke Aal",
        {"@type": "Person", "name": ["Wiebke Aal"]},
        {"@type": "Person", "name": "Von Wiebke Aal"},
        {"@id": "#wiebke"},
    ],
)
def test_structured_data_names_authors_in_many_shapes(author: object) -> None:
    named = {"@type": "Person", "@id": "#wiebke", "name": "Wiebke Aal"}

    assert listed(web_page(ld({"@graph": [named, news(author=author)]}))) == ["Wiebke Aal"]


def test_several_authors_stay_in_printed_order_and_are_named_once() -> None:
    authors = [{"name": "Wiebke Aal"}, {"name": "Ole Barsch"}, {"name": "Wiebke Aal"}]

    assert listed(web_page(ld(news(author=authors)))) == ["Wiebke Aal", "Ole Barsch"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wiebke Aal und Ole Barsch", ("Wiebke Aal", "Ole Barsch")),
        ("Wiebke Aal, Ole Barsch", ("Wiebke Aal", "Ole Barsch")),
        ("By Wiebke Aal and Ole Barsch", ("Wiebke Aal", "Ole Barsch")),
        ("Wiebke Aal, Lindach", ("Wiebke Aal",)),
        ("Wiebke von der Au", ("Wiebke von der Au",)),
        ("Redaktion Deichbote", ("Redaktion Deichbote",)),
        ("Deich und Damm GmbH", ("Deich und Damm GmbH",)),
        ("w.aal@deichbote.example", ()),
        ("https://social.example/deichbote", ()),
        ("@deichbote", ()),
        ("12345", ()),
    ],
)
def test_a_field_for_machines_may_hold_several_names(text: str, names: tuple[str, ...]) -> None:
    assert stated(text).names == names


@pytest.mark.parametrize(
    ("lines", "names", "agencies"),
    [
        (["Von Wiebke Aal"], ("Wiebke Aal",), ()),
        (["Von", "Wiebke Aal", "Ole Barsch"], ("Wiebke Aal", "Ole Barsch"), ()),
        (["Von: ", "Wiebke Aal", " und ", "Ole Barsch"], ("Wiebke Aal", "Ole Barsch"), ()),
        (["Von Wiebke Aal, Lindach"], ("Wiebke Aal",), ()),
        (["Wiebke Aal", "Leitende Redakteurin"], ("Wiebke Aal",), ()),
        (["By Wiebke Aal", "Political Correspondent"], ("Wiebke Aal",), ()),
        (["von Wiebke Aal 28.04.2023, 19:09"], ("Wiebke Aal",), ()),
        (["von Wiebke Aal, XYZ NIEDERUNG"], ("Wiebke Aal",), ()),
        (["Von Wiebke Aal/dpa"], ("Wiebke Aal",), ("dpa",)),
        (["Quelle: dpa"], (), ("dpa",)),
        (["Teilen"], (), ()),
    ],
)
def test_a_printed_byline_gives_up_its_names(
    lines: list[str], names: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    found = printed(lines)

    assert (found.names, found.agencies) == (names, agencies)


def test_a_byline_is_found_by_relation_property_or_class() -> None:
    for body in (
        '<a rel="author" href="/aal">Wiebke Aal</a>',
        '<span itemprop="author">Von Wiebke Aal</span>',
        f'<header><h1>{TITLE}</h1><p class="article__byline">Von <b>Wiebke Aal</b></p></header>',
        '<span class="author vcard">Wiebke Aal</span>',
    ):
        assert listed(web_page(body=body)) == ["Wiebke Aal"]


def test_a_single_name_counts_where_the_markup_leaves_no_doubt() -> None:
    assert listed(web_page(body='<span class="author vcard">Wiebke</span>')) == ["Wiebke"]
    assert listed(web_page(body='<p class="author">Teilen</p>')) == []


def test_a_person_in_the_byline_goes_before_the_site_as_its_author() -> None:
    site = ld(news(author={"@type": "Organization", "name": "Deichbote"}))
    body = f'<header><h1>{TITLE}</h1><p class="author">Von Wiebke Aal</p></header>'

    assert listed(web_page(SITE, site, body=body)) == ["Wiebke Aal"]
    assert listed(web_page(SITE, site)) == ["Deichbote"]


@pytest.mark.parametrize("box", ["comments", "related teaser", "author-bio widget"])
def test_who_wrote_a_comment_or_another_article_is_no_author(box: str) -> None:
    body = f'<div class="{box}"><span class="author">Von Ole Barsch</span></div>'

    assert listed(web_page(body=body)) == []


def test_an_agency_is_an_author_where_the_page_calls_it_one_and_told_besides() -> None:
    source = web_page(ld(news(author=[{"name": "dpa"}, {"name": "Wiebke Aal"}])))

    assert listed(source) == ["dpa", "Wiebke Aal"]
    assert first(source, "agency") == "dpa"


def test_authors_in_an_element_each_stand_together() -> None:
    links = "".join(f'<a class="head__author">{name}</a>' for name in ("Wiebke Aal", "Ole Barsch"))
    body = f"<header><h1>{TITLE}</h1><p>Von {links}</p></header>"

    assert listed(web_page(body=body)) == ["Wiebke Aal", "Ole Barsch"]


def test_bylines_far_from_the_heading_that_disagree_are_nobodys() -> None:
    body = "".join(
        f'<div><p class="author">Von {n}</p></div>' for n in ("Wiebke Aal", "Ole Barsch")
    )

    assert listed(web_page(body=f"<div><h1>{TITLE}</h1></div>{body}")) == []


def test_the_site_is_no_author_beside_a_person() -> None:
    body = (
        f'<header><h1>{TITLE}</h1><p class="author">By Wiebke Aal | Deichbote Online</p></header>'
    )

    assert listed(web_page(meta("og:site_name", "Deichbote Online"), body=body)) == ["Wiebke Aal"]


def test_every_place_that_names_authors_is_told() -> None:
    source = web_page(
        ld(news(author=PERSON)),
        meta("author", "w.aal@deichbote.example"),
        meta("article:author", "Wiebke Aal"),
        body='<a rel="author">Ole Barsch</a>',
    )

    assert [(s.raw, s.place) for s in said(source, "authors")] == [
        ("Wiebke Aal", "jsonld[0].author"),
        ("Wiebke Aal", "meta[article:author]"),
        ("Ole Barsch", "[rel=author]"),
    ]
