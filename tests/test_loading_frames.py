"""Frames: days are days, numbers are numbers, strings are strings, also where some are missing."""

from __future__ import annotations

import sys

import pandas as pd
import polars as pl
import pytest

import exported_corpus
from exported_corpus import MAY, UNDATED
from pressmark.export import export
from pressmark.loading import Corpus, load
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.vocabulary import BlockKind


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("frames")
    export(exported_corpus.dataset(folder / "dataset"), folder / "package")
    return load(folder / "package")


def test_pandas_has_the_declared_types(corpus: Corpus) -> None:
    types = corpus.to_pandas("articles").dtypes.astype(str)
    names = ["title", "published_from", "published_at", "n_words", "weight", "leaning"]
    assert types[names].to_dict() == {
        "title": "str",
        "published_from": "datetime64[us]",
        "published_at": "datetime64[us, UTC]",
        "n_words": "int64",
        "weight": "float64",
        "leaning": "str",
    }


def test_numbers_that_may_be_missing_stay_whole(corpus: Corpus) -> None:
    types = corpus.to_pandas("blocks").dtypes.astype(str)
    assert (types["seq"], types["level"], types["text_start"]) == ("int64", "Int64", "Int64")
    assert str(corpus.to_pandas()["is_representative"].dtype) == "boolean"
    assert str(corpus.to_pandas("captures")["is_current"].dtype) == "bool"


def test_pandas_loads_texts_by_default_with_missing_values_missing(corpus: Corpus) -> None:
    frame = corpus.to_pandas().set_index("article_id")
    assert frame.loc[MAY, "date_from"] == pd.Timestamp("2018-05-01")
    assert frame.loc[UNDATED, ["title", "date_from"]].isna().all()
    assert frame.loc[UNDATED, "text"] == ""


def test_pandas_categories_are_the_vocabulary(corpus: Corpus) -> None:
    kinds = corpus.to_pandas("blocks", categorical=True)["kind"]
    assert kinds.cat.categories.tolist() == [kind.value for kind in BlockKind]
    assert kinds.isna().sum() == 0
    assert str(corpus.to_pandas("blocks")["kind"].dtype) == "str"


def test_an_empty_table_keeps_its_types(corpus: Corpus) -> None:
    frame = corpus.filter(where="false").to_pandas()
    assert len(frame) == 0
    assert str(frame["date_from"].dtype) == "datetime64[us]"


def test_polars_has_the_declared_types(corpus: Corpus) -> None:
    schema = corpus.to_polars("articles").schema
    assert schema["published_from"] == pl.Date
    assert schema["published_at"] == pl.Datetime("us", "UTC")
    assert schema["authors"] == pl.List(pl.String)
    kinds = corpus.to_polars("blocks", categorical=True)["kind"]
    assert kinds.dtype == pl.Enum([kind.value for kind in BlockKind])
    assert kinds.null_count() == 0


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_extra_says_how_to_install_it(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EnvironmentFaultError, match=f"{name} is not installed") as caught:
        getattr(corpus, f"to_{name}")()
    assert caught.value.hint == f"pip install 'pressmark[{name}]'"
