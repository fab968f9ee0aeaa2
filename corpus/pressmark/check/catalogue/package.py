"""PM650 to PM669: rules about the descriptor of a package and what it declares."""

from pressmark_schema.findings import Rule
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
)
PROPERTY = Rule(
    "PM651",
    "property",
    _ERROR,
    "a property that the standard does not allow so: {observed}",
    "Other tools refuse the package or read it differently.",
    _STANDARD,
)
UNSAFE_PATH = Rule(
    "PM652",
    "unsafe-path",
    _ERROR,
    "a path that leads out of the package: {observed}",
    "Reading it could show or overwrite files that are none of its business.",
    "Do not trust this package; ask whoever made it.",
)
NOT_UNIQUE = Rule(
    "PM653",
    "name-not-unique",
    _ERROR,
    "a name that stands twice: {observed}",
    "Which of the two is meant cannot be told.",
    _STANDARD,
)
FILE_MISSING = Rule(
    "PM654",
    "file-missing",
    _ERROR,
    "a declared file is missing: {observed}",
    "A part of the package is lost.",
    _REBUILD,
)
NOT_REGULAR = Rule(
    "PM655",
    "not-a-regular-file",
    _ERROR,
    "neither a file nor a folder: {observed}",
    "A link or device can lead anywhere.",
    "Replace it by the file itself.",
)
BYTES = Rule(
    "PM656",
    "bytes",
    _ERROR,
    "the file has another size than declared: {observed}",
    "It was cut, added to or exchanged.",
    _REBUILD,
)
HASH = Rule(
    "PM657",
    "hash",
    _ERROR,
    "the file is not the one that was declared: {observed}",
    "It was altered after the package was made.",
    _REBUILD,
)
UNDECLARED = Rule(
    "PM658",
    "undeclared-file",
    _ERROR,
    "the package does not declare this file",
    "Nothing vouches for it.",
    "Remove it, or keep it elsewhere.",
)
DAMAGED = Rule(
    "PM659",
    "damaged-parquet",
    _ERROR,
    "the Parquet file is damaged: {observed}",
    "Readers that do not verify checksums give wrong values.",
    _REBUILD,
)
CONTENT_HASH = Rule(
    "PM660",
    "content-hash",
    _ERROR,
    "the values of the table are not those that were declared: {observed}",
    "They were altered after the package was made.",
    _REBUILD,
)
ROWS = Rule(
    "PM661",
    "rows",
    _ERROR,
    "the table has another number of rows than declared: {observed}",
    "Rows were lost or added.",
    _REBUILD,
)
HALVES_DIFFER = Rule(
    "PM662",
    "halves-differ",
    _ERROR,
    "CSV and Parquet say different things: {observed}",
    "Two readers of the package work with different corpora.",
    _REBUILD,
)
NOT_DECLARED = Rule(
    "PM663",
    "not-vouched-for",
    _ERROR,
    "no size, hash or table facts are declared: {observed}",
    "An alteration could not be seen.",
    _REBUILD,
)
FORMAT = Rule(
    "PM664",
    "format-version",
    _ERROR,
    "not a dataset that this pressmark reads: {observed}",
    "Its tables may mean something else.",
    "Install the pressmark that wrote it.",
)
NOT_FETCHED = Rule(
    "PM665",
    "not-fetched",
    Severity.INFO,
    "a resource at an address was not looked at: {observed}",
    "Nothing is known of its state; checking reads nothing from a network.",
    "Download it and state a path to check it too.",
)
