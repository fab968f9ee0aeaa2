"""PM210, PM220, PM311 to PM313: articles against the others of their outlet."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import blocks, metadata
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_articles

# A suffix behind a bar or a spaced dash is the site's where it names the outlet, or ends at least
# five titles of the outlet and a fifth of all.
_SITE = r"""
    WITH ended AS (
        SELECT article_id, outlet_id, outlet, title,
            regexp_extract(title, '(?:\s[|–—-]|\s?[|])\s([^|–—]{2,40})$', 1) AS suffix
        FROM articles WHERE title IS NOT NULL
    ), counted AS (
        SELECT *, count(*) OVER (PARTITION BY outlet_id, suffix) AS alike,
            count(*) OVER (PARTITION BY outlet_id) AS titles,
            regexp_replace(lower(suffix), '[^a-z0-9äöüß]', '', 'g') AS plain
        FROM ended
    )
    SELECT article_id, suffix FROM counted
    WHERE suffix <> '' AND (
        (alike >= 5 AND alike * 5 >= titles)
        OR plain = regexp_replace(lower(coalesce(outlet, outlet_id)), '[^a-z0-9äöüß]', '', 'g')
        OR plain = replace(outlet_id, '_', '')
    )
"""
# Only where five articles a month are the rule, and four of five months have some: there an empty
# month is no chance.
_GAPS = """
    WITH months AS (
        SELECT outlet_id, date_trunc('month', published_from) AS month, count(*) AS articles,
            min_by(article_id, (published_from, article_id)) AS first
        FROM articles WHERE published_precision IN ('month', 'day', 'minute', 'second')
        GROUP BY ALL
    ), gaps AS (
        SELECT *, lag(month) OVER (PARTITION BY outlet_id ORDER BY month) AS ahead,
            count(*) OVER (PARTITION BY outlet_id) AS covered,
            median(articles) OVER (PARTITION BY outlet_id) AS usual,
            1 + date_diff('month', min(month) OVER (PARTITION BY outlet_id),
                max(month) OVER (PARTITION BY outlet_id)) AS spanned
        FROM months
    )
    SELECT first AS article_id,
        if(date_diff('month', ahead, month) = 2, 'in ', 'from ')
            || strftime(ahead + INTERVAL 1 MONTH, '%Y-%m')
            || if(date_diff('month', ahead, month) = 2, '',
                ' to ' || strftime(month - INTERVAL 1 MONTH, '%Y-%m'))
            || ', with ' || usual::BIGINT || ' in other months' AS gap
    FROM gaps WHERE date_diff('month', ahead, month) > 1 AND usual >= 5
        AND covered >= 6 AND covered * 5 >= spanned * 4
"""
# By the quartiles of the logarithm, since lengths are skewed; three times their distance, twice
# what a box plot calls an outlier, and never within a factor of four.
_LENGTHS = """
    WITH measured AS (
        SELECT article_id, outlet_id, n_words, ln(n_words) AS size FROM articles WHERE n_words > 0
    ), ranges AS (
        SELECT outlet_id, quantile_cont(size, 0.25) AS low, quantile_cont(size, 0.75) AS high,
            median(size) AS middle
        FROM measured GROUP BY outlet_id HAVING count(*) >= 30
    )
    SELECT article_id, n_words || ' words, others mostly '
        || round(exp(low))::BIGINT || ' to ' || round(exp(high))::BIGINT AS far
    FROM measured JOIN ranges USING (outlet_id)
    WHERE (size > high + 3 * (high - low) OR size < low - 3 * (high - low))
        AND abs(size - middle) > ln(4)
"""
_MONTHS = """
    monthly AS (
        SELECT outlet_id, date_trunc('month', published_from) AS month, {measure} AS value,
            min_by(article_id, (published_from, article_id)) AS first
        FROM {source}
        WHERE published_precision IN ('month', 'day', 'minute', 'second')
        GROUP BY ALL HAVING count(DISTINCT article_id) >= 8
    ), around AS (
        SELECT *, list(value) OVER before AS past, list(value) OVER after AS coming
        FROM monthly
        WINDOW before AS (PARTITION BY outlet_id ORDER BY month
                ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING),
            after AS (PARTITION BY outlet_id ORDER BY month
                ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING)
    )
"""
# Three months on each side, all of which agree: one odd month is news, not a new template.
_SHIFT = f"""
    WITH {_MONTHS.format(measure="median(n_words)", source="articles")}
    SELECT first AS article_id, 'a median of ' || list_median::BIGINT || ' words before, of '
        || next_median::BIGINT || ' from ' || strftime(month, '%Y-%m') || ' on' AS shift
    FROM (
        SELECT *, list_aggregate(past, 'median') AS list_median,
            list_aggregate(coming, 'median') AS next_median,
            list_aggregate(past, 'min') AS lowest, list_aggregate(past, 'max') AS highest,
            list_aggregate(coming, 'min') AS next_low, list_aggregate(coming, 'max') AS next_high
        FROM around WHERE len(past) = 3 AND len(coming) = 3
    )
    WHERE next_low > 1.8 * highest OR next_high * 1.8 < lowest
    QUALIFY row_number() OVER (
        PARTITION BY outlet_id, next_low > 1.8 * highest, date_trunc('quarter', month)
        ORDER BY abs(ln((next_median + 1) / (list_median + 1))) DESC, month
    ) = 1
"""
# The blocks are counted once for each article, not once for each kind.
_OF_KIND = """
    of_kind AS MATERIALIZED (
        SELECT articles.article_id, outlet_id, published_from, published_precision, {counts}, n
        FROM articles JOIN (
            SELECT article_id, count(*) AS n, {filtered} FROM blocks GROUP BY article_id
        ) counted ON counted.article_id = articles.article_id
    )
"""
_KINDS = ("heading", "list_item", "embed", "teaser", "boilerplate", "caption", "quote_block")


def _mix() -> str:
    """Where the share of a kind of block jumps by a tenth of all blocks, and stays."""
    parts = []
    filtered = ", ".join(f"count(*) FILTER (WHERE kind = '{kind}') AS {kind}" for kind in _KINDS)
    counted = _OF_KIND.format(counts=", ".join(_KINDS), filtered=filtered)
    for kind in _KINDS:
        measure = f"sum({kind}) / sum(n)"
        parts.append(f"""
            (WITH {_MONTHS.format(measure=measure, source="of_kind")}
            SELECT first AS article_id, outlet_id, month, '{kind}' AS kind,
                list_aggregate(past, 'avg') AS old, list_aggregate(coming, 'avg') AS new
            FROM around WHERE len(past) = 3 AND len(coming) = 3
                AND (list_aggregate(coming, 'min') > list_aggregate(past, 'max') + 0.1
                    OR list_aggregate(coming, 'max') < list_aggregate(past, 'min') - 0.1))
        """)
    return f"""
        WITH {counted}
        SELECT article_id, kind || ' ' || round(100 * old)::BIGINT || ' % before, '
            || round(100 * new)::BIGINT || ' % from ' || strftime(month, '%Y-%m') || ' on' AS mixed
        FROM ({" UNION ALL ".join(parts)})
        QUALIFY row_number() OVER (
            PARTITION BY outlet_id, kind, date_trunc('quarter', month)
            ORDER BY abs(new - old) DESC, month
        ) = 1
    """


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about outlets."""
    yield of_articles(metadata.SITE_IN_TITLE, "title", "suffix", _SITE, alone=False)
    yield of_articles(metadata.MONTH_GAP, "published_from", "gap", _GAPS, alone=False)
    yield of_articles(blocks.LENGTH_OUTLIER, "n_words", "far", _LENGTHS, alone=False)
    yield of_articles(blocks.LENGTHS_CHANGE, "n_words", "shift", _SHIFT, alone=False)
    yield of_articles(blocks.MIX_CHANGES, "n_blocks", "mixed", _mix(), "blocks", alone=False)
