"""What a change did to an article, and the one cause that it is put down to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.tables import ARTICLE_TABLES

if TYPE_CHECKING:
    from pressmark.compare.opened import Opened


class Effect(StrEnum):
    """The gravest thing that changed in an article; each changed article has exactly one."""

    TEXT = "text"
    KINDS = "kinds"
    BLOCKS = "blocks"
    METADATA = "metadata"
    EVIDENCE = "evidence"
    ANNOTATIONS = "annotations"
    DUPLICATES = "duplicates"


class Cause(StrEnum):
    """Why an article changed; each changed article has exactly one.

    withdrawn: blocks of it were withdrawn; source: the document came with other bytes;
    correction: a person's; parser: the program or a version of its rules; configuration: a
    setting; metadata: what a metadata table states of it; neighbours: other articles, which decide
    the clusters of duplicates; unknown: one of the packages does not record enough to tell.
    """

    WITHDRAWN = "withdrawn"
    SOURCE = "source"
    CORRECTION = "correction"
    PARSER = "parser"
    CONFIGURATION = "configuration"
    METADATA = "metadata"
    NEIGHBOURS = "neighbours"
    UNKNOWN = "unknown"


DERIVED = ("n_blocks", "n_chars", "n_words", "text_sha256")
"""Columns of articles that follow from the blocks."""
_SETTINGS = ("rights", "rights_basis", "rights_holder", "sharing", "sharing_basis")
"""Columns of articles that the settings alone decide, where nothing else is stated."""
_IDENTITY = ("article_id_basis",)
_TRACES = ("changes", "evidence")
"""Tables that say how a record came to be what it is."""
_OF_BLOCKS = tuple(
    name for name in ARTICLE_TABLES if name not in {"articles", "texts", "aliases", *_TRACES}
)
"""Tables about what an article consists of: its blocks, and what is in them."""


def classify(opened: Opened) -> None:
    """Make the table `changed` from `candidates` and the tables of differing rows.

    Its columns: article_id, outlet_id, effect, cause, fields. A candidate in which no value
    differs (a column of its own came in, and is empty here) is none.
    """
    blocks, traces = (
        " UNION ".join(f"SELECT article_id FROM {quoted('d_' + name)}" for name in names)
        for names in (_OF_BLOCKS, _TRACES)
    )
    opened.execute(f"""
        CREATE TABLE effects AS
        WITH fields AS (
            SELECT article_id, list_sort(list_distinct(flatten(list(fields)))) AS fields
            FROM (SELECT article_id, fields FROM d_articles
                  UNION ALL SELECT article_id, fields FROM d_texts) GROUP BY article_id),
        kinds AS (
            SELECT DISTINCT article_id FROM d_blocks WHERE status <> 'changed'
                OR list_has_any(fields, ['kind', 'level'])),
        blocks AS ({blocks}),
        ids AS (SELECT DISTINCT article_id FROM d_aliases),
        traces AS ({traces})
        SELECT c.article_id, c.outlet_id,
            coalesce(f.fields, []) || CASE WHEN i.article_id IS NULL THEN [] ELSE ['aliases'] END
                AS fields,
            CASE WHEN c.text_changed THEN 'text' WHEN k.article_id IS NOT NULL THEN 'kinds'
                WHEN b.article_id IS NOT NULL THEN 'blocks'
                WHEN len(f.fields) > 0 OR i.article_id IS NOT NULL THEN 'metadata'
                WHEN t.article_id IS NOT NULL THEN 'evidence' END AS effect
        FROM candidates c LEFT JOIN fields f USING (article_id) LEFT JOIN kinds k USING (article_id)
            LEFT JOIN blocks b USING (article_id) LEFT JOIN ids i USING (article_id)
            LEFT JOIN traces t USING (article_id)
    """)
    opened.execute("""
        CREATE TABLE rule_versions AS
        SELECT unnest(list(DISTINCT rule)) AS rule FROM (
            SELECT unnest(rules) AS rule FROM d_changes
            UNION ALL SELECT unnest(rules) FROM d_evidence)
        GROUP BY split_part(rule, '@', 1) HAVING count(DISTINCT rule) > 1
    """)
    opened.execute(f"""
        CREATE TABLE changed AS
        SELECT e.article_id, e.outlet_id, e.effect, {_cause(opened)} AS cause,
            CASE WHEN e.effect IN ('text', 'kinds', 'blocks')
                THEN list_filter(e.fields, lambda f: f NOT IN ({_listed(("text", *DERIVED))}))
                ELSE e.fields END AS fields
        FROM effects e LEFT JOIN inputs i USING (article_id)
            LEFT JOIN (SELECT DISTINCT article_id AS person FROM (
                SELECT article_id FROM d_articles WHERE corrected
                UNION ALL SELECT article_id FROM d_blocks WHERE corrected
                UNION ALL SELECT article_id FROM d_changes WHERE corrected
                UNION ALL SELECT article_id FROM d_evidence WHERE corrected))
                ON person = e.article_id
            LEFT JOIN (SELECT DISTINCT article_id AS ruled FROM (
                SELECT article_id, unnest(rules) AS rule FROM d_changes
                UNION ALL SELECT article_id, unnest(rules) AS rule FROM d_evidence)
                WHERE rule IN (FROM rule_versions)) ON ruled = e.article_id
        WHERE e.effect IS NOT NULL
    """)


def unrecorded(opened: Opened) -> str:
    """The expression for the cause of a difference beside the record, as in annotations.

    The record being the same, so are the document and what is stated of it.
    """
    a, b = opened.a.package.pressmark, opened.b.package.pressmark
    if a is None or b is None or not (a.options_sha256 and b.options_sha256):
        return literal(Cause.UNKNOWN.value)
    if a.producer == b.producer and a.options_sha256 != b.options_sha256:
        return literal(Cause.CONFIGURATION.value)
    return literal(Cause.PARSER.value)


def _cause(opened: Opened) -> str:
    """The expression for the cause: the first that is known to have acted on the article.

    What is known of the article itself (its bytes, a correction, its row of metadata, the version
    of a rule that worked on it) goes before what is known of the package as a whole. An article's
    record follows from its bytes, its metadata, the settings and the program alone: where the
    first three are recorded and the same, it was the program.
    """
    a, b = opened.a.package.pressmark, opened.b.package.pressmark
    programs = bool(a and b and a.producer != b.producer)
    recorded = bool(a and b and a.options_sha256 and b.options_sha256)
    settings = bool(recorded and a and b and a.options_sha256 != b.options_sha256)
    rights = f"len(list_filter(e.fields, lambda f: f NOT IN ({_listed(_SETTINGS)}))) = 0"
    named = f"list_has_any(e.fields, ['aliases', {_listed(_IDENTITY)}])"
    # A public package holds back what an internal one has, which its descriptor says.
    settings = settings or bool(a and b and (a.tier == "public") != (b.tier == "public"))
    last = "parser" if programs else "configuration" if settings else None
    elimination = (
        f"WHEN i.metadata_known THEN '{'parser' if recorded else 'unknown'}' ELSE 'unknown'"
    )
    return f"""CASE
        WHEN e.article_id IN ({_listed(_in_part(opened)) or "NULL"}) THEN 'withdrawn'
        WHEN i.source_changed THEN 'source'
        WHEN person IS NOT NULL THEN 'correction'
        WHEN ruled IS NOT NULL AND e.effect <> 'metadata' THEN 'parser'
        WHEN i.metadata_changed THEN 'metadata'
        WHEN {settings} AND e.effect = 'metadata' AND ({rights}) THEN 'configuration'
        WHEN ruled IS NOT NULL THEN 'parser'
        WHEN e.effect = 'metadata' AND {named} AND NOT {programs} THEN 'configuration'
        {f"ELSE '{last}'" if last else elimination} END"""


def _in_part(opened: Opened) -> tuple[str, ...]:
    """The articles of which `b` lacks a block that was withdrawn after `a`."""
    found = []
    for side in (opened.a, opened.b):
        facts = side.package.pressmark
        stones = (facts.withdrawn or []) if facts else []
        found.append({(item.id, item.span): item for item in stones if item.span})
    new = [item for key, item in found[1].items() if key not in found[0]]
    return tuple(name for item in new for name in (item.id, *(item.aliases or ())))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(literal, names))
