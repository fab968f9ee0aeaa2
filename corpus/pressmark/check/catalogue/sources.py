"""PM1: rules about source files and their encoding."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

QUARANTINED = Rule(
    code="PM101",
    name="quarantined",
    severity=Severity.WARNING,
    what="the document was set aside: {observed}",
    why="It is counted, but none of its words are in the corpus.",
    fix="Mend the file, or declare its encoding in pressmark.toml; then build again.",
)
