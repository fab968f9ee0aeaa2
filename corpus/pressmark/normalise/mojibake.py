"""Undo encoding mix-ups: UTF-8 that was once decoded as Windows-1252 and the like."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from pressmark.normalise.rule import Replacement, Rule

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_SINGLE_BYTE = ("cp1252", "latin-1", "cp1250", "iso-8859-2", "cp1251", "cp1253", "cp1254", "cp1257")
_DOS_AND_MAC = ("mac-roman", "cp437")
_CONTINUATION = range(0x80, 0xC0)


def _read_as(encodings: Iterable[str], bytes_: Iterable[int]) -> set[str]:
    """What single bytes look like when they are decoded with any of the encodings."""
    return {bytes([byte]).decode(name, "ignore") for name in encodings for byte in bytes_} - {""}


def _class(characters: set[str]) -> str:
    return "[" + "".join(map(re.escape, sorted(characters))) + "]"


def _garbled() -> str:
    """A pattern for what one UTF-8 sequence looks like after the wrong decoder.

    First bytes are those of Latin, Greek, Cyrillic, Hebrew and Arabic letters, punctuation, kana
    and emoji. C9, D6, DC and DF are left out on purpose: they are É, Ö, Ü and ß before a closing
    quotation mark far more often than they are the beginning of phonetic or Syriac letters. From
    the Mac and DOS code pages only C2, C3 and E2 count, for the same reason.
    """
    latin, punctuation = (0xC2, 0xC3), (0xE2,)
    two = _read_as(_SINGLE_BYTE, (*latin, 0xC4, 0xC5, 0xCE, 0xCF, 0xD0, 0xD1, 0xD7, 0xD8, 0xD9))
    three = _read_as(_SINGLE_BYTE, (*punctuation, 0xE3, 0xEF))
    four = _class(_read_as(_SINGLE_BYTE, (0xF0,)))
    more = _class(
        _read_as((*_SINGLE_BYTE, *_DOS_AND_MAC), _CONTINUATION) | set(map(chr, range(0x80, 0xA0)))
    )
    first_of_two = _class(two | _read_as(_DOS_AND_MAC, latin))
    first_of_three = _class(three | _read_as(_DOS_AND_MAC, punctuation))
    return f"{first_of_two}{more}|{first_of_three}{more}{{2}}|{four}{more}{{3}}"


_C1 = re.compile("[\x80-\x9f]")
_TELLTALE = re.compile(_garbled())
_STRETCH = re.compile(f"(?:{_garbled()})++|[\x80-\x9f]++")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def suspicious(text: str) -> bool:
    """Whether a look by ftfy is worth its cost (62 µs for 500 characters; this: 2 µs).

    Garbled letters are at least two characters beyond ASCII side by side, or a C1 control. The
    bytes say in one pass whether that can be; only then the pattern is asked.
    """
    if text.isascii():
        return False
    if b"??" in text.encode("ascii", "replace") and _TELLTALE.search(text):
        return True
    return not text.isprintable() and _C1.search(text) is not None


def find(text: str) -> list[Replacement]:
    """Repair each stretch that ftfy is sure of.

    First the whole text is taken as decoded wrongly throughout, the strongest evidence there is;
    if its other characters speak against that, the stretches are judged one by one. Quotation
    marks, ligatures, widths, entities and line ends are not ftfy's to change here, nor does it
    guess at characters lost to spaces or question marks.
    """
    if not suspicious(text):
        return []
    return list(_kept(text, _throughout(text))) or list(_kept(text, _in_places(text)))


def _throughout(text: str) -> Iterator[Replacement]:
    import ftfy

    plan = ftfy.fix_encoding_and_explain(text, _config(c1=False)).explanation
    # Encoding, decoding, and so on. Latin-1 to Windows-1252 is no proof for the whole, and would
    # make no-break spaces and controls of what is still half a letter.
    if not plan or not plan[1].parameter.startswith("utf-8"):
        return
    steps: list[tuple[str, str]] = [(step.action, step.parameter) for step in plan]
    # No UTF-8 sequence crosses an ASCII character, so each run is decoded on its own alike.
    for run in _NOT_ASCII.finditer(text):
        yield Replacement(run.start(), run.end(), ftfy.apply_plan(run[0], steps))


def _in_places(text: str) -> Iterator[Replacement]:
    import ftfy
    from ftfy.badness import is_bad

    for run in _NOT_ASCII.finditer(text):
        for stretch in _STRETCH.finditer(text, run.start(), run.end()):
            if is_bad(stretch[0]):
                fixed = ftfy.fix_encoding(stretch[0], _config(c1=True))
                yield Replacement(stretch.start(), stretch.end(), fixed)


def _kept(text: str, found: Iterable[Replacement]) -> Iterator[Replacement]:
    for start, end, after in found:
        if text[start:end] != after and not _ends_capitals(text[max(0, start - 2) : start], after):
            yield Replacement(start, end, after)


def _ends_capitals(before: str, after: str) -> bool:
    """Whether a word in capitals would go on in small letters: IRMÃ» is IRMÃ and a quote."""
    return len(before) > 1 and before.isalpha() and before.isupper() and after[:1].islower()


@cache
def _config(*, c1: bool) -> "TextFixerConfig":
    """Only what undoes a wrong decoding; with `c1`, lone C1 controls are read as Windows-1252."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=False,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=False,
        fix_c1_controls=c1,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


MOJIBAKE = Rule("mojibake", 1, "text decoded with the wrong encoding is decoded again", find)
