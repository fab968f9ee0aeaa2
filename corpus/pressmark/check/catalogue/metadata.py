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
DATE_UNREADABLE = Rule(
    code="PM207",
    name="date-unreadable",
    severity=Severity.WARNING,
    what="a publication date that is stated cannot be read: {observed}",
    why="The article has no date, or a coarser one than its source knows.",
    fix="Write it there as 2018, 2018-05 or 2018-05-03, or state it so in a sidecar table.",
)
DATES_CONTRADICT = Rule(
    code="PM214",
    name="dates-contradict",
    severity=Severity.WARNING,
    what="the article holds something newer than its date: {observed}",
    why="Either the date is wrong or the article was edited later without a note.",
    fix="Check the date at the publisher; state the right one in a sidecar table.",
)
STATED_DATES_DIFFER = Rule(
    code="PM215",
    name="stated-dates-differ",
    severity=Severity.WARNING,
    what="two publication dates are stated that share no day: {observed}",
    why="One of them is wrong; the second one named was believed.",
    fix="Check the date at the publisher; correct the wrong one, or take it out.",
)
MODIFIED_EARLY = Rule(
    code="PM216",
    name="modified-before-published",
    severity=Severity.WARNING,
    what="the last change lies before the publication: {observed}",
    why="One of the two dates is wrong, and which state of the text this is cannot be told.",
    fix="Check both dates at the publisher; state the right ones in a sidecar table.",
)
TITLES_DIFFER = Rule(
    code="PM217",
    name="titles-differ",
    severity=Severity.INFO,
    what="the page states another title too: {observed}",
    why="Searches by title miss the article under the name by which others know it.",
    fix="The second one named was believed; state the right one in a sidecar table.",
)
FOREIGN_ADDRESS = Rule(
    code="PM218",
    name="foreign-address",
    severity=Severity.WARNING,
    what="the page names as its own an address that was not believed: {observed}",
    why="It is another site's, a front page or no web address; articles must not merge under it.",
    fix="Check where the article first appeared; state `canonical_url` in a sidecar table.",
)
DATA_UNREAD = Rule(
    code="PM219",
    name="structured-data-unreadable",
    severity=Severity.INFO,
    what="the page's structured data cannot be read: {observed}",
    why="Title, date or authors that it states were taken from elsewhere, or are unknown.",
    fix="Nothing, where they are right; else state them in a sidecar table.",
)
