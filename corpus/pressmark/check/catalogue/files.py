"""PM670 to PM699: rules about CSV files, foreign tables and what the referee says."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

_ERROR = Severity.ERROR
_WRITE = "Write it again with a CSV writer: UTF-8, RFC 4180, the declared dialect."
_DATA = "Correct the data or the schema of the resource."

CSV_HEADER = Rule(
    "PM670",
    "csv-header",
    _ERROR,
    "the header is not the columns of the table: {observed}",
    "Values would be read into wrong columns.",
    _WRITE,
)
CSV_RAGGED = Rule(
    "PM671",
    "csv-cells",
    _ERROR,
    "the row has too many or too few cells: {observed}",
    "Values would be read into wrong columns.",
    _WRITE,
)
CSV_QUOTES = Rule(
    "PM672",
    "csv-quotes",
    _ERROR,
    "quotation marks that do not follow RFC 4180: {observed}",
    "Where the cell ends cannot be told.",
    _WRITE,
)
CSV_ENCODING = Rule(
    "PM673",
    "csv-encoding",
    _ERROR,
    "bytes that are no text in the declared encoding: {observed}",
    "The text cannot be read, or is read wrongly.",
    _WRITE,
)
CSV_NUL = Rule(
    "PM674",
    "csv-nul",
    _ERROR,
    "a NUL character",
    "Many readers end the text there without notice.",
    _WRITE,
)
CSV_BLANK_ROW = Rule(
    "PM675",
    "csv-blank-row",
    _ERROR,
    "a row without any value",
    "Some readers skip it, others count it.",
    _WRITE,
)
CSV_EMPTY = Rule(
    "PM676",
    "csv-empty",
    _ERROR,
    "no header and no rows",
    "There is no table in the file.",
    _WRITE,
)
CELL_TYPE = Rule(
    "PM680",
    "cell-type",
    _ERROR,
    "not of the declared type: {observed}",
    "The value cannot be read as what it is declared to be.",
    _DATA,
)
CELL_CONSTRAINT = Rule(
    "PM681",
    "cell-constraint",
    _ERROR,
    "against a declared constraint: {observed}",
    "The table promises something that it does not keep.",
    _DATA,
)
ROW_KEY = Rule(
    "PM682",
    "row-key",
    _ERROR,
    "a key that is missing or stands twice: {observed}",
    "Joins multiply or lose rows without notice.",
    _DATA,
)
ROW_REFERENCE = Rule(
    "PM683",
    "row-reference",
    _ERROR,
    "a foreign key that names no row: {observed}",
    "Joins lose the row without notice.",
    _DATA,
)
REFEREE = Rule(
    "PM690",
    "referee",
    _ERROR,
    "frictionless refuses the package: {observed}",
    "Others who check the package with it will refuse it too.",
    "Compare with what pressmark itself says; if it says nothing, report it.",
)
