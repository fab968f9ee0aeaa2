"""Tell whether a block is one quotation as a whole, and whether its speaker stands behind it."""

import re

from pressmark.parse.names import are_names
from pressmark_schema.segments import Span

_PAIRS = {"„": "“”", "“": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", '"': '"'}
_SPEAKER = re.compile(
    r"(?:\s?[—–―-]{1,2}\s?|\s)(?P<name>[^\s,(][^,(\n]{2,60})(?:[,(][^!?\n]{0,80}(?<!\.))?"
)
_FEWEST_SPACES = 3


def is_quotation(text: str) -> bool:
    """Whether `text` is one pair of quotation marks and what stands between them."""
    end = _closing(text)
    return end is not None and not text[end + 1 :].strip(" .\u00a0")


def attributed(text: str) -> bool:
    """Whether `text` is a quotation and the person who said it: `„…“ – Name, office`."""
    end = _closing(text)
    if end is None or text.count(" ", 0, end) < _FEWEST_SPACES:
        return False
    return signature(text, end + 1) is not None


def signature(text: str, at: int) -> Span | None:
    """The name that is all of `text` from `at` on, besides an office: `– Name, office`."""
    speaker = _SPEAKER.fullmatch(text, at)
    if speaker is None or not are_names(speaker["name"].strip()):
        return None
    return Span(speaker.start("name"), speaker.start("name") + len(speaker["name"].rstrip()))


def _closing(text: str) -> int | None:
    """Where the only mark stands that closes the quotation with which `text` opens."""
    marks = _PAIRS.get(text[:1])
    if marks is None:
        return None
    ends = [at for at in (text.find(mark, 1) for mark in marks) if at >= 0]
    if len(ends) != 1 or any(text.find(mark, ends[0] + 1) >= 0 for mark in (text[0], *marks)):
        return None
    return ends[0]
