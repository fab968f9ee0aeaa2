"""What holds for every page: nothing is lost, nothing made up, the same bytes each time."""

import json
import socket
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article_pages import (
    CARD,
    TWEET,
    article_page,
    document,
    paragraphs,
    plain_page,
    read,
    recorded,
)
from pressmark.flow.options import Options
from pressmark.flow.record import NoArticleError, Record, record
from pressmark_schema.documents import Document
from pressmark_schema.tables import TABLES
from raw_input import MORE, PROSE, config
from web_pages import TITLE

TAGS = (
    *("div", "p", "span", "a", "ul", "li", "table", "tr", "td", "blockquote", "article", "aside"),
    *("h1", "h2", "h6", "figure", "figcaption", "br", "b", "section", "form", "pre", "x-box", "q"),
)
NAMES = ("", "related", "twitter-tweet", "teaser lead", "caption", "newsletter", "sr-only", "ad")
TEXTS = (
    *(PROSE, MORE, TITLE, "Anzeige", "Von Ruth Penhallow", "Foto: Jule Haberkamp", " ", "\u00a0"),
    *("a", "&amp;", "&lt;b&gt;", "\u200b", "\u00ad", "\u202e", "e\u0301", "\x1b[31m", "&#27;", "<"),
    *("30. Mai 2018", "— Name (@wer)", "https://t.co/x", "\n\n", "\t", "]]>", "<!--", "&bogus;"),
)


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, parts: f'<{tag} class="{name}" href="/x">{"".join(parts)}</{tag}>',
        st.sampled_from(TAGS),
        st.sampled_from(NAMES),
        st.lists(inner, max_size=4),
    )


MARKUP = st.lists(
    st.recursive(st.sampled_from(TEXTS), _element, max_leaves=12), min_size=1, max_size=6
).map("".join)


def made(source: str) -> tuple[Document, Record] | None:
    """The page and its record; None for a page without text or article."""
    found = document(source)
    if not isinstance(found, Document):
        assert found.reason == "empty", found
        return None
    try:
        return found, record(found, Options(config()))
    except NoArticleError:
        return None


def loose(changes: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Where the changes that belong to no block took something out."""
    return [
        (place, place + change["src_end"] - change["src_start"])
        for change in changes
        if change["block_id"] is None
        for place in change["positions"]
    ]


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_each_character_is_in_one_block_or_one_removal(body: str) -> None:
    both = made(article_page(f"<h1>{TITLE}</h1>{paragraphs(PROSE)}{body}{paragraphs(MORE)}"))
    assert both is not None
    page, rows = both[0].text, both[1].rows
    spans = [(block["src_start"], block["src_end"]) for block in rows["blocks"]]
    held = Counter(at for start, end in spans + loose(rows["changes"]) for at in range(start, end))
    assert set(held.values()) <= {1}
    assert {at for at, char in enumerate(page) if not char.isspace()} <= set(held)


@settings(max_examples=100, deadline=None)
@given(MARKUP)
def test_each_block_is_its_slice_with_the_recorded_changes(body: str) -> None:
    both = made(body)
    if both is None:
        return
    page, rows = both[0].text, both[1].rows
    for block in rows["blocks"]:
        edits = sorted(
            (place, change)
            for change in rows["changes"]
            if change["block_id"] == block["block_id"]
            for place in change["positions"]
        )
        text, at = "", block["src_start"]
        for place, change in edits:
            assert page[place : place + len(change["before"])] == change["before"]
            text, at = text + page[at:place] + change["after"], place + len(change["before"])
        assert text + page[at : block["src_end"]] == block["text"]


@settings(max_examples=100, deadline=None)
@given(MARKUP)
def test_every_row_fits_its_table(body: str) -> None:
    both = made(body)
    for name, rows in both[1].rows.items() if both else ():
        for row in rows:
            TABLES[name].row.model_validate(row)


def test_a_page_gives_the_same_rows_in_every_process() -> None:
    script = (
        "import sys, json; from article_pages import *\n"
        "made = recorded(plain_page(CARD, TWEET)).rows\n"
        "print(json.dumps(made, default=str, sort_keys=True))"
    )
    here = json.dumps(recorded(plain_page(CARD, TWEET)).rows, default=str, sort_keys=True)
    for seed in ("0", "1"):
        command = [sys.executable, "-c", script]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        there = subprocess.run(command, capture_output=True, env=environment, check=True)
        assert there.stdout.decode().strip() == here


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a page made the program connect")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = '<!DOCTYPE html SYSTEM "http://a.example/x.dtd"><base href="http://a.example/">'
    frame = '<iframe src="http://a.example/f"></iframe><img src="http://a.example/i.png">'
    made = recorded(head + plain_page(frame, '<object data="http://a.example/o"></object>'))
    assert len(made.rows["blocks"]) == len(recorded(plain_page()).rows["blocks"])


def test_the_tree_is_the_same_after_parsing_as_before() -> None:
    from lxml import etree

    found = read(plain_page(CARD, TWEET))
    before = etree.tostring(found.page.tree)  # type: ignore[attr-defined]
    record(found, Options(config()))
    assert etree.tostring(found.page.tree) == before  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "body",
    [
        "<p>a " * 5000,
        ("<div>" * 200 + "x" + "</div>" * 200) * 50,
        "<ul>" + '<li><a href="/a">Wort</a></li>' * 5000 + "</ul>",
        "<p>" + "<span>a</span>" * 20_000 + "</p>",
        "<p>" + "a<br>" * 20_000 + "</p>",
        "<table>" + "<tr><td>a</td><td>b</td></tr>" * 3000 + "</table>",
        f'<p class="{"related-teaser " * 10_000}">{PROSE}</p>',
        f"<title><script>alert(1)</script></title><h1>\x1b[31m{TITLE}\u202e</h1><p>{PROSE}",
        "<p>a</b></i></div></p></table><td>b<option>c<frameset><p>d",
    ],
)
def test_hostile_pages_are_parsed_in_bounded_time(body: str) -> None:
    with suppress(NoArticleError):
        rows = recorded(body).rows["blocks"]
        assert not any(ord(char) < 32 for block in rows for char in block["text"])
