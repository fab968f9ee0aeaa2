"""Parquet: rows as they are, whoever wrote them; a damaged group is lost alone."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from raw_input import config
from record_files import FIELDS, accepted, mapped, parts, read, refused, row, rows

BERLIN = "Europe/Berlin"


def written(path: Path, table: pa.Table, **options: Any) -> bytes:
    pq.write_table(table, path, **options)
    return path.read_bytes()


def test_what_pandas_and_polars_write_is_read_as_it_was(tmp_path: Path) -> None:
    pd.DataFrame(rows(3)).to_parquet(tmp_path / "pandas.parquet")
    pl.DataFrame(rows(3)).write_parquet(tmp_path / "polars.parquet")
    for name in ("pandas", "polars"):
        found = read(tmp_path / "a.parquet", (tmp_path / f"{name}.parquet").read_bytes())
        assert [document.text for document in accepted(found)] == [r["body"] for r in rows(3)]
        assert [document.record_offset for document in found] == [None, None, None]
        assert [document.record_index for document in found] == [0, 1, 2]


def test_what_hugging_face_datasets_writes_is_known_by_its_keys(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    records = [{"id": "a", "text": row(0)["body"], "metadata": {"date": "2018-05-30"}}]
    datasets.Dataset.from_list(records).to_parquet(str(tmp_path / "d.parquet"))
    found = read(tmp_path / "a.parquet", (tmp_path / "d.parquet").read_bytes(), config())
    (document,) = accepted(found)
    assert document.metadata == {"native_id": "a", "published": "2018-05-30"}


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (dt.date(2018, 5, 30), pa.date32(), "2018-05-30"),
        (
            dt.datetime(2018, 5, 30, 22, 30, tzinfo=dt.UTC),
            pa.timestamp("ns", BERLIN),
            "2018-05-31T00:30:00+02:00",
        ),
        (dt.datetime(2018, 5, 30, 10, 0), pa.timestamp("s"), "2018-05-30T10:00:00"),  # noqa: DTZ001
        (2**63 - 1, pa.int64(), "9223372036854775807"),
        (0.1, pa.float64(), "0.1"),
        (Decimal("1.10"), pa.decimal128(9, 2), "1.10"),
        (True, pa.bool_(), "true"),
        (b"gr\xc3\xbcn", pa.binary(), "grün"),
        ("x", pa.dictionary(pa.int8(), pa.string()), "x"),
        (["x", "y"], pa.list_(pa.string()), "x; y"),
    ],
)
def test_a_value_is_converted_exactly(
    tmp_path: Path, value: Any, kind: pa.DataType, expected: str
) -> None:
    table = pa.table({"body": ["x"], "value": pa.array([value], kind)})
    data = written(tmp_path / "w.parquet", table)
    settings = mapped({"text": "body", "section": "value"})
    (document,) = accepted(read(tmp_path / "a.parquet", data, settings))
    assert document.metadata == {"section": expected}


def test_a_key_leads_into_a_struct_and_a_missing_value_is_absent(tmp_path: Path) -> None:
    table = pa.table({"body": ["x", None], "meta": [{"date": "2018", "n": 1}, None]})
    data = written(tmp_path / "w.parquet", table)
    found = read(tmp_path / "a.parquet", data, mapped({"text": "body", "published": "meta.date"}))
    assert [document.metadata for document in accepted(found)] == [{"published": "2018"}]
    assert [(index, reason) for index, reason, _ in refused(found)] == [(1, "malformed")]


def test_bytes_that_are_no_text_and_rows_above_the_limit_are_quarantined(tmp_path: Path) -> None:
    table = pa.table({"body": [b"\xff", b"x" * 5_000, b"gut"]})
    settings = mapped({"text": "body"})
    limited = settings.model_copy(
        update={"read": settings.read.model_copy(update={"max_bytes": 1_000})}
    )
    found = read(tmp_path / "a.parquet", written(tmp_path / "w.parquet", table), limited)
    assert [reason for _, reason, _ in refused(found)] == ["undecodable", "too_large"]
    assert [document.text for document in accepted(found)] == ["gut"]


def test_a_group_with_a_wrong_checksum_is_lost_and_the_others_are_read(tmp_path: Path) -> None:
    table = pa.Table.from_pylist(rows(30))
    data = bytearray(
        written(
            tmp_path / "w.parquet",
            table,
            row_group_size=10,
            write_page_checksum=True,
            compression="none",
            use_dictionary=False,
        )
    )
    at = data.index(b"15. Die Stadt")
    data[at] ^= 1
    found = read(tmp_path / "a.parquet", bytes(data))
    assert [document.record_index for document in accepted(found)] == [*range(10), *range(20, 30)]
    ((index, reason, detail),) = refused(found)
    assert (index, reason) == (10, "malformed")
    assert "rows 10 to 19 are lost" in detail


@pytest.mark.parametrize("cut", [0, 3, 100, -1])
def test_what_is_no_whole_file_is_quarantined(tmp_path: Path, cut: int) -> None:
    data = written(tmp_path / "w.parquet", pa.Table.from_pylist(rows(3)))[:cut]
    ((_, reason, _),) = refused(read(tmp_path / "a.parquet", data))
    assert reason == "malformed"


def test_its_row_of_sources_names_no_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    written(path, pa.Table.from_pylist(rows(1)))
    source = next(parts(path, mapped(FIELDS))).source
    assert (source.reader, source.media_type) == ("parquet", "application/vnd.apache.parquet")
    assert (source.encoding, source.encoding_basis) == (None, "none")
