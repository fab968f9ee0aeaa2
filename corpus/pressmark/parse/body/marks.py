"""What an element says of its content: by its name, its role, and the words of its classes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Mark:
    """The purposes that markup states for all that is inside an element, as bits of a number."""

    NONE = 0
    AD = 1 << 0
    ASIDE = 1 << 1
    AUTHOR = 1 << 2
    CAPTION = 1 << 3
    CARD = 1 << 4
    COMMENT = 1 << 5
    CORRECTION = 1 << 6
    DATE = 1 << 7
    ENTRY = 1 << 8
    HEADING = 1 << 9
    KICKER = 1 << 10
    LEAD = 1 << 11
    NAVIGATION = 1 << 12
    NEWSLETTER = 1 << 13
    QUOTE = 1 << 14
    RELATED = 1 << 15
    SHARE = 1 << 16
    HIDDEN = 1 << 17


_TAGS = {
    "aside": Mark.ASIDE,
    "nav": Mark.NAVIGATION,
    "menu": Mark.NAVIGATION,
    "footer": Mark.ASIDE,
    "figure": Mark.CAPTION,
    "figcaption": Mark.CAPTION,
    "caption": Mark.CAPTION,
    "article": Mark.ENTRY,
    "form": Mark.NEWSLETTER,
    "button": Mark.NAVIGATION,
    "dialog": Mark.ASIDE,
    "a": Mark.CARD,
    "blockquote": Mark.QUOTE,
    "address": Mark.AUTHOR,
}
"""HTML's own names; `a` is asked only where it is around a whole block, which makes it a card."""
_ROLES = {
    "navigation": Mark.NAVIGATION,
    "complementary": Mark.ASIDE,
    "dialog": Mark.ASIDE,
    "alertdialog": Mark.ASIDE,
    "banner": Mark.NAVIGATION,
    "contentinfo": Mark.ASIDE,
    "search": Mark.NAVIGATION,
    "tablist": Mark.NAVIGATION,
    "tooltip": Mark.HIDDEN,
}
_WORDS = {
    Mark.AD: "ad ads adv advert advertisement advertising advertorial adslot adbox anzeige "
    "anzeigen werbung sponsored sponsor affiliate affiliates commercial publicite pub "
    "outbrain taboola",
    Mark.ASIDE: "aside sidebar infobox factbox faktenbox widget widgets cookie cookies consent "
    "banner modal popup overlay tooltip paywall-hint offcanvas footer rating voting poll survey",
    Mark.AUTHOR: "author authors autor autoren autorin byline bylines bio biography vita auteur "
    "contributor contributors",
    Mark.CAPTION: "caption captions figcaption figure image images img picture pictures photo "
    "photos foto fotos credit credits copyright gallery galerie slideshow lightbox legend "
    "legende bildunterschrift bildtext bildnachweis thumbnail thumb media video videos player "
    "audio podcast",
    Mark.COMMENT: "comment comments disqus kommentar kommentare commentaires forum discussion",
    Mark.CORRECTION: "correction corrections korrektur erratum",
    Mark.DATE: "date datetime timestamp dateline pubdate publishdate",
    Mark.HEADING: "subheading subhead subheadline zwischenueberschrift zwischentitel crosshead "
    "crossheading intertitre zwischenzeile",
    Mark.KICKER: "kicker overline roofline dachzeile topline",
    Mark.LEAD: "lead lede leadtext intro introtext vorspann standfirst teaser teasertext summary "
    "excerpt abstract dek deck subtitle subtitel subheadline subline description chapo perex "
    "einleitung anreisser sell",
    Mark.NAVIGATION: "nav navi navigation navbar menu breadcrumb breadcrumbs pagination pager "
    "toolbar toc skip skiplink tabs",
    Mark.NEWSLETTER: "newsletter newsletters subscribe subscription signup abo donate donation "
    "spende spenden support appeal cta paywall login register registration promo promotion",
    Mark.QUOTE: "quote pullquote blockquote zitat citation",
    Mark.RELATED: "related teaser teasers recommended recommendation recommendations recirculation "
    "recirc linklist linkliste readmore seealso popular trending mostread similar similars "
    "crosslink crosslinks backlinks weiterlesen tag tags topics tagcloud carousel slider "
    "upnext playlist morelinks linkbox relatedlinks",
    Mark.SHARE: "share shares sharing sharebar sharebuttons social socials socialmedia socialbar "
    "bookmark bookmarks print-button teilen",
    Mark.HIDDEN: "sr only visuallyhidden screenreader hidden",
}
_STEMS = {
    "newsletter": Mark.NEWSLETTER,
    "breadcrumb": Mark.NAVIGATION,
    "teaser": Mark.RELATED,
    "caption": Mark.CAPTION,
    "galerie": Mark.CAPTION,
    "gallery": Mark.CAPTION,
    "infobox": Mark.ASIDE,
    "faktenbox": Mark.ASIDE,
    "kommentar": Mark.COMMENT,
    "recommend": Mark.RELATED,
}
"""What a word of a class states that has these letters anywhere, as German compounds do."""
_ENDS = {"bild": Mark.CAPTION, "bilder": Mark.CAPTION, "foto": Mark.CAPTION, "zitat": Mark.QUOTE}
_OF_WORD: dict[str, int] = {}
for _mark, _listed in _WORDS.items():
    for _word in _listed.split():
        _OF_WORD[_word] = _OF_WORD.get(_word, Mark.NONE) | _mark
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST = 1000


def marks(element: HtmlElement) -> int:
    """What `element` states of its content; not what those around it do."""
    tag = element.tag
    # A custom element is called what its class would be.
    found = _named(tag) if "-" in tag else _TAGS.get(tag, Mark.NONE)
    # One question for all attributes: asking for each costs as much as reading the answers.
    for name, value in element.items():
        if name == "class" or (name == "id" and tag not in _HEADINGS):
            # An id on a heading is what a table of contents leads to.
            found |= _named(value)
        elif name == "role":
            found |= _ROLES.get(value, Mark.NONE)
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            found |= Mark.HIDDEN
    return found


@lru_cache(maxsize=4096)
def _named(names: str) -> int:
    """What the words of class names or of an id state, however they are joined."""
    found = Mark.NONE
    for piece in _PIECE.findall(names[:_LONGEST]):
        found |= _stated(piece.lower())
    return found


@lru_cache(maxsize=4096)
def _stated(word: str) -> int:
    known = _OF_WORD.get(word)
    if known is not None:
        return known
    stems = (mark for stem, mark in _STEMS.items() if stem in word)
    ends = (mark for end, mark in _ENDS.items() if word.endswith(end))
    return next(stems, next(ends, Mark.NONE))
