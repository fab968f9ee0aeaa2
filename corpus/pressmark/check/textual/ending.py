"""PM304, PM305, PM314: articles of a few words, texts that stop before their end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.check.catalogue import blocks as catalogue
from pressmark.check.record import Hit
from pressmark_schema.bytewise import encoded, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.record import Piece, Record

SHORT = 30
"""Words below which an article is short; a short news item of three sentences has more."""
_TEXT = frozenset({"lead", "paragraph"})
_PAYWALL = re.compile(
    r"(?:(?:jetzt |hier )?weiterlesen(?: mit [^.!?]{1,40})?|continue reading|lire la suite|"
    r"(?:dieser|der|dieses|this) (?:artikel|text|beitrag|article|inhalt) ist (?:nur |exklusiv )?"
    r"für (?:abonnent|registriert|unsere abonnent)[^.!?]{0,60}|"
    r"(?:um|zum) (?:den ganzen|diesen|den vollständigen|den) (?:artikel|text|beitrag) "
    r"(?:weiter)?(?:zu )?lesen[^.!?]{0,80}|"
    r"(?:to|for) (?:read|full access)[^.!?]{0,20} (?:the full|this) (?:article|story)[^.!?]{0,60}|"
    r"réservé aux abonnés|subscribers only)[\W]{0,3}$",
    re.IGNORECASE,
)
_IN_PAYWALL = (
    *(b"lesen", b"continue reading", b"lire la suite", b"abonn", b"registriert"),
    *(b"article", b"story", b"subscribers only"),
)
"""One of which every match of _PAYWALL holds."""
_ELLIPSIS = re.compile(r"(?:\[?(?:…|\.\.\.)\]?)\W{0,2}$")
_CLOSED = frozenset(".!?…:;\"'“”„«»‘’)]*")
_AMID = re.compile(r"[.!?] [A-ZÄÖÜ„“\"].{30,}[\w,–-]$")
_NO_WORD = re.compile(r"[@/]|\d$|^[A-ZÄÖÜ]{2,}$")


def short(record: Record) -> Iterator[Hit]:
    """An article with some words, but fewer than a short news item has."""
    words = record.facts.get("n_words") or 0
    if 0 < words < SHORT:
        yield Hit(None, observed=f"{words} words", field="n_words")


def cut(record: Record) -> Iterator[Hit]:
    """The end of the text, where it says itself that there is more."""
    last = _last(record)
    if last is None:
        return
    length = len(last.text)
    first = max(0, length - 200)
    end = last.text[first:]
    found = holds(end, encoded(end), _IN_PAYWALL) and _PAYWALL.search(last.text, first)
    found = found or _ELLIPSIS.search(last.text, max(0, length - 8))
    if found:
        yield Hit(last, *found.span())


def unfinished(record: Record) -> Iterator[Hit]:
    """The last word of a text of sentences that stops amid one of them."""
    last = _last(record)
    if last and last.text[-1] not in _CLOSED and _AMID.search(last.text[-400:]):
        start = last.text.rfind(" ", 0, len(last.text) - 1) + 1
        if not _NO_WORD.search(last.text[start:]):
            yield Hit(last, start, len(last.text))


def _last(record: Record) -> Piece | None:
    """The last piece of the text, where it is prose."""
    pieces = record.text_pieces
    return pieces[-1] if pieces and pieces[-1].kind in _TEXT else None


RULES = {
    catalogue.SHORT_ARTICLE: short,
    catalogue.CUT_TEXT: cut,
    catalogue.UNFINISHED: unfinished,
}
