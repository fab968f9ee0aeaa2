"""What the readers of times share: what they give back, and how years and numbers are told."""

import re
from collections.abc import Callable
from typing import NamedTuple

from pressmark.parse.notes.anchors import When
from pressmark_schema.edtf import is_edtf
from pressmark_schema.vocabulary import AnnotationLabel, Tense

LOOK = 44
"""Code points before a time's first sure word in which the words that belong to it stand."""
_UNITS = re.compile(
    r"\s?(?:[%€$£°]|[.,]\d|Uhr\b|h\b|km\b|kg\b|mal\b|Mal\b|euros?\b|dollars?\b|people\b|"
    r"personnes\b)"
)


class Told(NamedTuple):
    """A time as told: its place, and either its date or what it means without an anchor.

    `tense` is the direction that its own words give, None where the verb decides; UNKNOWN where
    they take it out of the verb's reach (`für den 12. Juni`), so that only a plan can give it.
    """

    start: int
    end: int
    label: AnnotationLabel
    value: str | None = None
    when: When | None = None
    tense: Tense | None = None


class Lead(NamedTuple):
    """The words ahead of a time's first sure word.

    `shift` is -1 for *last*, 0 for *this*, 1 for *next*, None without such a word; `tense` is the
    direction that they give, None where they give none.
    """

    start: int
    prep: str = ""
    shift: int | None = None
    tense: Tense | None = None

    @property
    def strict(self) -> bool:
        """Whether the day of writing itself is not meant."""
        return bool(self.shift)


def lead(found: re.Match[str] | None, at: int, direction: Callable[[str], Tense | None]) -> Lead:
    """What the words `found` ahead of a time at `at` say of it; they have no part where None.

    Args:
        found: a match with the groups `prep`, `past`, `this` and `next`.
        at: the first code point of the time's first sure word.
        direction: the tense that a preposition, in lower case, gives by itself.
    """
    if found is None:
        return Lead(at)
    prep = (found["prep"] or "").lower()
    if found["past"]:
        return Lead(found.start(), prep, -1, Tense.PAST)
    if found["next"]:
        return Lead(found.start(), prep, 1, Tense.FUTURE)
    return Lead(found.start(), prep, 0 if found["this"] else None, direction(prep))


def numbered(names: str, first: int) -> dict[str, int]:
    """The names in `names`, numbered from `first` on: bars part them, blanks those of a number."""
    return {
        name: number
        for number, alike in enumerate(names.split("|"), first)
        for name in alike.split(" ")
    }


def told_number(word: str, names: dict[str, int]) -> int:
    """The number that `word` is, in digits or by `names`; 0 where it is none."""
    return int(word) if word.isdecimal() else names.get(word, 0)


def absolute(start: int, end: int, value: str) -> Told | None:
    """A time printed in full, if the calendar has it."""
    return Told(start, end, AnnotationLabel.ABSOLUTE, value) if is_edtf(value) else None


def told_year(start: int, end: int, value: str) -> Told:
    """A year, which is always one of the calendar."""
    return Told(start, end, AnnotationLabel.ABSOLUTE, value)


def is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits may be a year: no part of a number, an amount, a code, a range."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before.isalnum() or before in tuple("-–/.,:#@$€£+"):
        return False
    return not (after.isalnum() or after in tuple("-–/:")) and _UNITS.match(text, end) is None


def whole_word(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or joining hyphen touches `text[start:end]`."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or after.isalnum() or before in ("-", "_", "@", "#"):
        return False
    return after not in ("-", "_") or not text[end + 1 : end + 2].isalnum()
