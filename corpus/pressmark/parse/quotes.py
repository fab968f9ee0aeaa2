"""Tell whether a block is one quotation as a whole, and whether its speaker stands behind it."""

import re

from pressmark.parse.names import are_names

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
    speaker = _SPEAKER.fullmatch(text, end + 1)
    return speaker is not None and are_names(speaker["name"].strip())


def _closing(text: str) -> int | None:
    """Where the only mark stands that closes the quotation with which `text` opens."""
    marks = _PAIRS.get(text[:1])
    if marks is None:
        return None
    ends = [at for at in (text.find(mark, 1) for mark in marks) if at >= 0]
    if len(ends) != 1 or any(text.find(mark, ends[0] + 1) >= 0 for mark in (text[0], *marks)):
        return None
    return ends[0]
