"""Versions of a corpus whose tables are divided: a pull moves the files that it needs."""

import json
import random
from pathlib import Path

import pytest

from pressmark import check, load, verify
from pressmark.config import find
from pressmark.flow import steps
from pressmark.versions.pull import Pulled, pull
from versioned_corpus import Repository, package

pytestmark = [pytest.mark.dvc, pytest.mark.slow]

SETTINGS = """\
[corpus]
name = "divided"
languages = ["de"]
[build]
file_bytes = 1_500_000
csv = "never"
[annotations]
layers = []
[duplicates]
enabled = false
[[records]]
glob = "*.jsonl"
[records.fields]
text = "text"
native_id = "id"
title = "title"
outlet = "outlet"
published = "date"
"""
ARTICLES = 1_500
ADDED = ARTICLES // 100
LENGTH = 20_000
_SYLLABLES = ("ka", "lor", "mi", "ten", "ung", "ber", "ste", "ger", "hal", "fen", "dorf", "rat")


def write(file: Path, numbers: range, date: str | None = None) -> None:
    """Write a file of articles, of one day or of the days of ten years.

    Their words are drawn at random, so that no two are alike and they pack as texts do.
    """
    rng = random.Random(numbers.start)  # noqa: S311 - no secret
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(6_000)]
    lines = []
    for number in numbers:
        paragraphs = [" ".join(rng.choices(words, k=40)).capitalize() for _ in range(LENGTH // 320)]
        found = {
            "id": f"n{number}",
            "title": " ".join(rng.choices(words, k=5)).capitalize(),
            "outlet": ("bote", "kurier", "tagblatt")[number % 3],
            "date": date or f"{2010 + number % 10}-{number // 10 % 12 + 1:02}-{number % 28 + 1:02}",
            "text": ".\n\n".join(paragraphs),
        }
        lines.append(f"{json.dumps(found)}\n")
    file.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Version 0.1.0, and 0.2.0 with one in a hundred new articles, all of one month."""
    root = tmp_path_factory.mktemp("divided")
    repository = Repository(root / "corpus")
    repository.create()
    repository.remote(str(root / "store"))
    repository.remote(str(root / "notes"), name="notes")
    raw = root / "raw"
    raw.mkdir()
    (root / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
    package(repository.folder / "data" / "findings", {"f1": "none"})
    write(raw / "a.jsonl", range(ARTICLES))
    release(repository, root, "0.1.0")
    write(raw / "b.jsonl", range(5_000, 5_000 + ADDED), "2015-07-04")
    release(repository, root, "0.2.0")
    return repository


def release(repository: Repository, root: Path, version: str) -> None:
    """Build, record, push and tag a version."""
    steps.build([root / "raw"], repository.folder / "data" / "package", find(root), jobs=1)
    repository.dvc("commit", "--force", "--quiet")
    repository.dvc("push", "--quiet")
    repository.tag(version)


def test_the_second_version_moves_few_of_the_bytes_of_the_first(
    versions: Repository, tmp_path: Path
) -> None:
    first = pull(f"{versions.folder}@0.1.0", tmp_path / "first")
    second = pull(f"{versions.folder}@0.2.0", tmp_path / "second")
    assert len(load(tmp_path / "second")) - len(load(tmp_path / "first")) == ADDED
    assert second.moved <= 0.05 * first.moved


@pytest.fixture(scope="module")
def whole(versions: Repository, tmp_path_factory: pytest.TempPathFactory) -> Pulled:
    """All of the first version."""
    return pull(f"{versions.folder}@0.1.0", tmp_path_factory.mktemp("whole") / "out")


def test_a_condition_on_a_month_moves_the_files_of_that_month(
    versions: Repository, whole: Pulled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
    where = "date_from >= '2015-07-01' AND date_to <= '2015-07-31'"
    part = pull(f"{versions.folder}@0.1.0", tmp_path / "month", tables=["texts"], where=where)
    chosen = load(whole.folder).filter(where=where)
    assert len(chosen) == len(load(tmp_path / "month")) > 0
    assert part.moved < 0.1 * whole.bytes
    assert [*verify(tmp_path / "month")] == []


def test_a_part_is_the_same_whichever_files_were_moved_for_it(
    versions: Repository, tmp_path: Path
) -> None:
    where = "date_from >= '2015-07-01' AND date_to <= '2015-07-31'"
    other = f"strftime(date_from, '%Y-%m') = '2015-07' OR ({where})"
    made = []
    for name, condition in (("one", where), ("other", other)):
        pull(f"{versions.folder}@0.1.0", tmp_path / name, where=condition)
        assert [*check.integrity(tmp_path / name)] == []
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*.parquet")})
    assert made[0] == made[1]
