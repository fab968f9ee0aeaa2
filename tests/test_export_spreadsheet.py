"""CSV cells that a spreadsheet would run: exact and warned of, or escaped and said so."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import exported_corpus
from pressmark.check import verify
from pressmark.export import Choices, export

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset

CELLS = ['=HYPERLINK("//evil.example")', "+49 40", "-5 Grad", "@adalenk", "'tis", "\tx", "a=b", ""]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    tables = exported_corpus.rows()
    tables["sources"] = [
        {
            **tables["sources"][0],
            "path": f"{rank}.txt",
            "source_id": f"s{rank:016}",
            "encoding": cell,
        }
        for rank, cell in enumerate(CELLS)
    ]
    (tmp_path / "dataset").mkdir()
    return exported_corpus.written(tmp_path / "dataset", tables)


def cells(folder: Path) -> list[str]:
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        return [row["encoding"] for row in csv.DictReader(file)]


def test_cells_stay_exact_and_are_counted(dataset: Dataset, tmp_path: Path) -> None:
    package = export(dataset, tmp_path / "out", "csv")
    assert cells(tmp_path / "out") == CELLS
    assert package.pressmark is not None
    assert (package.pressmark.model_extra or {})["formula_cells"] == 5


def test_excel_safe_puts_an_apostrophe_that_one_can_take_away(
    dataset: Dataset, tmp_path: Path
) -> None:
    export(dataset, tmp_path / "out", "csv", choices=Choices(excel_safe=True))
    written = cells(tmp_path / "out")
    assert [cell[0] for cell in written[:6]] == ["'"] * 6
    assert written[6:] == CELLS[6:]
    assert [cell.removeprefix("'") for cell in written] == CELLS


def test_the_descriptor_says_that_cells_are_escaped(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out", "csv", choices=Choices(excel_safe=True))
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert "apostrophe" in package["pressmark"]["excel_safe"]
    assert not any("pressmark" in resource for resource in package["resources"])
    assert list(verify(tmp_path / "out")) == []
