"""A package of tables of several files stays one when it is upgraded."""

import json
from pathlib import Path

from divided_corpus import build, corpus, records
from pressmark import store
from pressmark.dataset import Dataset
from pressmark.flow.upgrade import upgrade


def test_an_upgraded_package_is_divided_as_a_new_build_is(tmp_path: Path) -> None:
    whole = build(corpus(tmp_path / "corpus", records(60)), tmp_path / "whole") / "parquet"
    due = Dataset.open(whole)
    files, notes = {name: len(paths) for name, paths in due.files.items()}, due.arrow("annotations")
    package = json.loads((whole / store.DESCRIPTOR).read_bytes())
    package["resources"] = [r for r in package["resources"] if r["name"] != "annotations"]
    (whole / store.DESCRIPTOR).write_text(json.dumps(package), encoding="utf-8")
    upgrade(whole, tmp_path / "upgraded")
    found = Dataset.open(tmp_path / "upgraded")
    assert {name: len(paths) for name, paths in found.files.items()} == files
    assert found.arrow("annotations").equals(notes)
