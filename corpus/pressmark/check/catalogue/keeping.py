"""PM8: rules about what is kept beside the corpus from version to version."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

WAIVER_EXPIRED = Rule(
    code="PM801",
    name="waiver-expired",
    severity=Severity.WARNING,
    what="a waiver has expired, and its findings count again: {observed}",
    why="Somebody decided that this was fine for a time, and the time is over.",
    fix="Mend what it waived, or give the waiver a new day and a reason that still holds.",
    bad="`expires = 2026-01-31` in a check with `--as-of 2026-11-01`",
    good="`expires = 2027-01-31` in that check",
)
WAIVER_UNUSED = Rule(
    code="PM802",
    name="waiver-unused",
    severity=Severity.INFO,
    what="a waiver waives nothing: {observed}",
    why="It would hide a fault of the same kind that comes back.",
    fix="Take it out of the file.",
    bad="a waiver of PM203 for an article that has a date by now",
    good="a waiver of PM203 for an article without a date",
)
CORRECTION_STALE = Rule(
    code="PM803",
    name="correction-stale",
    severity=Severity.WARNING,
    what="a correction no longer finds what it corrects: {observed}",
    why="The source has changed; the correction was not applied anywhere.",
    fix="Look at the article; write the correction again, or take it out.",
    bad="a correction of `Fhäre` in a source in which the word is right by now",
    good="a correction of `Fhäre` in a source that still has the word",
)
