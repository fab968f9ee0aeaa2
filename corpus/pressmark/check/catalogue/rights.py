"""PM7: rules about rights."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

RIGHTS_UNKNOWN = Rule(
    code="PM701",
    name="rights-unknown",
    severity=Severity.INFO,
    what="the rights in the article are unknown",
    why="Nobody can tell whether the text may be passed on.",
    fix="State `rights` in pressmark.toml or a sidecar table.",
)
