"""The parse step for flat text: spans, kinds, posts, languages and dates, all without I/O."""

from pressmark.parse.classify import classify, known
from pressmark.parse.dates import printed_date, update_line
from pressmark.parse.headers import unread_keys
from pressmark.parse.language import article_language, identify
from pressmark.parse.narrow import Clue, Narrowed, clues, narrow
from pressmark.parse.profiled import names_in
from pressmark.parse.segment import segment

__all__ = [
    "Clue",
    "Narrowed",
    "article_language",
    "classify",
    "clues",
    "identify",
    "known",
    "names_in",
    "narrow",
    "printed_date",
    "segment",
    "unread_keys",
    "update_line",
]
