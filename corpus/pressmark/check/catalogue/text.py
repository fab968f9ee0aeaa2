"""PM4: rules about the quality of the text."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

REPLACEMENT_CHARACTER = Rule(
    code="PM401",
    name="replacement-character",
    severity=Severity.WARNING,
    what="the text holds U+FFFD, the mark of a lost character: {observed}",
    why="The character was lost before the file came here; the word is broken.",
    fix="Fetch the document again with the right encoding.",
)
MOJIBAKE = Rule(
    code="PM402",
    name="mojibake",
    severity=Severity.WARNING,
    what="characters that look like UTF-8 read in another encoding: {observed}",
    why="The words are not found by any search.",
    fix="Declare the encoding of the file in pressmark.toml, or fetch it again.",
)
