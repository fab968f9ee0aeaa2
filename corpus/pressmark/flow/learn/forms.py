"""The variable forms in an outlet's lines: how names are printed, how titles end."""

import re

from pressmark.parse.names import are_known_names, is_given_name
from pressmark_schema.profile import NAMES

_BYLINE_LIMIT = 120
_MOST_BESIDE = 4
_NAME_WORDS = 4
_JOINING = frozenset({"und", "and", "et", "&"})
_SEPARATOR = re.compile(r"\s+(?:\||[-–—]|·|•|::|»|«)\s+(?=\S)")
_ENDINGS = 3
_SUFFIX_LIMIT = 60
_SHORTEST_TITLE = 8


def title_endings(title: str) -> list[str]:
    """What may be appended to `title`: from each of its last separators to its end."""
    places = [found.start() for found in _SEPARATOR.finditer(title)][-_ENDINGS:]
    return [
        title[at:] for at in places if len(title) - at <= _SUFFIX_LIMIT and at >= _SHORTEST_TITLE
    ]


def byline_form(text: str) -> tuple[str, str] | None:
    """How `text` prints persons' names and which, as in `("Von {names}", "Jule Haberkamp")`.

    None where no frequent given name opens the names, or where too much stands beside them.
    """
    words = text.split(" ")
    start = next((at for at, word in enumerate(words) if is_given_name(word)), None)
    if start is None or start > _MOST_BESIDE or len(text) > _BYLINE_LIMIT:
        return None
    end = _names_end(words, start)
    names = " ".join(words[start:end]).rstrip(",;:")
    before, after = " ".join(words[:start]), " ".join(words[end:])
    last = words[end - 1]
    after = last[len(last.rstrip(",;:")) :] + (f" {after}" if after else "")
    if not are_known_names(names) or after.count(" ") > _MOST_BESIDE or NAMES in text:
        return None
    return f"{before} {NAMES}{after}".lstrip(), names


def _names_end(words: list[str], start: int) -> int:
    """Where the names that open at `start` end: names are joined by a comma or an *and*."""
    end = start + 1
    while end < len(words) and end - start < _NAME_WORDS and words[end][:1].isupper():
        end += 1
        if words[end - 1].endswith((",", ";", ":")):
            break
    more = end + 1 if end < len(words) and words[end] in _JOINING else end
    comma = words[end - 1].endswith(",")
    if (more > end or comma) and more < len(words) and is_given_name(words[more]):
        return _names_end(words, more)
    return end
