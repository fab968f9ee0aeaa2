"""PM2: rules about titles, dates and languages of articles."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

NO_TITLE = Rule(
    code="PM201",
    name="no-title",
    severity=Severity.INFO,
    what="the article has no title",
    why="Readers of a list of hits cannot tell the article from others.",
    fix="State titles in a sidecar table; a title is never made up.",
)
COARSE_DATE = Rule(
    code="PM202",
    name="coarse-date",
    severity=Severity.INFO,
    what="the publication date is no finer than {observed}",
    why="Studies by day have to leave the article out or count it as possible.",
    fix="State the day in a sidecar table, if you know it; it is never made up.",
)
NO_DATE = Rule(
    code="PM203",
    name="no-date",
    severity=Severity.WARNING,
    what="the article has no publication date",
    why="It falls out of every count over time.",
    fix="State dates in a sidecar table or a path pattern.",
)
LANG_NOT_DECLARED = Rule(
    code="PM204",
    name="language-not-declared",
    severity=Severity.INFO,
    what="the article is in {observed}, which the corpus does not declare",
    why="Tools for the declared languages will treat its words wrongly.",
    fix="Declare the language in pressmark.toml, or leave the article out.",
)
TITLE_IS_TEXT = Rule(
    code="PM205",
    name="title-is-first-paragraph",
    severity=Severity.WARNING,
    what="the title is the same as the first paragraph: {observed}",
    why="Its words are counted as text, or a paragraph was taken for a title.",
    fix="Look at the source; state the title in a sidecar table.",
)
DATE_IN_FUTURE = Rule(
    code="PM206",
    name="date-in-future",
    severity=Severity.WARNING,
    what="a date lies after the day of the check: {observed}",
    why="An article cannot be newer than its capture: the date is wrong, or was misread.",
    fix="Check the date at the publisher; state the right one in a sidecar table.",
)
DATES_CONTRADICT = Rule(
    code="PM214",
    name="dates-contradict",
    severity=Severity.WARNING,
    what="the article holds something newer than its date: {observed}",
    why="Either the date is wrong or the article was edited later without a note.",
    fix="Check the date at the publisher; state the right one in a sidecar table.",
)
