"""PM670 to PM699: rules about CSV files, foreign tables and what the referee says."""

from pressmark_schema.findings import Cost, Rule
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
    bad="the first line of texts.csv is not its columns",
    good="it is",
    cost=Cost.FILES,
)
CSV_RAGGED = Rule(
    "PM671",
    "csv-cells",
    _ERROR,
    "the row has too many or too few cells: {observed}",
    "Values would be read into wrong columns.",
    _WRITE,
    bad="a row with one cell too few",
    good="a row with a cell for each column",
    cost=Cost.FILES,
)
CSV_QUOTES = Rule(
    "PM672",
    "csv-quotes",
    _ERROR,
    "quotation marks that do not follow RFC 4180: {observed}",
    "Where the cell ends cannot be told.",
    _WRITE,
    bad="a cell that ends within quotation marks",
    good="a cell whose quotation marks are doubled",
    cost=Cost.FILES,
)
CSV_ENCODING = Rule(
    "PM673",
    "csv-encoding",
    _ERROR,
    "bytes that are no text in the declared encoding: {observed}",
    "The text cannot be read, or is read wrongly.",
    _WRITE,
    bad="bytes of Windows-1252 in a file declared as UTF-8",
    good="UTF-8",
    cost=Cost.FILES,
)
CSV_NUL = Rule(
    "PM674",
    "csv-nul",
    _ERROR,
    "a NUL character",
    "Many readers end the text there without notice.",
    _WRITE,
    bad="a cell with a NUL",
    good="a cell without",
    cost=Cost.FILES,
)
CSV_BLANK_ROW = Rule(
    "PM675",
    "csv-blank-row",
    _ERROR,
    "a row without any value",
    "Some readers skip it, others count it.",
    _WRITE,
    bad="an empty line between two rows",
    good="no line between them",
    cost=Cost.FILES,
)
CSV_EMPTY = Rule(
    "PM676",
    "csv-empty",
    _ERROR,
    "no header and no rows",
    "There is no table in the file.",
    _WRITE,
    bad="a file of no bytes",
    good="a file with a header",
    cost=Cost.FILES,
)
CELL_TYPE = Rule(
    "PM680",
    "cell-type",
    _ERROR,
    "not of the declared type: {observed}",
    "The value cannot be read as what it is declared to be.",
    _DATA,
    bad="a column declared `integer` holds `many`",
    good="it holds `7`",
    cost=Cost.FILES,
)
CELL_CONSTRAINT = Rule(
    "PM681",
    "cell-constraint",
    _ERROR,
    "against a declared constraint: {observed}",
    "The table promises something that it does not keep.",
    _DATA,
    bad="a column declared `required` has an empty cell",
    good="each cell holds something",
    cost=Cost.FILES,
)
ROW_KEY = Rule(
    "PM682",
    "row-key",
    _ERROR,
    "a key that is missing or stands twice: {observed}",
    "Joins multiply or lose rows without notice.",
    _DATA,
    bad="two rows with the same primary key",
    good="each key stands once",
    cost=Cost.FILES,
)
ROW_REFERENCE = Rule(
    "PM683",
    "row-reference",
    _ERROR,
    "a foreign key that names no row: {observed}",
    "Joins lose the row without notice.",
    _DATA,
    bad="a foreign key that names no row",
    good="one that names a row",
    cost=Cost.FILES,
)
REFEREE = Rule(
    "PM690",
    "referee",
    _ERROR,
    "frictionless refuses the package: {observed}",
    "Others who check the package with it will refuse it too.",
    "Compare with what pressmark itself says; if it says nothing, report it.",
    bad="frictionless refuses a cell",
    good="frictionless finds nothing",
    cost=Cost.FILES,
)
