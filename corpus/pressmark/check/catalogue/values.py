"""PM600 to PM619: rules about single values, keys and the order of rows."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.generate.sql import ConditionKind
from pressmark_schema.vocabulary import Severity

_ERROR = Severity.ERROR
_REBUILD = "Build the package again; do not edit its tables by hand."

REQUIRED = Rule(
    "PM601",
    "required",
    _ERROR,
    "a value that every row has is missing",
    "Programs that rely on the column fail or leave the row out.",
    _REBUILD,
    bad="a row of articles with an empty `lang`",
    good="`lang` is `und`",
)
PATTERN = Rule(
    "PM602",
    "pattern",
    _ERROR,
    "not of the form that the column asks for: {observed}",
    "Programs that rely on the form read it wrongly.",
    _REBUILD,
    bad="`outlet_id` is `Hafen Kurier`",
    good="`outlet_id` is `hafenkurier`",
)
ENUM = Rule(
    "PM603",
    "vocabulary",
    _ERROR,
    "not in the column's vocabulary: {observed}",
    "No count by this column will include the row.",
    _REBUILD,
    bad="the kind of a block is `sidebar`",
    good="it is `teaser`",
)
RANGE = Rule(
    "PM604",
    "range",
    _ERROR,
    "outside the range of the column: {observed}",
    "The number cannot mean what the column means.",
    _REBUILD,
    bad="`n_words` is -1",
    good="`n_words` is 0",
)
EMPTY = Rule(
    "PM605",
    "empty-value",
    _ERROR,
    "empty, where the column holds something or null",
    "An empty value cannot be told from an unknown one.",
    _REBUILD,
    bad="the text of a block is empty",
    good="the block is not there",
)
NOT_A_DATE = Rule(
    "PM606",
    "not-a-date",
    _ERROR,
    "no date of the calendar: {observed}",
    "Its first and last day cannot be told.",
    _REBUILD,
    bad="`published_edtf` is `2018-02-30`",
    good="it is `2018-02-28`",
)
NULL_ITEM = Rule(
    "PM607",
    "null-item",
    _ERROR,
    "a list with a null in it: {observed}",
    "Lists hold values; an unknown list is null as a whole.",
    _REBUILD,
    bad="`authors` is `[null]`",
    good="`authors` is null",
)
CONTRADICTORY = Rule(
    "PM608",
    "columns-contradict",
    _ERROR,
    "this does not hold in the row: {observed}",
    "One of the columns is wrong, and nobody can tell which.",
    "Undo edits of the table; else correct what the document or a sidecar states, and build again.",
    bad="`text_from` lies after `text_to`",
    good="it lies before",
)
TYPE = Rule(
    "PM609",
    "type",
    _ERROR,
    "not of the type of the column: {observed}",
    "The value cannot be read.",
    "Write the cell as docs/schema says for its column, or undo edits of the table.",
    bad="a cell of `n_words` holds `many`",
    good="it holds `212`",
)
KEY_NOT_UNIQUE = Rule(
    "PM610",
    "key-not-unique",
    _ERROR,
    "the key stands in more than one row: {observed}",
    "Joins multiply rows, and counts become wrong without notice.",
    "Take out rows that were copied; documents that share an id need a native_id of their own.",
    bad="two rows of blocks with the same `block_id`",
    good="one of them",
    cost=Cost.CORPUS,
)
SET_NOT_UNIQUE = Rule(
    "PM611",
    "values-not-unique",
    _ERROR,
    "values that only one row may have stand in several: {observed}",
    "Two rows claim the same place.",
    "Take out the row that was copied or moved, or get the package again.",
    bad="two blocks of an article have `seq` 3",
    good="one has 3, the other 4",
    cost=Cost.CORPUS,
)
DANGLING = Rule(
    "PM612",
    "dangling-key",
    _ERROR,
    "names a row that does not exist: {observed}",
    "Joins lose the row without notice.",
    "Restore the row it names, or take this one out as well; a filtered export does so for you.",
    bad="a block of an article that is not in articles",
    good="a block of one that is",
    cost=Cost.CORPUS,
)
SEQ_GAP = Rule(
    "PM613",
    "seq-not-contiguous",
    _ERROR,
    "the ranks do not run from 0 without gaps: {observed}",
    "A row between was lost or added.",
    "Restore the row that is gone; to leave out blocks, use `pressmark export --kinds`.",
    bad="the blocks of an article have `seq` 0, 1, 3",
    good="they have 0, 1, 2",
    cost=Cost.CORPUS,
)
ROW_ORDER = Rule(
    "PM614",
    "row-order",
    _ERROR,
    "the rows are not in the declared order: {observed}",
    "The same corpus would have other bytes; readers that merge tables fail.",
    "Write the rows by place, where a table has several files, outlet, article and the table's own "
    "order; do not sort them otherwise.",
    bad="the second article stands before the first",
    good="they stand in the order of outlet and id",
    cost=Cost.CORPUS,
)
COLUMNS = Rule(
    "PM615",
    "columns",
    _ERROR,
    "not the columns of the table: {observed}",
    "The table cannot be read as what it says it is.",
    "Restore the columns and their order; declare columns of your own in pressmark.toml.",
    bad="articles has a column `mood` that nobody declared",
    good="the column is declared under `[fields]`",
)
TABLE_MISSING = Rule(
    "PM616",
    "table-missing",
    _ERROR,
    "a table that every such dataset has is missing: {observed}",
    "What it says of the articles is lost.",
    "Restore the file, or export again with `--to`, which declares what it leaves out.",
    bad="blocks.parquet is gone from the folder and the descriptor",
    good="it is there",
)
UNCHECKABLE = Rule(
    "PM617",
    "uncheckable",
    _ERROR,
    "the values cannot be worked with: {observed}",
    "A damaged file or a number beyond all bounds hides other faults.",
    "Mend what else is found in this file first, or get it again; then check once more.",
    bad="a number beyond all bounds in a column that is summed up",
    good="a number that fits",
)

OF_CONDITION = {
    ConditionKind.REQUIRED: REQUIRED,
    ConditionKind.ITEMS: NULL_ITEM,
    ConditionKind.PATTERN: PATTERN,
    ConditionKind.ENUM: ENUM,
    ConditionKind.MINIMUM: RANGE,
    ConditionKind.MAXIMUM: RANGE,
    ConditionKind.LENGTH: EMPTY,
    ConditionKind.EDTF: NOT_A_DATE,
    ConditionKind.ROW: CONTRADICTORY,
}
"""The rule that a row breaks which does not meet a condition of that kind."""
