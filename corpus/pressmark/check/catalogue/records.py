"""PM620 to PM649: rules about how the rows of an article fit together."""

from pressmark_schema.findings import Rule
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
)
CHANGE_PLACES = Rule(
    "PM621",
    "change-places",
    _ERROR,
    "the places of the change are not in order, or not where it says: {observed}",
    "The source cannot be told from the text.",
    _REBUILD,
)
CHANGE_OVERLAP = Rule(
    "PM622",
    "change-overlap",
    _ERROR,
    "the change leaves its block, or overlaps another change or block: {observed}",
    "Which of them made the text cannot be told.",
    _REBUILD,
)
CHANGE_BEFORE = Rule(
    "PM623",
    "change-before",
    _ERROR,
    "`before`, its hash and the kind of the change do not fit its span: {observed}",
    "The change cannot be undone.",
    _REBUILD,
)
BLOCK_OVERLAP = Rule(
    "PM624",
    "block-overlap",
    _ERROR,
    "the block begins before the one ahead of it ends: {observed}",
    "Text of the source stands in two blocks, or the order of reading is lost.",
    _REBUILD,
)
KIND_DETAIL = Rule(
    "PM625",
    "kind-detail",
    _ERROR,
    "the kind of the block and its details do not fit: {observed}",
    "The block was retyped by hand, or its row in another table was lost.",
    _REBUILD,
)
COUNTS = Rule(
    "PM626",
    "counts",
    _ERROR,
    "the article states another number or hash than its text has: {observed}",
    "Text was lost, added or altered after the article was counted.",
    _REBUILD,
)
TEXT_JOIN = Rule(
    "PM627",
    "text-join",
    _ERROR,
    "the text of the article is not that of its blocks: {observed}",
    "Which of the two was altered cannot be told.",
    _REBUILD,
)
TEXT_SPAN = Rule(
    "PM628",
    "text-span",
    _ERROR,
    "the block does not stand there in the text of its article: {observed}",
    "Hits in the text lead to wrong blocks.",
    _REBUILD,
)
RECORD_HASH = Rule(
    "PM629",
    "record-hash",
    _ERROR,
    "the rows of the article are not those that were hashed: {observed}",
    "Some value of the article was altered after it was built.",
    _REBUILD,
)
DATE_BOUNDS = Rule(
    "PM630",
    "date-bounds",
    _ERROR,
    "the days or the precision are not those of the date: {observed}",
    "Selections by day and by date differ.",
    _REBUILD,
)
CURRENT_CAPTURE = Rule(
    "PM631",
    "current-capture",
    _ERROR,
    "an article has exactly one current capture, this one has {observed}",
    "Which document the rows describe cannot be told.",
    _REBUILD,
)
BLOCK_ID = Rule(
    "PM632",
    "block-id",
    _ERROR,
    "the block id is not that of its article and source: {observed}",
    "The text, its changes or the id was altered.",
    _REBUILD,
)
OTHER_ARTICLE = Rule(
    "PM633",
    "other-article",
    _ERROR,
    "the row names a block of another article: {observed}",
    "What it says is ascribed to the wrong article.",
    _REBUILD,
)
SAME_VALUE = Rule(
    "PM634",
    "texts-differ-from-articles",
    _ERROR,
    "texts and articles state different values: {observed}",
    "Which of the two was altered cannot be told.",
    _REBUILD,
)
UNKNOWN_FIELD = Rule(
    "PM635",
    "unknown-field",
    _ERROR,
    "evidence for a column that articles does not have: {observed}",
    "What it speaks for cannot be told.",
    _REBUILD,
)
CLUSTER = Rule(
    "PM636",
    "cluster",
    _ERROR,
    "the cluster of duplicates does not fit together: {observed}",
    "Which articles repeat others, and which of them to take, cannot be told.",
    _REBUILD,
)
ANNOTATION_PLACE = Rule(
    "PM637",
    "annotation-place",
    _ERROR,
    "the annotation is not what stands there in its block: {observed}",
    "Hits lead to other words than those that were read.",
    _REBUILD,
)
ANNOTATION_DATE = Rule(
    "PM638",
    "annotation-date",
    _ERROR,
    "the value and the candidates of the annotation are not dates that fit together: {observed}",
    "Which day is meant cannot be told.",
    _REBUILD,
)
SOURCE_TEXT = Rule(
    "PM640",
    "source-text",
    _ERROR,
    "the source with its changes is not the text of the block: {observed}",
    "The block says something that the document does not.",
    "Build again from the sources; if it comes back, report it.",
)
SOURCE_COVER = Rule(
    "PM641",
    "source-cover",
    _ERROR,
    "text of the source stands in no block, or in two: {observed}",
    "Something was lost or doubled without a record of it.",
    "Build again from the sources; if it comes back, report it.",
)
