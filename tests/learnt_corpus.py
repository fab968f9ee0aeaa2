"""An invented corpus of two outlets, sixty articles, with what their pages print around them."""

import random
from collections.abc import Mapping
from pathlib import Path

from raw_input import write

KURIER, TALBOTE = "hafenkurier", "talbote"
SUFFIX = " | Hafenkurier Nord"
MEMBER = "Der Hafenkurier ist Mitglied im Verband der kleinen Blätter und haftet nicht für Fremdes."
MORNING = "Die Nachrichten des Nordens jeden Morgen im Postfach"
BESIDE = "Lesen Sie auch die Beilage zum Wochenende"
HEADING = "Was bisher geschah"
_NAMES = ("Jule Haberkamp", "Anna Reetz", "Peter Lohse", "Maria Quast", "Jonas Wiek")
_THINGS = ("Hafen", "Kran", "Markt", "Fluss", "Ufer", "Wald", "Kai", "Damm", "Steg", "Turm", "Pfad")
_ACTS = ("plant", "baut", "prüft", "meldet", "sucht", "findet", "hält", "bringt", "zeigt")


def texts(count: int = 60, first: int = 0) -> dict[str, str]:
    """`count` articles by path, alternately of the two outlets, none of them like another."""
    made = {}
    for number in range(first, first + count):
        outlet = TALBOTE if number % 2 else KURIER
        made[f"{outlet}/{number:03}.txt"] = (_talbote if number % 2 else _kurier)(number)
    return made


def corpus(folder: Path, count: int = 60, more: Mapping[str, str] | None = None) -> Path:
    """The corpus on disk with its settings; the folder of its raw files."""
    files = {f"raw/{path}": text for path, text in (texts(count) | dict(more or {})).items()}
    settings = '[corpus]\nlanguages = ["de"]\n\n[read]\npaths = ["{outlet}/*.txt"]\n'
    write(folder, {"pressmark.toml": settings, **files})
    return folder / "raw"


def _kurier(number: int) -> str:
    prose = _paragraphs(number, 4)
    name = _NAMES[number // 2 % len(_NAMES)]
    blocks = [_header(number, SUFFIX), f"Ein Bericht von {name}", prose[0], HEADING, *prose[1:3]]
    if number % 4:
        blocks.append(BESIDE)
    return "\n\n".join([*blocks, prose[3], MORNING, MEMBER]) + "\n"


def _talbote(number: int) -> str:
    prose = _paragraphs(number, 3)
    return "\n\n".join([_header(number, ""), prose[0], "Anzeige", *prose[1:]]) + "\n"


def _header(number: int, suffix: str) -> str:
    what = f"{_THINGS[number % 11]} {_ACTS[number % 9]} {_THINGS[number // 5 % 11]}"
    return f"Title: {what}{suffix}\nDate: 2020-03-{1 + number % 28:02}"


def _paragraphs(number: int, count: int) -> list[str]:
    rng = random.Random(number)  # noqa: S311 - what is random only has to look so
    return [" ".join(_sentence(rng) for _ in range(4)) for _ in range(count)]


def _sentence(rng: random.Random) -> str:
    one, other = rng.choice(_THINGS), rng.choice(_THINGS)
    return f"Der {one} {rng.choice(_ACTS)} den {other} und zählt dort {rng.randint(2, 9999)} Gäste."
