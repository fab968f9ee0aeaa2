"""Remove characters that print nothing: controls, zero-width characters, soft hyphens."""

import re

from pressmark.normalise.rule import Replacement, Rule

# Tab and the line-breaking controls are left to the rules for lines and spaces.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]+")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_SOFT_HYPHEN = re.compile("\u00ad+")
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\ufb00-\ufb06"
_NO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
_ZERO_WIDTH = re.compile(f"[\u200b\u2060\ufeff]+|(?<=[{_LATIN}])[\u200c\u200d]+(?=[{_LATIN}])")


def _deletions(pattern: re.Pattern[str], text: str) -> list[Replacement]:
    return [Replacement(found.start(), found.end(), "") for found in pattern.finditer(text)]


def surrogates(text: str) -> list[Replacement]:
    """Join a pair to the character it encodes; a half without its partner becomes U+FFFD."""
    return [
        Replacement(found.start(), found.end(), _decoded(found[0]))
        for found in _SURROGATES.finditer(text)
    ]


def _decoded(surrogate: str) -> str:
    return surrogate.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def controls(text: str) -> list[Replacement]:
    """Delete C0 and C1 controls and DEL."""
    return _deletions(_CONTROL, text)


def bidi(text: str) -> list[Replacement]:
    """Delete marks, embeddings, overrides and isolates of writing direction."""
    return _deletions(_BIDI, text)


def zero_width(text: str) -> list[Replacement]:
    """Delete zero-width spaces, byte order marks and word joiners; joiners between Latin letters.

    Elsewhere U+200C and U+200D carry meaning: in Persian, in Indic scripts, in emoji.
    """
    # A pattern that begins with a look-behind is slow to say no.
    return _deletions(_ZERO_WIDTH, text) if _NO_WIDTH.search(text) else []


def soft_hyphens(text: str) -> list[Replacement]:
    """Delete hyphenation points that are not at the end of a line."""
    return _deletions(_SOFT_HYPHEN, text)


SURROGATES = Rule("surrogates", 1, "UTF-16 halves are no characters", surrogates)
CONTROLS = Rule("controls", 1, "control codes print nothing and break XML and CSV", controls)
BIDI = Rule("bidi", 1, "invisible direction marks make equal words unequal", bidi)
ZERO_WIDTH = Rule("zero-width", 1, "invisible characters make equal words unequal", zero_width)
SOFT_HYPHENS = Rule("soft-hyphens", 1, "hyphenation points make equal words unequal", soft_hyphens)
