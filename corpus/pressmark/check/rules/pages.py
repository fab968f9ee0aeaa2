"""PM217 to PM219: what a web page states of its article in several places that do not agree."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import metadata as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles
from pressmark_schema.generate.sql import literal
from pressmark_schema.tables.evidence import UNREAD_FIELD

_FOLDED = r"lower(regexp_replace({0}, '[^\p{{L}}\p{{N}}]+', '', 'g'))"
_STATED, _TITLE = _FOLDED.format("evidence.value_to"), _FOLDED.format("articles.title")
# One title within the other is the same one with its overline, its section or its site.
_TITLES = rf"""
    SELECT articles.article_id,
        evidence.value_to || ' in ' || evidence.place || ', ' || articles.title AS differ
    FROM evidence JOIN articles ON articles.article_id = evidence.article_id
    WHERE evidence.field = 'title' AND evidence.place IS NOT NULL
        AND regexp_matches(evidence.place, '^(?:meta\[og:title\]|h1\[|jsonld\[.*\.headline)')
        AND NOT contains({_STATED}, {_TITLE}) AND NOT contains({_TITLE}, {_STATED})
    QUALIFY row_number() OVER (
        PARTITION BY articles.article_id, {_STATED} ORDER BY evidence.place, evidence.evidence_id
    ) = 1
"""
_ADDRESSES = """
    SELECT evidence.article_id, left(evidence.value_from, 150) || ' in ' || evidence.place
            || coalesce(', ' || articles.canonical_url, '') AS foreign_
    FROM evidence JOIN articles ON articles.article_id = evidence.article_id
    WHERE evidence.field = 'canonical_url' AND evidence.rule LIKE 'page.foreign-address@%'
        AND evidence.place NOT LIKE 'jsonld%'
    QUALIFY row_number() OVER (
        PARTITION BY evidence.article_id, evidence.value_from
        ORDER BY evidence.place, evidence.evidence_id
    ) = 1
"""
_UNREAD = f"""
    SELECT article_id, place || ': ' || value_from AS unread
    FROM evidence WHERE evidence.field = {literal(UNREAD_FIELD)}
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about what pages state."""
    yield of_articles(catalogue.TITLES_DIFFER, "title", "differ", _TITLES, "evidence")
    rule = catalogue.FOREIGN_ADDRESS
    yield of_articles(rule, "canonical_url", "foreign_", _ADDRESSES, "evidence")
    yield of_articles(catalogue.DATA_UNREAD, UNREAD_FIELD, "unread", _UNREAD, "evidence")
