"""Strict JSON: one object as a dictionary, or the byte at which it is none (RFC 8259, I-JSON)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from pressmark.read.refused import RefusedError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_schema.documents import RawRecord

NESTING = 64
"""Objects and arrays that may stand in each other; news dumps have fewer than ten."""
_MARK = re.compile(rb'["\[\]{}]')
_QUOTE = re.compile(rb'["\\]')
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_SHOWN = 40


class Number(str):
    """A number as it is written, so that none is rounded."""

    __slots__ = ()


class _DuplicateKeyError(ValueError):
    pass


class _NoNumberError(ValueError):
    pass


def value(record: RawRecord, encoding: str) -> dict[str, Any]:
    """The object that a record's bytes are, numbers as Number.

    Raises RefusedError for bytes that are no text, duplicate keys, NaN and Infinity, lone
    surrogates, more than NESTING levels, and whatever else is no object.
    """
    data, start = record.data, record.offset or 0
    _require_flat(data, start)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        shown = f"byte 0x{data[error.start]:02x} at offset {start + error.start} is not {encoding}"
        raise RefusedError(QuarantineReason.UNDECODABLE, shown) from error
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        at = start + len(text[: error.pos].encode(encoding))
        ends = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        cut = "; the record is cut off" if ends else ""
        _malformed(f"no JSON at offset {at}: {error.msg}{cut}")
    except _DuplicateKeyError as error:
        _malformed(f"the key {str(error)[:_SHOWN]!r} stands twice in one object")
    except _NoNumberError as error:
        _malformed(f"{error} is no JSON number")
    except RecursionError as error:  # pragma: no cover - _require_flat goes before
        raise RefusedError(QuarantineReason.RESOURCE_LIMIT, "nested too deeply") from error
    if not isinstance(found, dict):
        _malformed(f"no object, but {_kind(found)}")
    if _SURROGATE.search(data):
        _require_characters(found)
    return found


def _malformed(detail: str) -> NoReturn:
    raise RefusedError(QuarantineReason.MALFORMED, detail) from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return found


def _constant(name: str) -> NoReturn:
    raise _NoNumberError(name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_constant, parse_int=Number, parse_float=Number
)


def _require_flat(data: bytes, start: int) -> None:
    """Raise RefusedError where brackets outside of strings are nested too deeply."""
    if data.count(b"[") + data.count(b"{") <= NESTING:
        return
    depth = at = 0
    while mark := _MARK.search(data, at):
        at = mark.end()
        if mark[0] == b'"':
            at = _string_end(data, at)
        else:
            depth += 1 if mark[0] in b"[{" else -1
        if depth > NESTING:
            detail = f"more than {NESTING} objects and arrays in each other at offset {start + at}"
            raise RefusedError(QuarantineReason.RESOURCE_LIMIT, detail)


def _string_end(data: bytes, at: int) -> int:
    while quote := _QUOTE.search(data, at):
        if quote[0] == b'"':
            return quote.end()
        at = quote.end() + 1
    return len(data)


def _require_characters(found: Any) -> None:
    for text in _strings(found):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            _malformed(f"half a character, \\u{ord(text[error.start]):04x}, in a string")


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key, inner in found.items():
            yield key
            yield from _strings(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _strings(inner)


def _kind(found: Any) -> str:
    if isinstance(found, Number) or found is None or isinstance(found, bool):
        return "a number, true, false or null"
    return "a list" if isinstance(found, list) else "a string"
