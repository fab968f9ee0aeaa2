"""The parse step: spans, kinds, posts, languages and dates of flat text and of pages, no I/O."""

from pressmark.parse.body import segment_page, told
from pressmark.parse.classify import classify
from pressmark.parse.dates import printed_date, update_line
from pressmark.parse.language import article_language, identify
from pressmark.parse.narrow import Clue, Narrowed, clues, narrow
from pressmark.parse.page import facts as page_facts
from pressmark.parse.posts import post
from pressmark.parse.segment import segment

__all__ = [
    "Clue",
    "Narrowed",
    "article_language",
    "classify",
    "clues",
    "identify",
    "narrow",
    "page_facts",
    "post",
    "printed_date",
    "segment",
    "segment_page",
    "told",
    "update_line",
]
