"""PM1: rules about source files and their encoding."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import QuarantineReason as Reason
from pressmark_schema.vocabulary import Severity

QUARANTINED = Rule(
    code="PM101",
    name="quarantined",
    severity=Severity.WARNING,
    what="the document was set aside: {observed}",
    why="It is counted, but none of its words are in the corpus.",
    fix="Mend the document, or leave it out (`read.exclude`); then build again.",
    fixes=(
        (
            Reason.UNDECODABLE,
            "Declare its encoding (`read.encodings` in pressmark.toml); then build again.",
        ),
        (
            Reason.BINARY,
            "It is no text: leave it out (`read.exclude`), or save it as UTF-8 if it is one.",
        ),
        (Reason.EMPTY, "Fetch the document again, or leave it out (`read.exclude`)."),
        (
            Reason.TOO_LARGE,
            "Raise the limit that is named in pressmark.toml, or divide the file; build again.",
        ),
        (Reason.UNREADABLE, "Let this user read it (`chmod u+r`, or `u+rx` for a folder)."),
        (
            Reason.OUTSIDE,
            "Put the file itself where the link is, or name the folder that it leads to.",
        ),
        (
            Reason.INVALID_METADATA,
            "Mend the value that is named, in the document's header or the metadata table.",
        ),
        (
            Reason.MALFORMED,
            "Mend it at the place that is named, or fetch it again; is it what its name says?",
        ),
        (
            Reason.RESOURCE_LIMIT,
            "If you trust the document, raise the limit that is named in pressmark.toml.",
        ),
    ),
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
