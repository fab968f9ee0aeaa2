"""Other programs load a package with the declared types and every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pytest

import exported_corpus
from pressmark.export import export

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {"texts": 3, "articles": 3, "blocks": 9, "captures": 4}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interchange")
    export(exported_corpus.dataset(folder / "dataset"), folder / "package")
    return folder / "package"


@pytest.mark.parametrize(("table", "rows"), ROWS.items())
def test_every_reader_finds_every_row(package: Path, table: str, rows: int) -> None:
    csv, parquet = package / f"{table}.csv", package / "parquet" / f"{table}.parquet"
    assert {
        "pandas csv": len(pd.read_csv(csv)),
        "pandas parquet": len(pd.read_parquet(parquet)),
        "polars csv": pl.read_csv(csv).height,
        "polars parquet": pl.read_parquet(parquet).height,
        "duckdb csv": duckdb.read_csv(str(csv)).shape[0],
        "duckdb parquet": duckdb.read_parquet(str(parquet)).shape[0],
    } == dict.fromkeys(
        [
            f"{reader} {form}"
            for reader in ("pandas", "polars", "duckdb")
            for form in ("csv", "parquet")
        ],
        rows,
    )


def test_csv_and_parquet_hold_the_same_values_for_duckdb(package: Path) -> None:
    connection = duckdb.connect()
    for table, rows in ROWS.items():
        csv = f"read_csv('{package / table}.csv', all_varchar = true, allow_quoted_nulls = false)"
        parquet = f"read_parquet('{package}/parquet/{table}.parquet')"
        described = connection.execute(f"DESCRIBE FROM {parquet}").fetchall()
        plain = {"VARCHAR", "BIGINT", "BOOLEAN", "DATE"}
        values = ", ".join(f'"{name}"::VARCHAR' for name, kind, *_ in described if kind in plain)
        found = [
            connection.execute(f"SELECT {values} FROM {source}").fetchall()
            for source in (csv, parquet)
        ]
        assert found[0] == found[1]
        assert len(found[0]) == rows


def test_pandas_parses_the_days_that_the_descriptor_declares(package: Path) -> None:
    frame = pd.read_csv(package / "texts.csv", parse_dates=["date_from", "date_to"])
    assert frame["date_from"].dtype.kind == "M"
    assert frame["date_from"].isna().sum() == 1
    assert not frame["title"].str.match("[0-9]+$").any()


def test_polars_sees_the_types_of_the_parquet_half(package: Path) -> None:
    schema = pl.read_parquet(package / "parquet" / "articles.parquet").schema
    assert schema["published_from"] == pl.Date
    assert schema["published_at"] == pl.Datetime("us", "UTC")
    assert schema["authors"] == pl.List(pl.String)
    assert schema["n_words"] == pl.Int64


def test_duckdb_guesses_the_days_and_instants_of_csv(package: Path) -> None:
    relation = duckdb.read_csv(str(package / "articles.csv"))
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert types["published_from"] == "DATE"
    assert types["published_at"].startswith("TIMESTAMP")
    assert types["published_edtf"] == "VARCHAR"
    assert types["n_words"] == "BIGINT"


def test_frictionless_reads_typed_rows(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package)
    resource: Any = frictionless.Package("datapackage.json").get_resource("articles")
    rows = resource.read_rows()
    may: Any = next(row for row in rows if row["article_id"] == exported_corpus.MAY)
    assert may["authors"] == ["Ada Lenk", 'Bo "B" Ruf']
    assert may["published_from"].isoformat() == "2018-05-01"
    assert may["published_at"].isoformat() == "2018-05-30T12:00:00+00:00"
    assert may["weight"] == 0.5


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_hugging_face_datasets_loads_texts(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    import datasets

    folder = package / "parquet" if form == "parquet" else package
    load: Any = datasets.load_dataset  # type: ignore[attr-defined]
    found = load(
        form,
        data_files=str(folder / f"texts.{form}"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    assert found.num_rows == 3
    assert found.features["text"].dtype in {"string", "large_string"}
    if form == "parquet":
        assert found.features["date_from"].dtype == "date32"
    assert found[0]["article_id"].startswith("a")
