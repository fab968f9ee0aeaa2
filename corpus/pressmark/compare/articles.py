"""Which articles came, went, were withdrawn, renamed, or may have changed: sets of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.compare.causes import unrecorded
from pressmark.export.withdrawn import LEFT_OUT
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.records import CORPUS_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.compare.opened import Opened
    from pressmark.dataset import Dataset


def restrict(opened: Opened, ids: Sequence[str] | None) -> list[str]:
    """Make the table `wanted` of the ids to look at; returns those that neither side knows.

    An id may be an alias; then the articles that it names are looked at too.
    """
    import pyarrow as pa

    given = pa.table({"article_id": pa.array(ids or [], pa.string())})
    opened.connection.register("handed", given)
    opened.execute("CREATE TABLE given AS FROM handed")
    aliased = "".join(
        f" UNION SELECT article_id FROM {side}.aliases WHERE alias_id IN (FROM given)"
        for side, dataset in (("a", opened.a), ("b", opened.b))
        if "aliases" in dataset.files
    )
    opened.execute(f"CREATE TABLE wanted AS SELECT article_id FROM given{aliased}")
    known = "SELECT article_id FROM a.articles UNION ALL SELECT article_id FROM b.articles"
    aliases = "".join(
        f" UNION ALL SELECT alias_id FROM {side}.aliases"
        for side, dataset in (("a", opened.a), ("b", opened.b))
        if "aliases" in dataset.files
    )
    if not ids:
        return []
    rows = opened.execute(f"FROM given WHERE article_id NOT IN ({known}{aliases}) ORDER BY ALL")
    return [row[0] for row in rows.fetchall()]


def sets(opened: Opened, *, restricted: bool) -> None:
    """Make the tables `gone`, `new`, `renamed`, `removed`, `added` and `candidates`.

    Candidates are the articles that both sides have with another hash of the record.
    """
    scope = "WHERE article_id IN (FROM wanted)" if restricted else ""
    columns = "article_id, outlet_id, record_sha256, text_sha256, n_chars"
    for side in "ab":
        opened.execute(f"CREATE VIEW ids_{side} AS SELECT {columns} FROM {side}.articles {scope}")
    one, other = (
        f"(SELECT {columns} FROM {opened.apart(side, 'articles')} {scope})" for side in "ab"
    )
    if opened.differs("articles"):
        opened.execute(f"""
            CREATE TABLE apart AS
            SELECT coalesce(x.article_id, y.article_id) AS article_id,
                x.article_id AS in_a, y.article_id AS in_b,
                coalesce(y.outlet_id, x.outlet_id) AS outlet_id,
                x.text_sha256 AS text_a, y.text_sha256 AS text_b,
                coalesce(y.n_chars, x.n_chars) AS n_chars
            FROM {one} x FULL JOIN {other} y USING (article_id)
            WHERE x.record_sha256 IS DISTINCT FROM y.record_sha256
        """)
    else:
        opened.execute("""
            CREATE TABLE apart AS
            SELECT article_id, article_id AS in_a, article_id AS in_b, outlet_id,
                text_sha256 AS text_a, text_sha256 AS text_b, n_chars FROM ids_a LIMIT 0
        """)
    opened.execute("""
        CREATE TABLE candidates AS
        SELECT article_id, outlet_id, text_a <> text_b AS text_changed FROM apart
        WHERE in_a IS NOT NULL AND in_b IS NOT NULL
    """)
    opened.execute("CREATE TABLE gone AS FROM apart WHERE in_b IS NULL")
    opened.execute("CREATE TABLE new AS FROM apart WHERE in_a IS NULL")
    _renamed(opened)
    _removed(opened, restricted=restricted)
    opened.execute("""
        CREATE TABLE added AS
        SELECT article_id, outlet_id FROM new WHERE article_id NOT IN (SELECT new_id FROM renamed)
    """)


def _renamed(opened: Opened) -> None:
    """Pair ids that are gone with new ones: by an alias, else by the same text, one to one."""
    opened.execute("""
        CREATE TABLE renamed (article_id VARCHAR, new_id VARCHAR, outlet_id VARCHAR,
            known_by VARCHAR, text_changed BOOLEAN)
    """)
    if "aliases" in opened.b.files:
        opened.execute("""
            INSERT INTO renamed
            SELECT g.article_id, n.article_id, n.outlet_id, 'alias', g.text_a <> n.text_b
            FROM gone g JOIN b.aliases l ON l.alias_id = g.article_id
                JOIN new n ON n.article_id = l.article_id
            QUALIFY row_number() OVER (PARTITION BY g.article_id ORDER BY n.article_id) = 1
                AND row_number() OVER (PARTITION BY n.article_id ORDER BY g.article_id) = 1
        """)
    # What is withdrawn was not renamed: where its words come back, they are another article's.
    gone = ", ".join(map(literal, _withdrawn(opened.b))) or "NULL"
    for outlet in ("outlet_id", "''"):
        opened.execute(f"""
            INSERT INTO renamed
            WITH g AS (
                SELECT article_id, text_a AS text, {outlet} AS outlet,
                    row_number() OVER (PARTITION BY text_a, {outlet} ORDER BY article_id) AS rank
                FROM gone WHERE n_chars > 0 AND coalesce(article_id NOT IN ({gone}), true)
                    AND article_id NOT IN (SELECT article_id FROM renamed)),
            n AS (
                SELECT article_id, outlet_id, text_b AS text, {outlet} AS outlet,
                    row_number() OVER (PARTITION BY text_b, {outlet} ORDER BY article_id) AS rank
                FROM new WHERE n_chars > 0 AND article_id NOT IN (SELECT new_id FROM renamed))
            SELECT g.article_id, n.article_id, n.outlet_id, 'text', false
            FROM g JOIN n USING (text, outlet, rank)
        """)


def _removed(opened: Opened, *, restricted: bool) -> None:
    """Articles that are gone: withdrawn, still known by an alias (`now`), or without a trace."""
    withdrawn = _withdrawn(opened.b)
    names = ", ".join(map(literal, withdrawn)) or "NULL"
    aliases = "b.aliases" if "aliases" in opened.b.files else "(SELECT '' alias_id, '' article_id)"
    opened.execute(f"""
        CREATE TABLE removed AS
        SELECT g.article_id, g.outlet_id, coalesce(g.article_id IN ({names}), false) AS withdrawn,
            min(l.article_id) AS now
        FROM gone g LEFT JOIN {aliases} l ON l.alias_id = g.article_id
        WHERE g.article_id NOT IN (SELECT article_id FROM renamed)
        GROUP BY ALL
    """)
    # A version that was pulled after the withdrawal was left without them, and says so.
    since = [name for name in _left_out(opened.a) if name in {*withdrawn} - {*_left_out(opened.b)}]
    if since:
        scope = "AND name IN (FROM wanted)" if restricted else ""
        opened.execute(f"""
            INSERT INTO removed
            SELECT name, 'unknown', true, NULL
            FROM (SELECT unnest([{", ".join(map(literal, since))}]) AS name)
            WHERE name NOT IN (SELECT article_id FROM ids_a) {scope}
        """)


def _withdrawn(dataset: Dataset) -> list[str]:
    """Every id of the articles that a dataset lists as withdrawn, whole."""
    facts = dataset.package.pressmark
    stones = [item for item in (facts.withdrawn or []) if not item.span] if facts else []
    return [name for item in stones for name in (item.id, *(item.aliases or ()))]


def recalled(opened: Opened) -> tuple[str, ...]:
    """The articles that `b` newly lists as withdrawn, and that `a` did not have: by their ids."""
    facts = opened.b.package.pressmark
    stones = [item for item in (facts.withdrawn or []) if not item.span] if facts else []
    gone = opened.execute("SELECT article_id FROM removed WHERE withdrawn").fetchall()
    known = {*_withdrawn(opened.a), *(row[0] for row in gone)}
    return tuple(item.id for item in stones if known.isdisjoint((item.id, *(item.aliases or ()))))


def _left_out(dataset: Dataset) -> list[str]:
    """The articles that were left out of a version since they were withdrawn after it."""
    facts = dataset.package.pressmark
    stated = (facts.model_extra or {}).get(LEFT_OUT) if facts else None
    return list(stated["articles"]) if isinstance(stated, dict) else []


def reappearing(opened: Opened) -> None:
    """Move from `added` to `changed` what was left out of `a` for a block that `b` lacks.

    Which words went nobody can tell: such an article has no fields before.
    """
    facts = opened.b.package.pressmark
    stones = [item for item in (facts.withdrawn or []) if item.span] if facts else []
    parted = {name for item in stones for name in (item.id, *(item.aliases or ()))}
    since = sorted({*_left_out(opened.a)} & parted)
    names = ", ".join(map(literal, since)) or "NULL"
    opened.execute(f"""
        INSERT INTO changed
        SELECT article_id, outlet_id, 'text', 'withdrawn', [] FROM added
        WHERE article_id IN ({names})
    """)
    opened.execute(f"DELETE FROM added WHERE coalesce(article_id IN ({names}), false)")


def reasons(dataset: Dataset) -> dict[str, str]:
    """Why each article was withdrawn that a dataset lists, by every id of it."""
    facts = dataset.package.pressmark
    stones = [item for item in (facts.withdrawn or []) if not item.span] if facts else []
    return {name: str(item.reason) for item in stones for name in (item.id, *(item.aliases or ()))}


def inputs(opened: Opened) -> None:
    """Make the table `inputs`: whether the document or the metadata of a candidate changed."""
    if not opened.differs("captures"):
        opened.execute(f"""
            CREATE TABLE inputs AS
            SELECT article_id, false AS source_changed, false AS metadata_changed, {_known(opened)}
                AS metadata_known FROM candidates
        """)
        return
    known = _known(opened)
    metadata = "x.metadata_sha256 IS DISTINCT FROM y.metadata_sha256" if known else "false"
    current = "WHERE is_current AND article_id IN (SELECT article_id FROM candidates)"
    opened.execute(f"""
        CREATE TABLE inputs AS
        SELECT article_id, x.record_sha256 <> y.record_sha256 AS source_changed,
            {metadata} AS metadata_changed, {known} AS metadata_known
        FROM (FROM a.captures {current}) x JOIN (FROM b.captures {current}) y USING (article_id)
    """)


def _known(opened: Opened) -> bool:
    columns = opened.columns.get("captures", ((), ()))
    return all("metadata_sha256" in names for names in columns)


def annotated(opened: Opened, *, restricted: bool) -> None:
    """Add to `changed` the articles of which nothing but annotations changed."""
    if not opened.differs("annotations"):
        return
    columns = ", ".join(map(quoted, opened.common("annotations")))
    scope = "WHERE article_id IN (FROM wanted)" if restricted else ""
    one, other = (
        f"(SELECT {columns} FROM {opened.apart(side, 'annotations')} {scope})" for side in "ab"
    )
    opened.execute(f"""
        INSERT INTO changed
        SELECT DISTINCT article_id, outlet_id, 'annotations', {unrecorded(opened)}, []
        FROM ((FROM {one} EXCEPT ALL FROM {other}) UNION ALL (FROM {other} EXCEPT ALL FROM {one}))
            JOIN b.articles USING (article_id) JOIN (SELECT article_id FROM a.articles)
                USING (article_id)
        WHERE article_id NOT IN (SELECT article_id FROM changed)
    """)


def regrouped(opened: Opened, *, restricted: bool) -> None:
    """Add to `changed` the articles of which only the place among duplicates changed."""
    if not opened.differs("texts"):
        return
    columns = [c for c in opened.common("texts") if c in CORPUS_COLUMNS]
    if not columns:
        return
    differ = " OR ".join(f"x.{c} IS DISTINCT FROM y.{c}" for c in columns)
    named = ", ".join(
        f"CASE WHEN x.{c} IS DISTINCT FROM y.{c} THEN {literal(c)} END" for c in columns
    )
    scope = "AND article_id IN (FROM wanted)" if restricted else ""
    opened.execute(f"""
        INSERT INTO changed
        SELECT article_id, y.outlet_id, 'duplicates', 'neighbours',
            list_filter([{named}], lambda v: v IS NOT NULL)
        FROM {opened.apart("a", "texts")} x JOIN {opened.apart("b", "texts")} y USING (article_id)
        WHERE ({differ}) AND article_id NOT IN (SELECT article_id FROM changed) {scope}
    """)
