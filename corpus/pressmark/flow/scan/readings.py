"""How bytes that are not UTF-8 would read in other encodings, for a person to choose one."""

from __future__ import annotations

from dataclasses import dataclass, field

from pressmark.flow.scan.seen import Reading

CANDIDATES = ("cp1252", "iso-8859-15", "cp1250", "mac-roman", "cp850")
"""One-byte encodings in which Western European texts have been kept, the commonest first."""
WIDE = ("utf-16-le", "utf-16-be")
"""Tried instead where there are NUL bytes, which no one-byte text has."""

_EXPECTED = frozenset(
    "äöüÄÖÜßàâæçéèêëîïôœùûÿÀÂÆÇÉÈÊËÎÏÔŒÙÛŸñáíóúčšž„“”‚‘’«»‹›–—…€£§°·•´²³½®©\u00a0\u202f"
)
_SAMPLES = 6
_LONGEST = 24
_SURE = 950


@dataclass
class _Tally:
    files: int = 0
    expected: int = 0
    beyond: int = 0
    words: dict[str, None] = field(default_factory=dict)


class Readings:
    """Collects, file by file, how each candidate would read it."""

    def __init__(self) -> None:
        self.files = 0
        self._tallies: dict[str, _Tally] = {name: _Tally() for name in (*CANDIDATES, *WIDE)}

    def add(self, data: bytes) -> None:
        """Take in the bytes of a file that is not UTF-8.

        One with NUL bytes that is no UTF-16 either is no text and not counted.
        """
        wide = b"\0" in data
        texts = [(name, _decoded(data, name)) for name in (WIDE if wide else CANDIDATES)]
        readable = [(name, text) for name, text in texts if text and not (wide and _strange(text))]
        self.files += bool(readable or not wide)
        for name, text in readable:
            _count(self._tallies[name], text)

    def found(self) -> list[Reading]:
        """The candidates that decode something plausible, the likeliest first."""
        readings = [
            Reading(name, tally.files, 1000 * tally.expected // (tally.beyond or 1), [*tally.words])
            for name, tally in self._tallies.items()
            if tally.files and 2 * tally.expected >= tally.beyond
        ]
        return sorted(readings, key=lambda reading: (-reading.files, -reading.plausible))


def likely(readings: list[Reading], files: int) -> str | None:
    """The encoding to propose: it decodes all `files` and hardly a character is unexpected."""
    best = [r for r in readings if r.encoding in CANDIDATES and r.files == files]
    return best[0].encoding if best and best[0].plausible >= _SURE else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strange(text: str) -> bool:
    """Whether much of a text is nothing that Western European prose uses."""
    beyond = sum(char > "\x7f" and char not in _EXPECTED for char in text)
    return 10 * beyond > len(text) or "\0" in text


def _count(tally: _Tally, text: str) -> None:
    beyond = [char for char in text if char > "\x7f"]
    tally.files += 1
    tally.beyond += len(beyond)
    tally.expected += sum(char in _EXPECTED for char in beyond)
    shown = set("".join(tally.words))
    for word in text.split():
        if len(tally.words) == _SAMPLES:
            break
        new = any(char > "\x7f" and char not in shown for char in word)
        if new and len(word) <= _LONGEST:
            tally.words[word] = None
            shown.update(word)
