"""PM5: rules about duplicates and about captures of the same article."""

from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

EXACT_DUPLICATE = Rule(
    code="PM501",
    name="exact-duplicate",
    severity=Severity.WARNING,
    what="the same text as article {observed}",
    why="Its words count twice.",
    fix="Leave one out, or count one article of each text_sha256.",
    bad="two articles whose texts are the same, letter by letter",
    good="two articles that share a paragraph",
    cost=Cost.CORPUS,
)
NEAR_DUPLICATE = Rule(
    code="PM503",
    name="near-duplicate",
    severity=Severity.WARNING,
    what="much the same text as article {observed}",
    why="Most of its words count twice.",
    fix="Take one article of each cluster: `--representatives`, or `is_representative` in texts.",
    bad="a report and its reprint with another last sentence",
    good="two reports on the same event, each in its own words",
    cost=Cost.CORPUS,
)
EXCERPT = Rule(
    code="PM504",
    name="excerpt",
    severity=Severity.INFO,
    what="one is mostly a part of the other: article {observed}",
    why="The words of the shorter one count twice.",
    fix="Take one article of each cluster: `--representatives`, or `is_representative` in texts.",
    bad="an article and its first half, as a paywall shows it",
    good="an article that quotes one sentence of another",
    cost=Cost.CORPUS,
)
UNORDERED_CAPTURES = Rule(
    code="PM502",
    name="unordered-captures",
    severity=Severity.WARNING,
    what="{observed} captures of the article cannot be put in order: no retrieved_at",
    why="Which of them is the current one was decided by path, not by time.",
    fix="State when each was fetched (retrieved_at) in a metadata table.",
    bad="two captures of one article without `retrieved_at`",
    good="two captures with their instants",
    cost=Cost.CORPUS,
)
