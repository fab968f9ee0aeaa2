"""Which versions of a corpus have an article, and from which files it came."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.dataset import Dataset
from pressmark.versions import git
from pressmark.versions.part import Part
from pressmark.versions.pull import pull_revision
from pressmark.versions.reference import is_version, precedence
from pressmark_schema.generate.sql import literal
from pressmark_schema.ids import ARTICLE_ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_TABLES = ("articles", "aliases", "captures", "sources")


@dataclass(frozen=True, slots=True)
class Place:
    """A document on disk: its file, the archive that it is a member of, its rank, its hash.

    `sha256` is that of its bytes, empty where nobody knows them. `alone` says that the file, or
    archive, gave no other article, `ranked` that others of it have an id that is made of their rank
    in it, which must stay.
    """

    path: str
    archive: str | None
    index: int
    sha256: str
    alone: bool
    ranked: bool = False

    @property
    def file(self) -> str:
        """The file on disk: the archive, for a member of one."""
        return self.archive or self.path


def each(
    root: Path, progress: Callable[[str], None] = lambda _: None
) -> Iterable[tuple[str, Dataset]]:
    """Each version tagged in the repository around `root`, with the tables that say what it has.

    As they were released; from the repository's own cache where that has them. Raises as `pull`.
    """
    top = git.top(root)
    known = [tag[1:] for tag in git.tags(top) if tag.startswith("v") and is_version(tag[1:])]
    for version in sorted(known, key=precedence):
        with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
            target, part = Path(folder, "tables"), Part(_TABLES)
            pull_revision(top, f"v{version}", target, part=part, progress=progress)
            yield version, Dataset.open(target)


def places(dataset: Dataset, names: Collection[str]) -> list[Place] | None:
    """Where the documents of an article lie; None where the dataset has no such article."""
    listed = ", ".join(map(literal, sorted(names)))
    with dataset.connect() as connection:
        ids = connection.execute(
            f"SELECT article_id FROM articles WHERE article_id IN ({listed}) "
            f"UNION SELECT article_id FROM aliases WHERE alias_id IN ({listed})"
        ).fetchall()
        if not ids:
            return None
        mine = ", ".join(literal(row[0]) for row in ids)
        columns = connection.sql("FROM sources LIMIT 0").columns
        archive = "archive_path" if "archive_path" in columns else "NULL"
        rows = connection.execute(f"""
            WITH held AS (
                SELECT path, {archive} AS archive, record_index, record_sha256, article_id,
                    coalesce({archive}, path) AS file
                FROM captures JOIN sources USING (source_id))
            SELECT path, archive, record_index, record_sha256,
                file NOT IN (SELECT file FROM held WHERE article_id IS NULL
                    OR article_id NOT IN ({mine})),
                file IN (SELECT file FROM held JOIN articles USING (article_id)
                    WHERE article_id NOT IN ({mine}) AND article_id_basis NOT IN ('native', 'url'))
            FROM held WHERE article_id IN ({mine}) ORDER BY path, record_index
        """).fetchall()
    return [Place(*row) for row in rows]


def others(dataset: Dataset, names: Collection[str]) -> set[str]:
    """The files, or archives, that give articles besides these."""
    with dataset.connect() as connection:
        columns = connection.sql("FROM sources LIMIT 0").columns
        file = "coalesce(archive_path, path)" if "archive_path" in columns else "path"
        rows = connection.execute(
            f"SELECT DISTINCT {file} FROM captures JOIN sources USING (source_id) "
            f"WHERE article_id NOT IN ({_listed(names)})"
        ).fetchall()
    return {row[0] for row in rows}


def texts(dataset: Dataset, names: Collection[str]) -> set[str]:
    """The hashes of the article's text, by which copies are known."""
    with dataset.connect() as connection:
        rows = connection.execute(
            f"SELECT text_sha256 FROM articles WHERE article_id IN ({_listed(names)}) "
            "AND n_chars > 0"
        ).fetchall()
    return {row[0] for row in rows}


def same(dataset: Dataset, hashes: Collection[str], names: Collection[str]) -> list[str]:
    """The other articles whose text has one of these hashes."""
    with dataset.connect() as connection:
        rows = connection.execute(
            f"SELECT article_id FROM articles WHERE text_sha256 IN ({_listed(hashes)}) "
            f"AND article_id NOT IN ({_listed(names)}) ORDER BY article_id"
        ).fetchall()
    return [row[0] for row in rows]


def has_block(dataset: Dataset, names: Collection[str], spans: Collection[tuple[int, int]]) -> bool:
    """Whether the article has a block at one of these places in its source."""
    at = ", ".join(f"({start}, {end})" for start, end in sorted(spans))
    with dataset.connect() as connection:
        found = connection.execute(
            f"SELECT 1 FROM blocks WHERE substr(block_id, 1, {ARTICLE_ID_LENGTH}) "
            f"IN ({_listed(names)}) AND (src_start, src_end) IN ({at}) LIMIT 1"
        ).fetchone()
    return found is not None


def spans_withdrawn(dataset: Dataset, names: Collection[str]) -> set[tuple[int, int]]:
    """The places of the article's blocks without which the dataset says that it was made."""
    facts = dataset.package.pressmark
    stones = (facts.withdrawn or []) if facts else []
    return {(item.span[0], item.span[1]) for item in stones if item.id in names and item.span}


def _listed(values: Collection[str]) -> str:
    return ", ".join(map(literal, sorted(values)))
