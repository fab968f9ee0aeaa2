"""PM620 to PM649: rules about how the rows of an article fit together."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

_ERROR = Severity.ERROR
_REBUILD = "Build the package again; do not edit its tables by hand."

BLOCK_LENGTH = Rule(
    "PM620",
    "block-length",
    _ERROR,
    "the text is not as long as its span with its changes: {observed}",
    "Text was lost or added without a record of it.",
    _REBUILD,
    bad="a word was deleted from a block's text by hand",
    good="the text as it was built",
    cost=Cost.CORPUS,
)
CHANGE_PLACES = Rule(
    "PM621",
    "change-places",
    _ERROR,
    "the places of the change are not in order, or not where it says: {observed}",
    "The source cannot be told from the text.",
    _REBUILD,
    bad="`positions` of a change is `[9, 4]`",
    good="it is `[4, 9]`",
    cost=Cost.CORPUS,
)
CHANGE_OVERLAP = Rule(
    "PM622",
    "change-overlap",
    _ERROR,
    "the change leaves its block, or overlaps another change or block: {observed}",
    "Which of them made the text cannot be told.",
    _REBUILD,
    bad="a change of a block lies outside of it",
    good="it lies inside",
    cost=Cost.CORPUS,
)
CHANGE_BEFORE = Rule(
    "PM623",
    "change-before",
    _ERROR,
    "`before`, its hash and the kind of the change do not fit its span: {observed}",
    "The change cannot be undone.",
    _REBUILD,
    bad="`before` of a change has three letters, its span four",
    good="both have four",
    cost=Cost.CORPUS,
)
BLOCK_OVERLAP = Rule(
    "PM624",
    "block-overlap",
    _ERROR,
    "the block begins before the one ahead of it ends: {observed}",
    "Text of the source stands in two blocks, or the order of reading is lost.",
    _REBUILD,
    bad="a block begins before the one ahead of it ends",
    good="it begins behind it",
    cost=Cost.CORPUS,
)
KIND_DETAIL = Rule(
    "PM625",
    "kind-detail",
    _ERROR,
    "the kind of the block and its details do not fit: {observed}",
    "The block was retyped by hand, or its row in another table was lost.",
    _REBUILD,
    bad="an embed was retyped to `paragraph` by hand",
    good="its kind and its row in embeds agree",
    cost=Cost.CORPUS,
)
COUNTS = Rule(
    "PM626",
    "counts",
    _ERROR,
    "the article states another number or hash than its text has: {observed}",
    "Text was lost, added or altered after the article was counted.",
    _REBUILD,
    bad="`n_words` was raised by one",
    good="it is what the text has",
    cost=Cost.CORPUS,
)
TEXT_JOIN = Rule(
    "PM627",
    "text-join",
    _ERROR,
    "the text of the article is not that of its blocks: {observed}",
    "Which of the two was altered cannot be told.",
    _REBUILD,
    bad="a letter of texts was altered",
    good="texts and blocks say the same",
    cost=Cost.CORPUS,
)
TEXT_SPAN = Rule(
    "PM628",
    "text-span",
    _ERROR,
    "the block does not stand there in the text of its article: {observed}",
    "Hits in the text lead to wrong blocks.",
    _REBUILD,
    bad="`text_start` of a block was moved by one",
    good="it stands where its text does",
    cost=Cost.CORPUS,
)
RECORD_HASH = Rule(
    "PM629",
    "record-hash",
    _ERROR,
    "the rows of the article are not those that were hashed: {observed}",
    "Some value of the article was altered after it was built.",
    _REBUILD,
    bad="the title of an article was altered, its hash was not",
    good="the article as it was built",
    cost=Cost.CORPUS,
)
DATE_BOUNDS = Rule(
    "PM630",
    "date-bounds",
    _ERROR,
    "the days or the precision are not those of the date: {observed}",
    "Selections by day and by date differ.",
    _REBUILD,
    bad="`published_edtf` is `2018-05`, `published_to` 2018-05-30",
    good="`published_to` is 2018-05-31",
    cost=Cost.CORPUS,
)
CURRENT_CAPTURE = Rule(
    "PM631",
    "current-capture",
    _ERROR,
    "an article has exactly one current capture, this one has {observed}",
    "Which document the rows describe cannot be told.",
    _REBUILD,
    bad="no capture of an article is the current one",
    good="one is",
    cost=Cost.CORPUS,
)
BLOCK_ID = Rule(
    "PM632",
    "block-id",
    _ERROR,
    "the block id is not that of its article and source: {observed}",
    "The text, its changes or the id was altered.",
    _REBUILD,
    bad="a letter of a block was altered, its id was not",
    good="the block as it was built",
    cost=Cost.CORPUS,
)
OTHER_ARTICLE = Rule(
    "PM633",
    "other-article",
    _ERROR,
    "the row names a block of another article: {observed}",
    "What it says is ascribed to the wrong article.",
    _REBUILD,
    bad="evidence for one article names a block of another",
    good="it names one of its own",
    cost=Cost.CORPUS,
)
SAME_VALUE = Rule(
    "PM634",
    "texts-differ-from-articles",
    _ERROR,
    "texts and articles state different values: {observed}",
    "Which of the two was altered cannot be told.",
    _REBUILD,
    bad="the language in texts is not that in articles",
    good="both are `de`",
    cost=Cost.CORPUS,
)
UNKNOWN_FIELD = Rule(
    "PM635",
    "unknown-field",
    _ERROR,
    "evidence for a column that articles does not have: {observed}",
    "What it speaks for cannot be told.",
    _REBUILD,
    bad="evidence for a column `mood`",
    good="evidence for `title`",
    cost=Cost.CORPUS,
)
CLUSTER = Rule(
    "PM636",
    "cluster",
    _ERROR,
    "the cluster of duplicates does not fit together: {observed}",
    "Which articles repeat others, and which of them to take, cannot be told.",
    _REBUILD,
    bad="a cluster without its representative",
    good="the representative is a member",
    cost=Cost.CORPUS,
)
ANNOTATION_PLACE = Rule(
    "PM637",
    "annotation-place",
    _ERROR,
    "the annotation is not what stands there in its block: {observed}",
    "Hits lead to other words than those that were read.",
    _REBUILD,
    bad="`text` of an annotation is `Kiel`, at its place the block says `Köln`",
    good="both say `Kiel`",
    cost=Cost.CORPUS,
)
ANNOTATION_DATE = Rule(
    "PM638",
    "annotation-date",
    _ERROR,
    "the value and the candidates of the annotation are not dates that fit together: {observed}",
    "Which day is meant cannot be told.",
    _REBUILD,
    bad="the value of a time is `2018-05-31`, its only candidate `2018-06-01`",
    good="the value is one of the candidates",
)
SOURCE_TEXT = Rule(
    "PM640",
    "source-text",
    _ERROR,
    "the source with its changes is not the text of the block: {observed}",
    "The block says something that the document does not.",
    "Build again from the sources; if it comes back, report it.",
    bad="the raw file says Köln, the block says Kiel",
    good="both say Kiel",
    cost=Cost.FILES,
)
SOURCE_COVER = Rule(
    "PM641",
    "source-cover",
    _ERROR,
    "text of the source stands in no block, or in two: {observed}",
    "Something was lost or doubled without a record of it.",
    "Build again from the sources; if it comes back, report it.",
    bad="a line was added to the raw file after the build",
    good="the raw file as it was read",
    cost=Cost.FILES,
)
