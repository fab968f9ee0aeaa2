"""The layer of credits: the agency of a text, the maker of a picture."""

import re
from collections.abc import Iterator

from pressmark.parse.notes.datelines import AGENCY
from pressmark_schema.notes import Note
from pressmark_schema.vocabulary import AnnotationLabel, AnnotationLayer

_SIGNS = (
    rf"(?:[\w.-]{{1,12}}\s?[/,]\s?){{0,4}}{AGENCY}(?:-[\w-]{{2,12}})?"
    rf"(?:\s?[/,]\s?[\w.-]{{1,12}}){{0,4}}"
)
_BRACKETS = re.compile(
    rf"[(\[](?P<who>(?i:(?:(?:mit|with|avec|quelle|"
    rf"source)\b[\s:]*(?:material von )?)?{_SIGNS}))[)\]](?=\W{{0,3}}$)"
)
_LAST_WORD = re.compile(rf"(?<=[.!?…“”\"»] )(?P<who>(?i:{_SIGNS}))\W{{0,2}}$")
_OPENING = re.compile(rf"\((?P<who>(?i:{_SIGNS}))\)\s?[-–—]?\s?(?=[A-ZÀ-Þ„“\"»«])")
_PICTURE_WORD = (
    r"(?:Fotos?|Bild(?:er|quelle|rechte)?|Symbol(?:bild|foto)|Archiv(?:bild|foto)?|Grafik|"
    r"Photos?|Photograph|"
    r"Images?|Pictures?|Credit|Crédits?(?: photo)?|Illustration)"
)
_PICTURE_IN_BRACKETS = re.compile(
    rf"[(\[](?:{_PICTURE_WORD}\s?[:/|]|©)\s?(?P<who>[^()\[\]]{{2,80}})[)\]]"
)
_PICTURE_LAST = re.compile(
    rf"(?:(?<=[.!?…“”\"»)] )|^)(?:{_PICTURE_WORD}\s?[:/|]|©)\s?(?P<who>[^.!?()]{{2,80}})\W{{0,2}}$"
)
_PICTURE_HINT = re.compile(rf"[(\[](?:{_PICTURE_WORD}|©)")
_AGENCY_NAMED = re.compile(rf"{AGENCY}(?![a-zäöüß])")
_PICTURE_SIGN = re.compile("[:©/|]")
_CLOSING = (")", "]")
_TAIL = 120
_SHORT_TAIL = 50


def credit_block(text: str) -> Iterator[Note]:
    """The note of a block that names an agency."""
    value = text.strip("()[]/© ")
    if value:
        yield _made(AnnotationLabel.AGENCY, 0, len(text), value, "credit.block@1")


def credits_in(text: str) -> Iterator[Note]:
    """The notes of credits in a paragraph or caption: where it ends or begins, or in brackets."""
    opening = _OPENING.match(text) if text[:1] == "(" else None
    if opening:
        yield _note(opening, AnnotationLabel.AGENCY, "credit.opening@1")
    if ("(" in text or "[" in text) and _PICTURE_HINT.search(text):
        for found in _PICTURE_IN_BRACKETS.finditer(text):
            yield _note(found, AnnotationLabel.PICTURE, "credit.picture@1")
    end = text[-1:]
    if not (end.isalnum() or end in _CLOSING or text[-2:-1] in _CLOSING):
        return
    tail = max(0, len(text) - _TAIL)
    last = _PICTURE_LAST.search(text, tail) if _PICTURE_SIGN.search(text, tail) else None
    if last:
        yield _note(last, AnnotationLabel.PICTURE, "credit.picture@1")
        return
    if _AGENCY_NAMED.search(text[-_SHORT_TAIL:].lower()) is None:
        return
    last = _BRACKETS.search(text, tail) or _LAST_WORD.search(text, tail)
    if last and (opening is None or last.start() >= opening.end()):
        yield _note(last, AnnotationLabel.AGENCY, "credit.closing@1")


def _note(found: re.Match[str], label: AnnotationLabel, rule: str) -> Note:
    end = found.start() + len(found[0].rstrip())
    return _made(label, found.start(), end, found["who"].strip(), rule)


def _made(label: AnnotationLabel, start: int, end: int, value: str, rule: str) -> Note:
    return Note(AnnotationLayer.CREDIT, label, start, end, rule, value=value)
