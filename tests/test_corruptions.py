"""Corruptions of a package built from the seeds, in both halves alike: each is refused.

All hashes are restated, so that nothing but the relations between the rows can notice.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import corpora
import pressmark
from pressmark import check, store
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.read import decode
from pressmark.writing import TableWriter
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.records import HASH_COLUMN, record_sha256
from pressmark_schema.tables import ARTICLE_TABLES
from pressmark_schema.vocabulary import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpora import Row, Rows
    from pressmark_schema.findings import Finding

    Corruption = Callable[[Rows], None]

SEEDS = Path(__file__).parent.parent / "seeds"
OF_HASHES = frozenset({"PM656", "PM657", "PM660", "PM661", "PM662"})
"""Codes of files, contents and halves that are not those that were declared."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the project's own corpus."""
    target = tmp_path_factory.mktemp("built") / "package"
    pressmark.build([SEEDS], target, find(SEEDS), jobs=1)
    return target


def _middle(rows: Rows) -> Row:
    """An unchanged paragraph in the middle of the corpus, with text of its article around it."""
    blocks = rows["blocks"]
    changed = {row["block_id"] for row in rows["changes"]}
    return next(
        row
        for row in blocks[len(blocks) // 2 :]
        if row["kind"] == BlockKind.PARAGRAPH
        and row["block_id"] not in changed
        and row["text_start"]
    )


def _drop_middle_block(rows: Rows) -> None:
    rows["blocks"].remove(_middle(rows))


def _shift_span(rows: Rows) -> None:
    row = _middle(rows)
    row |= {"src_start": row["src_start"] + 1, "src_end": row["src_end"] + 1}


def _alter_letter(rows: Rows) -> None:
    row = _middle(rows)
    row["text"] = row["text"].replace("e", "a", 1)


def _alter_letter_in_text_too(rows: Rows) -> None:
    row = _middle(rows)
    text = next(text for text in rows["texts"] if text["article_id"] == row["article_id"])
    at = row["text"].index("e")
    place = row["text_start"] + at
    row["text"] = row["text"][:at] + "a" + row["text"][at + 1 :]
    text["text"] = text["text"][:place] + "a" + text["text"][place + 1 :]


def _retype_embed(rows: Rows) -> None:
    next(row for row in rows["blocks"] if row["kind"] == BlockKind.EMBED)["kind"] = "paragraph"


def _duplicate_id(rows: Rows) -> None:
    one, other = rows["blocks"][:2]
    other["block_id"] = one["block_id"]


def _dangle_key(rows: Rows) -> None:
    rows["blocks"][3]["article_id"] = "a" + "z" * 16


def _dangle_evidence(rows: Rows) -> None:
    row = next(row for row in rows["evidence"] if row["block_id"])
    row["block_id"] = row["block_id"].rpartition("_")[0] + "_7"


def _swap_rows(rows: Rows) -> None:
    blocks = rows["blocks"]
    blocks[0], blocks[1] = blocks[1], blocks[0]


def _unknown_kind(rows: Rows) -> None:
    _middle(rows)["kind"] = "sidebar"


def _impossible_day(rows: Rows) -> None:
    rows["articles"][0]["published_edtf"] = "2018-02-30"


def _lose_change(rows: Rows) -> None:
    rows["changes"].remove(
        next(row for row in rows["changes"] if row["block_id"] and row["kind"] == "delete")
    )


CORRUPTIONS: dict[Corruption, set[str]] = {
    _drop_middle_block: {"PM613", "PM626", "PM627", "PM628"},
    _alter_letter: {"PM627", "PM632"},
    _alter_letter_in_text_too: {"PM626", "PM632"},
    _retype_embed: {"PM625", "PM627"},
    _duplicate_id: {"PM610", "PM632"},
    _dangle_key: {"PM612", "PM632"},
    _dangle_evidence: {"PM612"},
    _swap_rows: {"PM614"},
    _unknown_kind: {"PM603"},
    _impossible_day: {"PM606"},
    _lose_change: {"PM620"},
}
"""Each corruption with the codes of the relations that must notice it."""


def _errors(package: Path) -> set[str]:
    return set(corpora.codes(check.integrity(package)))


def test_the_package_as_it_was_built_has_no_errors(built: Path) -> None:
    assert _errors(built) == set()


def test_a_package_that_is_written_again_unaltered_has_no_errors(
    built: Path, tmp_path: Path
) -> None:
    again = _rewritten(built, tmp_path, lambda _: None, restated=True)

    assert _errors(again) == set()
    assert store.sha256_file(again / "datapackage.json") == store.sha256_file(
        built / "datapackage.json"
    )


@pytest.mark.parametrize(("corrupt", "codes"), CORRUPTIONS.items())
def test_a_corruption_in_both_halves_is_noticed_by_its_relations(
    built: Path, tmp_path: Path, corrupt: Corruption, codes: set[str]
) -> None:
    found = _errors(_rewritten(built, tmp_path, corrupt, restated=True))

    assert codes <= found
    assert not found & OF_HASHES


def test_a_shifted_span_is_noticed_by_the_hash_of_its_record(built: Path, tmp_path: Path) -> None:
    package = _rewritten(built, tmp_path, _shift_span, restated=False)

    assert _errors(package) == {"PM629"}


def test_a_shifted_span_with_a_restated_record_is_noticed_in_the_source(
    built: Path, tmp_path: Path
) -> None:
    package = _rewritten(built, tmp_path, _shift_span, restated=True)

    assert _errors(package) == set()
    assert corpora.codes(_against_sources(package)) == ["PM640", "PM641"]
    assert list(_against_sources(built)) == []


@pytest.mark.parametrize("half", [".", "parquet"])
def test_a_corruption_in_one_half_is_noticed_as_a_difference(
    built: Path, tmp_path: Path, half: str
) -> None:
    other = _rewritten(built, tmp_path, _alter_letter, restated=True)
    package = shutil.copytree(built, tmp_path / "mixed")
    name = "blocks.csv" if half == "." else "blocks.parquet"
    shutil.copyfile(other / half / name, package / half / name)
    _reseal(package)

    assert {"PM662" if half == "." else "PM660"} <= _errors(package)


@pytest.mark.parametrize("name", ["texts.csv", "parquet/blocks.parquet", "parquet/texts.parquet"])
@pytest.mark.parametrize("hidden", [False, True], ids=["as it is", "hash recomputed"])
def test_a_flipped_byte_is_refused(built: Path, tmp_path: Path, name: str, *, hidden: bool) -> None:
    package = shutil.copytree(built, tmp_path / "package")
    data = bytearray((package / name).read_bytes())
    data[len(data) // 2] ^= 1
    (package / name).write_bytes(data)
    if hidden:
        _reseal(package)

    assert _errors(package)


def _reseal(package: Path) -> None:
    corpora.reseal(package / "parquet")
    corpora.reseal(package)


def _rewritten(built: Path, folder: Path, corrupt: Corruption, *, restated: bool) -> Path:
    """The package with corrupted rows, both halves and all their hashes written again.

    `restated`: the hashes of the articles' records too.
    """
    dataset = Dataset.open(built)
    rows: Rows = {name: dataset.arrow(name).to_pylist() for name in dataset.files}
    corrupt(rows)
    if restated:
        _restate_records(rows)
    target = folder / "package"
    target.mkdir()
    datapackage.write(_written(dataset, folder / "normalised", rows), target, "always")
    return target


def _written(dataset: Dataset, folder: Path, rows: Rows) -> Dataset:
    folder.mkdir()
    resources = []
    for resource in dataset.package.resources:
        table = dataset.table(resource.name)
        batches = pa.Table.from_pylist(rows[table.name], arrow_schema(table)).to_batches()
        resources.append(TableWriter(folder, table).write(batches))
    package = dataset.package.model_copy(update={"resources": resources})
    store.write_descriptor(folder, package)
    return Dataset.open(folder)


def _restate_records(rows: Rows) -> None:
    for article in rows["articles"]:
        record = {
            name: [row for row in rows[name] if _article(row) == article["article_id"]]
            for name in ARTICLE_TABLES
        }
        article[HASH_COLUMN] = record_sha256(record)


def _article(row: dict[str, Any]) -> str:
    found: str = row.get("article_id") or row["block_id"][:17]
    return found


def _against_sources(package: Path) -> Iterator[Finding]:
    with check.opened_package(package) as opened:
        found = opened.connection.execute(
            "SELECT article_id, path, encoding FROM captures JOIN sources USING (source_id) "
            "WHERE is_current ORDER BY article_id"
        ).fetchall()
        sources = [(name, _text(SEEDS.parent / path, encoding)) for name, path, encoding in found]
        yield from check.text_findings(opened.connection, sources)


def _text(path: Path, encoding: str) -> str:
    return decode.decode(path.read_bytes(), [encoding], declared=True).text
