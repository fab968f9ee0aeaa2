"""The header dialects of flat articles, as data: what opens a text before its first word.

Each dialect is a function from the text and an offset to what it read there, or None. A date that
no calendar has is not a header: it stays in the text.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pressmark.parse import front_matter
from pressmark.parse.stamps import EDTF, after_time, date_at, date_value
from pressmark_schema.edtf import is_edtf
from pressmark_schema.profile import header_key
from pressmark_schema.segments import Removal, Span, Stated
from pressmark_schema.vocabulary import PublishedBasis, TitleBasis

KEYS = {
    "title": "title headline titel überschrift schlagzeile titre",
    "subtitle": "subtitle untertitel sous-titre",
    "kicker": "kicker dachzeile overline surtitre",
    "authors": "author authors autor autorin autoren auteur auteurs byline",
    "published_edtf": "date datum published published_at publication_date pubdate veröffentlicht "
    "veröffentlichungsdatum erscheinungsdatum publié date_de_publication",
    "modified_edtf": "modified updated aktualisiert geändert modifié",
    "canonical_url": "url link permalink canonical canonical_url adresse",
    "outlet": "outlet source publisher newspaper medium zeitung quelle journal",
    "section": "section ressort rubrik rubrique category kategorie",
    "edition": "edition ausgabe édition",
    "page": "page seite",
    "keywords": "keywords tags schlagwörter stichwörter mots-clés",
    "lang": "language lang sprache langue",
    "native_id": "id doc_id article_id",
}
"""The keys of `key: value` lines by the column they state; English, German, French."""

COLUMNS: Mapping[str, str] = {key: column for column, keys in KEYS.items() for key in keys.split()}
"""The column that each of these keys states."""
NO_KEYS: Mapping[str, str] = {}
_LISTS = frozenset({"authors", "keywords"})
_DATES = frozenset({"published_edtf", "modified_edtf"})

_LINE_END = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]")
_BLANKS = re.compile(r"[^\S\r\n]*")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"date[^\S\r\n]+(?=\w)", re.IGNORECASE)
_WORD_COLON = re.compile(r"(?:date|datum)[^\S\r\n]*:[^\S\r\n]*(?=\w)", re.IGNORECASE)
_LEADING_DATE = re.compile(rf"(?P<raw>(?=[12]\d{{3}}-){EDTF})[^\S\r\n]+(?=\S)")
_KEY_LINE = re.compile(
    r"[^\S\r\n]*(?P<key>[^\W\d][\w-]{1,30}(?: [\w-]{1,20}){0,2})[^\S\r\n]*:"
    r"[^\S\r\n]*(?P<value>[^\r\n]{0,2000})(?:\r?\n|\r|$)"
)
_SPLIT = re.compile(r"[;,\r\n]|\bund\b|\band\b|\bet\b")
_LANGUAGES = {
    "deutsch": "de",
    "german": "de",
    "allemand": "de",
    "englisch": "en",
    "english": "en",
    "anglais": "en",
    "französisch": "fr",
    "french": "fr",
    "français": "fr",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_MAX_LINES = 200
_MAX_LONE_VALUE = 200
_MAX_TITLE = 150


@dataclass(frozen=True, slots=True)
class Header:
    """What opens a text: its stated values, what of it is no block, and a title printed in it.

    `gaps` are lines inside the header that it could not read; they are segmented like the body,
    which begins at `end`.
    """

    stated: tuple[Stated, ...]
    removals: tuple[Removal, ...]
    end: int
    title: Span | None = None
    gaps: tuple[Span, ...] = ()


def header(text: str, more: Mapping[str, str] = NO_KEYS) -> Header:
    """The header of `text`; one without values and without length where there is none.

    `more` are further keys of `key: value` lines, in lower case, to the columns they state.
    """
    keys = {**COLUMNS, **more} if more else COLUMNS
    start = _SPACE.match(text)
    at = start.end() if start is not None else 0
    for dialect in DIALECTS:
        found = dialect(text, at, keys)
        if found is not None:
            return found
    return Header((), (), 0)


def unread_keys(text: str) -> Iterator[str]:
    """The keys of the `key: value` lines that open `text` and state nothing that is read."""
    start = _SPACE.match(text)
    at = start.end() if start is not None else 0
    found = front_matter.read(text, at)
    if found:
        read = [header_key(entry.key) for entry in found[0]]
        yield from (key for key in read if key not in COLUMNS)
        return
    lines, _ = _key_lines(text, at, COLUMNS, anything=True)
    yield from (header_key(line.key) for line in lines if not line.column)


def _word_date(text: str, at: int, _keys: Mapping[str, str]) -> Header | None:
    """`date 2018-05 Body …`: the word, a date, then the body on the same line or below."""
    return _dated(text, at, _WORD.match(text, at))


def _colon_date(text: str, at: int, _keys: Mapping[str, str]) -> Header | None:
    """`Date: 2018-05 Body …`: the same with a colon, where no key lines are."""
    return _dated(text, at, _WORD_COLON.match(text, at))


def _dated(text: str, at: int, word: re.Match[str] | None) -> Header | None:
    read = None if word is None else date_at(text, word.end())
    if read is None:
        return None
    value, end = read
    raw = Span(at, end)
    stated = _published(text, raw, value, "header.date@1")
    return Header((stated,), (Removal(raw, "header.date@1"),), end)


def _leading_date(text: str, at: int, _keys: Mapping[str, str]) -> Header | None:
    """`2018-05-30 Title`: a date, then the title alone on the line, or the body."""
    found = _LEADING_DATE.match(text, at)
    if found is None or not is_edtf(found["raw"]) or not _opens(text[found.end()]):
        return None
    raw = Span(at, after_time(text, found.end("raw")))
    stated = _published(text, raw, found["raw"], "header.leading_date@1")
    removal = Removal(raw, "header.leading_date@1")
    line_end = _line_end(text, raw.end)
    line = text[raw.end : line_end]
    title = Span(line_end - len(line.lstrip()), raw.end + len(line.rstrip()))
    if _is_title(text[title.start : title.end]) and text[line_end:].strip():
        return Header((stated,), (removal,), line_end, title)
    return Header((stated,), (removal,), raw.end)


def _front_matter(text: str, at: int, keys: Mapping[str, str]) -> Header | None:
    """`---` or `+++`, keys and values in YAML or TOML, and the same again."""
    found = front_matter.read(text, at)
    if found is None:
        return None
    entries, end = found
    lines = [line for entry in entries if (line := _entry(text, entry, keys)).column]
    if not lines:
        return None
    rule = "header.front_matter@1"
    stated = [value for line in lines if (value := _value(line, rule)) is not None]
    whole = Span(at, at + len(text[at:end].rstrip()))
    refused = [line.span for line in lines if line.column in _DATES and _value(line, rule) is None]
    return _with_gaps(whole, refused, tuple(stated), end, rule)


def _key_header(text: str, at: int, keys: Mapping[str, str]) -> Header | None:
    """Lines of `key: value` with known keys: two or more, or one that can be nothing else."""
    lines, end = _key_lines(text, at, keys, anything=False)
    rule = "header.key@1"
    read = [(line, value) for line in lines if (value := _value(line, rule)) is not None]
    if not read or (len(lines) == 1 and not _alone(text, end, read[0][0])):
        return None
    refused = [line.span for line in lines if _value(line, rule) is None]
    whole = Span(at, lines[-1].span.end)
    return _with_gaps(whole, refused, tuple(value for _, value in read), end, rule)


DIALECTS: tuple[Callable[[str, int, Mapping[str, str]], Header | None], ...] = (
    _front_matter,
    _word_date,
    _leading_date,
    _key_header,
    _colon_date,
)
"""Tried in this order at the first character that is no blank."""


@dataclass(frozen=True, slots=True)
class _KeyLine:
    """One `key: value` line: key, the column it states ("" if unknown), value, the whole.

    `value_start` is negative where the value does not stand in the text as it is; `items` are those
    of a value that is a list by its form; `unquoted` says that quotation marks are its own.
    """

    key: str
    column: str
    raw: str
    value_start: int
    span: Span
    printed: str
    items: tuple[str, ...] | None = None
    unquoted: bool = False


def _key_lines(
    text: str, at: int, keys: Mapping[str, str], *, anything: bool
) -> tuple[list[_KeyLine], int]:
    """The key lines that stand from `at` on, and where they end; unknown keys if `anything`."""
    lines: list[_KeyLine] = []
    for _ in range(_MAX_LINES):
        found = _KEY_LINE.match(text, at)
        if found is None:
            break
        column = keys.get(header_key(found["key"]), "")
        raw = found["value"].strip()
        if not column and not anything:
            break
        start = found.start("key")
        end = start + len(text[start : found.end()].rstrip())
        span = Span(start, end)
        value = found.start("value")
        lines.append(_KeyLine(found["key"], column, raw, value, span, text[start:end]))
        at = found.end()
    return lines, at


def _entry(text: str, entry: front_matter.Entry, keys: Mapping[str, str]) -> _KeyLine:
    column = keys.get(header_key(entry.key), "")
    several = isinstance(entry.value, tuple)
    raw = ", ".join(entry.value) if several else str(entry.value)
    at = text.find(raw, entry.span.start, entry.span.end)
    printed = text[entry.span.start : entry.span.end]
    items = tuple(entry.value) if several else None
    return _KeyLine(entry.key, column, raw, at, entry.span, printed, items, unquoted=True)


def _value(line: _KeyLine, rule: str) -> Stated | None:
    raw = line.raw if line.unquoted else line.raw.strip("\"'")
    if not line.column or not raw:
        return None
    value: str | None = raw
    if line.column in _DATES:
        value = date_value(raw)
    elif line.column in _LISTS:
        items = _items(raw) if line.items is None else list(line.items)
        value = json.dumps(items, ensure_ascii=False)
    elif line.column == "lang":
        value = _language(raw)
    elif line.column == "canonical_url" and not raw.startswith(("http://", "https://")):
        value = None
    if value is None:
        return None
    basis = TitleBasis.STATED if line.column == "title" else PublishedBasis.HEADER
    # A date keeps its key, as `date 2018-05` does.
    if line.column in _DATES or line.value_start < 0:
        return Stated(line.column, value, line.printed, line.span, basis.value, rule)
    span = Span(line.value_start, line.value_start + len(line.raw))
    return Stated(line.column, value, line.raw, span, basis.value, rule)


def _items(raw: str) -> list[str]:
    inner = raw[1:-1] if raw.startswith("[") and raw.endswith("]") else raw
    parts = _SPLIT.split(inner) if raw == inner else inner.split(",")
    items = [part.strip().removeprefix("- ").strip("\"' ") for part in parts]
    return [item for item in items if item]


def _language(raw: str) -> str | None:
    code = _LANGUAGES.get(raw.lower(), raw)
    return code if _LANGUAGE.fullmatch(code) else None


def _alone(text: str, end: int, line: _KeyLine) -> bool:
    """Whether a single key line is a header: a date or an address, or set off by a blank line."""
    if line.column in _DATES or line.column == "canonical_url":
        return True
    blank = _BLANKS.match(text, end)
    set_off = blank is not None and text[blank.end() : blank.end() + 1] in ("\n", "\r")
    return set_off and len(line.raw) <= _MAX_LONE_VALUE and not line.raw.endswith(".")


def _with_gaps(
    whole: Span, refused: list[Span], stated: tuple[Stated, ...], end: int, rule: str
) -> Header:
    """A header whose `refused` lines stay in the text."""
    removals, at = [], whole.start
    for gap in refused:
        if gap.start > at:
            removals.append(Removal(Span(at, gap.start), rule))
        at = gap.end
    if whole.end > at:
        removals.append(Removal(Span(at, whole.end), rule))
    return Header(stated, tuple(removals), end, gaps=tuple(refused))


def _published(text: str, span: Span, value: str, rule: str) -> Stated:
    raw = text[span.start : span.end]
    return Stated("published_edtf", value, raw, span, PublishedBasis.HEADER.value, rule)


def _opens(character: str) -> bool:
    """Whether a text or title may begin with `character`: prose that runs on is lower case."""
    return not character.islower()


def _is_title(line: str) -> bool:
    return 0 < len(line) <= _MAX_TITLE and not line.endswith((".", ":", ","))


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return found.start() if found is not None else len(text)
