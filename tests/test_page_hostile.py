"""No page can break, slow, mislead or drive what reads its statements."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.config import Config
from pressmark.flow.options import Options
from pressmark.flow.record import Record, record
from pressmark.markup import page
from pressmark.parse.page import facts
from pressmark.read import pages
from pressmark_schema import ids
from pressmark_schema.documents import Document
from raw_input import MORE, PROSE
from web_pages import TITLE, ld, meta, news, web_page

BODY = f"<h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p>"
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
_KEYS = st.sampled_from(
    [
        "@type",
        "@id",
        "@graph",
        "headline",
        "author",
        "name",
        "datePublished",
        "dateModified",
        "keywords",
        "publisher",
        "license",
        "url",
        "mainEntityOfPage",
        "isAccessibleForFree",
        "inLanguage",
    ]
)
_OBJECTS = st.dictionaries(_KEYS, _JSON | st.sampled_from(("NewsArticle", "2021-06-03")))


def _recorded(source: str, url: str | None = None) -> Record:
    place = (ids.source_id("a.html"), "a.html", 0, 0, "0" * 64)
    document = pages.of_text(place, source, pages.Outside(url))
    assert isinstance(document, Document)
    return record(document, Options(Config()))


@given(st.lists(_OBJECTS, max_size=4), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_structured_data_raises(blocks: list[dict[str, object]], text: str) -> None:
    typed = [{"@type": "NewsArticle"} | block for block in blocks]
    escaped = json.dumps(typed).replace("<", "\\u003c")

    for stated in facts(page(web_page(ld(escaped), meta("og:title", "x"), body=BODY), text)):
        assert stated.place
        assert stated.rule.startswith("page.")


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_in_any_field_raises(text: str) -> None:
    quoted = text.replace("&", "&amp;").replace('"', "&quot;")
    names = ("og:title", "author", "date", "article:modified_time", "keywords", "copyright")
    head = [meta(name, quoted) for name in (*names, "og:url", "robots", "tdm-reservation")]

    facts(page(web_page(*head, body=BODY + f'<time datetime="{quoted}">x</time>')))


@pytest.mark.parametrize(
    "head",
    [
        (ld('{"a":[' * 200_000),),
        (ld('{"a":' * 200_000 + "1" + "}" * 200_000),),
        (ld(json.dumps(news(headline="x" * 10_000_000))),),
        (ld(json.dumps([news(headline=f"{n}", author=f"A {n}") for n in range(20_000)])),),
        tuple(ld(news(headline=TITLE)) for _ in range(5_000)),
        (ld(news(author=[{"name": "a@" * 9_000} for _ in range(200)])),),
        (meta("author", "x" * 20_000), meta("copyright", "," * 20_000)),
        tuple(meta("og:title", f"Titel {n}") for n in range(20_000)),
        tuple(meta("author", f"Wiebke Aal{n}") for n in range(20_000)),
    ],
)
def test_no_head_of_a_page_takes_long(head: tuple[str, ...]) -> None:
    read = page(web_page(*head, body=BODY))
    started = time.process_time()

    facts(read)

    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "element",
    [
        '<h1 class="kicker">T</h1><time datetime="2021-06-03T10:00:00Z">x</time>',
        '<p class="author byline date">Von Wiebke Aal</p>',
        '<a rel="author license" itemprop="author datePublished" href="x">W</a>',
        "<div class='comment author'>",
    ],
)
def test_no_body_of_a_page_takes_long(element: str) -> None:
    read = page(web_page(body=f"<h1>{TITLE}</h1>" + element * 200 + f"<p>{PROSE}</p>"))
    many = page(web_page(body=f"<h1>{TITLE}</h1>" + (element + "</div>") * 20_000))
    started = time.process_time()

    facts(read)
    facts(many)

    assert time.process_time() - started < 6


def test_no_attribute_takes_long() -> None:
    inner = '<p class="author date"><time>heute</time></p>' * 300
    box = f"<div class='{'mediarelated' * 400_000} x'>{inner}</div>"
    read = page(web_page(body=f"<main><div><h1>{TITLE}</h1>{box}</div></main>"))
    started = time.process_time()

    facts(read)

    assert time.process_time() - started < 4


def test_what_is_stated_carries_no_marks_that_drive_a_terminal() -> None:
    title = "Die \\u001b[31mSchleuse\\u202e am \\u0000Altwasser\\ud800"
    block = f'{{"@type": "NewsArticle", "headline": "{title}", "author": "Wiebke\\u0007 Aal"}}'
    made = _recorded(web_page(ld(block), body=BODY))

    [article] = made.rows["articles"]
    stated = json.dumps([article["title"], article["authors"], made.rows["evidence"]], default=str)
    assert not any(
        mark in stated for mark in ("\\u001b", "\\u202e", "\\u0000", "\\u0007", "\\ud800")
    )


@pytest.mark.parametrize(
    "date", ["0000-00-00", "9999-12-31T23:59:59Z", "2018-02-30", "-2018-05", "2999-12-31T23:59:59Z"]
)
def test_a_day_that_no_newspaper_has_is_no_crash(date: str) -> None:
    block = news(datePublished=date, dateModified=date)
    body = BODY + f'<time datetime="{date}">0:00 Uhr</time>'
    made = _recorded(web_page(ld(block), body=body))

    assert made.rows["articles"][0]["published_edtf"] in {None, "2999-12-31"}


def test_where_a_page_was_fetched_is_not_what_it_says_of_itself() -> None:
    canonical = '<link rel="canonical" href="https://www.deichbote.example/a.html">'
    url = "https://m.deichbote.example/a.html?from=feed"

    assert _recorded(web_page(canonical, body=BODY)).capture["url"] is None
    made = _recorded(web_page(canonical, body=BODY), url)
    assert made.capture["url"] == url
    assert made.rows["articles"][0]["canonical_url"] == "https://www.deichbote.example/a.html"


def test_only_a_month_stays_a_month() -> None:
    source = web_page(ld(news(datePublished="2018-05")), body=BODY)
    made = _recorded(source)

    [article] = made.rows["articles"]
    assert (article["published_edtf"], article["published_precision"]) == ("2018-05", "month")
    assert article["published_at"] is None
