"""PM4: rules about the quality of the text."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

REPLACEMENT_CHARACTER = Rule(
    code="PM401",
    name="replacement-character",
    severity=Severity.WARNING,
    what="the text holds U+FFFD, the mark of a lost character: {observed}",
    why="The character was lost before the file came here; the word is broken.",
    fix="Fetch the document again with the right encoding.",
    bad="date 2019-05-02 Am Hafen steht ein gro⟦\ufffd⟧er Kran, sagte das Amt am Montag.",
    good="date 2019-05-02 Am Hafen steht ein großer Kran, sagte das Amt am Montag.",
    document=True,
    cost=Cost.RECORD,
)
MOJIBAKE = Rule(
    code="PM402",
    name="mojibake",
    severity=Severity.WARNING,
    what="characters that look like UTF-8 read in another encoding: {observed}",
    why="The words are not found by any search.",
    fix="Declare the encoding of the file in pressmark.toml, or fetch it again.",
    bad="`BrÃ¼cke` where the paper printed `Brücke`",
    good="`Brücke`",
    cost=Cost.RECORD,
)
HIDDEN_CHARACTERS = Rule(
    code="PM403",
    name="hidden-characters",
    severity=Severity.INFO,
    what="characters that print nothing stood inside words of the source: {observed}",
    why="They were taken out here; other copies of the text still have them, unseen.",
    fix="Nothing here; tell whoever made the source, or look for a marked copy.",
    bad="date 2019-05-02 Die Reede⟦\u200b⟧rei hat gestern wieder eine Fähre gekauft.",
    good="date 2019-05-02 Die Reederei hat gestern wieder eine Fähre gekauft.",
    document=True,
)
UNBALANCED_QUOTES = Rule(
    code="PM404",
    name="unbalanced-quotes",
    severity=Severity.INFO,
    what="a quotation is opened and not closed: {observed}",
    why="Who is quoting whom from where to where cannot be told by a program.",
    fix="Compare with the publisher's page; it is often the publisher's own slip.",
    bad=(
        "date 2019-05-02 Die Reederei ist zufrieden.\n\n"
        "⟦„⟧Die Fähre fährt wieder, sagte sie am Montag in Kiel."
    ),
    good=(
        "date 2019-05-02 Die Reederei ist zufrieden.\n\n"
        "„Die Fähre fährt wieder“, sagte sie am Montag in Kiel."
    ),
    document=True,
    cost=Cost.RECORD,
    precision=1000,
    hits=2,
)
LETTER_SPACING = Rule(
    code="PM405",
    name="letter-spacing",
    severity=Severity.WARNING,
    what="the letters of a word are parted by blanks: {observed}",
    why="The word is not found by any search, and each letter counts as a word.",
    fix="Let `pressmark fix --unsafe-fixes` join them.",
    fixable=True,
    bad="date 2019-05-02 Die Fähre fährt ⟦w i e d e r⟧, sagte die Reederei am Montag.",
    good="date 2019-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag.",
    document=True,
    cost=Cost.RECORD,
)
ALL_CAPITALS = Rule(
    code="PM406",
    name="all-capitals",
    severity=Severity.INFO,
    what="a piece of the text is in capitals: {observed}",
    why="Taggers take every word of it for a name.",
    fix="Nothing, where it is a heading; else look at how the source was made.",
    bad=(
        "date 2019-05-02 Die Reederei ist zufrieden.\n\n"
        "⟦DIE FÄHRE FÄHRT WIEDER, SAGTE DIE REEDEREI AM MONTAG.⟧\n\nSie hat einen Motor."
    ),
    good=(
        "date 2019-05-02 Die Reederei ist zufrieden.\n\n"
        "Die FÄHRE fährt wieder, sagte die Reederei am Montag.\n\nSie hat einen Motor."
    ),
    document=True,
    cost=Cost.RECORD,
)
OCR_NOISE = Rule(
    code="PM407",
    name="ocr-noise",
    severity=Severity.WARNING,
    what="the text looks like print that a machine misread: {observed}",
    why="Word lists fill with words that nobody wrote.",
    fix="Recognise the page again, or leave it out of counts of words.",
    bad=(
        "date 1919-05-02 Die ⟦F4hre⟧ fährt w|eder, sagte die Re3derei am M^ntag, und d|e B4nk "
        "für Wart~nde steht n0ch immer am Ufer."
    ),
    good=(
        "date 1919-05-02 Die Fähre fährt wieder, sagte die Reederei am Montag, und die Bank "
        "für Wartende steht noch immer am Ufer."
    ),
    document=True,
    cost=Cost.RECORD,
)
MARKUP = Rule(
    code="PM408",
    name="markup-in-text",
    severity=Severity.WARNING,
    what="markup of a page stands in the text: {observed}",
    why="Tags and entities are counted as words, and words that they touch are not found.",
    fix="Read the page as HTML, or convert it with a program that knows HTML.",
    bad="date 2019-05-02 Die Fähre ⟦&amp;⟧ das Boot fahren wieder, sagte die Reederei am Montag.",
    good="date 2019-05-02 Die Fähre & das Boot fahren wieder, sagte die Reederei am Montag.",
    document=True,
    cost=Cost.RECORD,
)
