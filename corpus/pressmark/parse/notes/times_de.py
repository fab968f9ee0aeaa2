"""Read the times that German prose tells: days, months, years, and words that point from today."""

import re

from pressmark.parse.dates import MONTHS
from pressmark.parse.notes.anchors import Unit, When
from pressmark.parse.notes.spoken_time import LOOK, Lead, Told, absolute, is_year, whole_word
from pressmark_schema.vocabulary import AnnotationLabel, Tense

_DAYS = {
    "Montag": 0,
    "Dienstag": 1,
    "Mittwoch": 2,
    "Donnerstag": 3,
    "Freitag": 4,
    "Samstag": 5,
    "Sonnabend": 5,
    "Sonntag": 6,
}
_WORDS = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
_NUMBERS = {
    name: n
    for n, names in enumerate(
        ["ein einem einer", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"], 1
    )
    for name in names.split()
}
_MONTH_NAMES = "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember"
_MONTH = "(?:" + "|".join(_MONTH_NAMES.split()) + ")"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"

# Each arm begins with a letter of its own, so that the search is a scan for those letters.
CORE = re.compile(
    "|".join(
        [
            *_DAYS,
            *_MONTH_NAMES.split(),
            "vorgestern|Vorgestern|gestern|Gestern|heute|Heute|morgen|übermorgen|Übermorgen",
            "Wochenende|Woche|Wochen|Monat|Jahr|Tagen",
            *(rf"{digit}\d*" for digit in range(10)),
        ]
    )
)
"""The word or digit by which a time is found; `read` decides."""

_PART = re.compile(r"(?:abend|mittag|vormittag|nachmittag|morgen|nacht|früh|s(?=\W)|[a-zäöüß]+)?")
_PARTS = frozenset(["abend", "mittag", "vormittag", "nachmittag", "morgen", "nacht", "früh"])
_EVENING = re.compile(
    r" (?:Abend|Morgen|Mittag|Vormittag|Nachmittag|Nacht|abend|mittag|vormittag|nachmittag|nacht|früh)\b"
)
_DATED = re.compile(
    rf",? \(?(?:den |dem )?(?P<day>\d{{1,2}})\. ?(?P<month>{_MONTH}\b|\d{{1,2}}\.)(?: ?(?P<year>{_YEAR}))?"
)
_OF_WEEK = re.compile(
    r" (?P<mod>vergangener|letzter|vorvergangener|voriger|dieser|kommender|nächster) Woche\b"
)
_MOD = (
    r"(?:(?P<past>vergangene|letzte|vorige|verflossene|abgelaufene)|(?P<next>kommende|nächste)|"
    r"(?P<this>diese|laufende))[nrms]{0,1}"
)
_PREPOSITION = (
    r"(?P<prep>[Aa]m|[Ss]eit|[Bb]is|[Aa]b|[Vv]om|[Vv]on|[Zz]um|[Ff]ür|[Ii]m|[Ii]n|[Vv]or|[Nn]ach|[Gg]egen|"
    r"[Aa]nfang|[Mm]itte|[Ee]nde|[Ss]eit Anfang|[Ss]eit Mitte|[Ss]eit Ende|[Bb]is Anfang|[Bb]is Mitte|"
    r"[Bb]is Ende|[Bb]is zum|[Bb]is in|[Dd]es)"
)
_AHEAD = re.compile(
    rf"(?<!\w)(?:{_PREPOSITION} )?(?:(?:den|dem|der|die|das) )?(?:{_MOD} )?$", re.DOTALL
)
_AGO = re.compile(r"(?<!\w)[Vv]or (?P<n>[a-zäöüß]{2,6}|\d{1,3}) $")
_YEAR_AHEAD = re.compile(
    r"(?<!\w)(?:(?:[Ii]m|[Dd]es|[Dd]em|[Ss]eit dem|[Bb]is zum|[Vv]om) (?:Jahre?s?|Sommer|Herbst|Winter|"
    r"Frühjahr|Frühling)|(?:[Ii]n den )?Jahren|[Ss]eit|[Vv]on|[Bb]is|[Aa]b|[Ee]nde|[Aa]nfang|[Mm]itte|"
    r"[Uu]m|[Vv]or|[Nn]ach|Sommer|Herbst|Winter|Frühjahr|[Ii]n|Jahr) $"
)
_YEAR_BEHIND = re.compile(rf" ({_YEAR})")
_RUNS_ON = re.compile(r" [A-ZÄÖÜ]")
_UNIT_WORDS = {
    "Tagen": Unit.DAYS,
    "Woche": Unit.WEEKS,
    "Wochen": Unit.WEEKS,
    "Monat": Unit.MONTHS,
    "Jahr": Unit.YEARS,
}
_ENDING = re.compile(r"(?:en|es|e|s|n)?(?!\w)")
_DAY_LEADS = frozenset(["am", "seit", "bis", "ab", "vom", "zum", "bis zum"])
_FORWARD = frozenset(["für", "zum", "bis", "ab", "bis zum", "vor", "nach"])
"""Prepositions behind which a day is told from another point than the verb's."""
_SUNDAY_PAPER = re.compile(
    r"(?:\b[Ll]aut (?:der )?|(?:sagte|erklärte|berichtete) (?:[A-ZÄÖÜ][\w-]+ ){1,3}der )[A-ZÄÖÜ]\w+ $"
)
"""What makes `am Sonntag` part of a paper's name: a source, or who was spoken to."""


def read(text: str, found: re.Match[str], ahead: int) -> Told | None:
    """The time whose first sure word is `found`; `ahead` is where the time before it ends."""
    word, at = found[0], found.start()
    if word[0].isdigit():
        return _numeric(text, at, ahead)
    if text[at - 1 : at].isalnum():
        return None
    if word in _DAYS:
        return _weekday(text, at, found.end(), ahead)
    if word.lower() in _WORDS:
        return _pointing(text, at, found.end())
    if word == "Wochenende":
        return _weekend(text, at, found.end(), ahead)
    if word in _UNIT_WORDS:
        return _unit(text, word, at, found.end())
    return _month(text, word, at, found.end(), ahead)


def _before(text: str, at: int, ahead: int) -> Lead:
    """The words directly before `at` that belong to its time."""
    found = _AHEAD.search(text, max(ahead, at - LOOK), at)
    if found is None:
        return Lead(at)
    prep = (found["prep"] or "").lower()
    if found["past"]:
        return Lead(found.start(), prep, -1, Tense.PAST)
    if found["next"]:
        return Lead(found.start(), prep, 1, Tense.FUTURE)
    tense = Tense.PAST if prep.startswith("seit") else Tense.UNKNOWN if prep in _FORWARD else None
    return Lead(found.start(), prep, 0 if found["this"] else None, tense)


def _weekday(text: str, at: int, end: int, ahead: int) -> Told | None:
    day = _DAYS[text[at:end]]
    part = _PART.match(text, end)
    suffix = part[0] if part else ""
    if suffix and suffix not in _PARTS:
        return None
    end += len(suffix)
    if not whole_word(text, at, end):
        return None
    before = _before(text, at, ahead)
    dated = _DATED.match(text, end)
    if dated:
        return _dated(dated, before.start, dated["day"], dated["month"], dated["year"], day)
    week = _OF_WEEK.match(text, end)
    if week:
        shift = {"v": -1, "l": -1, "d": 0, "k": 1, "n": 1}[week["mod"][0]]
        shift = -2 if week["mod"].startswith("vorvergangen") else shift
        when = When(Unit.DAY_OF_WEEK, weekday=day, shift=shift)
        return Told(before.start, week.end(), AnnotationLabel.RELATIVE, when=when)
    bracketed = text[at - 1 : at] == "(" and text[end : end + 1] == ")"
    listed = text[ahead:at] in (" und ", " oder ", ", ") and ahead > 0
    sure = before.prep in _DAY_LEADS or before.strict or before.shift == 0
    if not (sure or suffix or bracketed or listed) or text[end : end + 5] == " bis ":
        return None
    if day == _DAYS["Sonntag"] and before.prep == "am":
        if _SUNDAY_PAPER.search(text, max(0, before.start - LOOK), before.start):
            return None
    if (
        before.prep == "bis"
        and text[max(0, before.start - LOOK) : before.start].rstrip().endswith(tuple(_DAYS))
        and not listed
    ):
        return None  # "Montag bis Freitag": opening hours
    either = before.shift == 1 and "nächst" in text[before.start : at].lower()
    unit = Unit.NEXT_WEEKDAY if either else Unit.WEEKDAY
    when = When(unit, weekday=day, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when, tense=before.tense)


def _weekend(text: str, at: int, end: int, ahead: int) -> Told | None:
    before = _before(text, at, ahead)
    sure = before.prep in ("am", "seit") or before.strict or before.shift == 0
    if not sure or not whole_word(text, at, end):
        return None
    when = When(Unit.WEEKEND, strict=before.strict)
    return Told(before.start, end, AnnotationLabel.RELATIVE, when=when, tense=before.tense)


def _pointing(text: str, at: int, end: int) -> Told | None:
    """`gestern`, `heute` …; with a capital only where a sentence begins."""
    word = text[at:end]
    opens = text[max(0, at - 3) : at].rstrip()[-1:] in ("", ".", "!", "?", ":", "„", '"', "»")
    if not whole_word(text, at, end) or (word[0].isupper() and not opens):
        return None
    if word == "morgen" and text[max(0, at - 7) : at].endswith(
        ("guten ", "gestern ", "heute ", "auf ")
    ):
        return None
    evening = _EVENING.match(text, end)
    end = evening.end() if evening else end
    if word == "heute" and text.startswith(" auf morgen", end):
        return None
    return Told(at, end, AnnotationLabel.RELATIVE, when=When(Unit.DAYS, shift=_WORDS[word.lower()]))


def _unit(text: str, word: str, at: int, end: int) -> Told | None:
    """`vergangene Woche`, `in diesem Jahr`, `vor drei Tagen`."""
    ending = _ENDING.match(text, end)
    if ending is None or text[ending.end() : ending.end() + 1] == "-":
        return None
    ago = _AGO.search(text, max(0, at - LOOK), at)
    if ago:
        number = int(ago["n"]) if ago["n"].isdigit() else _NUMBERS.get(ago["n"], 0)
        when = When(_UNIT_WORDS[word], shift=-number)
        return (
            Told(ago.start(), ending.end(), AnnotationLabel.RELATIVE, when=when) if number else None
        )
    before = _before(text, at, 0)
    plural = word in ("Tagen", "Wochen") or ending[0] in ("n", "en", "e")
    shift = before.shift
    if plural or shift is None or text.startswith((" vor ", " des ", " der "), ending.end()):
        return None
    when = When(_UNIT_WORDS[word], shift=shift)
    return Told(before.start, ending.end(), AnnotationLabel.RELATIVE, when=when)


def _month(text: str, word: str, at: int, end: int, ahead: int) -> Told | None:
    if not whole_word(text, at, end):
        return None
    before = _before(text, at, ahead)
    year = _YEAR_BEHIND.match(text, end)
    number = MONTHS[word.lower()]
    if year and is_year(text, year.start(1), year.end()):
        return absolute(before.start, year.end(), f"{year[1]}-{number}")
    sure = before.prep.split(" ")[-1] in ("im", "seit", "anfang", "mitte", "ende", "ab", "bis")
    if not (sure or before.strict or before.shift == 0):
        return None
    when = When(Unit.MONTH_OF_YEAR, month=int(number), strict=before.strict)
    return Told(before.start, end, AnnotationLabel.PARTIAL, when=when, tense=before.tense)


_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})\. ?(?:(?P<month>{_MONTH})\b|(?P<number>\d{{1,2}})\.)(?: ?(?P<year>{_YEAR}))?"
)
_BARE = re.compile(_YEAR)


def _numeric(text: str, at: int, ahead: int) -> Told | None:
    """A day of a month, or a year."""
    if text[at - 1 : at].isalnum() or text[at - 1 : at] in tuple(".,:/-–"):
        return None
    dated = _DAY.match(text, at)
    if dated:
        before = _before(text, at, ahead)
        if dated["number"] and not dated["year"] and before.prep not in _DAY_LEADS:
            return None
        return _dated(
            dated, before.start, dated["day"], dated["month"] or dated["number"], dated["year"]
        )
    year = _BARE.match(text, at)
    if year is None or not is_year(text, at, year.end()):
        return None
    before_year = _YEAR_AHEAD.search(text, max(ahead, at - LOOK), at)
    if before_year is None and _RUNS_ON.match(text, year.end()):
        return None  # "2000 Menschen"
    return absolute(before_year.start() if before_year else at, year.end(), year[0])


def _dated(
    found: re.Match[str], start: int, day: str, month: str, year: str | None, weekday: int = -1
) -> Told | None:
    number = month.rstrip(".")
    number = number.zfill(2) if number.isdigit() else MONTHS[number.lower()]
    if year:
        return absolute(start, found.end(), f"{year}-{number}-{day.zfill(2)}")
    if not absolute(start, found.end(), f"2000-{number}-{day.zfill(2)}"):
        return None
    when = When(Unit.DAY_OF_YEAR, number=int(day), month=int(number), weekday=weekday)
    lead = found.string[start : found.start()].split(" ")[0].lower()
    tense = Tense.UNKNOWN if lead in _FORWARD else Tense.PAST if lead == "seit" else None
    if lead in ("", "den", "der", "das", "dem", "des") and weekday < 0:
        tense = Tense.UNKNOWN  # not when something happens: "den 1. Mai im Kalender angestrichen"
    return Told(start, found.end(), AnnotationLabel.PARTIAL, when=when, tense=tense)
