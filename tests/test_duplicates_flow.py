"""Duplicates in a package: the seeds' pairs are marked, and dropped only when that is asked."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

import pressmark
from pages import ROOT
from pressmark.check import integrity
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import Filters, export
from pressmark.flow.steps import build
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def _built(folder: Path, settings: str = "") -> Path:
    """A package of the seeds, with more settings."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    text = (ROOT / "pressmark.toml").read_text(encoding="utf-8")
    before, _, after = text.partition("[duplicates]")
    after = after[after.index("[rights") :]
    (folder / "pressmark.toml").write_text(f"{before}{settings}\n\n{after}", encoding="utf-8")
    build([folder / "seeds"], folder / "package", find(folder / "seeds"), jobs=1)
    return folder / "package"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("seeds"))


def _rows(package: Path, sql: str) -> list[Any]:
    return pressmark.load(package).sql(sql).fetchall()


_PAIRS = """
    SELECT d.dup_relation, parse_filename(mine.path), parse_filename(theirs.path)
    FROM duplicates d
    JOIN captures a ON a.article_id = d.article_id JOIN sources mine ON mine.source_id = a.source_id
    JOIN captures b ON b.article_id = d.matched_id
    JOIN sources theirs ON theirs.source_id = b.source_id
    ORDER BY ALL
"""


def test_the_pairs_of_the_seeds_are_found_with_their_relations(package: Path) -> None:
    found = _rows(package, _PAIRS)
    assert [row[0] for row in found] == ["exact", "excerpt", "reprint"]
    assert [set(row[1:]) for row in found] == [
        {"moorbrand.txt", "grossbrand_im_moor.txt"},
        {"lawine.txt", "lawine_kurz.txt"},
        {"seehund.txt", "seehunde.txt"},
    ]


def test_two_captures_of_an_article_are_no_duplicates(package: Path) -> None:
    assert _rows(package, "SELECT count(*) FROM captures JOIN duplicates USING (article_id)") == [
        (6,)
    ]


def test_an_article_in_no_cluster_stands_for_itself(package: Path) -> None:
    count = "SELECT count(*), count(dup_cluster), count_if(is_representative) FROM texts"
    assert _rows(package, count) == [(45, 6, 42)]


def test_articles_are_dropped_only_when_asked(package: Path, tmp_path: Path) -> None:
    dataset = Dataset.open(package)
    export(dataset, tmp_path / "out", filters=Filters(representatives=True))
    assert list(integrity(tmp_path / "out")) == []
    assert len(pressmark.load(tmp_path / "out")) == 42
    assert len(pressmark.load(package)) == 45


def test_a_part_without_an_original_is_sound(package: Path, tmp_path: Path) -> None:
    export(Dataset.open(package), tmp_path / "out", filters=Filters(outlets=("abendblick",)))
    assert list(integrity(tmp_path / "out")) == []


def test_findings_name_the_other_article(package: Path) -> None:
    codes = "SELECT code FROM findings WHERE code LIKE 'PM5%' ORDER BY code"
    assert _rows(package, codes) == [("PM501",), ("PM503",), ("PM504",)]


def test_what_was_not_computed_is_null_and_cannot_be_asked_for(tmp_path: Path) -> None:
    package = _built(tmp_path, "[duplicates]\nenabled = false")
    count = "SELECT count(*), count(is_representative), count(dup_cluster) FROM texts"
    assert _rows(package, count) == [(45, 0, 0)]
    assert list(integrity(package)) == []
    with pytest.raises(UsageError, match="not computed"):
        pressmark.load(package).filter(representatives=True)


def test_a_record_does_not_depend_on_its_duplicates(package: Path, tmp_path: Path) -> None:
    other = _built(tmp_path, "[duplicates]\nenabled = false")
    hashes = "SELECT article_id, record_sha256 FROM articles ORDER BY ALL"
    assert _rows(package, hashes) == _rows(other, hashes)
