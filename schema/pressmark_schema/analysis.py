"""The analysis text of an article: how its blocks are joined, and what is counted of it."""

import hashlib
import re
from typing import Any

JOINT = "\n\n"
"""What stands between two blocks in texts.text."""

TOKENISER = "word-runs@1"
"""Names `count_words` wherever a count is published."""

_WORD = re.compile(r"\w+")


def count_words(text: str) -> int:
    r"""The words of `text` by TOKENISER: matches of \w+, i.e. runs of letters, digits and _."""
    return sum(1 for _ in _WORD.finditer(text))


def counts(n_blocks: int, text: str) -> dict[str, Any]:
    """The columns of articles that follow from its number of blocks and its analysis text."""
    return {
        "n_blocks": n_blocks,
        "n_chars": len(text),
        "n_words": count_words(text),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
