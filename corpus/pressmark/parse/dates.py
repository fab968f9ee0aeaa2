"""Read the dates that German, English and French newspapers print, no finer than they print them.

A fixed list of forms, never a guess: two-digit years and all-numeric dates with slashes mean
different days to different readers and are not read.
"""

import re
from collections.abc import Iterator

from pressmark_schema.edtf import Edtf
from pressmark_schema.segments import Span

_MONTHS = (
    "januar jänner january janvier jan janv",
    "februar feber february février fevrier feb febr févr fév",
    "märz maerz march mars mär mrz mar",
    "april avril apr avr",
    "mai may",
    "juni june juin jun",
    "juli july juillet jul juil",
    "august août aout aug",
    "september septembre sep sept",
    "oktober october octobre okt oct",
    "november novembre nov",
    "dezember december décembre decembre dez dec déc",
)
MONTHS = {name: f"{n:02d}" for n, names in enumerate(_MONTHS, 1) for name in names.split()}
"""Month number, two digits, by lower-case name or abbreviation (Jänner and Feber are Austrian)."""

_FRENCH = frozenset(
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
    ]
)
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_YEAR = r"[12]\d{3}(?!\d)"
_GAP = r"[ \u00a0\u202f]"
_FORMS = (
    rf"(?P<d1>\d{{1,2}})(?:\.|er|st|nd|rd|th)?{_GAP}?(?P<m1>{_MONTH})\b\.?,?{_GAP}(?P<y1>{_YEAR})",
    rf"(?P<m2>{_MONTH})\b\.?{_GAP}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?{_GAP}(?P<y2>{_YEAR})",
    rf"(?P<d3>\d{{1,2}})\.{_GAP}?(?P<m3>\d{{1,2}})\.{_GAP}?(?P<y3>{_YEAR})",
    r"(?P<y4>[12]\d{3})-(?P<m4>\d\d)-(?P<d4>\d\d)(?!\d)",
    rf"(?P<m5>{_MONTH})\b\.?{_GAP}(?P<y5>{_YEAR})",
)
_DATE = re.compile(rf"(?<![\w.])(?:{'|'.join(_FORMS)})", re.IGNORECASE)
_YEAR_AT_ALL = re.compile(r"[12]\d{3}")

WEEKDAY = (
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mo|di|mi|do|fr|sa|so)"
)
"""A pattern for the days of the week in German, English and French."""
_LINK = rf"(?:am|vom|seit|on|le|du|at|um|{WEEKDAY})"
_UPDATE = re.compile(
    r"\W{0,3}(?:(?:zuletzt|letzte|last|dernière)\s+)?"
    r"(?:aktualisiert|aktualisierung|geändert|update|updated|modified|stand|mis à jour|mise à jour|"
    r"korrektur|korrigiert|berichtigung|berichtigt|correction|corrected|rectificatif)\b"
    rf"(?:\s+{_LINK}\b\.?,?|\s*[:|(–—-]|,){{0,4}}\s*",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:wurde(?: (?:zuletzt|nachträglich))? am|"
    r"(?:updated|amended|corrected|changed|modified) on|(?:mis à jour|corrigé|modifié) le) ",
    re.IGNORECASE,
)
_OPENING = 200


def printed_dates(text: str) -> Iterator[tuple[str, Span]]:
    """Each date that `text` states in full, in order: its EDTF value and where it stands.

    A month with a year gives a month (`Mai 2018` is `2018-05`). A day that no calendar has is
    passed over. Offsets are code points in `text`.
    """
    if not _YEAR_AT_ALL.search(text):
        return
    for found in _DATE.finditer(text):
        value = _edtf(found)
        if value is not None:
            yield value, Span(found.start(), found.end())


def printed_date(text: str) -> tuple[str, Span] | None:
    """The first of `printed_dates`, or None."""
    return next(printed_dates(text), None)


def update_line(text: str) -> tuple[str, Span] | None:
    """The date of an update or correction with which `text` begins, or None.

    Read only where the date follows the word at once (`Stand: 3. Mai 2020`), so that prose which
    merely starts with such a word is not a dated line.
    """
    cue = _UPDATE.match(text)
    if cue is None:
        return None
    first = printed_date(text[: cue.end() + 40])
    return first if first is not None and first[1].start == cue.end() else None


def change_note(text: str) -> tuple[str, Span] | None:
    """The date on which a note says that its article was changed, or None.

    For a block known to be such a note: in prose the same words tell of other things.
    """
    for found in _CHANGED.finditer(text[:_OPENING]):
        first = printed_date(text[found.end() : found.end() + 40])
        if first is not None and first[1].start == 0:
            return first[0], Span(found.end(), found.end() + first[1].end)
    return None


def is_update_cue(text: str) -> bool:
    """Whether `text` begins with a word that announces an update or a correction."""
    return _UPDATE.match(text[:_OPENING]) is not None


def _edtf(found: re.Match[str]) -> str | None:
    year = _group(found, "y1", "y2", "y3", "y4", "y5")
    month = _group(found, "m1", "m2", "m3", "m4", "m5")
    day = _group(found, "d1", "d2", "d3", "d4")
    if not day and month.islower() and month not in _FRENCH:
        return None  # "may 2018 brings" is a verb, "in may 2018" is rare
    number = month if month.isdigit() else MONTHS[month.lower()]
    parts = [year, number.zfill(2), *([day.zfill(2)] if day else [])]
    try:
        return str(Edtf.parse("-".join(parts)))
    except ValueError:
        return None


def _group(found: re.Match[str], *names: str) -> str:
    return next((found[name] for name in names if found[name]), "")
