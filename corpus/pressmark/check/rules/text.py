"""PM403: characters that print nothing and stood inside words."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import text as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_places

# Where a character was deleted, the text has the letters that stood on both sides of it.
_HIDDEN = r"""
    WITH hidden AS (
        SELECT block_id, unnest(positions) AS gone, "before" FROM changes
        WHERE kind = 'delete' AND block_id IS NOT NULL AND len("before") < 8
            AND list_has_any(rules, ['controls@1', 'bidi@1', 'zero-width@1'])
    ), edits AS (
        SELECT block_id, unnest(positions) AS place, len("after") - (src_end - src_start) AS grown
        FROM changes SEMI JOIN hidden USING (block_id)
    ), placed AS (
        SELECT hidden.block_id, gone, "before",
            coalesce(sum(grown) FILTER (WHERE place < gone), 0)::BIGINT AS moved
        FROM hidden JOIN edits USING (block_id) GROUP BY hidden.block_id, gone, "before"
    )
    SELECT blocks.*, gone, len("before") AS taken, gone + moved - blocks.src_start AS place_in,
        'U+' || upper(lpad(to_hex(unicode("before")), 4, '0')) || ' in '
            || regexp_extract(left(text, place_in), '[\pL\pN]*$') || '·'
            || regexp_extract(substring(text, place_in + 1), '^[\pL\pN]*') AS seen
    FROM placed JOIN blocks ON blocks.block_id = placed.block_id
    WHERE regexp_full_match(substring(text, place_in, 2), '\pL\pL')
"""


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The question about characters that the text no longer has."""
    yield of_places(catalogue.HIDDEN_CHARACTERS, "seen", _HIDDEN, "changes")
