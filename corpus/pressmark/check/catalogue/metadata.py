"""PM2: rules about titles, dates and languages of articles."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

NO_TITLE = Rule(
    code="PM201",
    name="no-title",
    severity=Severity.INFO,
    what="the article has no title",
    why="Readers of a list of hits cannot tell the article from others.",
    fix="State titles in a metadata table; a title is never made up.",
    bad=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Sie hat einen neuen Motor."
    ),
    good=(
        "Title: Fähre fährt wieder\n"
        "Date: 2019-05-02\n\n"
        "Die Reederei hat der Fähre einen neuen Motor gegeben."
    ),
    document=True,
)
COARSE_DATE = Rule(
    code="PM202",
    name="coarse-date",
    severity=Severity.INFO,
    what="the publication date is no finer than {observed}",
    why="Studies by day have to leave the article out or count it as possible.",
    fix="State the day in a metadata table, if you know it; it is never made up.",
    bad="date 2019-05 Die Fähre fährt wieder, sagte die Reederei am Montag.",
    good="date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.",
    document=True,
)
NO_DATE = Rule(
    code="PM203",
    name="no-date",
    severity=Severity.WARNING,
    what="the article has no publication date",
    why="It falls out of every count over time.",
    fix="State dates in a metadata table or a path pattern.",
    bad="Die Fähre fährt wieder, sagte die Reederei am Montag.\n\nSie hat einen neuen Motor.",
    good="date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.",
    document=True,
)
LANG_NOT_DECLARED = Rule(
    code="PM204",
    name="language-not-declared",
    severity=Severity.INFO,
    what="the article is in {observed}, which the corpus does not declare",
    why="Tools for the declared languages will treat its words wrongly.",
    fix="Declare the language in pressmark.toml, or leave the article out.",
    bad="an article in `nl` in a corpus that declares `de` and `en`",
    good='the same corpus with `languages = ["de", "en", "nl"]`',
)
TITLE_IS_TEXT = Rule(
    code="PM205",
    name="title-is-first-paragraph",
    severity=Severity.WARNING,
    what="the title is the same as the first paragraph: {observed}",
    why="Its words are counted as text, or a paragraph was taken for a title.",
    fix="Look at the source; state the title in a metadata table.",
    bad=(
        "Title: Die Fähre fährt wieder.\n"
        "Date: 2019-05-02\n\n"
        "⟦Die Fähre fährt wieder.⟧\n\n"
        "Sie hat einen neuen Motor, sagte die Reederei am Montag."
    ),
    good=(
        "Title: Die Fähre fährt wieder.\n"
        "Date: 2019-05-02\n\n"
        "Sie hat einen neuen Motor, sagte die Reederei am Montag."
    ),
    document=True,
)
DATE_IN_FUTURE = Rule(
    code="PM206",
    name="date-in-future",
    severity=Severity.WARNING,
    what="a date lies after the day of the check: {observed}",
    why="An article cannot be newer than its capture: the date is wrong, or was misread.",
    fix="Check the date at the publisher; state the right one in a metadata table.",
    bad="an article of 2031 in a check with `--as-of 2026-11-01`",
    good="an article of 2021 in the same check",
)
DATE_UNREADABLE = Rule(
    code="PM207",
    name="date-unreadable",
    severity=Severity.WARNING,
    what="a publication date that is stated cannot be read: {observed}",
    why="The article has no date, or a coarser one than its source knows.",
    fix="Write it there as 2018, 2018-05 or 2018-05-03, or state it so in a metadata table.",
    bad="`published` is `Anfang Mai` in the metadata table",
    good="`published` is `2018-05` there",
)
DATES_CONTRADICT = Rule(
    code="PM214",
    name="dates-contradict",
    severity=Severity.WARNING,
    what="the article holds something newer than its date: {observed}",
    why="Either the date is wrong or the article was edited later without a note.",
    fix="Check the date at the publisher; state the right one in a metadata table.",
    bad=(
        "date 2018-06 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Gute Fahrt! — Reederei Nord (@reederei_nord) ⟦3. Juli 2018⟧"
    ),
    good=(
        "date 2018-07 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Gute Fahrt! — Reederei Nord (@reederei_nord) 3. Juli 2018"
    ),
    document=True,
)
STATED_DATES_DIFFER = Rule(
    code="PM215",
    name="stated-dates-differ",
    severity=Severity.WARNING,
    what="two publication dates are stated that share no day: {observed}",
    why="One of them is wrong; the second one named was believed.",
    fix="Check the date at the publisher; correct the wrong one, or take it out.",
    bad="the header says 2018-06, the metadata table 2015",
    good="the header says 2018-06, the metadata table 2018-06-03",
)
MODIFIED_EARLY = Rule(
    code="PM216",
    name="modified-before-published",
    severity=Severity.WARNING,
    what="the last change lies before the publication: {observed}",
    why="One of the two dates is wrong, and which state of the text this is cannot be told.",
    fix="Check both dates at the publisher; state the right ones in a metadata table.",
    bad="published on 2018-06-03, modified on 2018-05-30",
    good="published on 2018-05-30, modified on 2018-06-03",
)
DATE_IMPOSSIBLE = Rule(
    code="PM208",
    name="date-impossible",
    severity=Severity.WARNING,
    what="the head of the article has a date that the calendar does not: {observed}",
    why="The article is without its date, and the words of the date count as text.",
    fix="Correct the date where it is known: in a metadata table, or with `pressmark correct`.",
    bad="date ⟦2018-13⟧ Die Fähre fährt wieder, sagte die Reederei am Montag.",
    good="date 2018-12 Die Fähre fährt wieder, sagte die Reederei am Montag.",
    document=True,
    cost=Cost.RECORD,
)
URL_DATE = Rule(
    code="PM209",
    name="url-date-differs",
    severity=Severity.WARNING,
    what="the address has another date than the article: {observed}",
    why="One of the two is wrong, or the address is that of an earlier article.",
    fix="Check the date at the publisher; state the right one in a metadata table.",
    bad="`https://example.org/2017/03/09/kran`, published 2018-05",
    good="`https://example.org/2018/05/09/kran`, published 2018-05",
    precision=1000,
    hits=1,
)
SITE_IN_TITLE = Rule(
    code="PM210",
    name="site-in-title",
    severity=Severity.WARNING,
    what="the title ends with the name of the site: {observed}",
    why="The name is counted as a word of every title, and equal titles look different.",
    fix="Let `pressmark fix` cut it, or state titles in a metadata table.",
    fixable=True,
    bad="three titles of an outlet that end with `| Hafenkurier`",
    good="three titles of an outlet, each with an end of its own",
    cost=Cost.CORPUS,
)
DATE_NARROWED = Rule(
    code="PM211",
    name="date-narrowed",
    severity=Severity.INFO,
    what="the text says more exactly when it was written than its date: {observed}",
    why="A study by day could use the article; `texts` has the narrower days, `articles` not.",
    fix="State the day in a metadata table, if you know it; else nothing is to be done.",
    bad="date 2018-05 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
    "Gute Fahrt! — Reederei Nord (@reederei_nord) 30. Mai 2018",
    good="date 2018-05-30 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
    "Gute Fahrt! — Reederei Nord (@reederei_nord) 30. Mai 2018",
    document=True,
)
MONTH_GAP = Rule(
    code="PM220",
    name="months-without-articles",
    severity=Severity.WARNING,
    what="the outlet has no articles {observed}",
    why="What looks like silence of the paper is often a failed download.",
    fix="Look whether these months were collected; say so in the description, if they were not.",
    bad="ten articles a month from January to August, none in May",
    good="ten articles in each month from January to August",
    cost=Cost.CORPUS,
)
TITLES_DIFFER = Rule(
    code="PM217",
    name="titles-differ",
    severity=Severity.INFO,
    what="the page states another title too: {observed}",
    why="Searches by title miss the article under the name by which others know it.",
    fix="The second one named was believed; state the right one in a metadata table.",
    bad="`og:title` is `Kran am Hafen`, the heading `Die Fähre fährt wieder`",
    good="`og:title` is `Die Fähre fährt wieder | Bote`, the heading the same without the site",
)
FOREIGN_ADDRESS = Rule(
    code="PM218",
    name="foreign-address",
    severity=Severity.WARNING,
    what="the page names as its own an address that was not believed: {observed}",
    why="It is another site's, a front page or no web address; articles must not merge under it.",
    fix="Check where the article first appeared; state `canonical_url` in a metadata table.",
    bad="`rel=canonical` names the front page",
    good="`rel=canonical` names the article",
)
DATA_UNREAD = Rule(
    code="PM219",
    name="structured-data-unreadable",
    severity=Severity.INFO,
    what="the page's structured data cannot be read: {observed}",
    why="Title, date or authors that it states were taken from elsewhere, or are unknown.",
    fix="Nothing, where they are right; else state them in a metadata table.",
    bad="a JSON-LD script that ends amid a string",
    good="a JSON-LD script that is JSON",
)
