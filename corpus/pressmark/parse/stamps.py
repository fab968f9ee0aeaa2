"""Read the date that a header states, in EDTF or printed, and the time of day behind it."""

import re

from pressmark.parse.dates import WEEKDAY, printed_date
from pressmark_schema.edtf import is_edtf

EDTF = r"[12]\d{3}[-/0-9X]{0,17}[?~%]?(?:/[12]\d{3}[-0-9]{0,6}[?~%]?)?"
"""What may be an EDTF value; whether it is one, `is_edtf` says."""
_EDTF = re.compile(EDTF)
_CLOCK = re.compile(
    r"(?:T|,?[^\S\r\n])(?:[01]\d|2[0-3])(?::[0-5]\d){1,2}(?:\.\d{1,9})?"
    r"(?:[^\S\r\n]?(?:Z|[+-]\d\d:?\d\d|Uhr|UTC|GMT|MESZ|MEZ|CEST|CET)(?!\w))?(?=\s|$)"
)
_NAMED_DAY = re.compile(rf"{WEEKDAY}[.,]{{0,2}}[^\S\r\n]", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\r\n]*")
_ISO = re.compile(r"(?P<day>[12]\d{3}(?:-\d\d){0,2})(?:[T ]\d\d:\d\d[\d:.+\-Z ]{0,20})?")
_WORD = re.compile(r"(?:[^\W\d_]{2,10}[.,]{0,2} )?")
_TIME = re.compile(r"(?:,? ?[^\W\d_]{0,3} ?\d{1,2}[:.h]\d\d(?::\d\d)?(?: \w{2,4}\.?){0,2})?")
_PRINTED_LIMIT = 40


def date_at(text: str, at: int) -> tuple[str, int] | None:
    """The date that stands at `at`, as an EDTF value, and where it ends with its time of day.

    None where there is none of the calendar, or where prose runs on: what is printed, or only a
    year, counts only before a capital, a mark or the line's end.
    """
    edtf = _EDTF.match(text, at)
    found = _printed_at(text, at) if edtf is None else (edtf[0], edtf.end())
    if found is None or not is_edtf(found[0]):
        return None
    value, end = found
    end = after_time(text, end)
    follows = text[end : end + 1]
    if follows and not follows.isspace():
        return None
    vague = edtf is None or len(value.rstrip("?~%")) == len("2018")
    return None if vague and _runs_on(text, end) else (value, end)


def after_time(text: str, at: int) -> int:
    """Where the time of day behind a date ends; `at` where there is none, or prose holds it."""
    clock = _CLOCK.match(text, at)
    return at if clock is None or _runs_on(text, clock.end()) else clock.end()


def date_value(raw: str) -> str | None:
    """The EDTF value of `raw`, which is a date and at most its weekday and time; else None."""
    iso = _ISO.fullmatch(raw)
    if iso is not None:
        return iso["day"] if is_edtf(iso["day"]) else None
    if is_edtf(raw):
        return raw
    printed = printed_date(raw)
    if printed is None:
        return None
    value, span = printed
    alone = _WORD.fullmatch(raw[: span.start]) and _TIME.fullmatch(raw[span.end :])
    return value if alone else None


def _printed_at(text: str, at: int) -> tuple[str, int] | None:
    named = _NAMED_DAY.match(text, at)
    start = at if named is None else named.end()
    printed = printed_date(text[start : start + _PRINTED_LIMIT])
    if printed is None or printed[1].start:
        return None
    return printed[0], start + printed[1].end


def _runs_on(text: str, at: int) -> bool:
    """Whether the next word on the line goes on in lower case."""
    blanks = _BLANKS.match(text, at)
    end = at if blanks is None else blanks.end()
    return text[end : end + 1].islower()
