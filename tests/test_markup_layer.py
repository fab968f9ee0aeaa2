"""The text layer of a page: what its body shows, by fixed rules, with a place for each element."""

import pytest

from article_pages import TWEET
from pressmark import markup
from pressmark.markup import RefusedMarkupError


def shown(body: str) -> str:
    """The layer of a page with this body."""
    return markup.page(f"<html><body>{body}</body></html>").layer.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Der  Damm\n hält.</p>", "Der Damm hält."),
        ("<p>Eins</p><p>Zwei</p>", "Eins\n\nZwei"),
        ("<p>Ein <b>fetter</b> Satz<i>!</i></p>", "Ein fetter Satz!"),
        ("<div>vor<p>in</p>nach</div>", "vor\n\nin\n\nnach"),
        ("<p>Zeile<br>Zeile<br/><br>Absatz</p>", "Zeile\nZeile\n\nAbsatz"),
        ("<ul><li>a</li> <li>b</li></ul>", "a\n\nb"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n\n2"),
        ("<p>a&nbsp;b &amp; &lt;c&gt;</p>", "a\u00a0b & <c>"),
        ("<p>vor<script>x()</script><style>p{}</style> nach</p>", "vor nach"),
        ("<noscript><p>ohne</p></noscript><template>t</template><p>mit</p>", "mit"),
        ('<p>Wort<span class="sr-only"> (öffnet in neuem Fenster)</span>.</p>', "Wort."),
        ("<x-card>eins</x-card><x-card>zwei</x-card>", "eins\n\nzwei"),
        ("<p>ein <x-term>Wort</x-term> mehr</p>", "ein Wort mehr"),
        ("<!-- still --><p>laut</p>", "laut"),
    ],
)
def test_the_layer_is_what_a_reader_sees(body: str, text: str) -> None:
    assert shown(body) == text


def test_links_stand_apart_in_a_post_and_nowhere_else() -> None:
    assert "Die Schleuse ist auf! #altwasser" in shown(TWEET)
    assert shown('<p>Ufer<a href="/a">bau</a></p>') == "Uferbau"


def test_each_element_knows_where_its_text_stands() -> None:
    page = markup.page(
        "<body><div> <p>Ein <b> fetter </b> Satz.</p><p>Noch einer.</p></div></body>"
    )
    for name, text in (("p", "Ein fetter Satz."), ("b", "fetter"), ("div", page.layer.text)):
        span = page.layer.span(page.tree.find(f".//{name}"))
        assert span is not None
        assert page.layer.text[span.start : span.end] == text


def test_units_hold_every_character_that_is_no_blank() -> None:
    layer = markup.page("<div>a&nbsp;<p>&nbsp;</p> b <p>c<br>d</p>&#8203;e</div>").layer
    units = "".join(layer.text[unit.start : unit.end] for unit in layer.units)
    assert "".join(units.split()) == "".join(layer.text.split())
    assert all(layer.text[unit.start : unit.end].strip() for unit in layer.units)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<div>" * 100_000 + "Tief", "resource_limit"),
        ("<b>" * 3000 + "<p>Tief", "resource_limit"),
        ("<p>" * 500_000, "resource_limit"),
        ("<p>" + "x" * 11_000_000, "resource_limit"),
        ('<p title="' + "x" * 11_000_000 + '">a', "resource_limit"),
        ("", "empty"),
        (" \n ", "empty"),
    ],
)
def test_what_the_parser_would_cut_in_silence_is_refused(source: str, reason: str) -> None:
    with pytest.raises(RefusedMarkupError) as refused:
        markup.page(source)
    assert refused.value.reason == reason


def test_entities_and_external_names_are_not_followed() -> None:
    source = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">'
        '<!ENTITY b "&a;&a;">]><html><body><p>vor &a;&b; nach</p></body></html>'
    )
    assert "nach" in markup.page(source).layer.text
    assert len(markup.page(source).layer.text) < 100
