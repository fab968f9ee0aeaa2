"""PM650 to PM669: rules about the descriptor of a package and what it declares."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

_ERROR = Severity.ERROR
_STANDARD = "Correct the descriptor by the Data Package standard, version 2 (datapackage.org)."
_REBUILD = "Get the package again from where it was published, or build it again."

NO_DESCRIPTOR = Rule(
    "PM650",
    "no-descriptor",
    _ERROR,
    "the descriptor cannot be read: {observed}",
    "Without it nothing is known of the files.",
    "Give the folder that holds datapackage.json, or get the package again.",
    bad="a folder without datapackage.json",
    good="the folder with it",
    cost=Cost.FILES,
)
PROPERTY = Rule(
    "PM651",
    "property",
    _ERROR,
    "a property that the standard does not allow so: {observed}",
    "Other tools refuse the package or read it differently.",
    _STANDARD,
    bad="`resources` is empty",
    good="it has at least one resource",
    cost=Cost.FILES,
)
UNSAFE_PATH = Rule(
    "PM652",
    "unsafe-path",
    _ERROR,
    "a path that leads out of the package: {observed}",
    "Reading it could show or overwrite files that are none of its business.",
    "Do not trust this package; ask whoever made it.",
    bad="the path of a resource is `../secret.csv`",
    good="it is `texts.csv`",
    cost=Cost.FILES,
)
NOT_UNIQUE = Rule(
    "PM653",
    "name-not-unique",
    _ERROR,
    "a name that stands twice: {observed}",
    "Which of the two is meant cannot be told.",
    _STANDARD,
    bad="two resources are called `texts`",
    good="each name stands once",
    cost=Cost.FILES,
)
FILE_MISSING = Rule(
    "PM654",
    "file-missing",
    _ERROR,
    "a declared file is missing: {observed}",
    "A part of the package is lost.",
    _REBUILD,
    bad="texts.csv is declared and not there",
    good="it is there",
    cost=Cost.FILES,
)
NOT_REGULAR = Rule(
    "PM655",
    "not-a-regular-file",
    _ERROR,
    "neither a file nor a folder: {observed}",
    "A link or device can lead anywhere.",
    "Replace it by the file itself.",
    bad="texts.csv is a symbolic link",
    good="it is a file",
    cost=Cost.FILES,
)
BYTES = Rule(
    "PM656",
    "bytes",
    _ERROR,
    "the file has another size than declared: {observed}",
    "It was cut, added to or exchanged.",
    _REBUILD,
    bad="the last line of texts.csv was cut off",
    good="the file as it was written",
    cost=Cost.FILES,
)
HASH = Rule(
    "PM657",
    "hash",
    _ERROR,
    "the file is not the one that was declared: {observed}",
    "It was altered after the package was made.",
    _REBUILD,
    bad="a letter in texts.csv was altered",
    good="the file as it was written",
    cost=Cost.FILES,
)
UNDECLARED = Rule(
    "PM658",
    "undeclared-file",
    _ERROR,
    "the package does not declare this file",
    "Nothing vouches for it.",
    "Remove it, or keep it elsewhere.",
    bad="a file notes.txt was put into the package",
    good="the file lies elsewhere",
    cost=Cost.FILES,
)
DAMAGED = Rule(
    "PM659",
    "damaged-parquet",
    _ERROR,
    "the Parquet file is damaged: {observed}",
    "Readers that do not verify checksums give wrong values.",
    _REBUILD,
    bad="a page of texts.parquet has a wrong checksum",
    good="the file as it was written",
    cost=Cost.FILES,
)
CONTENT_HASH = Rule(
    "PM660",
    "content-hash",
    _ERROR,
    "the values of the table are not those that were declared: {observed}",
    "They were altered after the package was made.",
    _REBUILD,
    bad="a value was altered, and the hash of its file restated",
    good="the values as they were written",
    cost=Cost.FILES,
)
ROWS = Rule(
    "PM661",
    "rows",
    _ERROR,
    "the table has another number of rows than declared: {observed}",
    "Rows were lost or added.",
    _REBUILD,
    bad="the descriptor declares 12 rows, the table has 11",
    good="both say 11",
    cost=Cost.FILES,
)
HALVES_DIFFER = Rule(
    "PM662",
    "halves-differ",
    _ERROR,
    "CSV and Parquet say different things: {observed}",
    "Two readers of the package work with different corpora.",
    _REBUILD,
    bad="texts.csv and texts.parquet differ in a word",
    good="they say the same",
    cost=Cost.FILES,
)
NOT_DECLARED = Rule(
    "PM663",
    "not-vouched-for",
    _ERROR,
    "no size, hash or table facts are declared: {observed}",
    "An alteration could not be seen.",
    _REBUILD,
    bad="a resource without `hash`",
    good="a resource with `hash` and `bytes`",
    cost=Cost.FILES,
)
FORMAT = Rule(
    "PM664",
    "format-version",
    _ERROR,
    "not a dataset that this pressmark reads: {observed}",
    "Its tables may mean something else.",
    "Install the pressmark that wrote it.",
    bad="a dataset of format version 99",
    good="one of the version that this pressmark writes",
    cost=Cost.FILES,
)
NOT_FETCHED = Rule(
    "PM665",
    "not-fetched",
    Severity.INFO,
    "a resource at an address was not looked at: {observed}",
    "Nothing is known of its state; checking reads nothing from a network.",
    "Download it and state a path to check it too.",
    bad="the path of a resource is an address",
    good="it is a file of the package",
    cost=Cost.FILES,
)
