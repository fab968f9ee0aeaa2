"""Read the times that English prose tells: days, months, years, and words that point from today."""

import re

from pressmark.parse.dates import MONTHS
from pressmark.parse.notes.anchors import Unit, When
from pressmark.parse.notes.spoken_time import LOOK, Lead, Told, absolute, is_year, whole_word
from pressmark_schema.vocabulary import AnnotationLabel, Tense

_DAYS = {
    name: n
    for n, name in enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
}
_MONTH_NAMES = (
    "January February March April May June July August September October November December"
)
_MONTH = "(?:" + "|".join(_MONTH_NAMES.split()) + ")"
_SHORT = r"(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\."
_WORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_NUMBERS = {
    name: n
    for n, names in enumerate(
        ["a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
    for name in names.split()
}
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"

CORE = re.compile(
    "|".join(
        [
            *_DAYS,
            *_MONTH_NAMES.split(),
            r"Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.",
            "yesterday|Yesterday|today|Today|tomorrow|Tomorrow|tonight|Tonight",
            "weekend|week|month|year|days? ago|weeks? ago|months? ago|years? ago",
            *(rf"{digit}\d*" for digit in range(10)),
        ]
    )
)
"""The word or digit by which a time is found; `read` decides."""

_AHEAD = re.compile(
    r"(?<!\w)(?:(?P<prep>[Oo]n|[Bb]y|[Uu]ntil|[Tt]ill|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter|[Ii]n|[Oo]f|"
    r"[Dd]uring|[Tt]hrough|[Ff]or|[Ll]ate|[Ee]arly|[Ii]n late|[Ii]n early|[Ss]ince late|[Ss]ince early|"
    r"[Aa]t the end of|[Aa]t the start of|[Bb]y the end of|[Uu]ntil the end of|[Tt]he end of|[Ii]n mid-|[Mm]id-) ?)?"
    r"(?:the )?(?:(?:(?P<past>[Ll]ast|[Pp]ast)|(?P<next>[Nn]ext|[Cc]oming)|(?P<this>[Tt]his)) )?$"
)
_FORWARD = frozenset(["by", "until", "till", "from", "before", "after", "for"])
_DAY_LEADS = frozenset(["on", "by", "until", "till", "since", "from", "before", "after", "through"])
_MONTH_LEADS = frozenset(
    ["in", "since", "until", "by", "late", "early", "during", "through", "from", "mid-"]
)
_PART = re.compile(r" (?:morning|afternoon|evening|night)\b")
_BEHIND = re.compile(
    rf",? (?P<month>{_MONTH}|{_SHORT}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year>{_YEAR}))?"
)
_DAY_BEHIND = re.compile(
    rf" (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:,.]\d)(?!\w)(?:,? (?P<year>{_YEAR}))?"
)
_YEAR_BEHIND = re.compile(rf",? (?P<year>{_YEAR})")
_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}|{_SHORT})(?!\w)(?:,? (?P<year>{_YEAR}))?"
)
_BARE = re.compile(_YEAR)
_YEAR_AHEAD = re.compile(
    r"(?<!\w)(?:[Ii]n late|[Ii]n early|[Ii]n mid-|[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Oo]f|[Ee]arly|"
    r"[Ll]ate|[Dd]uring|[Tt]he summer of|[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter|[Bb]ack in|"
    r"[Tt]he year|[Bb]etween|[Bb]efore|[Aa]fter) ?$"
)
_CLOSED = re.compile(r"[.,;:!?)\]’”\"]|$")
_AGO = re.compile(r"(?<!\w)(?P<n>[a-z]{1,6}|\d{1,3}) $")
_LATER_CAPITAL = re.compile(rf" (?!{_MONTH}|I\b)[A-Z]")
_CAPITAL_BEFORE = re.compile(r"(?:^|[^.!?“\"])\s?[A-Z][\w’'-]* $")
_UNITS = {"week": Unit.WEEKS, "month": Unit.MONTHS, "year": Unit.YEARS, "day": Unit.DAYS}


def read(text: str, found: re.Match[str], ahead: int) -> Told | None:
    """The time whose first sure word is `found`; `ahead` is where the time before it ends."""
    word, at, end = found[0], found.start(), found.end()
    if word[0].isdigit():
        return _numeric(text, at, ahead)
    if text[at - 1 : at].isalnum():
        return None
    if word in _DAYS:
        return _weekday(text, at, end, ahead)
    if word.lower() in _WORDS:
        return _pointing(text, at, end)
    if word.endswith(" ago"):
        return _ago(text, word, at, end)
    if word.rstrip(".").lower() in MONTHS:
        return _month(text, word, at, end, ahead)
    return _unit(text, word, at, end, ahead)


def _before(text: str, at: int, ahead: int) -> Lead:
    found = _AHEAD.search(text, max(ahead, at - LOOK), at)
    if found is None:
        return Lead(at)
    prep = (found["prep"] or "").lower()
    if found["past"]:
        return Lead(found.start(), prep, -1, Tense.PAST)
    if found["next"]:
        return Lead(found.start(), prep, 1, Tense.FUTURE)
    tense = Tense.PAST if prep == "since" else Tense.UNKNOWN if prep in _FORWARD else None
    return Lead(found.start(), prep, 0 if found["this"] else None, tense)


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


def _pointing(text: str, at: int, end: int) -> Told | None:
    word = text[at:end]
    opens = text[max(0, at - 3) : at].rstrip()[-1:] in ("", ".", "!", "?", ":", "“", '"')
    if not whole_word(text, at, end) or (word[0].isupper() and not opens):
        return None
    if text.startswith(("’s", "'s"), end):
        return None
    return Told(at, end, AnnotationLabel.RELATIVE, when=When(Unit.DAYS, shift=_WORDS[word.lower()]))


def _ago(text: str, word: str, at: int, end: int) -> Told | None:
    found = _AGO.search(text, max(0, at - LOOK), at)
    if found is None or not whole_word(text, at, end):
        return None
    number = int(found["n"]) if found["n"].isdigit() else _NUMBERS.get(found["n"], 0)
    unit = _UNITS[word.split(" ", maxsplit=1)[0].rstrip("s")]
    when = When(unit, shift=-number)
    return Told(found.start(), end, AnnotationLabel.RELATIVE, when=when) if number else None


def _unit(text: str, word: str, at: int, end: int, ahead: int) -> Told | None:
    """`last week`, `this year`; `the past year` lasts, and so does what goes on with `of`."""
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


def _month(text: str, word: str, at: int, end: int, ahead: int) -> Told | None:
    if not whole_word(text, at, end - word.count(".")) or text.startswith(("’s", "'s"), end):
        return None
    before = _before(text, at, ahead)
    dated = _DAY_BEHIND.match(text, end)
    if dated:
        return _dated(dated, before, word, dated["day"], dated["year"])
    year = _YEAR_BEHIND.match(text, end)
    number = MONTHS[word.rstrip(".").lower()]
    if year and is_year(text, year.start("year"), year.end()):
        return absolute(before.start, year.end(), f"{year['year']}-{number}")
    prep = before.prep.split(" ")[-1]
    sure = (
        prep in _MONTH_LEADS or before.prep.endswith("end of") or before.prep.endswith("start of")
    )
    if not (sure or before.shift is not None):
        return None
    when = When(Unit.MONTH_OF_YEAR, month=int(number), strict=before.strict)
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
    return absolute(lead.start() if lead else at, year.end(), year[0])


def _dated(
    found: re.Match[str], before: Lead, month: str, day: str, year: str | None, weekday: int = -1
) -> Told | None:
    number = MONTHS[month.rstrip(".").lower()]
    if year:
        return absolute(before.start, found.end(), f"{year}-{number}-{day.zfill(2)}")
    if not absolute(before.start, found.end(), f"2000-{number}-{day.zfill(2)}"):
        return None
    when = When(Unit.DAY_OF_YEAR, number=int(day), month=int(number), weekday=weekday)
    return Told(before.start, found.end(), AnnotationLabel.PARTIAL, when=when, tense=before.tense)
