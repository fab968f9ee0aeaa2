"""PM7: rights nobody stated or can read, what is passed on beyond them, and contradictions."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import rights as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles

_UNKNOWN = "FROM articles WHERE rights = 'unknown'"
_CONTRADICT = """
    SELECT here.article_id,
        here.rights || ' here, ' || there.rights || ' for ' || there.article_id AS differ
    FROM articles here JOIN articles there
        ON here.text_sha256 = there.text_sha256 AND here.outlet_id = there.outlet_id
        AND here.rights <> there.rights
    WHERE here.n_chars > 0 AND here.rights <> 'unknown' AND there.rights <> 'unknown'
    QUALIFY row_number() OVER (PARTITION BY here.article_id ORDER BY there.article_id) = 1
"""
_UNREADABLE = """
    SELECT article_id, left(value_from, 120) AS raw FROM evidence
    WHERE "field" = 'rights' AND value_to IS NULL AND value_from IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY article_id, raw ORDER BY evidence_id) = 1
"""
# A licence that lets the full text be passed on is never exceeded, so only references can be.
_BEYOND = """
    SELECT article_id, sharing || ' under ' || rights AS more FROM articles
    WHERE sharing <> 'metadata' AND sharing_basis = 'configured'
        AND regexp_matches(rights, '^LicenseRef-') AND NOT regexp_matches(rights, ' OR ')
        AND NOT starts_with(rights, 'LicenseRef-CC-')
        AND NOT starts_with(rights, 'LicenseRef-rightsstatements-NoC-')
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about rights."""
    yield of_articles(catalogue.RIGHTS_UNKNOWN, "rights", "NULL", _UNKNOWN)
    yield of_articles(catalogue.RIGHTS_UNREADABLE, "rights", "raw", _UNREADABLE, "evidence")
    yield of_articles(catalogue.SHARING_BEYOND_LICENCE, "sharing", "more", _BEYOND)
    yield of_articles(catalogue.RIGHTS_CONTRADICT, "rights", "differ", _CONTRADICT, alone=False)
