"""PM1: rules about source files and their encoding."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

QUARANTINED = Rule(
    code="PM101",
    name="quarantined",
    severity=Severity.WARNING,
    what="the document was set aside: {observed}",
    why="It is counted, but none of its words are in the corpus.",
    fix="Mend the document; where its bytes cannot be decoded, declare its encoding in "
    "pressmark.toml. Then build again.",
    bad="a file of no bytes, or bytes that are no text in a declared encoding",
    good="the file with its text, its encoding declared under `[read]`",
)
LOST_WORKER = Rule(
    code="PM103",
    name="lost-worker",
    severity=Severity.WARNING,
    what="the program did not survive the document: {observed}",
    why="It was set aside for what it did on one machine; on another it may become an article. The "
    "package says that it cannot be made again byte for byte.",
    fix="Leave the file out (`read.exclude`), or raise the limits under `[workers]`; then build "
    "again. Please report a document of which a process dies.",
    bad="a page of which the parser crashes",
    good="a page with more tags than are read: it is refused on every machine",
)
MIXED_ENCODINGS = Rule(
    code="PM102",
    name="mixed-encodings",
    severity=Severity.INFO,
    what="only a part of the document was in the wrong encoding: {observed}",
    why="It was put together from pieces of different encodings; others may have been lost.",
    fix="Look whether the mended words are right: `pressmark show` has every change.",
    bad="one paragraph with `BrÃ¼cke`, which was mended, and one with a sound `Brücke`",
    good="a document with `BrÃ¼cke` and no other letter beyond ASCII",
    enabled=False,
)
