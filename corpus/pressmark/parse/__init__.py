"""The parse step: spans, kinds, posts, languages and dates of flat text and of pages, no I/O."""

from pressmark.parse.body import is_offer, segment_page, told
from pressmark.parse.classify import classify, known
from pressmark.parse.dates import printed_date, update_line
from pressmark.parse.headers import unread_keys
from pressmark.parse.language import article_language, identify
from pressmark.parse.narrow import Clue, Narrowed, clues, narrow
from pressmark.parse.notes import Noted, notes
from pressmark.parse.notes.bylines import parted_names, stated_names
from pressmark.parse.page import facts as page_facts
from pressmark.parse.posts import post
from pressmark.parse.profiled import names_in
from pressmark.parse.segment import segment

__all__ = [
    "Clue",
    "Narrowed",
    "Noted",
    "article_language",
    "classify",
    "clues",
    "identify",
    "is_offer",
    "known",
    "names_in",
    "narrow",
    "notes",
    "page_facts",
    "parted_names",
    "post",
    "printed_date",
    "segment",
    "segment_page",
    "stated_names",
    "told",
    "unread_keys",
    "update_line",
]
