"""PM7: articles whose rights nobody stated, or that were stated in two ways."""

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


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about rights."""
    yield of_articles(catalogue.RIGHTS_UNKNOWN, "rights", "NULL", _UNKNOWN)
    yield of_articles(catalogue.RIGHTS_CONTRADICT, "rights", "differ", _CONTRADICT)
