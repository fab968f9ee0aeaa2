"""The article in a page: its text whole, its parts by kind, and nothing else in it."""

import sys

import pytest

from article_pages import (
    CAPTION,
    CARD,
    LAST,
    LEAD,
    MENU,
    TWEET,
    article_page,
    blocks,
    kinds,
    paragraphs,
    plain_page,
    recorded,
)
from pressmark.flow.record import NoArticleError
from pressmark_schema.errors import EnvironmentFaultError
from raw_input import MORE, PROSE
from web_pages import TITLE, ld, meta, news, web_page

BODY = [PROSE, MORE, LAST]


@pytest.fixture(params=["full", "fast"])
def extractor(request: pytest.FixtureRequest) -> str:
    """Each way to find the article."""
    return str(request.param)


def test_a_plain_article_is_its_title_and_paragraphs(extractor: str) -> None:
    made = recorded(plain_page(), extractor)
    assert kinds(made) == [("title", TITLE), *(("paragraph", text) for text in BODY)]
    assert made.rows["texts"][0]["text"] == "\n\n".join(BODY)


@pytest.mark.parametrize("tag", ["div", "section", "x-story"])
def test_a_soup_of_other_elements_reads_the_same(tag: str) -> None:
    soup = "".join(f"<{tag}><{tag}>{text}</{tag}></{tag}>" for text in BODY)
    made = recorded(article_page(f"<h1>{TITLE}</h1>{soup}", outer="div"))
    assert blocks(made, "paragraph") == BODY


def test_headings_have_their_level_and_list_items_and_quotations_their_kind() -> None:
    inner = (
        "<h2>Was jetzt gebaut wird</h2><p>" + MORE + "</p><h3>Die Kosten</h3>"
        "<ul><li>Zwei neue Tore aus Lärchenholz</li><li>Ein Pegel am Unterhaupt</li></ul>"
        "<blockquote><p>Ohne das Wasser der Ach ist der Kanal ein Graben, sonst nichts.</p>"
        "</blockquote>"
    )
    made = recorded(plain_page(inner))
    assert blocks(made, "heading") == ["Was jetzt gebaut wird", "Die Kosten"]
    levels = {row["text"]: row["level"] for row in made.rows["blocks"] if row["level"]}
    assert levels == {"Was jetzt gebaut wird": 2, "Die Kosten": 3}
    assert blocks(made, "list_item") == [
        "Zwei neue Tore aus Lärchenholz",
        "Ein Pegel am Unterhaupt",
    ]
    assert len(blocks(made, "quote_block")) == 1
    assert {row["kind_basis"] for row in made.rows["blocks"]} == {"markup"}


@pytest.mark.parametrize(
    "heading",
    [
        "<p><strong>Die Tore stehen offen</strong></p>",
        '<p class="crosshead">Die Tore stehen offen</p>',
    ],
)
def test_a_bare_line_set_off_from_the_paragraphs_is_a_heading(heading: str) -> None:
    inner = f"<h1>{TITLE}</h1>{paragraphs(PROSE, MORE)}{heading}{paragraphs(LAST, PROSE[:140])}"
    assert blocks(recorded(article_page(inner)), "heading") == ["Die Tore stehen offen"]


@pytest.mark.parametrize(
    "lead",
    [
        f'<p class="standfirst">{LEAD}</p>',
        f'<div class="article-header__intro">{LEAD}</div>',
        f"<div><span>{LEAD}</span></div>",
        f'<h2 class="subtitle">{LEAD}</h2>',
        f'<div class="teaser-text"><p>{LEAD}</p></div>',
    ],
)
def test_the_lead_is_found_wherever_it_stands_above_the_text(lead: str) -> None:
    inner = f"<header><h1>{TITLE}</h1>{lead}</header><div>{paragraphs(*BODY)}</div>"
    made = recorded(article_page(inner, meta("og:description", LEAD[:70])))
    assert kinds(made)[:2] == [("title", TITLE), ("lead", LEAD)]
    assert made.rows["texts"][0]["text"].startswith(LEAD)


def test_a_post_is_one_block_with_its_fields(extractor: str) -> None:
    made = recorded(plain_page(TWEET), extractor)
    (text,) = blocks(made, "embed")
    assert text == (
        "Die Schleuse ist auf! #altwasser — Lindacher Schleuse (@schleuse_lindach) 30. Mai 2018"
    )
    (post,) = made.rows["embeds"]
    assert post["platform"] == "twitter"
    assert post["body"] == "Die Schleuse ist auf! #altwasser"
    assert (post["author_name"], post["author_handle"]) == (
        "Lindacher Schleuse",
        "schleuse_lindach",
    )
    assert (post["posted_edtf"], post["hashtags"]) == ("2018-05-30", ["altwasser"])
    urls = [row["url"] for row in made.rows["links"] if row["rel"] == "source"]
    assert "https://twitter.com/schleuse_lindach/status/77" in urls


@pytest.mark.parametrize(
    ("names", "platform"),
    [
        ("instagram-media", "instagram"),
        ("tiktok-embed", "tiktok"),
        ("bluesky-embed", "bluesky"),
        ("mastodon-embed", "mastodon"),
        ("fb-post", "facebook"),
    ],
)
def test_posts_of_other_platforms_are_known_by_their_embed_codes(names: str, platform: str) -> None:
    post = f'<blockquote class="{names}"><p>Das Tor am Oberhaupt steht offen.</p></blockquote>'
    (row,) = recorded(plain_page(post)).rows["embeds"]
    assert (row["platform"], row["body"]) == (platform, "Das Tor am Oberhaupt steht offen.")


@pytest.mark.parametrize(
    "pasted",
    [
        TWEET.replace(' class="twitter-tweet"', ""),
        "<p>Die Schleuse ist auf! — Lindacher Schleuse (@schleuse_lindach) 30. Mai 2018</p>",
    ],
)
def test_a_post_whose_embed_code_was_lost_is_known_by_its_signature(pasted: str) -> None:
    made = recorded(plain_page(pasted))
    assert len(blocks(made, "embed")) == 1
    (row,) = made.rows["embeds"]
    assert (row["author_handle"], row["posted_edtf"]) == ("schleuse_lindach", "2018-05-30")


def test_related_boxes_are_teasers_with_their_links(extractor: str) -> None:
    made = recorded(plain_page(CARD), extractor)
    assert "Das Wehr bleibt zu" in blocks(made, "teaser")
    urls = {row["anchor"]: row["url"] for row in made.rows["links"] if row["rel"] == "related"}
    assert urls["Das Wehr bleibt zu"] == "/lokales/wehr-77.html"
    assert blocks(made, "paragraph") == BODY


@pytest.mark.parametrize(
    ("inner", "kind", "text"),
    [
        (
            f'<figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>',
            "caption",
            CAPTION,
        ),
        (f'<div class="artikelbild"><p>{CAPTION}</p></div>', "caption", CAPTION),
        ('<div class="ad"><span>Anzeige</span></div>', "ad", "Anzeige"),
        ("<p>Anzeige</p>", "ad", "Anzeige"),
        ('<p><a href="/1">Lesen Sie auch: Das Wehr bleibt zu</a></p>', "teaser", None),
        ('<div class="author-box"><p>Ruth Penhallow</p></div>', "byline", "Ruth Penhallow"),
        ('<a href="/2"><h3>Kahn sucht Käufer</h3></a>', "teaser", "Kahn sucht Käufer"),
        ('<div class="newsletter"><p>Unser Brief am Morgen</p></div>', "boilerplate", None),
        ("<aside><p>Hintergrund in zwei Sätzen. Mehr nicht.</p></aside>", "boilerplate", None),
    ],
)
def test_what_stands_in_the_text_without_being_of_it_has_its_kind(
    inner: str, kind: str, text: str | None
) -> None:
    made = recorded(plain_page(inner))
    assert blocks(made, "paragraph", "heading") == BODY
    found = blocks(made, kind)
    assert len(found) == 1
    assert text is None or found == [text]


def test_what_stands_around_the_article_is_no_block_and_is_accounted_for() -> None:
    made = recorded(plain_page())
    rules = [rule for change in made.rows["changes"] for rule in change["rules"]]
    assert rules == ["html.outside@1", "html.outside@1"]
    assert not {"Lokales", "Impressum"} & set(blocks(made))


def test_a_pull_quote_and_a_second_title_are_said_once() -> None:
    quote = MORE.split(". ")[0]
    pulled = f'<blockquote class="pullquote"><p>{quote}</p></blockquote>'
    made = recorded(plain_page(pulled, f'<p class="print-title">{TITLE}</p>'))
    assert blocks(made, "paragraph", "quote_block", "heading") == BODY


def test_a_quotation_keeps_its_speaker() -> None:
    quoted = (
        "<blockquote><p>Ohne das Wasser der Ach ist der Kanal ein Graben, sonst nichts.</p>"
        "<footer>Jule Haberkamp, Wärterin</footer></blockquote>"
    )
    (text,) = blocks(recorded(plain_page(quoted.replace("footer", "cite"))), "quote_block")
    assert text.endswith("Jule Haberkamp, Wärterin")


def test_the_rows_of_a_table_are_blocks_and_a_table_that_lays_out_a_page_is_none() -> None:
    cells = [("Tor", "Breite"), ("Oberhaupt", "5,20 m"), ("Unterhaupt", "5,40 m")]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    made = recorded(plain_page(f"<table>{rows}</table>"))
    assert blocks(made, "table") == ["Tor Breite", "Oberhaupt 5,20 m", "Unterhaupt 5,40 m"]
    layout = f"<table><tr><td><h1>{TITLE}</h1>{paragraphs(*BODY)}</td><td>{MENU}</td></tr></table>"
    assert blocks(recorded(web_page(meta("og:title", TITLE), body=layout)), "paragraph") == BODY


def test_a_live_ticker_keeps_every_entry() -> None:
    entries = "".join(
        f'<article class="entry"><h3>{hour}.00 Uhr: Das Wasser steigt</h3><p>{text}</p></article>'
        for hour, text in enumerate(BODY, 11)
    )
    made = recorded(article_page(f"<h1>{TITLE}</h1><p>{LEAD}</p>{entries}", outer="div"))
    assert [text for text in blocks(made, "paragraph") if text in BODY] == BODY
    assert len(blocks(made, "heading")) == len(BODY)


def test_a_list_article_keeps_its_items() -> None:
    items = "".join(f"<li>{text}</li>" for text in BODY)
    made = recorded(article_page(f"<h1>{TITLE}</h1><p>{LEAD}</p><ol>{items}</ol>"))
    assert blocks(made, "list_item") == BODY


def test_a_page_cut_by_a_paywall_has_its_text_without_the_offer() -> None:
    offer = (
        '<div class="paywall"><p>Jetzt weiterlesen</p><p>Vier Wochen für einen Euro, danach '
        "monatlich kündbar.</p><button>Abo abschließen</button></div>"
    )
    made = recorded(article_page(f"<h1>{TITLE}</h1>{paragraphs(PROSE, MORE)}{offer}"))
    assert made.rows["texts"][0]["text"] == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize(
    ("free", "offer", "known"),
    [
        (False, "Diesen Artikel weiterlesen mit einem Abonnement.", "cut"),
        (True, "Diesen Artikel weiterlesen mit einem Abonnement.", "unknown"),
        (False, "Die Schleuse am Altwasser ist im Winter geschlossen.", "unknown"),
    ],
)
def test_a_text_is_cut_where_the_page_declares_it_sold_and_prints_the_offer(
    free: bool,  # noqa: FBT001 - what the page states
    offer: str,
    known: str,
) -> None:
    stated = ld(news(isAccessibleForFree=free))
    inner = f"<h1>{TITLE}</h1>{paragraphs(PROSE, MORE, offer)}"
    made = recorded(article_page(inner, stated))
    assert made.rows["articles"][0]["completeness"] == known
    found = [row for row in made.rows["evidence"] if row["field"] == "completeness"]
    assert [row["rule"] for row in found] == ["page.paywall@1"] * (known == "cut")


def test_links_in_the_text_are_kept_with_their_words() -> None:
    inner = f'<p>{PROSE} Das <a href="https://a.example/plan.pdf">sagt der Plan</a> auch.</p>'
    made = recorded(plain_page(inner))
    (link,) = made.rows["links"]
    assert (link["rel"], link["anchor"]) == ("reference", "sagt der Plan")
    assert link["url"] == "https://a.example/plan.pdf"


def test_a_player_is_a_link_of_the_block_before_it() -> None:
    player = (
        '<iframe title="Die Schleusung" src="https://www.youtube-nocookie.com/embed/a1"></iframe>'
    )
    made = recorded(plain_page(player, '<iframe src="https://ads.example/b"></iframe>'))
    (link,) = made.rows["links"]
    assert (link["anchor"], link["url"]) == (
        "Die Schleusung",
        "https://www.youtube-nocookie.com/embed/a1",
    )
    texts = {row["block_id"]: row["text"] for row in made.rows["blocks"]}
    assert texts[link["block_id"]] == MORE


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(NoArticleError) as refused:
        recorded(web_page(body=f"<nav><ul>{MENU}</ul></nav>"))
    assert refused.value.reason == "empty"


def test_a_missing_extractor_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(EnvironmentFaultError) as fault:
        recorded(plain_page(), "full")
    assert "pressmark[html]" in fault.value.hint
    assert blocks(recorded(plain_page(), "fast"), "paragraph") == BODY


def test_fast_takes_no_comments_for_the_article_however_many_there_are() -> None:
    wrote = "".join(f"<div class='comment'><p>{n}. {PROSE} {MORE}</p></div>" for n in range(30))
    comments = f"<section class='comments'>{wrote}</section>"
    body = f"<div class='story'><h1>{TITLE}</h1>{paragraphs(*BODY)}</div>{comments}"
    page = web_page(meta("og:title", TITLE), body=body)
    assert blocks(recorded(page, "fast"), "paragraph") == BODY


def test_fast_finds_both_parts_of_an_article_that_something_divides() -> None:
    story = [f"<p>{MORE} Zum {number}. Mal.</p>" for number in range(8)]
    first, second = (f"<div><div>{''.join(part)}</div></div>" for part in (story[:6], story[6:]))
    page = web_page(body=f"{first}<div><span>Ein Kahn sucht einen Hafen.</span></div>{second}")
    told = [f"{MORE} Zum {number}. Mal." for number in range(8)]
    assert blocks(recorded(page, "fast"), "paragraph") == told


def test_without_lxml_a_page_says_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(EnvironmentFaultError, match="lxml") as fault:
        recorded(plain_page())
    assert "pressmark[html]" in fault.value.hint
