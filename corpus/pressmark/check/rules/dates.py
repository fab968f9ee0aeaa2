"""PM207 and PM214 to PM216: dates that cannot be read, and dates that contradict each other."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import metadata as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.days import first_day, last_day
from pressmark.check.rules.placing import of_articles, of_blocks

_BY_BASIS = """
    CASE published_basis::VARCHAR WHEN 'header' THEN ' in the header'
        WHEN 'sidecar' THEN ' in the metadata table' WHEN 'path' THEN ' in the path'
        WHEN 'jsonld' THEN ' in structured data' WHEN 'meta' THEN ' in a field for machines'
        WHEN 'url' THEN ' in the address' WHEN 'text' THEN ' in the text'
        ELSE ' by ' || published_basis END
"""
_BY_RULE = """
    CASE WHEN evidence.block_id IS NOT NULL THEN ' in the text'
        WHEN evidence.place IS NOT NULL THEN ' in ' || evidence.place
        WHEN evidence.src_start IS NOT NULL THEN ' in the header'
        WHEN evidence.rule LIKE 'path.%' THEN ' in the path'
        WHEN evidence.rule LIKE 'metadata.%' THEN ' in the metadata table'
        ELSE ' by ' || evidence.rule END
"""
_UNREADABLE = f"""
    WITH read AS (
        SELECT article_id, value_from AS raw, src_start, src_end,
            left(value_from, 120) || {_BY_RULE} AS unreadable
        FROM evidence
        WHERE "field" = 'published_edtf' AND value_to IS NULL AND value_from IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY article_id, unreadable ORDER BY evidence_id) = 1
    )
    SELECT article_id, src_start, src_end, unreadable FROM read
    UNION ALL
    SELECT article_id, NULL, NULL, left(published_raw, 120) || {_BY_BASIS}
    FROM articles ANTI JOIN read
        ON read.article_id = articles.article_id AND read.raw = articles.published_raw
    WHERE published_raw IS NOT NULL AND published_edtf IS NULL
"""
# A post that an update explains, or that moved the bounds of the text, contradicts nothing.
_NEWER_POST = f"""
    SELECT blocks.*, embeds.posted_raw AS words,
        'a post of ' || embeds.posted_edtf || ' under ' || published_edtf AS newer
    FROM blocks JOIN embeds ON embeds.block_id = blocks.block_id
        JOIN articles ON articles.article_id = blocks.article_id
    WHERE {first_day("embeds.posted_edtf")} > published_to
        AND (text_from IS NULL OR text_from < {first_day("embeds.posted_edtf")})
"""
# Evidence of a bound that the article did not take. Where the block was not changed, the words
# stand in its text where they stand in the source. The evidence is chosen before it meets the
# blocks, and put aside: joined and filtered in one, every text was read and sorted (a hundred
# times the work).
_NEWER_NOTE = f"""
    WITH told AS MATERIALIZED (
        SELECT block_id, article_id, src_start, src_end, value_to, rule, evidence_id,
            {first_day("value_to")} AS told_from
        FROM evidence WHERE "field" = 'text_from' AND rule NOT LIKE 'narrow.embed@%'
            AND block_id IS NOT NULL
    ), noted AS MATERIALIZED (
        SELECT told.*, published_edtf
        FROM told JOIN articles ON articles.article_id = told.article_id
        WHERE told_from > published_to AND (text_from IS NULL OR text_from < told_from)
        QUALIFY row_number()
            OVER (PARTITION BY told.block_id, told.value_to ORDER BY told.evidence_id) = 1
    )
    SELECT blocks.*,
        CASE WHEN len(blocks.text) = blocks.src_end - blocks.src_start
            AND noted.src_start BETWEEN blocks.src_start AND noted.src_end - 1
            THEN substring(
                blocks.text, noted.src_start - blocks.src_start + 1,
                noted.src_end - noted.src_start
            ) ELSE blocks.text END AS words,
        CASE WHEN noted.rule LIKE 'narrow.update@%' THEN 'an update line of '
            WHEN noted.rule LIKE 'narrow.dateline@%' THEN 'a dateline of '
            ELSE 'a date of ' END || noted.value_to || ' under ' || published_edtf AS newer
    FROM blocks JOIN noted ON noted.block_id = blocks.block_id
"""
# Shown where the header states one of the two dates.
_DIFFER = f"""
    WITH placed AS (
        SELECT article_id, value_to, min(src_start) AS first, arg_min(src_end, src_start) AS last
        FROM evidence WHERE "field" = 'published_edtf' AND src_start IS NOT NULL GROUP BY ALL
    )
    SELECT articles.article_id, coalesce(evidence.src_start, placed.first) AS src_start,
        coalesce(evidence.src_end, placed.last) AS src_end,
        evidence.value_to || {_BY_RULE} || ', ' || published_edtf || {_BY_BASIS} AS differ
    FROM evidence JOIN articles ON articles.article_id = evidence.article_id LEFT JOIN placed
        ON placed.article_id = articles.article_id AND placed.value_to = published_edtf
    WHERE evidence.field = 'published_edtf'
        AND ({first_day("evidence.value_to")} > published_to
            OR {last_day("evidence.value_to")} < published_from)
    QUALIFY row_number() OVER (
        PARTITION BY articles.article_id, evidence.value_to, {_BY_RULE}
        ORDER BY evidence.evidence_id
    ) = 1
"""
_MODIFIED = f"""
    SELECT articles.article_id, evidence.src_start, evidence.src_end,
        'modified ' || modified_edtf || coalesce({_BY_RULE}, '')
            || ', published ' || published_edtf || {_BY_BASIS} AS early
    FROM articles LEFT JOIN evidence ON evidence.article_id = articles.article_id
        AND evidence.field = 'modified_edtf' AND evidence.value_to = modified_edtf
    WHERE modified_to < published_from
    QUALIFY row_number()
        OVER (PARTITION BY articles.article_id ORDER BY evidence.evidence_id) = 1
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about dates."""
    rule, field = catalogue.DATE_UNREADABLE, "published_raw"
    yield of_articles(rule, field, "unreadable", _UNREADABLE, "evidence", placed=True)
    for faulty, source in ((_NEWER_POST, "embeds"), (_NEWER_NOTE, "evidence")):
        rule, field = catalogue.DATES_CONTRADICT, "src_start"
        yield of_blocks(rule, field, "newer", faulty, "articles", source, words="words")
    rule, field = catalogue.STATED_DATES_DIFFER, "published_edtf"
    yield of_articles(rule, field, "differ", _DIFFER, "evidence", placed=True)
    rule, field = catalogue.MODIFIED_EARLY, "modified_edtf"
    yield of_articles(rule, field, "early", _MODIFIED, "evidence", placed=True)
