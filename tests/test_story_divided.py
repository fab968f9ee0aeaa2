"""Versions of a corpus whose tables are divided, through the command line alone."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pressmark
from divided_corpus import TOML, record, records
from pressmark_cli.app import app
from release_corpus import Harbour, alone

pytestmark = [pytest.mark.dvc, pytest.mark.slow]
JULY = "date_from >= '2018-07-01' AND date_to <= '2018-07-31'"


def run(*words: object) -> str:
    """What a command prints; it must succeed."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def parts(package: Path, table: str) -> set[str]:
    return {path.name for path in (package / "parquet" / table).glob("*.parquet")}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    """A repository of 60 articles of four years, whose tables have several files."""
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        made = Harbour(tmp_path_factory.mktemp("divided") / "harbour")
        made.create(articles=0)
        (made.folder / "pressmark.toml").write_text(TOML.format(file_bytes=6_000, csv="never"))
        write(made, 60)
        made.commit("articles")
    return made


def write(harbour: Harbour, count: int) -> None:
    found = [*records(60), *(record(number, "2018-07-04") for number in range(60, count))]
    harbour.write("a.jsonl", "".join(f"{json.dumps(item)}\n" for item in found))


def test_divided_versions_are_released_pulled_compared_and_withdrawn_from(
    harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(harbour.folder)
    assert "released: 0.1.0 (internal), 60 articles" in run("release")
    write(harbour, 64)
    harbour.commit("four more of July 2018")
    assert "released: 0.2.0 (internal), 64 articles" in run("release")
    first, second = f"{harbour.folder}@0.1.0", f"{harbour.folder}@0.2.0"

    run("pull", first, "-o", tmp_path / "first")
    run("pull", second, "-o", tmp_path / "second")
    said = run("pull", second, "-o", tmp_path / "july", "--where", JULY, "--only", "texts")

    assert "taking data/package from the cache" in said
    assert len(parts(tmp_path / "second", "articles")) > 1
    for name in ("first", "second", "july"):
        run("verify", tmp_path / name)
    july = pressmark.load(tmp_path / "july")
    assert len(july) == len(pressmark.load(tmp_path / "second").filter(where=JULY)) >= 4
    stated = json.loads(run("diff", tmp_path / "first", tmp_path / "second", "--format", "json"))
    assert {key: len(stated[key]) for key in ("added", "removed", "changed")} == {
        "added": 4,
        "removed": 0,
        "changed": 0,
    }

    gone = pressmark.load(tmp_path / "first").texts.to_pylist()[7]["article_id"]
    run("withdraw", gone, "--reason", "rights")
    harbour.commit("withdrawn")
    assert "released: 0.2.1 (internal), 63 articles" in run("release")

    assert "59 of 60 articles; 1 withdrawn since (rights)" in run(
        "pull", first, "-o", tmp_path / "again"
    )
    run("verify", tmp_path / "again")
    assert gone not in pressmark.load(tmp_path / "again")
    assert len(parts(tmp_path / "again", "articles")) > 1
    (tmp_path / "notes.csv").write_text(f"article_id,label\n{gone},x\n")
    sides = ("--from", first, "--to", f"{harbour.folder}@0.2.1")
    lost = run("carry", tmp_path / "notes.csv", *sides, "-o", tmp_path / "carried.csv")
    assert f"lost {gone}: the article is withdrawn (rights)" in lost
    run("pull", first, "-o", tmp_path / "whole", "--as-released")
    assert gone in pressmark.load(tmp_path / "whole")
