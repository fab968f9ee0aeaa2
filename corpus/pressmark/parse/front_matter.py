"""Front matter: the keys and values between two fences that open a text, in YAML or TOML.

YAML is read as writers of articles use it: scalars plain, quoted, folded or literal, lists, and one
level of keys below. TOML is read whole, by Python's own parser.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from pressmark_schema.segments import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = re.compile(r"(?P<fence>---|\+\+\+)[^\S\r\n]*(?:\r?\n|\r)")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[^\S\r\n]*(?:\r?\n|\r|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[^\S\r\n]*(?:\r?\n|\r|\Z)", re.MULTILINE),
}
_LONGEST = 20_000
"""Code points within which front matter must end; an article's has some hundred."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_YAML_KEY = re.compile(
    r"""(?P<key>"[^"\r\n]{1,80}"|'[^'\r\n]{1,80}'|[^\W_][^:\r\n#\[\]{},"']{0,80}?)[^\S\r\n]*:"""
    r"(?=\s|\Z)[^\S\r\n]*(?P<value>[^\r\n]*)"
)
_TOML_KEY = re.compile(r"""(?P<key>"[^"\r\n]{1,80}"|'[^'\r\n]{1,80}'|[\w-]{1,80})[^\S\r\n]*=""")
_COMMENT = re.compile(r"(?:^|[^\S\r\n])#[^\r\n]*$")
_BLOCK = re.compile(r"(?P<form>[>|])[-+0-9]{0,2}[^\S\r\n]*(?:#[^\r\n]*)?$")
_ITEM = re.compile(r"\s*-(?:[^\S\r\n]+(?P<item>[^\r\n]*))?$")
_FLOW_ITEM = re.compile(
    r"""\s*(?:"((?:[^"\\]|\\.)*+)"|'((?:[^']|'')*+)'|([^,"'\[\]]*+))\s*(?:,|$)"""
)
_NAME = re.compile(r"(?:name|title)[^\S\r\n]*:[^\S\r\n]*(?P<value>[^\r\n]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, a text or the texts of a list, and where the whole of it stands."""

    key: str
    value: str | tuple[str, ...]
    span: Span


def read(text: str, at: int) -> tuple[list[Entry], int] | None:
    """The entries of the front matter at `at`, and where the text behind its fence begins.

    None where there is none: no fence that closes, or nothing but keys and values in between.
    """
    opening = _OPENING.match(text, at)
    closing = None
    if opening:
        fence = _CLOSING[opening["fence"]]
        closing = fence.search(text, opening.end(), min(len(text), opening.end() + _LONGEST))
    if opening is None or closing is None:
        return None
    form = _yaml if opening["fence"] == "---" else _toml
    found = form(text, opening.end(), closing.start())
    return None if found is None else (found, closing.end())


def _yaml(text: str, start: int, end: int) -> list[Entry] | None:
    """The entries between two offsets; None where a line is none of YAML's that writers use."""
    heads: list[re.Match[str]] = []
    for at, line in _lines(text, start, end):
        found = _YAML_KEY.match(text, at, end)
        if found:
            heads.append(found)
        elif line.strip() and not line.startswith("#") and not (heads and line[0] in " \t-"):
            return None
    ends = [*(head.start() for head in heads[1:]), end][: len(heads)]
    return [
        Entry(_unquoted(head["key"]), _value(head, text[head.end() : behind]), span)
        for head, behind in zip(heads, ends, strict=True)
        for span in [_span(text, head.start(), behind)]
    ]


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while start < end:
        found = _LINE.match(text, start, end)
        assert found is not None  # noqa: S101 - it matches anything
        yield start, found[0]
        start = max(found.end(), start + 1)


def _span(text: str, start: int, end: int) -> Span:
    """An entry without the blank lines and comments behind it."""
    lines = text[start:end].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return Span(start, start + len("".join(lines).rstrip()))


def _value(head: re.Match[str], below: str) -> str | tuple[str, ...]:
    first = head["value"].strip()
    rest = [line for line in below.splitlines() if line.strip()]
    block = _BLOCK.match(first)
    if block:
        return (" " if block["form"] == ">" else "\n").join(line.strip() for line in rest)
    rest = [line for line in rest if not line.lstrip().startswith("#")]
    if first.startswith("["):
        return _flow(" ".join([first, *(line.strip() for line in rest)]))
    if rest and not _scalar(first):
        return _below(rest)
    return " ".join([_scalar(first), *(_scalar(line.strip()) for line in rest)]).strip()


def _below(lines: list[str]) -> tuple[str, ...]:
    """The items of a list, or the names in what stands below a key."""
    found: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        inner = (item["item"] or "") if item else line.strip()
        name = _NAME.match(inner)
        if name:
            found.append(_scalar(name["value"].strip()))
        elif item and not _YAML_KEY.match(inner):
            found.append(_scalar(inner.strip()))
    return tuple(text for text in found if text)


def _flow(written: str) -> tuple[str, ...]:
    inner = _COMMENT.sub("", written).strip().removeprefix("[").removesuffix("]")
    found, at = [], 0
    while at < len(inner) and (item := _FLOW_ITEM.match(inner, at)):
        found.append((item[1] or item[2] or item[3] or "").strip())
        at = max(item.end(), at + 1)
    return tuple(text for text in found if text)


def _scalar(written: str) -> str:
    """A scalar without quotation marks and comment; null is nothing."""
    if written[:1] in {'"', "'"}:
        return _unquoted(written)
    plain = _COMMENT.sub("", written).strip()
    return "" if plain in {"~", "null", "Null", "NULL"} else plain


def _unquoted(written: str) -> str:
    mark = written[:1]
    end = written.rfind(mark) if mark in {'"', "'"} else 0
    if end < 1:
        return written.strip()
    if mark == "'":
        return written[1:end].replace("''", "'")
    try:
        return str(json.loads(written[: end + 1]))
    except ValueError:
        return written[1:end]


def _toml(text: str, start: int, end: int) -> list[Entry] | None:
    try:
        values = tomllib.loads(text[start:end].replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    places = [(_unquoted(found["key"]), found.start()) for found in _toml_keys(text, start, end)]
    ends = [*(place for _, place in places[1:]), end][: len(places)]
    return [
        Entry(key, stated, _span(text, place, behind))
        for (key, place), behind in zip(places, ends, strict=True)
        if (stated := _plain(values.get(key)))
    ]


def _toml_keys(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The keys above the first table, each where it begins a line."""
    for at, line in _lines(text, start, end):
        if line.startswith("["):
            return
        found = _TOML_KEY.match(text, at, end)
        if found:
            yield found


def _plain(found: Any) -> str | tuple[str, ...]:
    """A value of TOML as text; of tables the names."""
    if isinstance(found, list):
        return tuple(text for item in found if isinstance(text := _plain(item), str) and text)
    if isinstance(found, dict):
        return _plain(found.get("name"))
    if isinstance(found, (date, time)):
        return found.isoformat()
    return "" if found is None or isinstance(found, bool) else str(found)
