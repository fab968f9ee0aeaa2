"""The layer of datelines: place, agency and day with which a report opens."""

import re
from collections.abc import Iterator

from pressmark.parse.dates import MONTHS, WEEKDAY, printed_date
from pressmark.parse.notes.anchors import Unit, When, anchored
from pressmark_schema.edtf import is_edtf
from pressmark_schema.notes import Days, Note
from pressmark_schema.vocabulary import AnnotationBasis, AnnotationLabel, AnnotationLayer, Tense

AGENCY = (
    r"(?:dpa|dapd|ddp|afp|reuters|apa|ap|epd|kna|sda|ats|dts|ansa|efe|tass|sid|upi|pa|belga|xinhua|"
    r"interfax|kyodo|yonhap|pti|rtr|ots)"
)
"""The signs of news agencies in lower case."""
_UPPER = "[A-ZÀ-ÖØ-ÞŁŚŠŻŽČĆ]"
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_PLACE = (
    rf"{_UPPER}[\w.'’-]{{1,25}}(?:(?:[ /]|"
    rf", )(?!(?i:{_MONTH})\b)(?:{_UPPER}[\w.'’-]{{0,25}}|am|an|der|im|in|"
    rf"ob|bei|de|du|des|la|le|"
    r"les|sur|sous|en|on|upon|of|the)){0,4}"
)
_DATE = (
    rf"(?P<date>(?i:\d{{1,2}}(?:\.|er)? ?{_MONTH}\b\.?(?: \d{{4}})?|"
    rf"{_MONTH}\b\.? \d{{1,2}}(?:, \d{{4}})?)|"
    r"\d{1,2}\.\d{1,2}\.(?:\d{4})?)"
)
_SIGN = r"\((?P<agency>[\w./, -]{2,24})\)"
_DASH = r"\s?(?:[–—]|--?(?=\s))\s?"
_FORM = re.compile(
    rf"(?P<place>{_PLACE})(?:, (?:(?i:{WEEKDAY}),? )?{_DATE})?(?:,? "
    rf"{_SIGN})?[,.]?(?P<dash>{_DASH})?"
)
_BARRED = re.compile(rf"(?P<place>{_UPPER}{{2,}}(?:[ /-]{_UPPER}{{2,}}){{0,3}}) [a-z]{{2,8}} \| ?")
"""A place in capitals, a paper's own sign, a bar."""
_BARE_PLACE = re.compile(
    rf"{_UPPER}[\w.'’-]{{1,25}}(?:/{_UPPER}[\w.'’-]{{1,25}}|[ -]{_UPPER}[\w'’-]{{1,25}}){{0,2}}"
)
_HAS_AGENCY = re.compile(rf"\b{AGENCY}\b", re.IGNORECASE)
_DAY_NAME = re.compile(rf"\b{WEEKDAY}\b", re.IGNORECASE)
_SIGNS_AHEAD = ("(", "–", "—", "|", " -")
_HEAD = 90
_SENTENCE = 80
_LOOK = 130


def datelines(
    text: str, days: Days | None, *, opening: bool = False, own: bool = False
) -> Iterator[Note]:
    """The notes of the dateline with which `text` opens: the whole, its agency, its date.

    A dateline is a place before an agency in brackets, or before a day and a dash, or in capitals
    before a dash; without any of these only at the article's `opening`, before a sentence of some
    length; a block that is its `own` needs no dash. `days` are the days of writing, from which a
    day without its year is told.
    """
    head = text[:_HEAD]
    if not own and not any(sign in head for sign in _SIGNS_AHEAD):
        return
    found = _BARRED.match(text) or _FORM.match(text, 0, _LOOK)
    if found is None:
        return
    groups = found.groupdict()
    sign, date = groups.get("agency"), groups.get("date")
    if _DAY_NAME.search(found["place"]):
        return
    whole = own and bool(date) and found.end() == len(text)
    if not whole and not _sure(found, text, sign, date, opening=opening):
        return
    layer = AnnotationLayer.DATELINE
    end = len(found[0].rstrip())
    yield Note(
        layer, AnnotationLabel.DATELINE, 0, end, "dateline@1", value=found["place"].rstrip(".,")
    )
    if date:
        yield _date(found, date, days)
    if sign and _HAS_AGENCY.search(sign):
        start, stop = found.span("agency")
        yield Note(layer, AnnotationLabel.AGENCY, start, stop, "dateline.agency@1", value=sign)


def _sure(
    found: re.Match[str], text: str, sign: str | None, date: str | None, *, opening: bool
) -> bool:
    if found.re is _BARRED:
        return True
    dash, place, after = found["dash"], found["place"], text[found.end() : found.end() + 1]
    if sign and _HAS_AGENCY.search(sign):
        return not after.islower()
    if sign:
        return opening and sign.islower() and bool(dash) and after.isupper()
    if dash is None or not after or after.islower():
        return False
    if date or (place.isupper() and len(place) > 2):  # noqa: PLR2004 - "EU – …" is no place
        return True
    return opening and len(text) > _SENTENCE and _BARE_PLACE.fullmatch(place) is not None


def _date(found: re.Match[str], printed: str, days: Days | None) -> Note:
    start, end = found.span("date")
    layer, label = AnnotationLayer.DATELINE, AnnotationLabel.DATE
    note = Note(layer, label, start, end, "dateline.date@1", basis=AnnotationBasis.NO_ANCHOR)
    full = printed_date(printed)
    if full:
        return note._replace(value=full[0], basis=AnnotationBasis.PRINTED)
    when = _when(printed)
    return anchored(note, when, days, Tense.PAST) if when else note


def _when(printed: str) -> When | None:
    """A day without its year."""
    numbers = re.findall(r"\d+", printed)
    month = re.search(_MONTH, printed, re.IGNORECASE)
    number = MONTHS[month[0].lower()] if month else numbers[1].zfill(2)
    day = numbers[0]
    if not is_edtf(f"2000-{number}-{day.zfill(2)}"):
        return None
    return When(Unit.DAY_OF_YEAR, number=int(day), month=int(number))
