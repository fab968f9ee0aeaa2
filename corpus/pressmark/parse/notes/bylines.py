"""The layer of bylines: who wrote an article, on a line of its own or run into a paragraph."""

import re
from collections.abc import Iterator

from pressmark.parse.names import are_known_names, are_names
from pressmark_schema.notes import Note
from pressmark_schema.vocabulary import AnnotationBasis, AnnotationLabel, AnnotationLayer

_UPPER = "[A-ZÀ-ÖØ-ÞŁŚŠŻŽČĆ]"
_WORD = rf"{_UPPER}[\w'’-]+|{_UPPER}\."
_NAME = (
    rf"(?:{_WORD})(?: (?:(?:von|van|der|den|de|du|la|le|zu|del|di|da) ){{0,2}}(?:{_WORD})){{1,3}}"
)
_SHORT_NAME = rf"(?:{_WORD}) (?:(?:von|van|der|den|de|du|la|le|zu|del|di|da) ){{0,2}}(?:{_WORD})"
_JOINT = r"(?:, | und | and | et | & |/)"
_CUE = (
    r"(?:(?:[Ee]ine?|[Aa]n?|[Uu]ne?) [\w-]{3,20} )?(?:[Vv]on|[Bb]y|[Pp]ar|(?:Text|"
    r"Interview|Protokoll|"
    r"Autor(?:in)?|Author|Auteur|Propos recueillis par|Aufgezeichnet von)\s?:?)\s"
)
_WHOLE = re.compile(
    r"(?:(?:Eine?|An?|Une?)\s+\w+\s+)?(?:[Vv]on|[Bb]y|[Pp]ar|Text|Interview|Autor(?:in)?)"
    r"\s*:?\s+(?P<names>\S.*)"
)
_AND = re.compile(r"\s*,\s*|\s+(?:und|and|et|&)\s+")
_PARTED = re.compile(
    rf"{_CUE}(?P<names>{_NAME}(?:{_JOINT}{_NAME}){{0,4}})(?=\s?[,;]?\s?(?:[–—|·•]|-\s|\())"
)
_RUN_IN = re.compile(
    rf"{_CUE}(?P<names>{_SHORT_NAME}(?:{_JOINT}{_SHORT_NAME}){{0,4}})(?= {_UPPER})"
)
_LAST = re.compile(
    rf"(?:(?<=[.!?…“”\"»] )|\(){_CUE}(?P<names>{_NAME}(?:{_JOINT}{_NAME}){{0,4}})\)?\W{{0,2}}$"
)
_TAIL = 160
_FIRST_LETTERS = frozenset("VvBbPpTIAEeUu")


def stated_names(line: str) -> list[str]:
    """The names that a byline states: `Von Anna Berg und Peter Kahl`; none without such a word."""
    found = _WHOLE.fullmatch(line)
    return parted_names(found["names"]) if found else []


def parted_names(names: str) -> list[str]:
    """The names in a list of them as bylines print it: with commas, `und`, `and`, `et` or `&`."""
    return [name for name in _AND.split(names) if name]


def byline_block(text: str) -> Iterator[Note]:
    """The note of a block that is a byline."""
    names = stated_names(text)
    if not names and are_names(text):
        names = parted_names(text)
    yield Note(
        AnnotationLayer.BYLINE,
        AnnotationLabel.AUTHOR,
        0,
        len(text),
        "byline.block@1",
        value="; ".join(names) or None,
        basis=AnnotationBasis.PRINTED if names else AnnotationBasis.UNSTATED,
    )


def bylines(text: str) -> Iterator[Note]:
    """The notes of bylines with which a paragraph begins or ends.

    At its beginning a mark must part it from the text, or the first given name be a frequent one:
    `Von Maria Stuart handelt …` is prose.
    """
    first = None
    if text[:1] in _FIRST_LETTERS:
        first = _PARTED.match(text) or _known(_RUN_IN.match(text))
    if first:
        yield _note(first, "byline.opening@1")
    ends = text[-1:].isalnum() or text[-1:] == ")"
    last = _LAST.search(text, max(0, len(text) - _TAIL)) if ends else None
    if last and (first is None or last.start() >= first.end()):
        yield _note(last, "byline.closing@1")


def _known(found: re.Match[str] | None) -> re.Match[str] | None:
    return found if found and are_known_names(found["names"]) else None


def _note(found: re.Match[str], rule: str) -> Note:
    names = [name for name in re.split(_JOINT, found["names"]) if name]
    return Note(
        AnnotationLayer.BYLINE,
        AnnotationLabel.AUTHOR,
        found.start(),
        found.end("names"),
        rule,
        value="; ".join(names),
    )
