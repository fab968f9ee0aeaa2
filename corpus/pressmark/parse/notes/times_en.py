"""Read the times that English prose tells: days, months, years, and words that point from today."""

import re
from collections.abc import Iterator

from pressmark.parse.notes.anchors import Unit, When
from pressmark.parse.notes.spoken_time import (
    LOOK,
    Lead,
    Told,
    absolute,
    is_year,
    lead,
    numbered,
    told_number,
    told_year,
    whole_word,
)
from pressmark_schema.vocabulary import AnnotationLabel, Tense

_DAYS = numbered("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday", 0)
_MONTH_NAMES = numbered(
    "January Jan.|February Feb.|March Mar.|April Apr.|May|June|July|August Aug.|"
    "September Sept.|October Oct.|November Nov.|December Dec.",
    1,
)
_MONTH = f"(?:{'|'.join(map(re.escape, _MONTH_NAMES))})"
_WORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_NUMBERS = numbered("a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve", 1)
_UNITS = {"week": Unit.WEEKS, "month": Unit.MONTHS, "year": Unit.YEARS, "day": Unit.DAYS}
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"

_CORE = re.compile(
    "|".join(
        [
            *_DAYS,
            *map(re.escape, _MONTH_NAMES),
            "yesterday|Yesterday|today|Today|tomorrow|Tomorrow|tonight|Tonight",
            *(f"{unit}s? ago" for unit in _UNITS),
            "weekend|week|month|year",
            *(rf"{digit}\d*" for digit in range(10)),
        ]
    )
)


def cores(text: str) -> Iterator[re.Match[str]]:
    """The words and digits by which times are found; `read` decides on each."""
    return _CORE.finditer(text)


_AHEAD = re.compile(
    r"(?<!\w)(?:(?P<prep>[Oo]n|[Bb]y|[Uu]ntil|[Tt]ill|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter|"
    r"[Ii]n|[Oo]f|"
    r"[Dd]uring|[Tt]hrough|[Ff]or|[Ll]ate|[Ee]arly|[Ii]n late|[Ii]n early|[Ss]ince late|"
    r"[Ss]ince early|"
    r"[Aa]t the end of|[Aa]t the start of|[Bb]y the end of|[Uu]ntil the end of|"
    r"[Tt]he end of|[Ii]n mid-|[Mm]id-) ?)?"
    r"(?:the )?(?:(?:(?P<past>[Ll]ast|[Pp]ast)|(?P<next>[Nn]ext|[Cc]oming)|(?P<this>[Tt]his)) )?$"
)
_FORWARD = frozenset(["by", "until", "till", "from", "before", "after", "for"])
_DAY_LEADS = frozenset(["on", "by", "until", "till", "since", "from", "before", "after", "through"])
_MONTH_LEADS = frozenset(
    ["in", "since", "until", "by", "late", "early", "during", "through", "from", "mid-"]
)
_PART = re.compile(r" (?:morning|afternoon|evening|night)\b")
_BEHIND = re.compile(
    rf",? (?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year>{_YEAR}))?"
)
_DAY_BEHIND = re.compile(
    rf" (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:,.]\d)(?!\w)(?:,? (?P<year>{_YEAR}))?"
)
_YEAR_BEHIND = re.compile(rf",? (?P<year>{_YEAR})")
_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?: of)? (?P<month>{_MONTH})(?!\w)(?:,? (?P<year>{_YEAR}))?"
)
_BARE = re.compile(_YEAR)
_YEAR_AHEAD = re.compile(
    r"(?<!\w)(?:[Ii]n late|[Ii]n early|[Ii]n mid-|[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|"
    r"[Oo]f|[Ee]arly|"
    r"[Ll]ate|[Dd]uring|[Tt]he summer of|[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter|"
    r"[Bb]ack in|"
    r"[Tt]he year|[Bb]etween|[Bb]efore|[Aa]fter) ?$"
)
_CLOSED = re.compile(r"[.,;:!?)\]’”\"]|$")
_AGO = re.compile(r"(?<!\w)(?P<n>[a-z]{1,6}|\d{1,3}) $")
_LATER_CAPITAL = re.compile(rf" (?!{_MONTH}|I\b)[A-Z]")
_CAPITAL_BEFORE = re.compile(r"(?:^|[^.!?“\"])\s?[A-Z][\w’'-]* $")


def read(text: str, found: re.Match[str], ahead: int) -> Told | None:
    """The time whose first sure word is `found`; `ahead` is where the time before it ends."""
    word, at, end = found[0], found.start(), found.end()
    if word[0].isdigit():
        return _numeric(text, at, ahead)
    if text[at - 1 : at].isalnum():
        return None
    return _READERS[word](text, at, end, ahead)


def _before(text: str, at: int, ahead: int) -> Lead:
    return lead(_AHEAD.search(text, max(ahead, at - LOOK), at), at, _direction)


def _direction(prep: str) -> Tense | None:
    if prep.startswith("since"):
        return Tense.PAST
    return Tense.UNKNOWN if prep.split(" ", maxsplit=1)[0] in _FORWARD else None


def _weekday(text: str, at: int, end: int, ahead: int) -> Told | None:
    if not whole_word(text, at, end) or text.startswith(("’s", "'s"), end):
        return None
    before = _before(text, at, ahead)
    day = _DAYS[text[at:end]]
    dated = _BEHIND.match(text, end)
    if dated:
        return _dated(dated, before, dated["month"], dated["day"], dated["year"], day)
    part = _PART.match(text, end)
    end = part.end() if part else end
    if _LATER_CAPITAL.match(text, end):
        return None  # "Sunday Times"
    sure = before.prep in _DAY_LEADS or before.shift is not None
    if not sure:
        lead = text[max(0, at - LOOK) : at]
        if _CAPITAL_BEFORE.search(lead) or lead.endswith(("every ", "each ", "a ", "one ", "the ")):
            return None  # "Black Friday"
    unit = Unit.NEXT_WEEKDAY if before.shift == 1 else Unit.WEEKDAY
    when = When(unit, weekday=day, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when, tense=before.tense)


def _pointing(text: str, at: int, end: int, _ahead: int) -> Told | None:
    word = text[at:end]
    opens = text[max(0, at - 3) : at].rstrip()[-1:] in ("", ".", "!", "?", ":", "“", '"')
    if not whole_word(text, at, end) or (word[0].isupper() and not opens):
        return None
    if text.startswith(("’s", "'s"), end):
        return None
    return Told(at, end, AnnotationLabel.RELATIVE, when=When(Unit.DAYS, shift=_WORDS[word.lower()]))


def _ago(text: str, at: int, end: int, ahead: int) -> Told | None:
    found = _AGO.search(text, max(ahead, at - LOOK), at)
    number = told_number(found["n"], _NUMBERS) if found else 0
    if found is None or not number or not whole_word(text, at, end):
        return None
    when = When(_UNITS[text[at:end].removesuffix(" ago").rstrip("s")], shift=-number)
    return Told(found.start(), end, AnnotationLabel.RELATIVE, when=when)


def _unit(text: str, at: int, end: int, ahead: int) -> Told | None:
    """`last week`, `this year`; `the past year` lasts, and so does what goes on with `of`."""
    word = text[at:end]
    before = _before(text, at, ahead)
    lasting = text[before.start : at].lower().endswith(("past ", "coming ")) and word != "weekend"
    if before.shift is None or lasting or not whole_word(text, at, end):
        return None
    if text.startswith((" of ", "’s", "'s"), end):
        return None
    if word == "weekend":
        when = When(Unit.WEEKEND, strict=before.strict)
        return Told(before.start, end, AnnotationLabel.RELATIVE, when=when, tense=before.tense)
    when = When(_UNITS[word], shift=before.shift)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when)


def _month(text: str, at: int, end: int, ahead: int) -> Told | None:
    word = text[at:end]
    if not whole_word(text, at, end - word.count(".")) or text.startswith(("’s", "'s"), end):
        return None
    before = _before(text, at, ahead)
    dated = _DAY_BEHIND.match(text, end)
    if dated:
        return _dated(dated, before, word, dated["day"], dated["year"])
    year = _YEAR_BEHIND.match(text, end)
    number = _MONTH_NAMES[word]
    if year and is_year(text, year.start("year"), year.end()):
        return absolute(before.start, year.end(), f"{year['year']}-{number:02d}")
    prep = before.prep.split(" ")[-1]
    sure = (
        prep in _MONTH_LEADS or before.prep.endswith("end of") or before.prep.endswith("start of")
    )
    if not (sure or before.shift is not None):
        return None
    when = When(Unit.MONTH_OF_YEAR, month=number, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.PARTIAL, when=when, tense=before.tense)


def _numeric(text: str, at: int, ahead: int) -> Told | None:
    if text[at - 1 : at].isalnum() or text[at - 1 : at] in tuple(".,:/-–"):
        return None
    dated = _DAY.match(text, at)
    if dated:
        return _dated(dated, _before(text, at, ahead), dated["month"], dated["day"], dated["year"])
    year = _BARE.match(text, at)
    if year is None or not is_year(text, at, year.end()):
        return None
    lead = _YEAR_AHEAD.search(text, max(ahead, at - LOOK), at)
    if lead is None and not _CLOSED.match(text, year.end()):
        return None
    return told_year(lead.start() if lead else at, year.end(), year[0])


def _dated(
    found: re.Match[str], before: Lead, month: str, day: str, year: str | None, weekday: int = -1
) -> Told | None:
    number = _MONTH_NAMES[month]
    if year:
        return absolute(before.start, found.end(), f"{year}-{number:02d}-{day.zfill(2)}")
    if not absolute(before.start, found.end(), f"2000-{number:02d}-{day.zfill(2)}"):
        return None
    when = When(Unit.DAY_OF_YEAR, number=int(day), month=number, weekday=weekday)
    tense = before.tense
    if before.prep not in ("on", "early", "late") and weekday < 0:
        tense = tense or Tense.UNKNOWN  # "answers no later than May 10"
    return Told(before.start, found.end(), AnnotationLabel.PARTIAL, when=when, tense=tense)


_READERS = {
    **dict.fromkeys(_DAYS, _weekday),
    **dict.fromkeys(_MONTH_NAMES, _month),
    **dict.fromkeys([*_WORDS, *(word.capitalize() for word in _WORDS)], _pointing),
    **dict.fromkeys([f"{unit}{s} ago" for unit in _UNITS for s in ("", "s")], _ago),
    **dict.fromkeys(["weekend", "week", "month", "year"], _unit),
}
