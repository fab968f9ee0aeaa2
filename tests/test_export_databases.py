"""DuckDB and SQLite files: every row, typed keys, views, search; datasette serves them."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import exported_corpus
from exported_corpus import MAY, WINTER
from pressmark.check import verify
from pressmark.export import Filters, export
from pressmark_schema.columns import ColumnType
from pressmark_schema.errors import IntegrityError
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressmark.dataset import Dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return exported_corpus.dataset(tmp_path_factory.mktemp("dataset"))


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both databases, each in a folder of its name."""
    target = tmp_path_factory.mktemp("databases")
    for form in ("duckdb", "sqlite"):
        export(dataset, target / form, form)
    return target


@contextmanager
def opened(folder: Path, form: str) -> Iterator[Any]:
    """A read-only connection."""
    path = folder / form / f"corpus.{form}"
    made = (
        duckdb.connect(str(path), read_only=True)
        if form == "duckdb"
        else sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    )
    with closing(made) as connection:
        if form == "duckdb":
            connection.execute("SET TimeZone = 'UTC'")
        yield connection


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_holds_every_row_in_order(folder: Path, dataset: Dataset, table: str) -> None:
    with opened(folder, "duckdb") as connection:
        found = connection.sql(f'FROM "{table}"').to_arrow_table().to_pylist()
    assert found == dataset.arrow(table).to_pylist()


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_holds_every_row_in_order(folder: Path, dataset: Dataset, table: str) -> None:
    columns = dataset.table(table).columns
    with opened(folder, "sqlite") as connection:
        found = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    read = [
        {column.name: _typed(column.type, v) for column, v in zip(columns, row, strict=True)}
        for row in found
    ]
    rows = dataset.arrow(table).to_pylist()
    for row in rows:
        for name, value in row.items():
            if hasattr(value, "utcoffset"):
                row[name] = value.isoformat().replace("+00:00", "Z")
            elif hasattr(value, "isoformat"):
                row[name] = value.isoformat()
    assert read == rows


def _typed(kind: ColumnType, value: Any) -> Any:
    if value is None:
        return None
    if kind in {ColumnType.STRINGS, ColumnType.INTEGERS}:
        return json.loads(value)
    return bool(value) if kind is ColumnType.BOOLEAN else value


@pytest.mark.parametrize("form", ["duckdb", "sqlite"])
def test_views_join_articles_with_their_texts(folder: Path, form: str) -> None:
    query = "SELECT title, text, published_edtf FROM articles_with_text WHERE article_id = ?"
    with opened(folder, form) as connection:
        ((title, text, edtf),) = connection.execute(query, [MAY]).fetchall()
        embeds = "SELECT article_id, platform FROM embeds_in_articles"
        assert connection.execute(embeds).fetchall() == [(MAY, "twitter")]
    assert (title, edtf) == ("Eine Brücke", "2018-05")
    assert text.startswith("Die Brücke")


def test_sqlite_finds_words_and_keeps_umlauts_apart(folder: Path) -> None:
    query = (
        "SELECT article_id FROM texts WHERE rowid IN "
        "(SELECT rowid FROM texts_fts WHERE texts_fts MATCH ?)"
    )
    with opened(folder, "sqlite") as connection:
        assert connection.execute(query, ["brücke"]).fetchall() == [(MAY,)]
        assert connection.execute(query, ["brucke"]).fetchall() == []
        assert connection.execute(query, ["taut"]).fetchall() == [(WINTER,)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("form", ["duckdb", "sqlite"])
def test_a_row_that_points_nowhere_is_refused(tmp_path: Path, form: str) -> None:
    tables = exported_corpus.rows()
    tables["links"][0]["target_article_id"] = "a0000000000000000"
    (tmp_path / "dataset").mkdir()
    broken = exported_corpus.written(tmp_path / "dataset", tables)
    with pytest.raises(IntegrityError) as refused:
        export(broken, tmp_path / "out", form)
    assert refused.value.hint == "pressmark validate"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["duckdb", "sqlite"])
def test_a_part_is_a_database_of_its_own(dataset: Dataset, tmp_path: Path, form: str) -> None:
    export(dataset, tmp_path / form, form, Filters(representatives=True))
    with opened(tmp_path, form) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
    assert list(verify(tmp_path / form)) == []


def test_sqlite_gives_the_same_bytes(folder: Path, dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "sqlite")
    again = (tmp_path / "out" / "corpus.sqlite").read_bytes()
    assert again == (folder / "sqlite" / "corpus.sqlite").read_bytes()


@pytest.mark.network
def test_datasette_serves_a_row_and_searches(folder: Path, tmp_path: Path) -> None:
    with _served(folder / "sqlite" / "corpus.sqlite", tmp_path) as address:
        row = _json(f"{address}/corpus/articles/{MAY}.json?_shape=objects")["rows"][0]
        assert (row["title"], row["published_edtf"]) == ("Eine Brücke", "2018-05")
        hits = _json(f"{address}/corpus/texts.json?_search=taut&_shape=objects")["rows"]
        assert [hit["article_id"] for hit in hits] == [WINTER]


@contextmanager
def _served(path: Path, home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(path), "--host", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        env={**os.environ, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _json(url: str) -> Any:
    """What is answered, once the server answers at all."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
                return json.load(answer)
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(url)
