"""Divide a printed or stated byline into authors' names and agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AGENCIES = (
    "afp ap apa ansa ats belga dapd ddp dpa dts efe epd interfax itar-tass jiji keystone-sda "
    "kna kyodo ntb ots pap pti reuters ritzau rtr sda sid stt tass upi xinhua"
)
AGENCIES = frozenset(_AGENCIES.split())
"""News agencies by the marks that bylines use (general knowledge)."""
_AGENCY_NAMES = frozenset(
    {
        "agence france-presse",
        "associated press",
        "the associated press",
        "deutsche presse-agentur",
        "dpa-afx",
        "dpa-infocom",
        "dpa-infocom gmbh",
        "press association",
        "pa media",
        "thomson reuters",
        "evangelischer pressedienst",
        "katholische nachrichten-agentur",
        "keystone-sda",
        "austria presse agentur",
    }
)
_CUE = re.compile(
    r"^(?:(?:ein(?:e)?|an?|une?)\s+\w+\s+)?"
    r"(?:(?:(?:geschrieben|verfasst|berichtet|written|posted|published|reported|écrit|publié)\s+)?"
    r"(?:von|vom|by|par)(?:\s*:)?|(?:text|autor(?:in|en|innen)?|authors?|auteurs?|redaktion|"
    r"interview|quelle|source|sources)\s*[:|])\s+",
    re.IGNORECASE,
)
_LONE_CUE = re.compile(
    r"(?:(?:geschrieben|verfasst|written|posted|published|écrit|publié)\s+)?"
    r"(?:von|vom|by|par|und|and|et|text|autor(?:in|en|innen)?|authors?|auteurs?)\s*[:|]?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\S+@\S+|(?:https?:)?//\S+|www\.\S+|@\w+|\[email\s*protected\]", re.IGNORECASE
)
_AND = re.compile(r"\s+(?:und|and|et|&|\+)\s+|\s*[;|/•·]\s*|\s*\n\s*")
_COMMA = re.compile(r"\s*,\s+")
_TAIL = re.compile(
    r"\s*(?:\(|\d|\b(?:am|um|on|at|le|updated|aktualisiert|stand|published)\b).*",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(
    r"(?:(?:[\w-]+ ){0,3}[\w-]*(?:redakteur|korrespondent|reporter|autor|journalist|kolumnist|"
    r"volont[äa]r|ressortleiter|herausgeber|chefredakt\w*|mitarbeiter|praktikant)"
    r"(?:in|en|innen|:in|\*in)?|"
    r"(?:[\w-]+ ){0,4}(?:editor|correspondent|reporter|writer|columnist|contributor|journalist|"
    r"producer|r[ée]dact\w+|correspondante?|chroniqueu\w+|envoyée? spéciale?)"
    r"(?:[- ]in[- ]chief)?(?: (?:for|in|at|of|für|bei|der|des) .*)?)",
    re.IGNORECASE,
)
_PARTICLE_WORDS = "von van der den de du la le les zu zur zum di da del dos el al bin ibn"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_MOST_WORDS = 6
_LONGEST = 80
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Credits:
    """The names in a byline in printed order, and the agencies."""

    names: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def is_agency(text: str) -> bool:
    """Whether `text` is the name or mark of a news agency."""
    folded = text.strip("()[]. ").casefold()
    return folded in AGENCIES or folded in _AGENCY_NAMES


def stated(text: str) -> Credits:
    """The authors of a field for machines, which may hold several in one text.

    A name stays as it is stated, an organisation's too; addresses and handles are no names. It is
    divided where all parts look like persons, so that an organisation's `and` is not.
    """
    if len(text) > _LONGEST_LINE:
        return Credits()
    text = _ADDRESS.sub("", text).strip(" ,;|–-")
    text = _CUE.sub("", text, count=1)
    if not re.search(r"[^\W\d_]", text):
        return Credits()
    parts = [part.strip(" ,") for part in _AND.split(text) if part.strip(" ,")]
    found: list[str] = []
    for part in parts:
        pieces = [piece for piece in _COMMA.split(part) if piece.strip()]
        persons = [piece for piece in pieces if is_person(piece)]
        found += [p for p in pieces if is_person(p) or is_agency(p)] if persons else [part]
    whole = all(is_person(name) or is_agency(name) for name in found)
    return _credits(found if whole or len(parts) == 1 else [text])


def printed(lines: list[str]) -> Credits:
    """The authors of a byline that the reader sees, given as its stretches of text.

    Only what has a person's form counts, since a byline also prints roles, places and dates.
    """
    text = "\n".join(line.strip() for line in lines if line.strip())
    text = _ADDRESS.sub("\n", text)
    parts: list[str] = []
    for line in text.split("\n"):
        if _LONE_CUE.fullmatch(line.strip()):
            continue
        bare = _TAIL.sub("", _CUE.sub("", line.strip(), count=1))
        parts += [p for piece in _AND.split(bare) for p in _COMMA.split(piece)]
    persons = [part for part in parts if is_person(part)]
    mixed = [part for part in persons if not part.isupper()]
    found = _credits([part for part in parts if part in (mixed or persons) or is_agency(part)])
    return Credits(tuple(n for n in found.names if not is_agency(n)), found.agencies)


def is_person(text: str) -> bool:
    """Whether `text` has the form of a person's name: two to six capitalised words, no role."""
    words = text.strip(" ,;:|").split()
    if not 2 <= len(words) <= _MOST_WORDS or len(text) > _LONGEST or _ROLE.fullmatch(text.strip()):  # noqa: PLR2004 - given name and surname
        return False
    if not all(_WORD.fullmatch(word) for word in words) or words[-1].lower() in _PARTICLES:
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES for word in words)


def _credits(found: list[str]) -> Credits:
    names: dict[str, str] = {}
    agencies: dict[str, str] = {}
    for text in found:
        name = text.strip(" ,;:|–-")
        if name and len(name) <= _LONGEST:
            names.setdefault(name.casefold(), name)
            if is_agency(name):
                agencies.setdefault(name.casefold(), name)
    return Credits(tuple(names.values()), tuple(agencies.values()))
