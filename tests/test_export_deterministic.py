"""The same dataset gives the same bytes, whatever the machine's settings."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import exported_corpus

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import hashlib, json, os, sys
from pathlib import Path
import duckdb
threads, connect = os.environ.get("THREADS"), duckdb.connect
def with_threads(*args, **options):
    connection = connect(*args, **options)
    if threads:
        connection.execute(f"SET threads = {threads}")
    return connection
duckdb.connect = with_threads
from pressmark import store
from pressmark.dataset import Dataset
from pressmark.export import Filters, export
source, out, filters = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
for form in ("datapackage", "parquet", "csv", "jsonl"):
    export(Dataset.open(source), out / form, form, Filters(**filters))
found = {
    path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
    for path in store.staged(out)
}
print(json.dumps(found, sort_keys=True))
"""

SETTINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C", "THREADS": "1"},
    {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "THREADS": "7"},
)


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"outlets": ["bote", "anzeiger"], "kinds": ["paragraph", "title"], "where": "n_words > 1"},
    ],
)
def test_every_file_has_the_same_bytes_under_other_settings(
    tmp_path: Path, filters: dict[str, object]
) -> None:
    source = exported_corpus.dataset(tmp_path / "dataset").folder
    found = []
    for number, settings in enumerate(SETTINGS):
        arguments = [str(source), str(tmp_path / f"out{number}"), json.dumps(filters)]
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **settings},
            stdout=subprocess.PIPE,
            check=True,
        )
        found.append(json.loads(run.stdout))
    assert found[0] == found[1]
    assert len(found[0]) == 27 + 14 + 13 + 2


def test_a_second_export_replaces_the_first_with_the_same_bytes(tmp_path: Path) -> None:
    from pressmark import store
    from pressmark.export import export

    dataset = exported_corpus.dataset(tmp_path / "dataset")
    found = []
    for _ in range(2):
        export(dataset, tmp_path / "out")
        found.append({path: store.sha256_file(path) for path in store.staged(tmp_path / "out")})
    assert found[0] == found[1]
    assert hashlib.sha256(b"").hexdigest() not in found[0].values()
