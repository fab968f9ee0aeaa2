"""Read the times that French prose tells: days, months, years, and words that point from today."""

import re
from collections.abc import Iterator

from pressmark.parse.notes.anchors import Unit, When
from pressmark.parse.notes.spoken_time import (
    LOOK,
    Told,
    absolute,
    is_year,
    numbered,
    told_number,
    told_year,
    whole_word,
)
from pressmark_schema.vocabulary import AnnotationLabel, Tense

_DAYS = numbered("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche", 0)
_MONTH_NAMES = numbered(
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    1,
)
_MONTH = f"(?:{'|'.join(_MONTH_NAMES)})"
_WORDS = {"hier": -1, "aujourd'hui": 0, "aujourd’hui": 0, "demain": 1}
_NUMBERS = numbered("un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze", 1)
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"

_CORE = re.compile(
    "|".join(
        [
            *_DAYS,
            *(day.capitalize() for day in _DAYS),
            *_MONTH_NAMES,
            "hier|Hier|aujourd['’]hui|Aujourd['’]hui|demain|Demain",
            "semaine|week-end|mois|année|an |an,|an\\.|jours|ans",
            *(rf"{digit}\d*" for digit in range(10)),
        ]
    )
)


def cores(text: str) -> Iterator[re.Match[str]]:
    """The words and digits by which times are found; `read` decides on each."""
    return _CORE.finditer(text)


_HABIT = re.compile(r"(?:\b(?:[Ll]es|[Cc]haque|[Dd]u|[Aa]u|[Uu]n|[Tt]ous les|[Dd]es)|\bl['’]) ?$")
_BEFORE_DAY = re.compile(
    r"(?<!\w)(?:(?P<prep>[Dd]epuis|[Jj]usqu['’]à|[Dd]ès|[Aa]vant|[Aa]près|[Pp]our|"
    r"[Dd]['’]ici) )?(?:(?P<det>[Ll]e|[Cc]e) )?$"
)
_AFTER_DAY = re.compile(
    r"(?: (?P<which>dernier|prochain|passé))?(?: (?:soir|matin|midi|"
    r"après-midi))?(?!\w)(?: (?P<which2>dernier|prochain)(?!\w))?"
)
_PART = re.compile(r" (?:soir|matin|après-midi|midi)\b")
_FEAST = re.compile(r" (?:saint|gras|noir|des [Cc]endres|de [Pp]âques)\b", re.IGNORECASE)
_DATED = re.compile(rf" (?P<day>\d{{1,2}}|1er) (?P<month>{_MONTH})(?!\w)(?: (?P<year>{_YEAR}))?")
_DAY = re.compile(rf"(?P<day>1er|\d{{1,2}}) (?P<month>{_MONTH})(?!\w)(?: (?P<year>{_YEAR}))?")
_BARE = re.compile(_YEAR)
_BEFORE_MONTH = re.compile(
    r"(?<!\w)(?P<prep>[Ee]n|[Dd]ébut|[Ff]in|[Mm]i-|[Dd]epuis|[Dd]ès|[Jj]usqu['’]en|"
    r"[Jj]usqu['’]à fin|[Cc]ourant|"
    r"[Dd]['’]ici|[Aa]u mois d['’e]|[Ll]e mois d['’e]|[Dd]epuis fin|[Dd]epuis début) ?$"
)
_YEAR_BEHIND = re.compile(rf" (?P<year>{_YEAR})")
_YEAR_AHEAD = re.compile(
    r"(?<!\w)(?:[Ee]n|[Dd]epuis|[Ff]in|[Dd]ébut|[Dd]e|[Jj]usqu['’]en|[Dd]ès|[Ll]['’]année|"
    r"[Aa]vant|[Aa]près|"
    r"[Ll]['’]été|[Ll]['’]hiver|[Ll]['’]automne|[Pp]rintemps|[Dd]['’]ici|[Vv]ers|[Mm]i-) ?$"
)
_CLOSED = re.compile(r"[.,;:!?)\]”\"]|$")
_AGO = re.compile(r"(?<!\w)[Ii]l y a (?P<n>[a-zà-ÿ]{2,6}|\d{1,3}) $")
_BEFORE_UNIT = re.compile(r"(?<!\w)(?:(?P<this>[Cc]e|[Cc]ette)|(?P<the>[Ll]a|[Ll]e|[Ll]['’])) ?$")
_WHICH = re.compile(r" ?(?P<which>derni[eè]re?|passée?|prochaine?)\b")
_UNITS = {
    "semaine": Unit.WEEKS,
    "week-end": Unit.WEEKEND,
    "mois": Unit.MONTHS,
    "année": Unit.YEARS,
    "an": Unit.YEARS,
    "ans": Unit.YEARS,
    "jours": Unit.DAYS,
}
_FORWARD = frozenset(["jusqu'à", "jusqu’à", "dès", "avant", "après", "pour", "d'ici", "d’ici"])


def read(text: str, found: re.Match[str], ahead: int) -> Told | None:
    """The time whose first sure word is `found`; `ahead` is where the time before it ends."""
    word, at, end = found[0], found.start(), found.end()
    if word[0].isdigit():
        return _numeric(text, at, ahead)
    if text[at - 1 : at].isalnum():
        return None
    if word.lower() in _DAYS:
        return _weekday(text, at, end, ahead)
    if word.lower() in _WORDS:
        return _pointing(text, at, end)
    if word in _MONTH_NAMES:
        return _month(text, word, at, end, ahead)
    word = word.rstrip(" ,.")
    return _unit(text, word, at, at + len(word), ahead)


def _weekday(text: str, at: int, end: int, ahead: int) -> Told | None:
    if not whole_word(text, at, end) or _FEAST.match(text, end):
        return None
    if _HABIT.search(text, max(0, at - LOOK), at):
        return None
    if text[at].isupper() and text[max(0, at - 3) : at].rstrip()[-1:] not in (
        "",
        ".",
        "!",
        "?",
        ":",
        "«",
    ):
        return None
    before = _BEFORE_DAY.search(text, max(ahead, at - LOOK), at)
    start, prep = (before.start(), (before["prep"] or "").lower()) if before else (at, "")
    day = _DAYS[text[at:end].lower()]
    dated = _DATED.match(text, end)
    if dated:
        return _dated(dated, start, prep, day)
    after = _AFTER_DAY.match(text, end)
    which = (after["which"] or after["which2"]) if after else None
    end = after.end() if after else end
    if before and before["det"] in ("le", "Le") and which is None:
        return None  # "le mardi": every one
    tense = Tense.PAST if prep == "depuis" else Tense.UNKNOWN if prep in _FORWARD else None
    if which:
        tense = Tense.FUTURE if which == "prochain" else Tense.PAST
    when = When(Unit.WEEKDAY, weekday=day, strict=which is not None)
    return Told(start, end, AnnotationLabel.RELATIVE, when=when, tense=tense)


def _pointing(text: str, at: int, end: int) -> Told | None:
    shift, start = _WORDS[text[at:end].lower()], at
    if text[max(0, at - 6) : at].lower() in ("avant-", "après-"):
        shift, start = shift * 2, at - 6
    if not whole_word(text, start, end):
        return None
    part = _PART.match(text, end)
    end = part.end() if part else end
    return Told(start, end, AnnotationLabel.RELATIVE, when=When(Unit.DAYS, shift=shift))


def _unit(text: str, word: str, at: int, end: int, ahead: int) -> Told | None:
    """`la semaine dernière`, `cette année`, `il y a trois ans`."""
    if not whole_word(text, at, end):
        return None
    ago = _AGO.search(text, max(ahead, at - LOOK), at)
    if ago and word != "week-end":
        number = told_number(ago["n"], _NUMBERS)
        when = When(_UNITS[word], shift=-number)
        return Told(ago.start(), end, AnnotationLabel.RELATIVE, when=when) if number else None
    before = _BEFORE_UNIT.search(text, max(ahead, at - LOOK), at)
    which = _WHICH.match(text, end)
    if before is None or word in ("jours", "ans") or not (which or before["this"]):
        return None
    shift = 0 if which is None else 1 if which["which"].startswith("prochain") else -1
    end = which.end() if which else end
    tense = None if shift == 0 else Tense.PAST if shift < 0 else Tense.FUTURE
    if word == "week-end":
        when = When(Unit.WEEKEND, strict=bool(shift))
        return Told(before.start(), end, AnnotationLabel.RELATIVE, when=when, tense=tense)
    when = When(_UNITS[word], shift=shift)
    return Told(before.start(), end, AnnotationLabel.RELATIVE, when=when)


def _month(text: str, word: str, at: int, end: int, ahead: int) -> Told | None:
    if not whole_word(text, at, end):
        return None
    before = _BEFORE_MONTH.search(text, max(ahead, at - LOOK), at)
    start = before.start() if before else at
    year = _YEAR_BEHIND.match(text, end)
    number = _MONTH_NAMES[word]
    if year and is_year(text, year.start("year"), year.end()):
        return absolute(start, year.end(), f"{year['year']}-{number:02d}")
    if before is None:
        return None
    prep = before["prep"].lower()
    tense = Tense.PAST if prep.startswith("depuis") else Tense.UNKNOWN if prep in _FORWARD else None
    when = When(Unit.MONTH_OF_YEAR, month=number)
    return Told(start, end, AnnotationLabel.PARTIAL, when=when, tense=tense)


def _numeric(text: str, at: int, ahead: int) -> Told | None:
    if text[at - 1 : at].isalnum() or text[at - 1 : at] in tuple(".,:/-–"):
        return None
    dated = _DAY.match(text, at)
    if dated:
        before = _BEFORE_DAY.search(text, max(ahead, at - LOOK), at)
        start, prep = (before.start(), (before["prep"] or "").lower()) if before else (at, "")
        return _dated(dated, start, prep)
    year = _BARE.match(text, at)
    if year is None or not is_year(text, at, year.end()):
        return None
    lead = _YEAR_AHEAD.search(text, max(ahead, at - LOOK), at)
    if lead is None and not _CLOSED.match(text, year.end()):
        return None
    return told_year(lead.start() if lead else at, year.end(), year[0])


def _dated(found: re.Match[str], start: int, prep: str, weekday: int = -1) -> Told | None:
    day, number = found["day"].removesuffix("er"), _MONTH_NAMES[found["month"]]
    if found["year"]:
        return absolute(start, found.end(), f"{found['year']}-{number:02d}-{day.zfill(2)}")
    if not absolute(start, found.end(), f"2000-{number:02d}-{day.zfill(2)}"):
        return None
    tense = Tense.PAST if prep == "depuis" else Tense.UNKNOWN if prep in _FORWARD else None
    when = When(Unit.DAY_OF_YEAR, number=int(day), month=number, weekday=weekday)
    return Told(start, found.end(), AnnotationLabel.PARTIAL, when=when, tense=tense)
