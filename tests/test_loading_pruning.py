"""A part of a corpus is read from the parts of its files that can hold it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import exported_corpus
from divided_corpus import build, corpus, records
from pressmark import store
from pressmark.export import export
from pressmark.loading import load
from pressmark.pruning import Wanted
from pressmark_schema.descriptor import FileFacts
from pressmark_schema.tables import TABLES_OF_ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = pa.schema([("article_id", pa.string()), ("outlet_id", pa.string()), ("day", pa.date32())])
DAYS = [date(2018, 1, 1), date(2018, 2, 1), None, date(2018, 4, 1)]


@pytest.fixture
def file(tmp_path: Path) -> pq.ParquetFile:
    """Four row groups of two rows, an outlet each; the third has no day."""
    ids = [f"a{number}" for number in range(8)]
    outlets = [name for name in "kmsz" for _ in range(2)]
    days = pa.array([day for day in DAYS for _ in range(2)], pa.date32())
    table = pa.table({"article_id": ids, "outlet_id": outlets, "date_from": days})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=2)
    return pq.ParquetFile(tmp_path / "t.parquet")


def wanted(**columns: list[object]) -> Wanted:
    return Wanted.of(pa.table(columns))


def test_row_groups_of_other_outlets_are_passed_over(file: pq.ParquetFile) -> None:
    assert wanted(outlet_id=["z", "k", "z"]).groups(file) == [0, 3]


def test_a_value_between_two_row_groups_is_in_none(file: pq.ParquetFile) -> None:
    assert wanted(outlet_id=["l"]).groups(file) == []


def test_every_column_has_its_say(file: pq.ParquetFile) -> None:
    asked = wanted(outlet_id=["k", "m", "z"], article_id=["a2", "a3", "a7"])
    assert asked.groups(file) == [1, 3]


def test_a_row_group_without_days_may_hold_any(file: pq.ParquetFile) -> None:
    assert wanted(date_from=[date(2018, 2, 1)]).groups(file) == [1, 2]


def test_an_article_without_a_day_rules_no_row_group_out(file: pq.ParquetFile) -> None:
    assert wanted(date_from=[date(2018, 2, 1), None]).groups(file) == [0, 1, 2, 3]


def test_nothing_is_read_where_no_article_is_kept(file: pq.ParquetFile) -> None:
    assert Wanted.of(SCHEMA.empty_table()).groups(file) == []


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose files have a row group for each row."""
    monkeypatch.setattr(store, "ROW_GROUP", 1)
    export(exported_corpus.dataset(tmp_path / "dataset"), tmp_path / "package")
    return tmp_path / "package"


@pytest.mark.parametrize("name", ["texts", "articles", "blocks", "evidence", "captures", "sources"])
def test_what_is_read_of_a_part_is_what_a_filter_of_the_whole_keeps(
    package: Path, name: str
) -> None:
    whole = load(package)
    for article_id in whole.texts["article_id"].to_pylist():
        kept = whole.filter(where=f"article_id = '{article_id}'")
        due = [
            row
            for row in whole.table(name).to_pylist()
            if row.get("article_id", article_id) == article_id
        ]
        found = kept.table(name).to_pylist()
        assert found == due if name != "sources" else all(row in due for row in found)
        assert found or name not in {"texts", "articles"}


def test_only_row_groups_that_can_hold_a_kept_article_are_read(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load(package, verify=False)
    first = whole.texts["article_id"][0].as_py()
    read: list[int] = []
    groups = Wanted.groups

    def noted(asked: Wanted, file: pq.ParquetFile) -> list[int]:
        read.append(len(groups(asked, file)))
        return groups(asked, file)

    monkeypatch.setattr(Wanted, "groups", noted)
    assert whole.filter(where=f"article_id = '{first}'").texts.num_rows == 1
    assert sum(read) == 1


FILES = [
    FileFacts(place="2018", rows=1, content_sha256="0" * 64, date_from=first, date_to=last)
    for first, last in (
        (date(2018, 1, 1), date(2018, 12, 31)),
        (date(2019, 2, 1), date(2019, 3, 1)),
        (None, None),
    )
]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        ([date(2018, 6, 1)], [True, False, False]),
        ([date(2017, 1, 1), date(2019, 3, 1)], [False, True, False]),
        ([date(2019, 1, 31), date(2019, 3, 2)], [False, False, False]),
        ([date(2018, 6, 1), None], [True, True, True]),
    ],
)
def test_files_of_other_days_are_not_opened(days: list[object], read: list[bool]) -> None:
    asked = wanted(date_from=days)
    assert [asked.may_be_in(file) for file in FILES] == read


def test_a_divided_corpus_gives_the_same_part_from_fewer_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records(60)
    divided = build(corpus(tmp_path / "corpus", made), tmp_path / "divided")
    whole = build(corpus(tmp_path / "other", made, file_bytes=2**26), tmp_path / "whole")
    opened: list[str] = []
    read = store.read_table

    def noted(path: Path, *args: Any, **options: Any) -> Iterator[pa.RecordBatch]:
        opened.append(path.parent.name)
        return read(path, *args, **options)

    monkeypatch.setattr(store, "read_table", noted)
    parts = [
        load(package).filter(outlets=["bote"], date_from="2018-03", date_to="2018-09")
        for package in (divided, whole)
    ]
    for name in TABLES_OF_ARTICLES:
        rows = [sorted(map(str, part.table(name).to_pylist())) for part in parts]
        assert rows[0] == rows[1], name
    assert parts[0].texts.num_rows
    assert 0 < opened.count("blocks") < len(list((divided / "parquet" / "blocks").iterdir())) / 2


def test_facts_of_files_are_found_by_their_paths_in_whatever_order(tmp_path: Path) -> None:
    divided = build(corpus(tmp_path / "corpus", records(60)), tmp_path / "divided")
    due = load(divided).filter(date_from="2018-03", date_to="2018-09").blocks.to_pylist()
    path = divided / "parquet" / store.DESCRIPTOR
    package = json.loads(path.read_bytes())
    for resource in package["resources"]:
        resource["pressmark"].get("files", []).reverse()
    path.write_text(json.dumps(package), encoding="utf-8")
    found = load(divided / "parquet").filter(date_from="2018-03", date_to="2018-09")
    assert found.blocks.to_pylist() == due
