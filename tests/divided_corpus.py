"""A corpus whose tables are divided: small articles of several years, and small files."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pressmark.config import find
from pressmark.flow import steps

TOML = """\
[corpus]
name = "divided"
languages = ["de"]
contributors = [{{ title = "Ada Lenk" }}]
[build]
file_bytes = {file_bytes}
csv = "{csv}"
[[records]]
glob = "*.jsonl"
[records.fields]
text = "text"
native_id = "id"
title = "title"
outlet = "outlet"
published = "date"
[rights."raw/b*"]
rights = "CC-BY-4.0"
"""
SMALL = 12_000
OUTLETS = ("bote", "kurier", "tagblatt")
_TOWNS = ("Altmoor", "Hohenfeld", "Nordhaven", "Seebruck", "Talheim")


def record(number: int, date: str | None, words: str = "") -> dict[str, Any]:
    """One article; every tenth is a reprint of another outlet's, and every seventh has a link."""
    own = number - 1 if number % 10 == 9 else number
    town = _TOWNS[own % len(_TOWNS)]
    text = [
        f"In {town} hat das Amt den Steg Nummer {own} gesperrt, weil er morsch ist{words}.",
        f"Der Rat von {town} will die {own} Bretter im Herbst erneuern und sucht {own + 3} Helfer.",
        f"Mehr dazu: https://amt.example/steg/{own}" if own % 7 == 3 else f"Sagte Nummer {own}.",
    ]
    found = {
        "id": f"n{number}",
        "title": f"Steg {own} gesperrt",
        "outlet": OUTLETS[number % len(OUTLETS)],
        "text": "\n\n".join(text),
    }
    return found | ({"date": date} if date else {})


def records(count: int = 120) -> list[dict[str, Any]]:
    """Articles of the months of four years, a twelfth of them without a date."""
    return [
        record(number, f"{2016 + number % 4}-{number % 12 + 1:02}-0{number % 9 + 1}")
        if number % 12
        else record(number, None)
        for number in range(count)
    ]


def corpus(
    folder: Path,
    found: Iterable[dict[str, Any]],
    *,
    file_bytes: int = SMALL,
    csv: str = "always",
) -> Path:
    """Write the raw files and settings of a corpus."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (folder / "pressmark.toml").write_text(TOML.format(file_bytes=file_bytes, csv=csv))
    lines = [json.dumps(item, ensure_ascii=False) for item in found]
    half = len(lines) // 2
    (raw / "a.jsonl").write_text("".join(f"{line}\n" for line in lines[:half]))
    (raw / "b.jsonl").write_text("".join(f"{line}\n" for line in lines[half:]))
    return folder


def build(folder: Path, target: Path, jobs: int = 1) -> Path:
    """Build the package of a corpus."""
    steps.build([folder / "raw"], target, find(folder), jobs=jobs)
    return target
