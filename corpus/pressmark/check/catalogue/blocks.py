"""PM3: rules about blocks and structure."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

EMPTY_ARTICLE = Rule(
    code="PM301",
    name="empty-article",
    severity=Severity.WARNING,
    what="the article has no text",
    why="It counts as an article but adds no words, which bends every mean.",
    fix="Look at its blocks with `pressmark show`; a paywall or a picture page has no text.",
    bad="an article of nothing but a picture credit",
    good="an article with a paragraph below the picture credit",
)
BLOCK_LANG = Rule(
    code="PM302",
    name="block-language",
    severity=Severity.INFO,
    what="a block in another language than its article: {observed}",
    why="Tools for the article's language will treat its words wrongly.",
    fix="Nothing, where it is a quotation; else look at what was captured.",
    bad="a paragraph in Dutch in an article in German",
    good="the same paragraph in an article in Dutch",
    precision=923,
    hits=13,
)
TEXT_LANG = Rule(
    code="PM303",
    name="text-language",
    severity=Severity.WARNING,
    what="most of the text is in another language than the article: {observed}",
    why="Counts by language put the article where its words do not belong.",
    fix="Declare every language of the corpus in pressmark.toml, or state this one's in a sidecar.",
    bad="`lang` is `de` in the metadata table, and four of five paragraphs are English",
    good="`lang` is `en` there",
)
SHORT_ARTICLE = Rule(
    code="PM304",
    name="short-article",
    severity=Severity.INFO,
    what="the article has few words: {observed}",
    why="Most such articles are teasers, picture pages or cut by a paywall.",
    fix="Look at some with `pressmark show`; leave them out of means, if they are no articles.",
    bad="date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.",
    good=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag. Sie hat einen "
        "neuen Motor, zwei neue Rampen und eine Bank für Wartende. Die Überfahrt kostet wie "
        "bisher nichts, auch nicht für Räder und Kinderwagen. Das Amt rechnet mit vierzig "
        "Fahrten am Tag."
    ),
    document=True,
    cost=Cost.RECORD,
)
CUT_TEXT = Rule(
    code="PM305",
    name="cut-off-text",
    severity=Severity.WARNING,
    what="the text ends where there is more of it: {observed}",
    why="A part of the article is not in the corpus, which bends lengths and endings.",
    fix="Fetch the whole article, or leave it out of studies of whole texts.",
    bad=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Sie hat einen neuen Motor, zwei neue Rampen und eine Bank für alle, die ⟦…⟧"
    ),
    good=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Sie hat einen neuen Motor, zwei neue Rampen … und eine Bank für alle, die warten."
    ),
    document=True,
    cost=Cost.RECORD,
)
UNFINISHED = Rule(
    code="PM314",
    name="no-sentence-end",
    severity=Severity.INFO,
    what="the text stops amid a sentence: {observed}",
    why="Where many articles do, something cut them.",
    fix="Compare with the source; fetch the article again, where the source is cut.",
    bad=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Sie hat einen neuen Motor. Dazu kommen zwei Rampen und eine Bank für alle, die auf ⟦der⟧"
    ),
    good=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.\n\n"
        "Sie hat einen neuen Motor. Dazu kommen zwei Rampen und eine Bank für alle, die warten."
    ),
    document=True,
    cost=Cost.RECORD,
    enabled=False,
    precision=0,
    hits=1,
)
REPEATED = Rule(
    code="PM306",
    name="repeated-paragraph",
    severity=Severity.WARNING,
    what="the same paragraph stands twice in the article: {observed}",
    why="Its words count twice.",
    fix="Let `pressmark fix` take out the second, if both are the same by mistake.",
    fixable=True,
    bad=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei.\n\n"
        "Sie hat einen neuen Motor und zwei neue Rampen bekommen.\n\n"
        "⟦Sie hat einen neuen Motor und zwei neue Rampen bekommen.⟧"
    ),
    good=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei.\n\n"
        "Sie hat einen neuen Motor und zwei neue Rampen bekommen.\n\n"
        "Sie hat außerdem eine neue Bank für Wartende bekommen."
    ),
    document=True,
    cost=Cost.RECORD,
    precision=1000,
    hits=10,
)
FURNITURE = Rule(
    code="PM307",
    name="page-furniture",
    severity=Severity.WARNING,
    what="words of the page stand in the text: {observed}",
    why="They recur in thousands of articles and rise to the top of every word list.",
    fix="Let `pressmark fix` make the block boilerplate; then it is no part of the text.",
    fixable=True,
    bad=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei.\n\n"
        "Damit Sie alles sehen können: ⟦Wir verwenden Cookies⟧ und ähnliche Techniken dafür."
    ),
    good=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei.\n\n"
        "„Wir verwenden Cookies nur zum Tee“, sagte die Kapitänin."
    ),
    document=True,
    cost=Cost.RECORD,
    precision=1000,
    hits=5,
)
RELATED_LINE = Rule(
    code="PM308",
    name="related-line-in-text",
    severity=Severity.WARNING,
    what="a pointer to other articles stands in the text: {observed}",
    why="Its words belong to another article.",
    fix="Let `pressmark fix` make the block a teaser; then it is no part of the text.",
    fixable=True,
    bad="a paragraph that opens with `Siehe auch` and was not taken for a teaser",
    good="a teaser that opens with `Siehe auch`",
    cost=Cost.RECORD,
)
FLATTENED_LIST = Rule(
    code="PM309",
    name="flattened-list",
    severity=Severity.INFO,
    what="a list stands in one line: {observed}",
    why="Its items are read as one sentence.",
    fix="Fetch the page with its structure, or divide the line in the source.",
    bad=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei.\n\n"
        "Neu sind: ⟦• ein Motor mit mehr Kraft • zwei breite Rampen • eine Bank für Wartende⟧"
    ),
    good=(
        "date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei.\n\n"
        "Neu sind ein Motor mit mehr Kraft, zwei breite Rampen und eine Bank für Wartende."
    ),
    document=True,
    cost=Cost.RECORD,
    precision=1000,
    hits=2,
)
LONG_PARAGRAPH = Rule(
    code="PM310",
    name="long-paragraph",
    severity=Severity.INFO,
    what="a paragraph is longer than people write them: {observed}",
    why="Several paragraphs were run together; their borders are lost.",
    fix="Fetch the page with its paragraphs, or look at how it was converted.",
    bad="a paragraph of 5,200 code points",
    good="a paragraph of 800 code points",
    cost=Cost.RECORD,
)
LENGTH_OUTLIER = Rule(
    code="PM311",
    name="length-outlier",
    severity=Severity.INFO,
    what="the article is far longer or shorter than others of its outlet: {observed}",
    why="Often it is several articles in one file, or the rest of one.",
    fix="Look at it with `pressmark show`; divide or leave out what is no article.",
    bad="an article of 20,000 words in an outlet whose articles have 200 to 600",
    good="an article of 900 words in that outlet",
    cost=Cost.CORPUS,
)
LENGTHS_CHANGE = Rule(
    code="PM312",
    name="lengths-change",
    severity=Severity.WARNING,
    what="from here on the outlet's articles are of another length: {observed}",
    why="A new template of the site, or a fault in reading it, often cuts or swells all texts.",
    fix="Compare an article from before with one from after: `pressmark show`.",
    bad="medians of 420, 430, 410 words a month, then of 90, 95, 85",
    good="medians of 420, 430, 410 words a month, then of 380, 450, 400",
    cost=Cost.CORPUS,
)
MIX_CHANGES = Rule(
    code="PM313",
    name="block-mix-change",
    severity=Severity.WARNING,
    what="from here on the outlet's blocks are of other kinds: {observed}",
    why="A new template of the site makes one kind of block look like another.",
    fix="Compare an article from before with one from after: `pressmark show`.",
    bad="a tenth of the blocks are headings month after month, then none",
    good="a tenth of the blocks are headings in all months",
    cost=Cost.CORPUS,
)
