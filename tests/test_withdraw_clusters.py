"""Clusters of duplicates in what is left of a package when one of their members was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import pressmark
from pressmark.dataset import Dataset
from pressmark.export.withdrawn import leave_out, missing
from pressmark_schema.withdrawals import Reason, Withdrawal
from test_withdraw_build import CRANE, PIER, build, document, id_of, run

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.loading import Corpus

LONGER = "Der Hafenmeister will die Leinen am Freitag selbst noch einmal in die Hand nehmen."


def written(folder: Path, **texts: tuple[str, ...]) -> Path:
    """A corpus of texts, each of a month after the one before."""
    settings = '[read]\ninclude = ["*.txt"]\n\n[corpus]\nlanguages = ["de"]\n'
    (folder / "pressmark.toml").write_text(settings, encoding="utf-8")
    (folder / "raw").mkdir()
    for month, (name, paragraphs) in enumerate(texts.items(), 1):
        text = document(f"Titel {name}", *paragraphs).replace("2021-03", f"2021-{month:02}")
        (folder / f"raw/{name}.txt").write_text(text, encoding="utf-8")
    assert build(folder).exit_code == 0
    return folder


def gone(corpus: Path, *names: str) -> list[Withdrawal]:
    return [Withdrawal(id=id_of(corpus, f"{name}.txt"), reason=Reason.RIGHTS) for name in names]


def left(corpus: Path, *names: str) -> Corpus:
    return pressmark.load(corpus / "data/package", tombstones=gone(corpus, *names))


def members(corpus: Corpus) -> dict[str, dict[str, Any]]:
    return {row["article_id"]: row for row in corpus.duplicates.to_pylist()}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A text three times, and another that is longer by a paragraph."""
    return written(tmp_path, eins=PIER, zwei=PIER, drei=PIER, vier=(*PIER, LONGER), kran=CRANE)


def test_the_next_stands_for_the_cluster_and_names_it(three: Path) -> None:
    corpus = left(three, "eins")
    first, second, near = (id_of(three, f"{name}.txt") for name in ("zwei", "drei", "vier"))
    rows = members(corpus)
    assert {row["dup_cluster"] for row in rows.values()} == {f"d{first[1:]}"}
    assert [key for key, row in rows.items() if row["is_representative"]] == [first]
    assert (rows[first]["matched_id"], rows[first]["score"]) == (None, None)
    exact = (first, "exact", 1000, 1000)
    assert tuple(rows[second].values())[-4:] == exact
    assert rows[near]["dup_relation"] in {"update", "excerpt"}
    assert len(corpus.filter(representatives=True)) == 2


def test_one_that_is_left_alone_is_in_no_cluster(three: Path) -> None:
    corpus = left(three, "eins", "drei", "vier")
    name = id_of(three, "zwei.txt")
    assert members(corpus) == {}
    (row,) = [row for row in corpus.texts.to_pylist() if row["article_id"] == name]
    assert [row["dup_cluster"], row["dup_relation"], row["is_representative"]] == [None, None, True]
    assert len(corpus.filter(representatives=True)) == 2


def test_a_cluster_whose_representative_stays_is_as_it_was(three: Path) -> None:
    before, after = members(pressmark.load(three / "data/package")), members(left(three, "drei"))
    assert after.items() <= before.items()
    assert len(after) == 3


@pytest.mark.parametrize(
    "names", [("eins",), ("drei",), ("eins", "zwei"), ("zwei", "drei", "vier")]
)
def test_no_finding_names_what_is_gone_and_what_is_left_is_valid(
    three: Path, names: tuple[str, ...]
) -> None:
    whole = Dataset.open(three / "data/package")
    folder = three / "left"
    folder.mkdir()
    leave_out(whole, missing(whole, gone(three, *names)), folder)
    corpus = pressmark.load(folder)
    tables = ("findings", "texts", "duplicates")
    said = " ".join(str(getattr(corpus, name).to_pylist()) for name in tables)
    assert [item.id for item in gone(three, *names) if item.id[1:] in said] == []
    result = run("validate", folder)
    assert result.exit_code == 0, result.output
