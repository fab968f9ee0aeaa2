"""Keyword in context: every hit with its place and its words, streaming, in one order."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import pressmark
from pressmark.concordance import Line, pattern
from pressmark.config import find
from pressmark.flow.steps import build
from pressmark_cli.app import app
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FIRST = """date 2020

Die Möwe über dem Hafen

Über dem Hafen kreist eine Möwe, und die Möwen am Kai sehen ihr zu; der Hafen selbst schläft noch.
"""
SECOND = """date 2021-03-04

Der Kapitän <script>alert(1)</script> sagte im HAFEN nur einen Satz, den wir hier ganz wiedergeben.
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("concordance")
    for name, text in (("kueste/eins.txt", FIRST), ("inland/zwei.txt", SECOND)):
        path = folder / "raw" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (folder / "raw" / "pressmark.toml").write_text('[read]\npaths = ["{outlet}/*.txt"]\n')
    build([folder / "raw"], folder / "package", find(folder / "raw"))
    return folder / "package"


def test_each_hit_has_its_article_its_place_and_its_sides(package: Path) -> None:
    corpus = pressmark.load(package)
    found = corpus.concordance("Möwe", word=True, context=10)
    assert [(line.left, line.match, line.right) for line in found] == [
        ("eist eine ", "Möwe", ", und die ")
    ]
    (line,) = found
    assert (line.outlet_id, line.date_from, line.date_to) == (
        "kueste",
        date(2020, 1, 1),
        date(2020, 12, 31),
    )
    texts = dict(
        zip(*(corpus.blocks[name].to_pylist() for name in ("block_id", "text")), strict=True)
    )
    assert texts[line.block_id][line.start : line.end] == line.match


def test_only_running_text_is_searched_unless_kinds_are_named(package: Path) -> None:
    corpus = pressmark.load(package)
    assert len(corpus.concordance("Hafen")) == 2
    assert len(corpus.concordance("Hafen", kinds=["title"])) == 1
    with pytest.raises(UsageError, match="no such kind"):
        corpus.concordance("Hafen", kinds=["titel"])


def test_a_filtered_corpus_is_searched_alone(package: Path) -> None:
    corpus = pressmark.load(package).filter(outlets=["inland"])
    found = corpus.concordance("hafen", ignore_case=True)
    assert [line.outlet_id for line in found] == ["inland"]


def test_hits_are_a_table_in_python(package: Path) -> None:
    found = pressmark.load(package).concordance("h[aä]fen", regex=True, ignore_case=True)
    assert found.to_arrow().num_rows == len(found.to_pandas()) == len(found) == 3
    assert isinstance(found[0], Line)
    assert len(found[1:]) == 2


@pytest.mark.parametrize("words", ["(", "x*", ""])
def test_what_is_no_pattern_is_refused(words: str) -> None:
    with pytest.raises(UsageError):
        pattern(words)


def test_words_are_taken_as_they_stand(package: Path) -> None:
    assert len(pressmark.load(package).concordance("alert(1)")) == 1


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_forms_for_programs_hold_all_columns(package: Path, form: str) -> None:
    run = CliRunner().invoke(app, ["grep", "-i", "hafen", str(package), "--format", form])
    assert run.exit_code == 0
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(run.stdout)))
    else:
        rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert sorted(row["match"] for row in rows) == ["HAFEN", "Hafen", "Hafen"]
    assert set(rows[0]) == set(Line.__dataclass_fields__)


def test_for_people_the_word_stands_in_one_column_and_a_year_stays_a_year(package: Path) -> None:
    run = CliRunner().invoke(app, ["grep", "-i", "hafen", str(package)])
    lines = run.stdout.splitlines()
    assert len({re.search("hafen", line, re.IGNORECASE).start() for line in lines}) == 1  # type: ignore[union-attr]
    assert {line.split()[2] for line in lines} == {"2020", "2021-03-04"}


def test_nothing_found_is_exit_code_1_and_a_bad_pattern_2(package: Path) -> None:
    assert CliRunner().invoke(app, ["grep", "Walfisch", str(package)]).exit_code == 1
    assert CliRunner().invoke(app, ["grep", "(", str(package)]).exit_code == 2


def test_a_limit_stops_early(package: Path) -> None:
    run = CliRunner().invoke(app, ["grep", "-i", "hafen", str(package), "--limit", "1"])
    assert len(run.stdout.splitlines()) == 1


def test_in_a_notebook_text_stays_text(package: Path) -> None:
    corpus = pressmark.load(package)
    article = next(one for one in corpus if one.outlet_id == "inland")
    for shown in (corpus, article, corpus.concordance("Kapitän", context=200)):
        html = shown._repr_html_()
        assert "<script>" not in html
        assert "<bdi>" in html
    assert "&lt;script&gt;" in article._repr_html_()
