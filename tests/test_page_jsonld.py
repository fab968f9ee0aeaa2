"""Structured data of pages is read where it is sound, mended in stated ways, and else reported."""

import time

import pytest

from pressmark.parse.page.jsonld import BLOCK_LIMIT, read_graph
from web_pages import TITLE, URL, first, ld, meta, news, said, values, web_page


@pytest.mark.parametrize(
    "block",
    [
        news(headline=TITLE),
        [news(headline=TITLE)],
        {"@graph": [{"@type": "Organization", "name": "Deichbote"}, news(headline=TITLE)]},
        {"@type": "WebPage", "mainEntity": news(headline=TITLE)},
        {"@type": ["http://schema.org/LiveBlogPosting"], "headline": TITLE},
    ],
)
def test_an_article_is_found_wherever_pages_put_it(block: object) -> None:
    assert first(web_page(ld(block)), "title") == TITLE


@pytest.mark.parametrize(
    "text",
    [
        f'{{"@type": "NewsArticle", "headline": "{TITLE}",}}',
        f'{{"@type": ["NewsArticle", ], "headline": "{TITLE}"}}',
        f'// <![CDATA[\n{{"@type": "NewsArticle", "headline": "{TITLE}"}}\n// ]]>',
        f'<!-- {{"@type": "NewsArticle", "headline": "{TITLE}"}} -->',
        f'{{"@type": "NewsArticle", "headline": "{TITLE}"}};',
        f'{{"@type": "NewsArticle",\n"headline": "{TITLE}", "articleBody": "ein\n\tText"}}',
        f'{{"@type": "NewsArticle", "headline": "{TITLE}"}}'.replace('"', "&quot;"),
    ],
)
def test_what_pages_are_known_to_break_is_mended(text: str) -> None:
    source = web_page(ld(text))

    assert first(source, "title") == TITLE
    assert said(source, "structured_data") == []


def test_a_comma_in_a_text_is_no_trailing_comma() -> None:
    block = '{"@type": "NewsArticle", "headline": "Klammern,] und ,} bleiben",}'

    assert first(web_page(ld(block)), "title") == "Klammern,] und ,} bleiben"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{'@type': 'NewsArticle'}", "no JSON"),
        ('{"@type": "NewsArticle", "headline": "abgeschn', "no JSON"),
        ('{"a": ' * 80 + "1" + "}" * 80, "nested deeper than 48"),
        ("[" * 100_000 + "]" * 100_000, "no JSON"),
        ('"' + "x" * BLOCK_LIMIT + '"', "2,000,002 characters, the limit is 2,000,000"),
    ],
)
def test_a_block_that_cannot_be_read_is_told_with_its_place(text: str, reason: str) -> None:
    [found] = said(web_page(ld(news(headline=TITLE)), ld(text)), "structured_data")

    assert (found.value, found.raw, found.place) == ("", reason, "jsonld[1]")


def test_a_block_that_cannot_be_read_does_not_hide_the_others() -> None:
    source = web_page(ld("{"), ld(news(headline=TITLE)))

    assert [s.place for s in said(source, "title")] == ["jsonld[1].headline"]


def test_the_article_of_the_page_goes_before_those_that_it_links_to() -> None:
    other = news(headline="Etwas anderes", url="https://www.deichbote.example/anderes-7.html")
    source = web_page(ld(other), ld(news(headline=TITLE, mainEntityOfPage={"@id": URL})))

    assert values(said(source, "title", URL)) == [TITLE]


def test_texts_in_structured_data_may_be_escaped_and_marked_up() -> None:
    block = news(headline="Deich &amp; Damm: &quot;Es <em>hält</em>&quot;")

    assert first(web_page(ld(block)), "title") == 'Deich & Damm: "Es hält"'


def test_fields_that_are_no_texts_are_passed_over() -> None:
    block = news(headline={"a": 1}, datePublished=17, author=[None, 3, [[]]], keywords={})
    source = web_page(ld(block), meta("og:title", TITLE))

    assert values(said(source, "title")) == [TITLE]
    assert said(source, "authors") == []


@pytest.mark.parametrize(
    "text",
    ['{"a":"' + '\\"' * 400_000, "," * 900_000, '"' * 900_000, "[,] " * 200_000, "\\" * 900_000],
)
def test_no_block_takes_long(text: str) -> None:
    started = time.process_time()

    read_graph([text])

    assert time.process_time() - started < 2
