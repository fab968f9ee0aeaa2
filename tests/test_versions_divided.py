"""Versions of a corpus whose tables are divided: a pull moves the files that it needs."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressmark import check, load
from pressmark.versions.pull import Pulled, pull
from pressmark.versions.releasing import release
from release_corpus import Harbour, alone

pytestmark = [pytest.mark.dvc, pytest.mark.slow]

SETTINGS = """\
file_bytes = 800_000
[[records]]
glob = "*.jsonl"
[records.fields]
text = "text"
native_id = "id"
title = "title"
outlet = "outlet"
published = "date"
"""
ARTICLES = 3_000
ADDED = ARTICLES // 100
LENGTH = 4_000
_SYLLABLES = ("ka", "lor", "mi", "ten", "ung", "ber", "ste", "ger", "hal", "fen", "dorf", "rat")


def write(harbour: Harbour, name: str, numbers: range, date: str | None = None) -> None:
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
    harbour.write(name, "".join(lines))


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """Version 0.1.0, and 0.2.0 with one in a hundred new articles, all of one month."""
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        harbour = Harbour(tmp_path_factory.mktemp("divided") / "harbour")
        harbour.create(articles=0)
        harbour.settings(SETTINGS)
        write(harbour, "a.jsonl", range(ARTICLES))
        harbour.commit("articles")
        release(harbour.folder)
        write(harbour, "b.jsonl", range(5_000, 5_000 + ADDED), "2015-07-04")
        harbour.commit("more articles")
        release(harbour.folder)
        yield harbour


def test_the_second_version_moves_few_of_the_bytes_of_the_first(
    versions: Harbour, tmp_path: Path
) -> None:
    first = pull(f"{versions.folder}@0.1.0", tmp_path / "first")
    second = pull(f"{versions.folder}@0.2.0", tmp_path / "second")
    assert len(load(tmp_path / "second")) - len(load(tmp_path / "first")) == ADDED
    assert second.moved <= 0.05 * first.moved


@pytest.fixture(scope="module")
def whole(versions: Harbour, tmp_path_factory: pytest.TempPathFactory) -> Pulled:
    """All of the first version."""
    return pull(f"{versions.folder}@0.1.0", tmp_path_factory.mktemp("whole") / "out")


def test_a_condition_on_a_month_moves_the_files_of_that_month(
    versions: Harbour, whole: Pulled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
    where = "date_from >= '2015-07-01' AND date_to <= '2015-07-31'"
    part = pull(f"{versions.folder}@0.1.0", tmp_path / "month", tables=["texts"], where=where)
    chosen = load(whole.folder).filter(where=where)
    assert len(chosen) == len(load(tmp_path / "month")) > 0
    assert part.moved < 0.1 * whole.bytes
    assert [*check.integrity(tmp_path / "month")] == []


def test_a_part_is_the_same_whichever_files_were_moved_for_it(
    versions: Harbour, tmp_path: Path
) -> None:
    where = "date_from >= '2015-07-01' AND date_to <= '2015-07-31'"
    other = f"strftime(date_from, '%Y-%m') = '2015-07' OR ({where})"
    made = []
    for name, condition in (("one", where), ("other", other)):
        pull(f"{versions.folder}@0.1.0", tmp_path / name, where=condition)
        assert [*check.integrity(tmp_path / name)] == []
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*.parquet")})
    assert made[0] == made[1]
