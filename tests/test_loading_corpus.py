"""A loaded corpus: articles as typed objects, tables by name, SQL, filters."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import exported_corpus
from exported_corpus import MAY, OLD_MAY, TRICKY, UNDATED, WINTER
from pressmark.export import export
from pressmark.loading import Corpus, load
from pressmark_schema.edtf import Edtf
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import BlockKind, Platform

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loading")
    export(exported_corpus.dataset(folder / "dataset"), folder / "package")
    return folder / "package"


@pytest.fixture
def corpus(package: Path) -> Corpus:
    return load(package)


def test_importing_it_loads_nothing_heavy() -> None:
    program = (
        "import sys, pressmark.loading; "
        "print({'pyarrow', 'duckdb', 'pandas', 'polars'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "set()\n"


def test_it_is_opened_by_folder_descriptor_or_parquet_half(package: Path) -> None:
    places = (package, package / "datapackage.json", package / "parquet", str(package))
    assert [len(load(place)) for place in places] == [3, 3, 3, 3]


def test_it_iterates_over_the_articles_in_their_order(corpus: Corpus) -> None:
    ids = [article.article_id for article in corpus]
    assert ids == corpus.texts["article_id"].to_pylist()
    assert set(ids) == {MAY, WINTER, UNDATED}


def test_an_article_has_its_values_and_typed_rows(corpus: Corpus) -> None:
    may = corpus[MAY]
    assert (may.title, may.outlet_id, may.lang) == ("Eine Brücke", "anzeiger", "de")
    assert may.published == Edtf.parse("2018-05")
    assert may.days == (date(2018, 5, 1), date(2018, 5, 31))
    assert may.row.published_at == datetime(2018, 5, 30, 12, tzinfo=UTC)
    assert may.text.endswith(TRICKY)
    assert [block.kind for block in may.blocks][:2] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert may.embeds[0].platform is Platform.TWITTER
    assert may.links[0].target_article_id == WINTER
    assert may.evidence[0].field == "text_from"
    assert may.changes[0].positions == [16]
    assert may.aliases[0].alias_id == OLD_MAY


def test_offsets_of_blocks_point_into_the_text(corpus: Corpus) -> None:
    for article in corpus:
        for block in article.blocks:
            if block.text_start is not None:
                assert article.text[block.text_start : block.text_end] == block.text


def test_unknown_values_are_none(corpus: Corpus) -> None:
    undated = corpus[UNDATED]
    assert (undated.title, undated.published, undated.days) == (None, None, None)
    assert undated.embeds == ()
    assert undated.text == ""


def test_own_columns_are_taken_by_name(corpus: Corpus) -> None:
    assert (corpus[MAY]["leaning"], corpus[MAY]["weight"]) == ("left", 0.5)
    with pytest.raises(KeyError, match="no column slant"):
        corpus[MAY]["slant"]


def test_an_alias_finds_its_article(corpus: Corpus) -> None:
    assert corpus[OLD_MAY].article_id == MAY
    assert OLD_MAY in corpus


def test_an_unknown_id_names_the_nearest(corpus: Corpus) -> None:
    wrong = MAY[:-1] + ("7" if MAY[-1] != "7" else "6")
    assert wrong not in corpus
    with pytest.raises(KeyError, match=f"nearest is {MAY}"):
        corpus[wrong]


@pytest.mark.parametrize("name", list(exported_corpus.rows()))
def test_every_table_is_there_by_its_name(corpus: Corpus, name: str) -> None:
    assert getattr(corpus, name).num_rows == len(exported_corpus.rows()[name])


def test_sql_sees_every_table_and_takes_parameters(corpus: Corpus) -> None:
    query = (
        "SELECT kind FROM blocks JOIN texts USING (article_id) "
        "WHERE outlet_id = $outlet ORDER BY kind"
    )
    assert corpus.sql(query, outlet="bote").fetchall() == [
        ("paragraph",),
        ("paragraph",),
        ("teaser",),
    ]
    assert corpus.sql("SELECT count(*) AS n FROM findings").to_arrow_table()["n"].to_pylist() == [4]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"outlets": ["anzeiger"]}, {MAY}),
        ({"lang": "en"}, {UNDATED}),
        ({"date_from": "2018-05", "date_to": "2018-05"}, {MAY}),
        ({"date_from": "2020-02", "dates": "overlaps"}, {WINTER}),
        ({"where": "n_blocks > 1"}, {MAY, WINTER}),
        ({"where": "false"}, set()),
        ({}, {MAY, WINTER, UNDATED}),
    ],
)
def test_a_filter_gives_a_corpus(
    corpus: Corpus, conditions: dict[str, Any], expected: set[str]
) -> None:
    found = corpus.filter(**conditions)
    assert {article.article_id for article in found} == expected
    assert len(found) == len(expected)


def test_filters_add_up(corpus: Corpus) -> None:
    assert [found.article_id for found in corpus.filter(outlets=["bote"]).filter(lang="de")] == [
        WINTER
    ]


def test_representatives_stand_for_their_clusters(corpus: Corpus) -> None:
    assert {found.article_id for found in corpus.filter(representatives=True)} == {MAY, UNDATED}


def test_a_filtered_corpus_has_the_rows_of_its_articles_alone(corpus: Corpus) -> None:
    found = corpus.filter(outlets=["bote"])
    assert len(corpus.filter(outlets="bote")) == len(found)
    counts = {name: found.table(name).num_rows for name in exported_corpus.rows()}
    assert counts == {
        "annotations": 0,
        "texts": 2,
        "articles": 2,
        "blocks": 3,
        "embeds": 0,
        "links": 0,
        "evidence": 0,
        "changes": 0,
        "duplicates": 1,
        "aliases": 0,
        "captures": 2,
        "sources": 2,
        "findings": 1,
    }
    for name, rows in counts.items():
        assert found.sql(f"SELECT count(*) FROM {name}").fetchall() == [(rows,)]
    assert MAY not in found
    assert "filtered" in repr(found)


def test_a_bad_condition_is_refused(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="not found"):
        corpus.filter(where="colour = 'red'")


def test_an_unknown_table_is_refused(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="has no table stories"):
        corpus.table("stories")
