"""Dates in TEI: no finer than stated, an interval by its ends, EDTF exactly in `@n`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_schema.edtf import is_edtf

if TYPE_CHECKING:
    from datetime import date

Attributes = dict[str, str | None]


def of_edtf(text: str | None) -> Attributes:
    """The attributes of a date stated in EDTF.

    `2018-05` is `@when="2018-05"`, an interval `@notBefore` and `@notAfter`: TEI's Schematron
    allows no other attribute of the kind beside `@when`. A qualifier is a `@cert` or `@precision`;
    what is no such date, as a foreign dataset may hold it, is `@n` alone.
    """
    found: Attributes = {"n": text}
    if text is None or not is_edtf(text):
        return found
    left, slash, right = text.partition("/")
    if slash:
        found |= {"notBefore": _w3c(left), "notAfter": _w3c(right)}
    else:
        found["when"] = _w3c(left)
    if "?" in text or "%" in text:
        found["cert"] = "low"
    if "~" in text or "%" in text:
        found["precision"] = "low"
    return found


def of_days(first: date | None, last: date | None) -> Attributes:
    """The attributes of a span of days, inclusive; none where it is not known."""
    return {
        "notBefore": first.isoformat() if first else None,
        "notAfter": last.isoformat() if last else None,
    }


def _w3c(text: str) -> str:
    """The part that is known: `2018-XX` is the year 2018."""
    return text.rstrip("?~%").partition("-XX")[0]
