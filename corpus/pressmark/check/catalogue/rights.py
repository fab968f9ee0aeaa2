"""PM7: rules about rights."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

RIGHTS_UNKNOWN = Rule(
    code="PM701",
    name="rights-unknown",
    severity=Severity.INFO,
    what="the rights in the article are unknown",
    why="Nobody can tell whether the text may be passed on.",
    fix="State `rights` in pressmark.toml or a metadata table.",
    bad="an article for which neither settings nor table state `rights`",
    good='`[rights."raw/*"]` states `CC0-1.0`',
)
RIGHTS_CONTRADICT = Rule(
    code="PM704",
    name="rights-contradict",
    severity=Severity.WARNING,
    what="the same text is there under other rights: {observed}",
    why="Which of the two statements holds cannot be told; the stricter one should.",
    fix="Correct the statement in pressmark.toml or the metadata table.",
    bad="an article under `CC-BY-4.0`, and the same text from the same outlet under `CC0-1.0`",
    good="both under `CC-BY-4.0`",
    cost=Cost.CORPUS,
)

RIGHTS_UNREADABLE = Rule(
    code="PM702",
    name="rights-unreadable",
    severity=Severity.WARNING,
    what="the statement of rights is no SPDX expression",
    why="Nobody can tell by program what it allows, so the rights count as unknown.",
    fix="State an SPDX expression, `LicenseRef-…`, or the address of a Creative Commons or "
    "rightsstatements.org statement.",
    bad="`rights` is `free for all` in the metadata table",
    good="`rights` is `CC-BY-4.0` there",
)

SHARING_BEYOND_LICENCE = Rule(
    code="PM703",
    name="sharing-beyond-licence",
    severity=Severity.INFO,
    what="more is set to be passed on than the stated rights allow",
    why="Somebody answers for it: a contract, the law, or a mistake in the glob.",
    fix="Check `sharing` in pressmark.toml or the metadata table against the agreement.",
    bad="an article under `LicenseRef-publisher` that is set to be passed on as a whole",
    good="an article under `CC-BY-4.0` that is set to be passed on as a whole",
)
