"""Rules about single articles: asked of new articles alone, and found as if of all."""

from pathlib import Path

import pyarrow as pa
import pytest

from pressmark import check
from pressmark.check import settled
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow import steps
from pressmark.flow.cache.folder import place
from raw_input import MORE, PROSE, article, write

TOML = '[corpus]\nlanguages = ["de"]\n'
MONTHS = ("2018-05", "2018-05-30", "2019-01", "2019-02-03", "2020-03", "2021-04-05")


def corpus(folder: Path) -> Path:
    files = {
        f"raw/{n}.txt": article(f"date {day}", f"Damm {n}", PROSE, MORE)
        for n, day in enumerate(MONTHS)
    }
    return write(folder / "corpus", {"pressmark.toml": TOML, **files})


def build(folder: Path, target: Path, *, cached: bool) -> list[dict[str, object]]:
    config = find(folder)
    cache = place(config) if cached else None
    steps.build([folder / "raw"], target, config, jobs=1, cache=cache)
    dataset = Dataset.open(target)
    rows: list[dict[str, object]] = dataset.arrow("findings").to_pylist()
    return rows


def test_only_new_articles_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int | None] = []
    ask = vars(settled)["_ask"]

    def counting(*told: object) -> bool:
        only = told[-1]
        asked.append(only.num_rows if isinstance(only, pa.Table) else None)
        return bool(ask(*told))

    monkeypatch.setattr(settled, "_ask", counting)
    folder = corpus(tmp_path)
    build(folder, tmp_path / "one", cached=True)
    write(folder, {"raw/new.txt": article("date 2022-07", "Deich", MORE, PROSE)})
    (folder / "raw/0.txt").unlink()
    found = build(folder, tmp_path / "two", cached=True)
    assert asked == [None, 1]
    assert found == build(folder, tmp_path / "three", cached=False)
    assert {row["code"] for row in found} >= {"PM202", "PM701"}


def test_a_changed_article_is_asked_again(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    first = build(folder, tmp_path / "one", cached=True)
    write(folder, {"raw/0.txt": article("date 2018-05-02", "Damm 0", PROSE, MORE)})
    found = build(folder, tmp_path / "two", cached=True)
    coarse = [sum(row["code"] == "PM202" for row in rows) for rows in (first, found)]
    assert coarse == [3, 2]
    assert found == build(folder, tmp_path / "three", cached=False)


def test_where_values_cannot_be_worked_with_the_rules_are_asked_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settled, "_ask", lambda *_: False)
    folder = corpus(tmp_path)
    found = build(folder, tmp_path / "one", cached=False)
    monkeypatch.undo()
    assert found == build(folder, tmp_path / "two", cached=False)


def test_every_question_says_whether_others_have_a_part_in_it() -> None:
    together = {q.rule.code for q in check.rules.questions(["de"]) if not q.alone}
    assert together == {
        *("PM101", "PM103"),
        *("PM210", "PM220", "PM311", "PM312", "PM313"),
        *("PM501", "PM502", "PM503", "PM504", "PM704"),
    }
