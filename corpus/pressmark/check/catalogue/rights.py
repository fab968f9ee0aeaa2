"""PM7: rules about rights."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

RIGHTS_UNKNOWN = Rule(
    code="PM701",
    name="rights-unknown",
    severity=Severity.INFO,
    what="the rights in the article are unknown",
    why="Nobody can tell whether the text may be passed on.",
    fix="State `rights` in pressmark.toml or a sidecar table.",
    bad="an article for which neither settings nor table state `rights`",
    good='`[rights."raw/*"]` states `CC0-1.0`',
)
RIGHTS_CONTRADICT = Rule(
    code="PM702",
    name="rights-contradict",
    severity=Severity.WARNING,
    what="the same text is there under other rights: {observed}",
    why="Which of the two statements holds cannot be told; the stricter one should.",
    fix="Correct the statement in pressmark.toml or the sidecar table.",
    bad="an article under `CC-BY-4.0`, and the same text from the same outlet under `CC0-1.0`",
    good="both under `CC-BY-4.0`",
    cost=Cost.CORPUS,
)
