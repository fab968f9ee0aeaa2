"""Read the times that German prose tells: days, months, years, and words that point from today."""

import re
from collections.abc import Collection, Iterable, Iterator

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

_DAYS = numbered("Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag Sonnabend|Sonntag", 0)
_MONTH_NAMES = numbered(
    "Januar Jänner|Februar Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|"
    "Dezember",
    1,
)
_MONTH = f"(?:{'|'.join(_MONTH_NAMES)})"
_WORDS = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
_NUMBERS = numbered("ein einem einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf", 1)
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"

_CAPITALS = [
    *_DAYS,
    *_MONTH_NAMES,
    *("Vorgestern", "Gestern", "Heute", "Übermorgen"),
    *("Wochenende", "Woche", "Wochen", "Monat", "Jahr", "Tagen"),
]
_DIGITS = [
    *(r"1[5-9]\d\d(?!\d)", r"20\d\d(?!\d)"),
    *(r"0\d(?=\.)", r"1\d?(?=\.)", r"2\d?(?=\.)", r"3[01]?(?=\.)"),
    *(rf"{digit}(?=\.)" for digit in range(4, 10)),
]
"""A year, or a day before the full stop of its ordinal; other numbers are no times."""


def _scanned(arms: Iterable[str]) -> re.Pattern[str]:
    """The arms parted by their first characters, so that the search is a scan for those."""
    rests: dict[str, list[str]] = {}
    for arm in arms:
        rests.setdefault(arm[0], []).append(arm[1:])
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()))


_CORE = _scanned([*_CAPITALS, *_DIGITS])
_CORE_WITH_SMALL = _scanned([*_CAPITALS, *_DIGITS, *_WORDS])


def cores(text: str) -> Iterator[re.Match[str]]:
    """The words and digits by which times are found; `read` decides on each.

    Small letters are looked for only where such a word stands: the scan takes half the time.
    """
    small = "gestern" in text or "heute" in text or "morgen" in text
    return (_CORE_WITH_SMALL if small else _CORE).finditer(text)


_PART = re.compile(r"(?:abend|mittag|vormittag|nachmittag|morgen|nacht|früh|s(?=\W)|[a-zäöüß]+)?")
_PARTS = frozenset(["abend", "mittag", "vormittag", "nachmittag", "morgen", "nacht", "früh"])
_EVENING = re.compile(
    r" (?:Abend|Morgen|Mittag|Vormittag|Nachmittag|Nacht|abend|mittag|vormittag|nachmittag|"
    r"nacht|früh)\b"
)
_DATED = re.compile(
    rf",? \(?(?:den |dem )?(?P<day>\d{{1,2}})\. ?(?P<month>{_MONTH}\b|"
    rf"\d{{1,2}}\.)(?: ?(?P<year>{_YEAR}))?"
)
_OF_WEEK = re.compile(
    r" (?P<mod>vergangener|letzter|vorvergangener|voriger|dieser|kommender|nächster) Woche\b"
)
_MOD = (
    r"(?:(?P<past>vergangene|letzte|vorige|verflossene|abgelaufene)|(?P<next>kommende|nächste)|"
    r"(?P<this>diese|laufende))[nrms]{0,1}"
)
_PREPOSITION = (
    r"(?P<prep>[Aa]m|[Ss]eit|[Bb]is|[Aa]b|[Vv]om|[Vv]on|[Zz]um|[Ff]ür|[Ii]m|[Ii]n|[Vv]or|"
    r"[Nn]ach|[Gg]egen|"
    r"[Aa]nfang|[Mm]itte|[Ee]nde|[Ss]eit Anfang|[Ss]eit Mitte|[Ss]eit Ende|[Bb]is Anfang|"
    r"[Bb]is Mitte|"
    r"[Bb]is Ende|[Bb]is zum|[Bb]is in|[Dd]es)"
)
_AHEAD = re.compile(
    rf"(?<!\w)(?:{_PREPOSITION} )?(?:(?:den|dem|der|die|das|des) )?(?:{_MOD} )?$", re.DOTALL
)
_AHEAD_WORDS = (
    "am seit bis ab vom von zum für im in vor nach gegen anfang mitte ende des den dem der die das "
    "vergangene letzte vorige verflossene abgelaufene kommende nächste diese laufende"
)
_LAST_AHEAD = frozenset(
    form
    for word in _AHEAD_WORDS.split()
    for form in (word, word.capitalize(), *(word + ending for ending in "nrms"))
)
"""Every word with which what `_AHEAD` matches ends, and a few forms that are none."""
_AGO = re.compile(r"(?<!\w)[Vv]or (?P<n>[a-zäöüß]{2,6}|\d{1,3}) $")
_YEAR_AHEAD = re.compile(
    r"(?<!\w)(?:(?:[Ii]m|[Dd]es|[Dd]em|[Ss]eit dem|[Bb]is zum|[Vv]om) (?:Jahre?s?|Sommer|"
    r"Herbst|Winter|"
    r"Frühjahr|Frühling)|(?:[Ii]n den )?Jahren|[Ss]eit|[Vv]on|[Bb]is|[Aa]b|[Ee]nde|"
    r"[Aa]nfang|[Mm]itte|"
    r"[Uu]m|[Vv]or|[Nn]ach|Sommer|Herbst|Winter|Frühjahr|[Ii]n|Jahr) $"
)
_YEAR_BEHIND = re.compile(rf" ({_YEAR})")
_RUNS_ON = re.compile(r" [A-ZÄÖÜ]")
_UNITS = {
    "Tagen": (Unit.DAYS, False),
    "Woche": (Unit.WEEKS, True),
    "Wochen": (Unit.WEEKS, False),
    "Monat": (Unit.MONTHS, True),
    "Jahr": (Unit.YEARS, True),
}
"""Each word with whether it is a singular."""
_WEEKS = {
    "vorvergangene": -2,
    "vergangene": -1,
    "letzte": -1,
    "vorige": -1,
    "diese": 0,
    "kommende": 1,
    "nächste": 1,
}
_NO_TOMORROW = ("guten ", "gestern ", "heute ", "auf ")
_NUMBER_LOOK = 14
_ENDING = re.compile(r"(?:en|es|e|s|n)?(?!\w)")
_DAY_LEADS = frozenset(["am", "seit", "bis", "ab", "vom", "zum", "bis zum"])
_FORWARD = frozenset(["für", "zum", "bis", "ab", "bis zum", "vor", "nach"])
"""Prepositions behind which a day is told from another point than the verb's."""
_SUNDAY_PAPER = re.compile(
    r"(?:\b[Ll]aut (?:der )?|(?:sagte|erklärte|"
    r"berichtete) (?:[A-ZÄÖÜ][\w-]+ ){1,3}der )[A-ZÄÖÜ]\w+ $"
)
"""What makes `am Sonntag` part of a paper's name: a source, or who was spoken to."""


def read(text: str, found: re.Match[str], ahead: int) -> Told | None:
    """The time whose first sure word is `found`; `ahead` is where the time before it ends."""
    word, at = found[0], found.start()
    if word[0].isdigit():
        return _numeric(text, at, ahead)
    if text[at - 1 : at].isalnum():
        return None
    return _READERS[word](text, at, found.end(), ahead)


def _before(text: str, at: int, ahead: int) -> Lead:
    """The words directly before `at` that belong to its time."""
    first = max(ahead, at - LOOK)
    if not _may_lead(text, first, at):
        return Lead(at)
    return lead(_AHEAD.search(text, first, at), at, _direction)


def _may_lead(text: str, first: int, at: int) -> bool:
    """Whether the word before `at` can end what `_AHEAD` matches: a look that mostly suffices."""
    if text[at - 1 : at] != " ":
        return False
    word = text[text.rfind(" ", first, at - 1) + 1 : at - 1]
    return word in _LAST_AHEAD if word.isalpha() else word[-1:].isalpha()


def _direction(prep: str) -> Tense | None:
    if prep.startswith("seit"):
        return Tense.PAST
    return Tense.UNKNOWN if prep in _FORWARD else None


def _weekday(text: str, at: int, end: int, ahead: int) -> Told | None:
    day = _DAYS[text[at:end]]
    part = _PART.match(text, end)
    suffix = part[0] if part else ""
    end += len(suffix)
    if (suffix and suffix not in _PARTS) or not whole_word(text, at, end):
        return None
    before = _before(text, at, ahead)
    dated = _DATED.match(text, end)
    if dated:
        return _dated(dated, before.start, dated["day"], dated["month"], dated["year"], day)
    week = _OF_WEEK.match(text, end)
    if week:
        when = When(Unit.DAY_OF_WEEK, weekday=day, shift=_WEEKS[week["mod"].rstrip("r")])
        return Told(before.start, week.end(), AnnotationLabel.RELATIVE, when=when)
    bracketed = text[at - 1 : at] == "(" and text[end : end + 1] == ")"
    listed = text[ahead:at] in (" und ", " oder ", ", ") and ahead > 0
    sure = before.prep in _DAY_LEADS or before.shift is not None
    if not (sure or suffix or bracketed or listed) or _is_no_day(text, day, before, end):
        return None
    either = before.shift == 1 and "nächst" in text[before.start : at].lower()
    unit = Unit.NEXT_WEEKDAY if either else Unit.WEEKDAY
    when = When(unit, weekday=day, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when, tense=before.tense)


def _is_no_day(text: str, day: int, before: Lead, end: int) -> bool:
    """Whether the weekday belongs to opening hours (`Montag bis Freitag`) or to a paper's name."""
    ranges = before.prep == "bis" and _ends_with(text, before.start, _DAYS)
    if text.startswith(" bis ", end) or ranges:
        return True
    lead = text[max(0, before.start - LOOK) : before.start]
    sunday = day == _DAYS["Sonntag"] and before.prep == "am"
    return sunday and _SUNDAY_PAPER.search(lead) is not None


def _ends_with(text: str, at: int, names: Collection[str]) -> bool:
    return text[max(0, at - LOOK) : at].rstrip().endswith(tuple(names))


def _weekend(text: str, at: int, end: int, ahead: int) -> Told | None:
    before = _before(text, at, ahead)
    sure = before.prep in ("am", "seit") or before.shift is not None
    if not sure or not whole_word(text, at, end):
        return None
    when = When(Unit.WEEKEND, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when, tense=before.tense)


def _pointing(text: str, at: int, end: int, _ahead: int) -> Told | None:
    """`gestern`, `heute` …; with a capital only where a sentence begins."""
    word = text[at:end]
    opens = text[max(0, at - 3) : at].rstrip()[-1:] in ("", ".", "!", "?", ":", "„", '"', "»")
    if not whole_word(text, at, end) or (word[0].isupper() and not opens):
        return None
    if word == "morgen" and text[max(0, at - 8) : at].endswith(_NO_TOMORROW):
        return None
    if text.startswith(" auf morgen", end):
        return None
    evening = _EVENING.match(text, end)
    end = evening.end() if evening else end
    when = When(Unit.DAYS, shift=_WORDS[word.lower()])
    return Told(at, end, AnnotationLabel.RELATIVE, when=when)


def _unit(text: str, at: int, end: int, ahead: int) -> Told | None:
    """`vergangene Woche`, `in diesem Jahr`, `vor drei Tagen`."""
    unit, singular = _UNITS[text[at:end]]
    ending = _ENDING.match(text, end)
    if ending is None or text[ending.end() : ending.end() + 1] == "-":
        return None
    end = ending.end()
    ago = _AGO.search(text, max(ahead, at - _NUMBER_LOOK), at)
    number = told_number(ago["n"], _NUMBERS) if ago else 0
    if ago and number:
        when = When(unit, shift=-number)
        return Told(ago.start(), end, AnnotationLabel.RELATIVE, when=when)
    before = _before(text, at, ahead)
    part = before.prep.endswith(("anfang", "mitte", "ende")) and text[at - 4 : at] == "des "
    shift = 0 if part and before.shift is None else before.shift
    many = not singular or ending[0] in ("n", "en", "e")
    if many or shift is None or text.startswith((" vor ", " des ", " der "), end):
        return None
    when = When(unit, shift=shift)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when)


def _month(text: str, at: int, end: int, ahead: int) -> Told | None:
    if not whole_word(text, at, end):
        return None
    before = _before(text, at, ahead)
    year = _YEAR_BEHIND.match(text, end)
    number = _MONTH_NAMES[text[at:end]]
    if year and is_year(text, year.start(1), year.end()):
        return absolute(before.start, year.end(), f"{year[1]}-{number:02d}")
    if before.prep == "bis" and _ends_with(text, before.start, _MONTH_NAMES):
        return None  # "Juli bis September": of every year
    sure = before.prep.split(" ")[-1] in ("im", "seit", "anfang", "mitte", "ende", "ab", "bis")
    if not (sure or before.shift is not None):
        return None
    when = When(Unit.MONTH_OF_YEAR, month=number, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.PARTIAL, when=when, tense=before.tense)


_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})\. ?(?:(?P<month>{_MONTH})\b|"
    rf"(?P<number>\d{{1,2}})\.)(?: ?(?P<year>{_YEAR}))?"
)
_FIRST_OF_TWO = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?: (?:und|bis|oder) |[-–/])"
    rf"(?=\d{{1,2}}\. ?(?P<month>{_MONTH})\b(?: (?P<year>{_YEAR}))?)"
)
"""The first day of `am 14. und 15. Juli`, whose month stands behind the second."""
_BARE = re.compile(_YEAR)


def _numeric(text: str, at: int, ahead: int) -> Told | None:
    """A day of a month, or a year."""
    if text[at - 1 : at].isalnum() or text[at - 1 : at] in tuple(".,:/-–"):
        return None
    listed = _FIRST_OF_TWO.match(text, at)
    if listed:
        start = _before(text, at, ahead).start
        day = _dated(listed, start, listed["day"], listed["month"], listed["year"])
        return day and day._replace(end=at + len(listed["day"]) + 1)
    dated = _DAY.match(text, at)
    return _day(text, dated, ahead) if dated else _year(text, at, ahead)


def _day(text: str, dated: re.Match[str], ahead: int) -> Told | None:
    before = _before(text, dated.start(), ahead)
    if dated["number"] and not dated["year"] and before.prep not in _DAY_LEADS:
        return None  # "12.6." may be a figure
    month = dated["month"] or dated["number"]
    return _dated(dated, before.start, dated["day"], month, dated["year"])


def _year(text: str, at: int, ahead: int) -> Told | None:
    year = _BARE.match(text, at)
    if year is None or not is_year(text, at, year.end()):
        return None
    lead = _YEAR_AHEAD.search(text, max(ahead, at - LOOK), at)
    if lead is None and _RUNS_ON.match(text, year.end()):
        return None  # "2000 Menschen"
    return told_year(lead.start() if lead else at, year.end(), year[0])


def _dated(
    found: re.Match[str], start: int, day: str, month: str, year: str | None, weekday: int = -1
) -> Told | None:
    number = _MONTH_NAMES.get(month) or int(month.rstrip("."))
    if year:
        return absolute(start, found.end(), f"{year}-{number:02d}-{day.zfill(2)}")
    if not absolute(start, found.end(), f"2000-{number:02d}-{day.zfill(2)}"):
        return None
    when = When(Unit.DAY_OF_YEAR, number=int(day), month=number, weekday=weekday)
    lead = found.string[start : found.start()].split(" ")[0].lower()
    tense = Tense.UNKNOWN if lead in _FORWARD else Tense.PAST if lead == "seit" else None
    if lead in ("", "den", "der", "das", "dem", "des") and weekday < 0:
        tense = Tense.UNKNOWN  # not when something happens: "den 1. Mai im Kalender angestrichen"
    return Told(start, found.end(), AnnotationLabel.PARTIAL, when=when, tense=tense)


_READERS = {
    **dict.fromkeys(_DAYS, _weekday),
    **dict.fromkeys(_MONTH_NAMES, _month),
    **dict.fromkeys(_UNITS, _unit),
    **dict.fromkeys([*_WORDS, *(word.capitalize() for word in _WORDS)], _pointing),
    "Wochenende": _weekend,
}
