"""Compose characters to Unicode normalisation form C."""

import re
from collections.abc import Iterator
from itertools import groupby
from unicodedata import category, combining, is_normalized, normalize

from pressmark.normalise.rule import Replacement, Rule

# An ASCII character is never changed by what stands before it, so such runs are independent.
_RUN = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_LONG = 64


def find(text: str) -> list[Replacement]:
    """Compose each character sequence that is not in form C; compatibility characters stay."""
    if is_normalized("NFC", text):
        return []
    return [
        replacement
        for run in _RUN.finditer(text)
        if not is_normalized("NFC", run[0])
        for replacement in _in_run(run)
    ]


def _in_run(run: re.Match[str]) -> Iterator[Replacement]:
    composed = _compose(run[0])
    parts = list(_sequences(run[0]))
    changed = [_compose(part) for part in parts]
    if "".join(changed) != composed:
        # A composition of two starters that this Python's tables do not call a mark.
        yield Replacement(run.start(), run.end(), composed)
        return
    at = run.start()
    for part, after in zip(parts, changed, strict=True):
        if part != after:
            yield Replacement(at, at + len(part), after)
        at += len(part)


def _sequences(run: str) -> Iterator[str]:
    """Divide a run before each character that cannot join what stands before it."""
    start = 0
    for at, character in enumerate(run):
        if at > start and not _joins(character):
            yield run[start:at]
            start = at
    yield run[start:]


def _joins(character: str) -> bool:
    """Whether it may combine with an earlier one: a mark, or a Hangul vowel or final consonant."""
    return category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _compose(run: str) -> str:
    # CPython orders marks by insertion: a megabyte of them in the wrong order would take hours.
    if len(run) > _LONG:
        marks = groupby(run, key=lambda character: combining(character) > 0)
        run = "".join("".join(sorted(g, key=combining) if m else g) for m, g in marks)
    return normalize("NFC", run)


NFC = Rule("nfc", 1, "one code point sequence for one character (Unicode Annex 15)", find)
