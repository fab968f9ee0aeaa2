"""The reader of data packages for JavaScript opens a package, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import formats_page
from pressmark.export import export

if TYPE_CHECKING:
    from pressmark.dataset import Dataset

NPM = Path(__file__).parent / "npm"

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (NPM / "node_modules" / "datapackage").is_dir()),
    reason="needs node and `npm ci --prefix tests/npm`",
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return formats_page.corpus(tmp_path_factory.mktemp("corpus"))


def test_every_row_is_read_with_its_type(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, tmp_path / "out")
    found = _read(tmp_path / "out")
    assert found["valid"] is True
    counts = {name: len(rows) for name, rows in found["rows"].items()}
    assert counts == {
        name: dataset.arrow(name).num_rows for name in dataset.files if dataset.table(name).csv
    }
    texts = {row["article_id"]: row for row in found["rows"]["texts"]}
    for row in dataset.arrow("texts").to_pylist():
        read = texts[row["article_id"]]
        assert (read["text"], read["lang"]) == (row["text"], row["lang"])
        day = row["date_from"]
        assert (read["date_from"] or "")[:10] == (day.isoformat() if day else "")
    authors = {row["article_id"]: row["authors"] for row in found["rows"]["articles"]}
    rows = dataset.arrow("articles").to_pylist()
    assert authors == {row["article_id"]: row["authors"] for row in rows}


def _read(folder: Path) -> Any:
    # It makes an instant of a day, in the zone of the machine.
    done = subprocess.run(
        ["node", str(NPM / "read.js"), str(folder)],
        env={**os.environ, "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
