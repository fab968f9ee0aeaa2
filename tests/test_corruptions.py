"""Seven corruptions of a package built from the seeds: each is refused, also when hashes agree."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import corpora
import pressmark
from pressmark import check
from pressmark.config import find

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).parent.parent / "seeds"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the project's own corpus."""
    target = tmp_path_factory.mktemp("built") / "package"
    pressmark.build([SEEDS], target, find(SEEDS), jobs=1)
    return target


def test_the_package_as_it_was_built_has_no_errors(built: Path) -> None:
    assert errors(built) == []


def drop_middle_block(rows: Rows) -> None:
    del rows[len(rows) // 2]


def shift_span(rows: Rows) -> None:
    row = rows[len(rows) // 2]
    row["src_start"], row["src_end"] = str(int(row["src_start"]) + 1), str(int(row["src_end"]) + 1)


def alter_letter(rows: Rows) -> None:
    row = rows[len(rows) // 2]
    row["text"] = row["text"].replace("e", "a", 1)


def retype_embed(rows: Rows) -> None:
    next(row for row in rows if row["kind"] == "embed")["kind"] = "paragraph"


def duplicate_id(rows: Rows) -> None:
    rows[1]["block_id"] = rows[0]["block_id"]


def dangling_key(rows: Rows) -> None:
    rows[3]["article_id"] = "a" + "z" * 16


CORRUPTIONS = [
    drop_middle_block,
    shift_span,
    alter_letter,
    retype_embed,
    duplicate_id,
    dangling_key,
]


@pytest.mark.parametrize("hidden", [False, True], ids=["as it is", "hash recomputed"])
@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda function: function.__name__)
def test_a_corrupted_table_of_blocks_is_refused(
    built: Path, tmp_path: Path, corrupt: Callable[[Rows], None], *, hidden: bool
) -> None:
    package = shutil.copytree(built, tmp_path / "package")
    alter(package / "blocks.csv", corrupt)
    if hidden:
        corpora.reseal(package)
    assert errors(package)


@pytest.mark.parametrize("name", ["texts.csv", "parquet/blocks.parquet", "parquet/texts.parquet"])
@pytest.mark.parametrize("hidden", [False, True], ids=["as it is", "hash recomputed"])
def test_a_flipped_byte_is_refused(built: Path, tmp_path: Path, name: str, *, hidden: bool) -> None:
    package = shutil.copytree(built, tmp_path / "package")
    data = bytearray((package / name).read_bytes())
    data[len(data) // 2] ^= 1
    (package / name).write_bytes(data)
    if hidden:
        corpora.reseal(package / "parquet")
        corpora.reseal(package)
    assert errors(package)


def errors(package: Path) -> list[Any]:
    return [finding for finding in check.integrity(package) if finding.severity == "error"]


def alter(path: Path, change: Callable[[Rows], None]) -> None:
    """Apply `change` to the rows of a CSV file, which is otherwise written as it was."""
    text = path.read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = list(reader)
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, reader.fieldnames or [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
