"""The analysis text of an article: how its blocks are joined, and what is counted of it."""

import hashlib
import re
from typing import Any

from pressmark_schema import bytewise

JOINT = "\n\n"
"""What stands between two blocks in texts.text."""

TOKENISER = "word-runs@1"
"""Names `count_words` wherever a count is published."""

_WORD = re.compile(r"\w+")
_IN_WORD = bytewise.classes(_WORD)


def count_words(text: str) -> int:
    r"""The words of `text` by TOKENISER: matches of \w+, i.e. runs of letters, digits and _."""
    data = bytewise.encoded(text)
    if data is None:
        return len(_WORD.findall(text))
    # A word is where one begins: on 2.6 KB a fifth of the time of the matches (12 for 53 µs).
    return (b"\0" + data.translate(_IN_WORD)).count(b"\0\1")


def counts(n_blocks: int, text: str) -> dict[str, Any]:
    """The columns of articles that follow from its number of blocks and its analysis text."""
    return {
        "n_blocks": n_blocks,
        "n_chars": len(text),
        "n_words": count_words(text),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
