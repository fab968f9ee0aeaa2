"""Changes carried out on a source slice, and undone in a text."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pressmark_schema.vocabulary import ChangeKind, SpanBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Place = tuple[int, int, str | None, str]


def places(changes: Iterable[Mapping[str, Any]]) -> list[Place]:
    """Every place of `changes` as (start, end, before, after) in source code points, sorted.

    A change that lacks a value it must have has no place: that it lacks it is another's finding.
    """
    found = [
        (start, start + change["src_end"] - change["src_start"], change["before"], change["after"])
        for change in changes
        if change["kind"] != ChangeKind.RETYPE
        and None not in (change["src_start"], change["src_end"], change["after"])
        for start in change["positions"] or ()
        if start is not None
    ]
    return sorted(found, key=itemgetter(0, 1))


def applied(source: str, start: int, end: int, changes: Iterable[Mapping[str, Any]]) -> str:
    """The text that `source[start:end]` becomes when `changes` are carried out on it."""
    pieces: list[str] = []
    done = start
    for first, last, _, after in places(changes):
        pieces += (source[done:first], after)
        done = last
    pieces.append(source[done:end])
    return "".join(pieces)


def source_slice(block: Mapping[str, Any], changes: Iterable[Mapping[str, Any]]) -> str | None:
    """The source slice of a block, got back from its text by undoing its changes.

    None where that cannot be: no exact span, or a long deletion that keeps no words.
    """
    if block["span_basis"] != SpanBasis.EXACT or None in (block["src_start"], block["text"]):
        return None
    pieces: list[str] = []
    done, at = 0, block["src_start"]
    for first, last, before, after in places(changes):
        if before is None:
            return None
        kept = first - at
        pieces += (block["text"][done : done + kept], before)
        done, at = done + kept + len(after), last
    pieces.append(block["text"][done:])
    return "".join(pieces)
