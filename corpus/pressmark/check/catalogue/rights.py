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

RIGHTS_UNREADABLE = Rule(
    code="PM702",
    name="rights-unreadable",
    severity=Severity.WARNING,
    what="the statement of rights is no SPDX expression",
    why="Nobody can tell by program what it allows, so the rights count as unknown.",
    fix="State an SPDX expression, `LicenseRef-…`, or the address of a Creative Commons or "
    "rightsstatements.org statement.",
)

SHARING_BEYOND_LICENCE = Rule(
    code="PM703",
    name="sharing-beyond-licence",
    severity=Severity.INFO,
    what="more is set to be passed on than the stated rights allow",
    why="Somebody answers for it: a contract, the law, or a mistake in the glob.",
    fix="Check `sharing` in pressmark.toml or the metadata table against the agreement.",
)
