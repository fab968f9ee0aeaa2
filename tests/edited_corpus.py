"""The small corpus and an edited copy of it, compared."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exported_corpus as small
from pressmark import store
from pressmark.compare import Diff, compare
from pressmark.dataset import Dataset
from pressmark_schema.descriptor import Package

Edit = Callable[[small.Rows], None]


def edited(tmp_path: Path, edit: Edit, **facts: Any) -> Diff:
    """The difference that an edit of the small corpus makes; `facts` go into both descriptors."""
    rows = copy.deepcopy(small.rows())
    edit(rows)
    sides = []
    for name, tables in (("a", copy.deepcopy(small.rows())), ("b", rows)):
        (tmp_path / name).mkdir()
        dataset = small.written(tmp_path / name, tables)
        stated = dataset.package.model_dump(by_alias=True)
        stated["pressmark"] |= facts
        store.write_descriptor(dataset.folder, Package.model_validate(stated))
        sides.append(Dataset.open(dataset.folder))
    return compare(*sides)


def retype(basis: str) -> Edit:
    """An edit that makes the first paragraph a lead."""

    def edit(rows: small.Rows) -> None:
        block = next(row for row in rows["blocks"] if row["kind"] == "paragraph")
        block |= {"kind": "lead", "kind_basis": basis}

    return edit


def respace(rows: small.Rows) -> None:
    rows["changes"][0] |= {"rules": ["spaces@2"], "change_id": "h" + "1" * 16}
    rows["blocks"][1]["text"] = rows["texts"][0]["text"] = "Anders"
    rows["articles"][0]["text_sha256"] = "0" * 64


def without(article: str) -> Edit:
    """An edit that takes an article out of every table."""

    def edit(rows: small.Rows) -> None:
        for name, found in rows.items():
            rows[name] = [row for row in found if article not in str(row)]

    return edit
