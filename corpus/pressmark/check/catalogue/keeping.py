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
WITHDRAWAL_ABSENT = Rule(
    code="PM804",
    name="withdrawal-absent",
    severity=Severity.INFO,
    what="no source gives the withdrawn article {observed}",
    why="Its file is gone, which is well; or it has another name by now, and its text came back "
    "under another id.",
    fix="Look for the text among the articles that are new; nothing to do where the file is gone.",
    bad="`withdrawn.jsonl` names an article whose file was renamed",
    good="`withdrawn.jsonl` names an article whose file is still read, and left out",
)
WITHDRAWAL_MISPLACED = Rule(
    code="PM805",
    name="withdrawal-misplaced",
    severity=Severity.WARNING,
    what="a withdrawn block is not where it was, so all of its article is left out: {observed}",
    why="The source has changed; where the words stand now nobody can tell without keeping them.",
    fix="Look at the raw file; write the place into `withdrawn.jsonl`, or take its line out and "
    "withdraw the block again.",
    bad="a withdrawn block at code points 124 to 209 of a source with a new first paragraph",
    good="a withdrawn block whose source is as it was",
)
CORRECTION_WITHDRAWN = Rule(
    code="PM806",
    name="correction-withdrawn",
    severity=Severity.WARNING,
    what="a correction is about a withdrawn article, and holds words of it: {observed}",
    why="Whoever reads the corpus's repository reads them.",
    fix="Take the line out; `pressmark withdraw --where-left ID` says how it goes from git, too.",
    bad="a line of `corrections.jsonl` whose article is in `withdrawn.jsonl`",
    good="`corrections.jsonl` after `pressmark withdraw`, which takes such lines out",
)
