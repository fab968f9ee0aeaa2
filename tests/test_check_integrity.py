"""A sound package is clean; each corruption alone is refused, also when all hashes are restated."""

from collections.abc import Callable
from pathlib import Path

import pytest

import corpora
from corpora import Row, Rows
from pressmark.check import integrity
from pressmark_schema.descriptor import FORMAT_VERSION

Corruption = Callable[[Rows], None]


def _block(rows: Rows, kind: str) -> Row:
    return next(row for row in rows["blocks"] if row["kind"] == kind)


def _drop_middle_block(rows: Rows) -> None:
    rows["blocks"].remove(_block(rows, "heading"))


def _shift_span(rows: Rows) -> None:
    _block(rows, "heading")["src_start"] += 1
    _block(rows, "heading")["src_end"] += 1


def _alter_letter(rows: Rows) -> None:
    block = _block(rows, "teaser")
    block["text"] = block["text"].replace("öfter", "öftar")


def _retype_embed(rows: Rows) -> None:
    _block(rows, "embed")["kind"] = "paragraph"


def _duplicate_id(rows: Rows) -> None:
    one, other = rows["blocks"][0], rows["blocks"][1]
    other["block_id"] = one["block_id"]


def _dangle_key(rows: Rows) -> None:
    rows["links"][0]["block_id"] = rows["links"][0]["block_id"].replace("_0", "_7")


CORRUPTIONS: dict[Corruption, str] = {
    _drop_middle_block: "PM613",
    _shift_span: "PM629",
    _alter_letter: "PM629",
    _retype_embed: "PM625",
    _duplicate_id: "PM610",
    _dangle_key: "PM612",
}


def test_a_sound_package_and_a_sound_dataset_are_clean(tmp_path: Path) -> None:
    package = corpora.write_package(tmp_path / "package", corpora.corpus())
    dataset = corpora.write_dataset(tmp_path / "dataset", corpora.corpus())

    assert list(integrity(package)) == []
    assert list(integrity(package / "datapackage.json")) == []
    assert list(integrity(dataset)) == []


@pytest.mark.parametrize(("corrupt", "code"), CORRUPTIONS.items())
def test_a_corruption_in_the_parquet_tables_is_refused(
    tmp_path: Path, corrupt: Corruption, code: str
) -> None:
    rows = corpora.corpus()
    corrupt(rows)

    found = integrity(corpora.write_dataset(tmp_path / "dataset", rows))

    assert code in corpora.codes(found)


@pytest.mark.parametrize(("corrupt", "code"), CORRUPTIONS.items())
@pytest.mark.parametrize("in_both", [True, False])
def test_a_corruption_in_the_csv_tables_is_refused(
    tmp_path: Path, corrupt: Corruption, code: str, *, in_both: bool
) -> None:
    rows = corpora.corpus()
    corrupt(rows)
    parquet = rows if in_both else corpora.corpus()

    found = list(integrity(corpora.write_package(tmp_path / "package", parquet, in_csv=rows)))

    assert code in corpora.codes(found)
    assert ("PM662" in corpora.codes(found)) != in_both


@pytest.mark.parametrize("corrupt", [_drop_middle_block, _retype_embed, _duplicate_id, _dangle_key])
def test_a_corruption_in_a_package_of_csv_alone_is_refused(
    tmp_path: Path, corrupt: Corruption
) -> None:
    rows = corpora.corpus()
    corrupt(rows)

    found = corpora.codes(integrity(corpora.write_csvs(tmp_path / "package", rows)))

    assert CORRUPTIONS[corrupt] in found


def test_an_altered_letter_of_the_text_is_refused_in_csv_alone(tmp_path: Path) -> None:
    rows = corpora.corpus()
    _block(rows, "heading")["text"] = "Ein neues Gelände?"

    found = corpora.codes(integrity(corpora.write_csvs(tmp_path / "package", rows)))

    assert found == ["PM627"]


def _flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


def _flips(dataset: Path, table: str, places: int, *, restated: bool) -> list[int]:
    """Those of evenly spread places at which a flipped bit goes unnoticed."""
    file = dataset / f"{table}.parquet"
    whole = file.read_bytes()
    unnoticed = []
    for place in range(0, len(whole), len(whole) // places):
        file.write_bytes(whole)
        _flip(file, place)
        if restated:
            corpora.reseal(dataset)
        if not corpora.codes(integrity(dataset)):
            unnoticed.append(place)
    return unnoticed


@pytest.mark.parametrize("restated", [True, False])
def test_a_flipped_byte_in_a_parquet_file_is_refused(tmp_path: Path, *, restated: bool) -> None:
    dataset = corpora.write_dataset(tmp_path / "dataset", corpora.corpus())

    assert _flips(dataset, "blocks", 8, restated=restated) == []


@pytest.mark.slow
@pytest.mark.parametrize("table", ["links", "articles", "changes"])
def test_a_flipped_byte_anywhere_is_refused_though_the_hashes_are_restated(
    tmp_path: Path, table: str
) -> None:
    dataset = corpora.write_dataset(tmp_path / "dataset", corpora.corpus())

    assert _flips(dataset, table, 100, restated=True) == []


@pytest.mark.parametrize("restated", [True, False])
def test_a_flipped_byte_in_a_csv_file_is_refused(tmp_path: Path, *, restated: bool) -> None:
    package = corpora.write_package(tmp_path / "package", corpora.corpus())
    file = package / "texts.csv"
    _flip(file, file.read_bytes().index("Geländer".encode()))

    if restated:
        corpora.reseal(package)

    assert corpora.codes(integrity(package))


def test_a_row_that_moved_is_refused(tmp_path: Path) -> None:
    rows = corpora.corpus()
    rows["blocks"][0], rows["blocks"][1] = rows["blocks"][1], rows["blocks"][0]

    found = list(integrity(corpora.write_dataset(tmp_path / "dataset", rows)))

    assert [(f.code, f.on_table) for f in found] == [("PM614", "blocks")]


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    rows = corpora.corpus()
    del rows["evidence"]

    found = list(integrity(corpora.write_dataset(tmp_path / "dataset", rows, "parquet")))

    assert [(f.code, f.observed) for f in found] == [("PM616", "evidence")]


def test_a_dataset_of_another_format_version_is_refused_and_not_read(tmp_path: Path) -> None:
    dataset = corpora.write_dataset(tmp_path / "dataset", corpora.corpus())
    file = dataset / "datapackage.json"
    stated = f'"format_version": "{FORMAT_VERSION}"'
    file.write_text(file.read_text("utf-8").replace(stated, '"format_version": "99"'), "utf-8")

    assert [f.code for f in integrity(dataset)] == ["PM664"]


def test_findings_come_in_the_same_order_every_time(tmp_path: Path) -> None:
    rows = corpora.corpus()
    for corrupt in CORRUPTIONS:
        corrupt(corpora.corpus() if corrupt is _drop_middle_block else rows)
    package = corpora.write_package(tmp_path / "package", rows)

    first, second = list(integrity(package)), list(integrity(package))

    assert first == second
    assert len(first) > len(CORRUPTIONS)


def test_one_code_names_the_file_the_row_the_column_and_what_was_seen(tmp_path: Path) -> None:
    rows = corpora.corpus()
    rows["articles"][0]["published_edtf"] = "2018-02-30"

    found = integrity(corpora.write_dataset(tmp_path / "dataset", rows))

    fault = next(finding for finding in found if finding.code == "PM606")
    assert (fault.path, fault.row_id) == ("articles.parquet", rows["articles"][0]["article_id"])
    assert (fault.field, fault.observed) == ("published_edtf", "2018-02-30")
