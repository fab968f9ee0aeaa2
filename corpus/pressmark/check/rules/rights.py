"""PM7: articles whose rights nobody stated."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import rights as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles

_UNKNOWN = "FROM articles WHERE rights = 'unknown'"


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The question about rights."""
    yield of_articles(catalogue.RIGHTS_UNKNOWN, "rights", "NULL", _UNKNOWN)
